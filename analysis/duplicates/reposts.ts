// Native reposts as networks write them into the text: "RT @name: words …".

/** Behind the prefix, or undefined; reposts of reposts have several. */
const behindPrefix = (text: string): string | undefined => {
  if (!text.startsWith('RT @')) return undefined
  const colon = text.indexOf(': ')
  const name = text.slice(4, colon)
  return colon < 5 || name.length > 100 || name.includes(' ') ? undefined : text.slice(colon + 2).trimStart()
}

/**
 * The words that a native repost repeats; undefined: the text is none. A text that was cut off ends in `…`, with or without a link
 * behind it: its last word may be half a word and is left out.
 */
export const repostedWords = (text: string): string | undefined => {
  let words = behindPrefix(text.trimStart())
  if (words === undefined) return undefined
  for (let inner = behindPrefix(words); inner !== undefined; inner = behindPrefix(inner)) words = inner
  words = words.trimEnd()
  const cut = words.lastIndexOf('…')
  if (cut < 0) return words
  const behind = words.slice(cut + 1).trim()
  const isEnd = behind === '' || (behind.startsWith('http') && !behind.includes(' '))
  if (!isEnd) return words
  const before = words.slice(0, cut)
  return before.endsWith(' ') ? before.trimEnd() : before.slice(0, Math.max(0, before.lastIndexOf(' ')))
}
