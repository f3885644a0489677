// What every UTF-16 unit is to the sentiment model: its class, its lower case, and its one-byte code for character n-grams.
import { eachUnit, isSurrogate } from '../units.ts'

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

const fillTable = () => {
  const kinds = new Uint8Array(0x1_0000) // `other`, where nothing else is said; what is said last counts
  const said = [
    [/[\p{P}\p{S}]+/gu, mark],
    [/[\p{So}\p{Sc}\p{Extended_Pictographic}]+/gu, symbol],
    [/[\p{L}\p{N}]+/gu, foreign],
    [/\p{M}+/gu, other],
    [/[[_\p{sc=Latin}]--\p{So}]+/gv, word],
    [/\p{Nd}+/gu, digit],
    [/['\u2019\u02bc\uff07]+/gu, apostrophe],
    [/\p{White_Space}+/gu, space],
  ] as const
  for (const [runs, kind] of said)
    eachUnit(runs, (unit) => {
      kinds[unit] = kind
    })
  kinds[0xfffd] = other // stands for what could not be read
  const lower = Uint16Array.from(kinds, (_, unit) => unit)
  // Only one unit for one: İ becomes two in lower case, and its first is the i that is meant.
  eachUnit(/\p{Changes_When_Lowercased}+/gu, (unit) => {
    lower[unit] = String.fromCharCode(unit).toLowerCase().charCodeAt(0)
  })
  for (let unit = 0; unit < 0x1_0000; unit++) {
    const kind = isSurrogate(unit) ? surrogate : (kinds[unit] as number)
    const folded = lower[unit] as number
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
