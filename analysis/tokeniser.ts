// A post as tokens: words, emoji, marks, users, links and tags, each one hash. One walk, linear, without regular expressions.
import * as is from './characters.ts'
import { type Dictionary, hashOf, hashPrime, hashSeed, lookUp } from './dictionary.ts'

/** UTF-16 units of a post that are read; what comes after them is ignored. */
export const mostUnits = 6_000
/** Marks in a row that are one token. */
const mostMarks = 12

/** What a token is. */
export const sorts = {
  mark: 0,
  word: 1,
  /** A word in capitals. */
  shout: 2,
  exclamation: 3,
  question: 4,
  stop: 5,
  ellipsis: 6,
  /** `,` `;` `:` */
  pause: 7,
  link: 8,
  user: 9,
  tag: 10,
  symbol: 11,
  emoji: 12,
} as const

/** Valid until the next call of the tokeniser that made it. */
export type Tokens = {
  /** By token. */
  readonly hashes: Int32Array
  /** What the dictionary says of it, see dictionary.ts. */
  readonly values: Int32Array
  readonly sorts: Uint8Array
  count: number
  /** The normalised text as one-byte codes, a blank between tokens: for character n-grams. */
  readonly codes: Uint8Array
  codeCount: number
  /** Words and numbers, without those of tags, and their letters. */
  words: number
  latin: number
  foreign: number
  elongations: number
  exclamations: number
  questions: number
}

const userHash = hashOf('@user')
const linkHash = hashOf('http://')
const numberHash = hashOf('0')
const tagHash = hashOf('#tag')
const faces = new Uint8Array(128)
for (const face of 'DPpOo3SsXx|/\\') faces[face.charCodeAt(0)] = 1

const isWordClass = (kind: number) => kind >= is.word && kind <= is.foreign

/** `http` and whatever follows: `https://…`, and the bare `http` that masked posts have. */
const isLink = (text: string, i: number, length: number): boolean => {
  if (i + 4 > length || (text.charCodeAt(i + 1) | 0x20) !== 0x74 || (text.charCodeAt(i + 2) | 0x20) !== 0x74)
    return false
  if ((text.charCodeAt(i + 3) | 0x20) !== 0x70) return false
  const after = i + 4 < length ? text.charCodeAt(i + 4) : 0x20
  if ((after | 0x20) === 0x73) return i + 5 >= length || text.charCodeAt(i + 5) === 0x3a
  return after === 0x3a || !isWordClass(is.classOf(after))
}

/** `:D`, `;-P`, `<3`: a letter or digit that belongs to the marks before it. */
const isFace = (before: number, following: number, marks: number): boolean => {
  if (before === 0x3c) return following === 0x33
  if (following > 127 || faces[following] === 0) return false
  return before === 0x3a || before === 0x3b || before === 0x3d || (before === 0x2d && marks > 1)
}

