// A post as tokens: words, emoji, marks, users, links and tags, each one hash. One walk, linear, without regular expressions.
import * as is from './characters.ts'
import { type Dictionary, hashOf, hashPrime, hashSeed, lookUp, rowWidth } from './dictionary.ts'
import { mostUnits, sorts, type Tokens } from './token.ts'

/** Marks in a row that are one token. */
const mostMarks = 12

const userHash = hashOf('@user')
const linkHash = hashOf('http://')
const numberHash = hashOf('0')
const tagHash = hashOf('#tag')
const faces = new Uint8Array(128)
for (const face of 'DPpOo3SsXx|/\\') faces[face.charCodeAt(0)] = 1

const isWordUnit = (unit: number) => ((is.bitsOf[unit] as number) & is.inWord) !== 0

/** `http` and whatever follows: `https://…`, and the bare `http` that masked posts have. */
const isLink = (text: string, i: number, length: number): boolean => {
  if (i + 4 > length || (text.charCodeAt(i + 1) | 0x20) !== 0x74 || (text.charCodeAt(i + 2) | 0x20) !== 0x74)
    return false
  if ((text.charCodeAt(i + 3) | 0x20) !== 0x70) return false
  const after = i + 4 < length ? text.charCodeAt(i + 4) : 0x20
  if ((after | 0x20) === 0x73) return i + 5 >= length || text.charCodeAt(i + 5) === 0x3a
  return after === 0x3a || !isWordUnit(after)
}

/** `:D`, `;-P`, `<3`: a letter or digit that belongs to the marks before it. */
const isFace = (before: number, following: number, marks: number): boolean => {
  if (before === 0x3c) return following === 0x33
  if (following > 127 || faces[following] === 0) return false
  return before === 0x3a || before === 0x3b || before === 0x3d || (before === 0x2d && marks > 1)
}

/** Hash of a token with one of each of its repeated letters and marks. */
const hashOfSingles = (text: string, begin: number, end: number): number => {
  let hash = hashSeed
  let before = -1
  for (let i = begin; i < end; i++) {
    const bits = is.bitsOf[text.charCodeAt(i)] as number
    const folded = bits >>> 16
    // Inside a word, what is no part of it was left out.
    const isDropped = (bits & 15) === is.other || ((bits & 15) === is.apostrophe && before !== -1 && isWordUnit(before))
    if (folded === before || isDropped) continue
    hash = Math.imul(hash ^ folded, hashPrime)
    before = folded
  }
  return hash
}

