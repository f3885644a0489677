// Folding a text for matching: what two spellings of the same words have in common. One pass, linear in the text.
import { eachUnit } from './units.ts'

/**
 * UTF-16 units: words with one blank before, between and behind. `marks`: where punctuation stood, in order, as
 * `words before it * 4 + kind`. Valid until the next call of the fold that made it.
 */
export type Folded = {
  readonly units: Uint16Array
  readonly length: number
  readonly words: number
  readonly marks: Uint32Array
  readonly markCount: number
}

export const blank = 0x20
/** Kinds of marks: within a sentence, at its end, at the end of a question. */
export const comma = 0
export const stop = 1
export const questionMark = 2
export const separates = 0
export const dropped = 1

/** By UTF-16 unit: what it becomes; `separates` and `dropped` are no letters. */
export const becomes = new Uint16Array(0x1_0000)
/** The second unit of a letter that becomes two. */
export const second = new Uint16Array(0x1_0000)
/** A letter, which three times in a row says no more than twice. */
const squeezes = new Uint8Array(0x1_0000)
/** Kind of mark + 1; 0 is none. */
const marksAs = new Uint8Array(0x1_0000)
/** A word of its own: a sign that carries meaning, or a letter of a script that writes without blanks. */
export const alone = new Uint8Array(0x1_0000)

const fillTables = () => {
  eachUnit(/[\p{L}\p{N}\p{M}_]+/gu, (unit) => {
    becomes[unit] = unit
  })
  eachUnit(/\p{L}+/gu, (unit) => {
    squeezes[unit] = 1
  })
  eachUnit(/[\p{So}\p{Sc}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]+/gu, (unit) => {
    becomes[unit] = unit
    alone[unit] = 1
    squeezes[unit] = 0
  })
  // Accents, variation selectors, joiners, soft hyphens, direction marks, and the vowel marks that Arabic and Hebrew may leave out.
  eachUnit(
    /(?:['\u2019\u02bc\uff07]|[[\p{sc=Zinh}\p{Cf}]--[\u200b\u3099\u309a]]|[\p{Mn}&&[\p{sc=Arab}\p{sc=Hebr}]])+/gv,
    (unit) => {
      becomes[unit] = dropped
    },
  )
  for (const mark of ',:()') marksAs[mark.charCodeAt(0)] = comma + 1
  for (const mark of '.!;\n') marksAs[mark.charCodeAt(0)] = stop + 1
  marksAs['?'.charCodeAt(0)] = questionMark + 1
  // Letters that are written with others where the keyboard lacks them; Unicode does not take them apart.
  for (const [letter, first, next] of ['ßss', 'æae', 'œoe', 'þth', 'øo', 'łl', 'đd', 'ðd', 'ħh', 'ıi', 'ςσ']) {
    const unit = (letter as string).charCodeAt(0)
    becomes[unit] = (first as string).charCodeAt(0)
    second[unit] = next?.charCodeAt(0) ?? 0
  }
}
fillTables()

const lineFeed = 0x0a

/**
 * Case, accents, apostrophes (`don’t` = `dont`), width and ligatures fall away, and letters drawn out (`sooooo` = `soo`); all else
 * that is no letter, digit or `_` parts words (`opt-out` = `opt out`). An emoji is a word. Lone surrogates part words like any sign.
 */
export const createFold = (): ((text: string) => Folded) => {
  let units = new Uint16Array(4_096)
  let marks = new Uint32Array(4_096)
  return (text) => {
    const plain = text.normalize('NFKD').toLowerCase()
    const most = 2 * plain.length + 2 // a letter of its own brings a blank before and behind, shared with its neighbours
    if (units.length < most) {
      units = new Uint16Array(2 * most)
      marks = new Uint32Array(2 * most)
    }
    units[0] = blank
    let length = 1
    let words = 0
    let markCount = 0
    for (let i = 0; i < plain.length; i++) {
      const unit = plain.charCodeAt(i)
      const letter = becomes[unit] as number
      if (letter === dropped) continue
      const parted = units[length - 1] === blank
      if (letter === separates) {
        if (!parted) {
          units[length++] = blank
          words++
        }
        const mark = marksAs[unit] as number
        // `plex.tv`, `1.5` and `/page?id=7` end no sentence.
        if (mark !== 0 && (unit === lineFeed || !((becomes[plain.charCodeAt(i + 1)] as number) > dropped)))
          marks[markCount++] = words * 4 + mark - 1
        const low = unit >= 0xd800 && unit < 0xdc00 ? plain.charCodeAt(i + 1) : 0
        if (!(low >= 0xdc00 && low <= 0xdfff)) continue // also at the end of the text, where it is no number
        units[length++] = unit
        units[length++] = low
        units[length++] = blank
        words++
        i++
      } else if (alone[unit] === 1) {
        if (!parted) {
          units[length++] = blank
          words++
        }
        units[length++] = letter
        units[length++] = blank
        words++
      } else {
        if (squeezes[unit] === 1 && units[length - 1] === letter && units[length - 2] === letter) continue
        units[length++] = letter
        if (second[unit] !== 0) units[length++] = second[unit] as number
      }
    }
    if (units[length - 1] !== blank) {
      units[length++] = blank
      words++
    }
    return { units, length, words, marks, markCount }
  }
}
