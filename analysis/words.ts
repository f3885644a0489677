// The words of a post with their places in it: the same words that createFold finds, read once for duplicates and emerging phrases.
import { alone, becomes, dropped, second, separates } from './tokens.ts'

/** What is read of a post, in UTF-16 units: a limit on time and memory, far above what people write. */
export const maxUnits = 6_000

/** What a word is; a number is a word of digits only, a letter one of a script that writes without blanks. */
export const kinds = { word: 1, letter: 2, sign: 3, number: 4, user: 5, link: 6 } as const

/** Valid until the next call of the reader that made it. Arrays are longer than `count`. */
export type Words = {
  readonly text: string
  readonly count: number
  /** Of the folded word, elongations squeezed to two; of no use for users and links. */
  readonly hashes: Int32Array
  readonly kinds: Uint8Array
  /** Places in `text`, in UTF-16 units. */
  readonly from: Uint16Array
  readonly to: Uint16Array
}

/** By UTF-16 unit: what it folds to where that is more than one unit or another than in the table; '' where it is not. */
const expansions = new Map<number, string>()
const expand = (unit: number): string => {
  const known = expansions.get(unit)
  if (known !== undefined) return known
  const plain = String.fromCharCode(unit).normalize('NFKD').toLowerCase()
  expansions.set(unit, plain)
  return plain
}

/** The finishing steps of MurmurHash3: every bit of the result depends on every bit of the hash. */
export const mix = (hash: number): number => {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85eb_ca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2_ae35)
  return h ^ (h >>> 16)
}

const seed = 0x811c_9dc5 | 0
/** FNV-1a and the same finish: of a name or a ref as it stands. */
export const hashText = (text: string): number => {
  let hash = seed
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x0100_0193)
  return mix(hash)
}

const at = 0x40
const isHigh = (unit: number) => unit >= 0xd800 && unit < 0xdc00
const isLow = (unit: number) => unit >= 0xdc00 && unit < 0xe000
const isBlank = (unit: number) => unit <= 0x20 || unit === 0xa0
const isDigit = (unit: number) => unit >= 0x30 && unit <= 0x39

export const createReadWords = (): ((text: string) => Words) => {
  const hashes = new Int32Array(2 * maxUnits)
  const kindOf = new Uint8Array(2 * maxUnits)
  const from = new Uint16Array(2 * maxUnits)
  const to = new Uint16Array(2 * maxUnits)
  let count = 0
  let hash = seed
  let digits = true
  let start = -1
  let last = 0
  let beforeLast = 0

  const put = (kind: number, value: number, begin: number, end: number) => {
    if (count === hashes.length) return
    hashes[count] = value
    kindOf[count] = kind
    from[count] = begin
    to[count++] = end
  }
  const finish = (end: number) => {
    if (start < 0) return
    put(digits ? kinds.number : kinds.word, mix(hash), start, end)
    start = -1
  }
  const letter = (unit: number, place: number) => {
    if (start < 0) {
      start = place
      hash = seed
      digits = true
      last = 0
      beforeLast = 0
    }
    if (!isDigit(unit)) {
      if (unit === last && unit === beforeLast) return
      digits = false
    }
    hash = Math.imul(hash ^ unit, 0x0100_0193)
    beforeLast = last
    last = unit
  }
  /** One folded unit. @param width of what it was in the text */
  const take = (unit: number, place: number, width: number) => {
    const folded = becomes[unit] as number
    if (folded === dropped) return
    if (folded === separates) finish(place)
    else if (alone[unit] === 1) {
      finish(place)
      const isSign = unit < 0x0e00 || (unit >= 0x2000 && unit < 0x3000) || unit >= 0xfb00
      put(isSign ? kinds.sign : kinds.letter, mix(Math.imul(seed ^ folded, 0x0100_0193)), place, place + width)
    } else {
      letter(folded, place)
      if (second[unit] !== 0) letter(second[unit] as number, place)
    }
  }

  /** What one letter of the text folds to; beyond 16 bits each is a word of its own. */
  const takeAll = (plain: string, place: number, width: number) => {
    for (let j = 0; j < plain.length; j++) {
      const unit = plain.charCodeAt(j)
      if (isHigh(unit) && isLow(plain.charCodeAt(j + 1))) {
        finish(place)
        const low = plain.charCodeAt(++j)
        const hashed = Math.imul(Math.imul(seed ^ unit, 0x0100_0193) ^ low, 0x0100_0193)
        put(kinds.sign, mix(hashed), place, place + width)
      } else take(unit, place, width)
    }
  }

  return (text) => {
    count = 0
    start = -1
    const length = Math.min(text.length, maxUnits)
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i)
      if (unit < 0x80) {
        const lower = unit >= 0x41 && unit <= 0x5a ? unit | 0x20 : unit
        const folded = becomes[lower] as number
        if (folded <= dropped) {
          if (folded === dropped) continue
          finish(i)
          if (unit !== at || (i > 0 && !isBlank(text.charCodeAt(i - 1)) && isName(text.charCodeAt(i - 1)))) continue
          let end = i + 1
          while (end < length && isName(text.charCodeAt(end))) end++
          if (end > i + 1) put(kinds.user, 0, i, end)
          i = end - 1
        } else if (alone[lower] === 1) take(lower, i, 1)
        else {
          if (start < 0 && (lower === 0x68 || lower === 0x77) && isLink(text, i)) {
            let end = i
            while (end < length && !isBlank(text.charCodeAt(end))) end++
            put(kinds.link, 0, i, end)
            i = end - 1
          } else letter(lower, i)
        }
      } else if (isHigh(unit) && isLow(text.charCodeAt(i + 1))) {
        takeAll(
          text
            .slice(i, i + 2)
            .normalize('NFKD')
            .toLowerCase(),
          i,
          2,
        )
        i++
      } else takeAll(expand(unit), i, 1)
    }
    finish(length)
    return { text, count, hashes, kinds: kindOf, from, to }
  }
}

/** A letter, digit or sign of a user's name or of a mail address. */
const isName = (unit: number) =>
  isDigit(unit) || unit === 0x5f || (unit >= 0x41 && unit <= 0x5a) || (unit >= 0x61 && unit <= 0x7a)

const isLink = (text: string, i: number) =>
  text.startsWith('http://', i) ||
  text.startsWith('https://', i) ||
  text.startsWith('HTTP', i) ||
  text.startsWith('www.', i)