/** Never throws, whatever the text is. */
export const createTokenise = (dictionary: Dictionary): ((text: string) => Tokens) => {
  const { slots, rows } = dictionary
  const hashes = new Int32Array(mostUnits + 8)
  const rowOf = new Int32Array(mostUnits + 8)
  const values = new Int32Array(mostUnits + 8)
  const sortOf = new Uint8Array(mostUnits + 8)
  const codes = new Uint8Array(2 * mostUnits + 16)
  const codeFrom = new Int32Array(mostUnits + 8)
  const tokens: Tokens = {
    ...{ hashes, rows: rowOf, values, sorts: sortOf, count: 0, codes, codeFrom, codeCount: 0 },
    ...{ words: 0, latin: 0, foreign: 0, elongations: 0, exclamations: 0, questions: 0 },
  }
  return (text) => {
    // A local name: what another module exports is looked up at each use, and this is used for each unit.
    const { bitsOf } = is
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
      const kind = (bitsOf[unit] as number) & 15
      if (kind <= is.space) {
        i++
        continue
      }
      const from = codeCount
      const begin = i
      let hash = hashSeed
      let repeats = 0
      let sort: number = sorts.mark
      if (kind <= is.foreign) {
        if ((unit | 0x20) === 0x68 && isLink(text, i, length)) {
          while (i < length && is.classOf(text.charCodeAt(i)) !== is.space) i++
          hash = linkHash
          sort = sorts.link
          codes[codeCount++] = 1
        } else {
          let before = -1
          let run = 0
          let seen = 0
          for (; i < length; i++) {
            const at = text.charCodeAt(i)
            const bits = bitsOf[at] as number
            if ((bits & is.inWord) === 0) {
              const what = bits & 15
              if (what === is.other) continue
              const joins = what === is.apostrophe && i + 1 < length && isWordUnit(text.charCodeAt(i + 1))
              if (joins) continue
              break
            }
            seen |= bits
            const folded = bits >>> 16
            if (folded !== before) {
              before = folded
              run = 1
            } else {
              repeats++
              if ((bits & is.letter) !== 0 && ++run > 2) {
                if (run === 3) elongations++
                continue
              }
            }
            hash = Math.imul(hash ^ folded, hashPrime)
            codes[codeCount++] = (bits >>> 8) & 0xff
          }
          sort = sorts.word
          if ((seen & is.letter) === 0) {
            hash = numberHash
            repeats = 0
            codeCount = from
            codes[codeCount++] = 0x30
          } else if ((seen & is.smallLetter) === 0 && codeCount - from > 1) sort = sorts.shout
          if (!afterTag) {
            words++
            // One foreign letter makes the word foreign: `iPhoneが`.
            if ((seen & is.foreignLetter) !== 0) foreign += i - begin
            else if ((seen & is.letter) !== 0) latin += i - begin
          }
        }
      } else if (kind <= is.apostrophe) {
        const next = i + 1 < length ? text.charCodeAt(i + 1) : 0
        if (unit === 0x40 && isWordUnit(next)) {
          i++
          while (i < length && isWordUnit(text.charCodeAt(i))) i++
          hash = userHash
          sort = sorts.user
          codes[codeCount++] = 2
        } else if (unit === 0x23 && isWordUnit(next)) {
          i++
          hash = tagHash
          sort = sorts.tag
          codes[codeCount++] = 0x23
        } else {
          let before = -1
          let run = 0
          let dots = 0
          const most = i + mostMarks < length ? i + mostMarks : length
          for (; i < most; i++) {
            const at = text.charCodeAt(i)
            const bits = bitsOf[at] as number
            const what = bits & 15
            if (what !== is.mark && what !== is.apostrophe) break
            if ((at === 0x40 || at === 0x23) && before !== -1) break
            if (at === 0x21) exclamations++
            else if (at === 0x3f) questions++
            else if (at === 0x2e) dots++
            if (at !== before) {
              before = at
              run = 0
            } else repeats++
            if (++run > 2) continue
            hash = Math.imul(hash ^ at, hashPrime)
            codes[codeCount++] = (bits >>> 8) & 0xff
          }
          const following = i < length ? text.charCodeAt(i) : 0
          const closed = i + 1 >= length || !isWordUnit(text.charCodeAt(i + 1))
          if (closed && isFace(before, following, codeCount - from)) {
            const folded = (bitsOf[following] as number) >>> 16
            hash = Math.imul(hash ^ folded, hashPrime)
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
      }
      codes[codeCount++] = is.blank
      hashes[count] = hash
      codeFrom[count] = from
      // Looked up below; where letters are repeated, the place in the text is needed once more.
      rowOf[count] = repeats > 0 ? begin + 1 : 0
      values[count] = i
      sortOf[count++] = sort
      afterTag = sort === sorts.tag
    }
    codeFrom[count] = codeCount
    // In a loop of its own, in which the processor waits for many words of memory at once.
    for (let t = 0; t < count; t++) {
      const hash = hashes[t] as number
      let row = lookUp(slots, hash)
      const begin = (rowOf[t] as number) - 1
      rowOf[t] = row
      // Of what is not known as it is written, the dictionary may know the plain spelling: `loooove`, `:)))`.
      if (row === 0 && begin >= 0) row = lookUp(slots, hashOfSingles(text, begin, values[t] as number))
      values[t] = rows[row * rowWidth] as number
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
