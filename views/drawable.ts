// What can be written in a picture: its font has Latin, Greek and Cyrillic letters, and for what it has not it would draw boxes.
import { plain } from './markup.ts'

/** By the font's files in server/rasterise.ts; test/server/rasterise.test.ts draws each. */
const written =
  /[ -~\u00a0-\u00ac\u00ae-\u0148\u014a-\u017f\u0192\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u0384-\u038a\u038c\u038e-\u03a1\u03a3-\u03ce\u0400-\u045f\u0490\u0491\u1e00-\u1e9b\u1e9d-\u1eff\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20a0-\u20ab\u20ad-\u20af\u20b1-\u20b5\u20b8-\u20ba\u20bc-\u20bf\u2116\u2122\u2191\u2193\u2212]/

/** All of them, for whoever wants to see them drawn. */
export const drawableCharacters = [...Array(0x2213).keys()]
  .map((code) => String.fromCharCode(code))
  .filter((letter) => written.test(letter))

const drawnAs = (letter: string): string => {
  if (written.test(letter)) return letter
  if (/\p{Pd}/u.test(letter)) return '-'
  return [...letter.normalize('NFKD')].filter((part) => written.test(part)).join('')
}

/**
 * On one line, without what only decorates (emoji, accents that stand alone).
 * @returns '' where a letter or a digit has no shape in the font: half a sentence says something else
 */
export const drawable = (text: string): string => {
  const letters = [...plain(text.normalize('NFC'))]
  const lacks = letters.some((letter) => /[\p{L}\p{N}]/u.test(letter) && drawnAs(letter) === '')
  return lacks ? '' : plain(letters.map(drawnAs).join(''))
}
