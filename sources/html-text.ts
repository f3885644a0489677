// HTML of forums → its author's words as plain lines.
import { once } from '../events/once.ts'
import { tidyLines } from './normalise.ts'
import { htmlToText } from './parsers.ts'

const left = (format: 'gap' | 'skip', ...selectors: string[]) => selectors.map((selector) => ({ selector, format }))
const block = { leadingLineBreaks: 1, trailingLineBreaks: 1 }
const heading = { ...block, uppercase: false }
const list = { ...block, itemPrefix: ' ' }

const maxHtml = 256 * 1024 // UTF-16 units; the parser takes more than linear time, and a post's text may have 64 KB

const toText = once(() =>
  htmlToText().compile({
    wordwrap: false,
    limits: { maxDepth: 50, ellipsis: '' },
    selectors: [
      { selector: 'a', options: { ignoreHref: true } },
      { selector: 'img', format: 'altOnly' },
      { selector: 'p', options: block },
      { selector: 'pre', options: block },
      { selector: 'ul', options: list },
      { selector: 'tr', format: 'block', options: block },
      { selector: 'td', format: 'cell' },
      { selector: 'th', format: 'cell' },
      ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({ selector, options: heading })),
      // Somebody else's words: quotes, previews of linked pages, names and sizes of attached pictures.
      ...left(
        'gap',
        'blockquote',
        'aside.quote',
        'div.quotetitle',
        'div.quotecontent',
        'aside.onebox',
        'div.meta',
        'hr',
      ),
      ...left('skip', 'script', 'style'),
      // Mastodon: what it does not show of an address, and the line that stands for a quoted post where quotes are not shown.
      ...left('skip', 'span.invisible', 'p.quote-inline', 'span.quote-inline'),
    ],
    formatters: {
      // What stood around it are two lines.
      gap: (_element, _walk, builder) => builder.addLineBreak(),
      cell: (element, walk, builder) => {
        walk(element.children, builder)
        builder.addInline(' ')
      },
      altOnly: (element, _walk, builder) => {
        const alt: unknown = element.attribs?.alt
        if (typeof alt === 'string') builder.addInline(alt)
      },
    },
  }),
)

/** Entities decoded once; one line per block and per line break; link addresses and quoted blocks are not kept. */
export const htmlText = (html: string): string => tidyLines(toText()(html.slice(0, maxHtml)))
