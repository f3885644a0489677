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