/** Never throws, whatever the text is. */
export const createTokenise = (dictionary: Dictionary): ((text: string) => Tokens) => {
  const hashes = new Int32Array(mostUnits + 8)
  const values = new Int32Array(mostUnits + 8)
  const sortOf = new Uint8Array(mostUnits + 8)
  const codes = new Uint8Array(2 * mostUnits + 16)
  const tokens: Tokens = {
    ...{ hashes, values, sorts: sortOf, count: 0, codes, codeCount: 0 },
    ...{ words: 0, latin: 0, foreign: 0, elongations: 0, exclamations: 0, questions: 0 },
  }
  return (text) => {
    const length = text.length < mostUnits ? text.length : mostUnits
    let words = 0
    let latin = 0
    let foreign = 0
    let elongations = 0
    let exclamations = 0
    let questions = 0
    let count = 0
    codes[0] = is.blank
    let codeCount = 1
    let afterTag = false
    let i = 0
    while (i < length) {
      const unit = text.charCodeAt(i)
      const kind = is.classOf(unit)
      if (kind <= is.space) {
        i++
        continue
      }
      const from = codeCount
      let hash = hashSeed
      /** As `hash`, but with one of repeated letters and marks: for the dictionary. */
      let single = hashSeed
      let sort: number = sorts.mark
      if (kind <= is.foreign) {
        if ((unit | 0x20) === 0x68 && isLink(text, i, length)) {
          while (i < length && is.classOf(text.charCodeAt(i)) !== is.space) i++
          hash = single = linkHash
          sort = sorts.link
          codes[codeCount++] = 1
        } else {
          let before = -1
          let run = 0
          let letters = 0
          let capitals = 0
          let strange = 0
          for (; i < length; i++) {
            const at = text.charCodeAt(i)
            const bits = is.bitsOf[at] as number
            const what = bits & 15
            if (what < is.word || what > is.foreign) {
              if (what === is.other) continue
              const joins = what === is.apostrophe && i + 1 < length && isWordClass(is.classOf(text.charCodeAt(i + 1)))
              if (joins) continue
              break
            }
            const folded = bits >>> 16
            if (folded !== before) {
              before = folded
              run = 0
              single = Math.imul(single ^ folded, hashPrime)
            }
            if (what !== is.digit) {
              letters++
              if (what === is.foreign) strange++
              else if (at !== folded) capitals++
              if (++run > 2) {
                if (run === 3) elongations++
                continue
              }
            }
            hash = Math.imul(hash ^ folded, hashPrime)
            codes[codeCount++] = (bits >>> 8) & 0xff
          }
          sort = sorts.word
          if (letters === 0) {
            hash = single = numberHash
            codeCount = from
            codes[codeCount++] = 0x30
          } else if (capitals > 1 && capitals === letters) sort = sorts.shout
          if (!afterTag) {
            words++
            foreign += strange
            latin += letters - strange
          }
        }
      } else if (kind <= is.apostrophe) {
        const next = i + 1 < length ? text.charCodeAt(i + 1) : 0
        if (unit === 0x40 && isWordClass(is.classOf(next))) {
          i++
          while (i < length && isWordClass(is.classOf(text.charCodeAt(i)))) i++
          hash = single = userHash
          sort = sorts.user
          codes[codeCount++] = 2
        } else if (unit === 0x23 && isWordClass(is.classOf(next))) {
          i++
          hash = single = tagHash
          sort = sorts.tag
          codes[codeCount++] = 0x23
        } else {
          let before = -1
          let run = 0
          let dots = 0
          const most = i + mostMarks < length ? i + mostMarks : length
          for (; i < most; i++) {
            const at = text.charCodeAt(i)
            const bits = is.bitsOf[at] as number
            const what = bits & 15
            if (what !== is.mark && what !== is.apostrophe) break
            if ((at === 0x40 || at === 0x23) && before !== -1) break
            if (at === 0x21) exclamations++
            else if (at === 0x3f) questions++
            else if (at === 0x2e) dots++
            if (at !== before) {
              before = at
              run = 0
              single = Math.imul(single ^ at, hashPrime)
            }
            if (++run > 2) continue
            hash = Math.imul(hash ^ at, hashPrime)
            codes[codeCount++] = (bits >>> 8) & 0xff
          }
          const following = i < length ? text.charCodeAt(i) : 0
          const closed = i + 1 >= length || !isWordClass(is.classOf(text.charCodeAt(i + 1)))
          if (closed && isFace(before, following, codeCount - from)) {
            const folded = (is.bitsOf[following] as number) >>> 16
            hash = Math.imul(hash ^ folded, hashPrime)
            single = Math.imul(single ^ folded, hashPrime)
            codes[codeCount++] = folded
            i++
          } else if (dots > 1 || before === 0x2026) sort = sorts.ellipsis
          else if (before === 0x21) sort = sorts.exclamation
          else if (before === 0x3f) sort = sorts.question
          else if (before === 0x2e) sort = sorts.stop
          else if (before === 0x2c || before === 0x3b || before === 0x3a) sort = sorts.pause
        }
      } else {
        sort = unit >= 0x2190 ? sorts.emoji : sorts.symbol
        hash = Math.imul(hash ^ unit, hashPrime)
        codes[codeCount++] = is.codeOf(unit)
        i++
        const low = i < length && unit >= 0xd800 && unit < 0xdc00 ? text.charCodeAt(i) : 0
        if (low >= 0xdc00 && low < 0xe000) {
          hash = Math.imul(hash ^ low, hashPrime)
          codes[codeCount - 1] = is.codeOf(low)
          i++
        } else if (kind === is.surrogate) sort = sorts.symbol
        single = hash
      }
      codes[codeCount++] = is.blank
      let value = lookUp(dictionary, hash)
      if (value === 0 && single !== hash) value = lookUp(dictionary, single)
      hashes[count] = hash
      values[count] = value
      sortOf[count++] = sort
      afterTag = sort === sorts.tag
    }
    tokens.count = count
    tokens.codeCount = codeCount
    tokens.words = words
    tokens.latin = latin
    tokens.foreign = foreign
    tokens.elongations = elongations
    tokens.exclamations = exclamations
    tokens.questions = questions
    return tokens
  }
}
