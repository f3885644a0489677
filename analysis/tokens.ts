// Folding a text for matching: what two spellings of the same words have in common. One pass, linear in the text.

/** UTF-16 units: words with one blank before, between and behind. Valid until the next call of the fold that made it. */
export type Folded = { readonly units: Uint16Array; readonly length: number }

export const blank = 0x20
export const separates = 0
export const dropped = 1

/** By UTF-16 unit: what it becomes; `separates` and `dropped` are no letters. */
export const becomes = new Uint16Array(0x1_0000)
/** The second unit of a letter that becomes two. */
export const second = new Uint16Array(0x1_0000)
/** A word of its own: a sign that carries meaning, or a letter of a script that writes without blanks. */
export const alone = new Uint8Array(0x1_0000)

const fillTables = () => {
  const isWord = /[\p{L}\p{N}\p{M}_]/u
  const isAlone = /[\p{So}\p{Sc}\p{sc=Han}\p{sc=Hira}\p{sc=Kana}\p{sc=Thai}\p{sc=Laoo}\p{sc=Khmr}\p{sc=Mymr}]/u
  // Accents, variation selectors, joiners, soft hyphens, direction marks, and the vowel marks that Arabic and Hebrew may leave out.
  const isDropped =
    /['\u2019\u02bc\uff07]|[[\p{sc=Zinh}\p{Cf}]--[\u200b\u3099\u309a]]|[\p{Mn}&&[\p{sc=Arab}\p{sc=Hebr}]]/v
  for (let unit = 0; unit < 0x1_0000; unit++) {
    if (unit >= 0xd800 && unit < 0xe000) continue
    const text = String.fromCharCode(unit)
    if (isDropped.test(text)) becomes[unit] = dropped
    else if (isAlone.test(text) || isWord.test(text)) becomes[unit] = unit
    if (isAlone.test(text)) alone[unit] = 1
  }
  // Letters that are written with others where the keyboard lacks them; Unicode does not take them apart.
  for (const [letter, first, next] of ['ßss', 'æae', 'œoe', 'þth', 'øo', 'łl', 'đd', 'ðd', 'ħh', 'ıi', 'ςσ']) {
    const unit = (letter as string).charCodeAt(0)
    becomes[unit] = (first as string).charCodeAt(0)
    second[unit] = next?.charCodeAt(0) ?? 0
  }
}
fillTables()

/**
 * Case, accents, apostrophes (`don’t` = `dont`), width and ligatures fall away; all else that is no letter, digit or `_` parts words
 * (`opt-out` = `opt out`). An emoji is a word. Lone surrogates part words like any sign.
 */
export const createFold = (): ((text: string) => Folded) => {
  let units = new Uint16Array(4_096)
  return (text) => {
    const plain = text.normalize('NFKD').toLowerCase()
    const most = 2 * plain.length + 2 // a letter of its own brings a blank before and behind, shared with its neighbours
    if (units.length < most) units = new Uint16Array(2 * most)
    units[0] = blank
    let length = 1
    for (let i = 0; i < plain.length; i++) {
      const unit = plain.charCodeAt(i)
      const letter = becomes[unit] as number
      if (letter === dropped) continue
      const parted = units[length - 1] === blank
      if (letter === separates) {
        if (!parted) units[length++] = blank
        const low = unit >= 0xd800 && unit < 0xdc00 ? plain.charCodeAt(i + 1) : 0
        if (!(low >= 0xdc00 && low <= 0xdfff)) continue // also at the end of the text, where it is no number
        units[length++] = unit
        units[length++] = low
        units[length++] = blank
        i++
      } else if (alone[unit] === 1) {
        if (!parted) units[length++] = blank
        units[length++] = letter
        units[length++] = blank
      } else {
        units[length++] = letter
        if (second[unit] !== 0) units[length++] = second[unit] as number
      }
    }
    if (units[length - 1] !== blank) units[length++] = blank
    return { units, length }
  }
}
