// What every UTF-16 unit is to the sentiment model: its class, its lower case, and its one-byte code for character n-grams.

export const other = 0
export const space = 1
export const word = 2
export const digit = 3
/** A letter of a script that is not Latin. */
export const foreign = 4
export const mark = 5
export const apostrophe = 6
export const symbol = 7
export const surrogate = 8

/** Code of a blank. */
export const blank = 0x20

/**
 * By unit, in one word because the walk needs all of it: class (bits 0 to 3), whether it is in a word (4), a letter (5), a foreign letter
 * (6), a letter that is no capital (7), one-byte code (8 to 15: ASCII as it is, all else spread over 128 to 255) and lower case (16 to 31).
 */
export const bitsOf = new Int32Array(0x1_0000)
export const inWord = 1 << 4
export const letter = 1 << 5
export const foreignLetter = 1 << 6
export const smallLetter = 1 << 7
export const classOf = (unit: number): number => (bitsOf[unit] as number) & 15
export const codeOf = (unit: number): number => ((bitsOf[unit] as number) >>> 8) & 0xff

const classify = (text: string): number => {
  if (/^\p{White_Space}$/u.test(text)) return space
  if (/^['\u2019\u02bc\uff07]$/u.test(text)) return apostrophe
  if (/^\p{Nd}$/u.test(text)) return digit
  if (/^[_\p{sc=Latin}]$/u.test(text) && !/^\p{So}$/u.test(text)) return word
  if (/^\p{M}$/u.test(text)) return other
  if (/^[\p{L}\p{N}]$/u.test(text)) return foreign
  if (/^[\p{So}\p{Sc}\p{Extended_Pictographic}]$/u.test(text)) return symbol
  if (/^[\p{P}\p{S}]$/u.test(text)) return mark
  return other
}

/** Chinese signs, Korean syllables and private use: half of all units, which need no question. */
const blocks = [
  [0x4e00, 0x9fff, foreign],
  [0xac00, 0xd7a3, foreign],
  [0xe000, 0xf8ff, other],
] as const

const fillTable = () => {
  for (const [first, last, kind] of blocks)
    for (let unit = first; unit <= last; unit++) {
      const flags = kind === foreign ? inWord | letter | foreignLetter | smallLetter : 0
      bitsOf[unit] = kind | flags | ((128 | (Math.imul(unit, 0x9e37_79b1) >>> 25)) << 8) | (unit << 16)
    }
  for (let unit = 0; unit < 0x1_0000; unit++) {
    if (blocks.some(([first, last]) => unit >= first && unit <= last)) continue
    const lone = unit >= 0xd800 && unit < 0xe000
    const text = String.fromCharCode(unit)
    const kind = lone ? surrogate : unit === 0xfffd ? other : classify(text)
    // Only one unit for one: İ becomes two in lower case, and its first is the i that is meant.
    const folded = lone ? unit : text.toLowerCase().charCodeAt(0)
    const code = folded < 128 ? folded : 128 | (Math.imul(folded, 0x9e37_79b1) >>> 25)
    const isLetter = kind === word || kind === foreign
    const flags =
      (isLetter || kind === digit ? inWord : 0) |
      (isLetter ? letter : 0) |
      (kind === foreign ? foreignLetter : 0) |
      (isLetter && folded === unit ? smallLetter : 0)
    bitsOf[unit] = kind | flags | (code << 8) | (folded << 16)
  }
}
fillTable()
