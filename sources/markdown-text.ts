// Markdown as people write it on Reddit and Lemmy → its author's words as plain lines.
import type { Token } from 'markdown-it'
import { once } from '../events/once.ts'
import { tidyLines } from './normalise.ts'
import { markdownIt } from './parsers.ts'

// By a parser that stays linear on hostile input. HTML is text there: neither platform renders it.
const markdown = once(() => new (markdownIt())('commonmark', { html: false }).enable(['strikethrough', 'table']))
const mayBeMarked = /[*_`~[<\\|]|&#?\w+;|^\t|^ {4}|^ {0,3}(?:[-+=#>]|\d+[.)])/m

/** Link addresses are not kept, images leave their alternative text. */
const wordsOf = (inline: readonly Token[]): string => {
  let words = ''
  for (const { type, content } of inline) words += type === 'softbreak' || type === 'hardbreak' ? '\n' : content
  return words
}

/** One line per block and per line break. Quoted blocks are somebody else's words and left out. */
export const markdownText = (text: string): string => {
  if (!mayBeMarked.test(text)) return tidyLines(text)
  let words = ''
  let quotes = 0
  for (const token of markdown().parse(text, {})) {
    if (token.type === 'blockquote_open') quotes++
    if (token.type === 'blockquote_close') quotes--
    if (quotes > 0) continue
    // `2016. What a year` is a list to Markdown; its number is the author's.
    if (token.type === 'list_item_open' && token.info !== '') words += `${token.info}${token.markup} `
    else if (token.type === 'inline') words += wordsOf(token.children ?? [])
    else if (token.type === 'code_block' || token.type === 'fence') words += `${token.content}\n`
    else if (token.type === 'td_close' || token.type === 'th_close') words += ' '
    else if (token.nesting < 0) words += '\n'
  }
  return tidyLines(words)
}
