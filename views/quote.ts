// A stranger's words made fit to be shown: short, without links, names or characters that act on the text around them.

/** C0, C1, line separators, zero-width and bidirectional controls. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must go
const acting = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]/g

/** One line of at most so many characters, without characters that act on the text around them. */
export const plain = (text: string, longest: number): string => {
  const clean = text
    .slice(0, 4 * longest)
    .toWellFormed()
    .replace(acting, ' ')
    .replace(/\s+/g, ' ')
    .trim()
  const characters = [...clean]
  return characters.length <= longest ? clean : `${characters.slice(0, longest - 1).join('')}…`
}

const leastName = 20

/** `Plex: Backlash`, of at most so many characters: where it is too long the name gives way, for the words are the news. */
export const headline = (name: string, words: string, longest: number): string => {
  const room = longest - 2
  const shown = plain(name, Math.max(leastName, room - [...plain(words, room)].length))
  return `${shown}: ${plain(words, room - [...shown].length)}`
}

const longest = 280

/** At most 280 characters, cut at a word; links and @names gone, runs of combining marks shortened. */
export const quote = (text: string) => {
  const clean = text
    .slice(0, 4_000)
    .toWellFormed()
    .replace(acting, ' ')
    .replace(/\b(?:https?:\/\/|www\.)\S+/gi, '')
    .replace(/(^|[\s(])@[\w.@-]+/g, '$1')
    .replace(/(\p{M}{3})\p{M}+/gu, '$1')
    .replace(/\s+/g, ' ')
    .trim()
  const characters = [...clean]
  if (characters.length <= longest) return clean
  const cut = characters.slice(0, longest - 1).join('')
  const atWord = cut.replace(/\s+\S*$/, '')
  return `${atWord.length > longest / 2 ? atWord : cut}…`
}

/** An address of http or https without user info, as the browser will read it; null for anything else. */
export const webAddress = (url: string | null | undefined) => {
  if (!url || url.length > 2_000 || !URL.canParse(url)) return null
  const { protocol, username, password, href } = new URL(url)
  return (protocol === 'https:' || protocol === 'http:') && username === '' && password === '' ? href : null
}

/** What looks like a way to reach a person, a threat, or a slur. Crude on purpose: the next post is as typical. */
const personal = /\S@\S+\.\w|(?:\+|\b)\d[\d ()./-]{7,}\d\b|\b\d{1,5}\s+\w+\s+(?:street|st|avenue|ave|road|rd)\b/i
const threat =
  /\b(?:kill|shoot|stab|burn|hang|rape|lynch|doxx?)(?:ed|ing)?\b|\bi know where\b|\bhope (?:you|they) die\b/i
const slur = /\b(?:fag\w*|retard\w*|nigg\w+|tranny|kike|spic|chink|cunt)\b/i

/** Not fit to be picked as an example: personal data, threats and slurs are left where they were written. */
export const quotable = (text: string) =>
  ![personal, threat, slur].some((pattern) => pattern.test(text.slice(0, 4_000))) && quote(text).length >= 3
