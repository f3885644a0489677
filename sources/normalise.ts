// Makes the text of a stranger fit to be kept: once, here, and nowhere else.

const plain = /^[\t\n\x20-\x7e]*$/
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
const controls = /[\u0000-\u0008\u000b-\u001f]/g

/** Well-formed Unicode (NFC), line ends as newlines, no control character but newline and tab, no blanks around. Idempotent. */
export const normaliseText = (text: string): string => {
  if (plain.test(text)) return text.trim()
  return text
    .toWellFormed()
    .replaceAll('\r\n', '\n')
    .replaceAll('\r', '\n')
    .replace(controls, '')
    .normalize('NFC')
    .trim()
}

/** The same on one line: titles and names. */
export const normaliseLine = (text: string): string => normaliseText(text).replace(/\s+/g, ' ')

const escapes: { readonly [sequence: string]: string } = { '&amp;': '&', '&lt;': '<', '&gt;': '>' }

/** Undoes, once, what the JSON of Reddit and X escapes in every text: `&`, `<` and `>`, and nothing else. */
export const decodeEscapes = (text: string): string =>
  text.includes('&') ? text.replace(/&(?:amp|lt|gt);/g, (sequence) => escapes[sequence] ?? sequence) : text

/** Lines without blanks around or empty lines between, without characters that nobody sees. Joiners stay: emoji and scripts need them. */
export const tidyLines = (text: string): string =>
  text
    .replace(/[\u00ad\u200b\u2060\ufeff]/g, '')
    .replaceAll('\u00a0', ' ')
    .replace(/\s*\n\s*/g, '\n')
    .trim()
