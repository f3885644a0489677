// Integer sums of 8-bit weights: over the slots of the table that a post's hashes find, and over the rows of its known words.
import { charBias, charRow, charSquares, rowWidth, wordRow } from './dictionary.ts'
import { printBits, prints } from './hashes.ts'
import { lanes, negativeLane, rowWords } from './model.ts'
import { mostUnits } from './token.ts'

/** Two sums of bytes share a word, up to its sign bit: 257 bytes fit. */
const mostBeforeFlush = 256
const low = 0x00ff_00ff
const sharedLane = negativeLane.shared

/** Sums of one block of features: by lane, and in the last place the squares of the rarities. */
export const createSums = () => new Int32Array(lanes + 1)

/** The table taken apart by what is needed when. */
type Parts = {
  /** By slot: print and rarity. Looked at for every hash, so it has to be small. */
  readonly tops: Uint8Array
  /** Two words a slot: the heads that the gate mixes, and the gate. */
  readonly pairs: Int32Array
  /** The shared head, which few posts need. */
  readonly shared: Int32Array
}

export const takeApart = (rows: Int32Array): Parts => {
  const count = rows.length / rowWords
  const parts = { tops: new Uint8Array(count), pairs: new Int32Array(2 * count), shared: new Int32Array(count) }
  for (let slot = 0; slot < count; slot++) {
    const third = rows[slot * rowWords + 2] as number
    parts.pairs[2 * slot] = rows[slot * rowWords] as number
    parts.pairs[2 * slot + 1] = rows[slot * rowWords + 1] as number
    parts.shared[slot] = third & low
    parts.tops[slot] = third >>> 24
  }
  return parts
}

/**
 * Those hashes that are in the table, as numbers of slots; the squares of their rarities go to the last of `sums`. The many phrases that
 * the training never saw cost no look at the weights. Written always and kept by counting: a branch would be foretold wrongly.
 */
export const findSlots = (
  tops: Uint8Array,
  hashes: Int32Array,
  from: number,
  to: number,
  into: Int32Array,
  sums: Int32Array,
): number => {
  let found = 0
  let squares = 0
  for (let i = from; i < to; i++) {
    const hash = hashes[i] as number
    const slot = hash >>> printBits
    const top = tops[slot] as number
    const rarity = top & 15
    into[found] = slot
    // An empty slot has no rarity.
    const same = (top >>> 4 === (hash & (prints - 1)) ? 1 : 0) & (rarity === 0 ? 0 : 1)
    found += same
    squares = (squares + Math.imul(same, Math.imul(rarity, rarity))) | 0
  }
  sums[lanes] = ((sums[lanes] as number) + squares) | 0
  return found
}

/** Adds the weights of slots to `sums`, all but the shared head's. `| 0` keeps all of it in 32-bit integers. */
export const addSlots = (pairs: Int32Array, slotsFound: Int32Array, count: number, sums: Int32Array): void => {
  for (let i = 0; i < count; ) {
    const stop = i + mostBeforeFlush < count ? i + mostBeforeFlush : count
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    for (; i < stop; i++) {
      const at = (slotsFound[i] as number) << 1
      const first = pairs[at] as number
      const second = pairs[at + 1] as number
      a = (a + (first & low)) | 0
      b = (b + ((first >>> 8) & low)) | 0
      c = (c + (second & low)) | 0
      d = (d + ((second >>> 8) & low)) | 0
    }
    addPairs(sums, a, b, c, d)
  }
  for (let lane = 0; lane < sharedLane; lane++) sums[lane] = ((sums[lane] as number) - 128 * count) | 0
}

export const addShared = (shared: Int32Array, slotsFound: Int32Array, count: number, sums: Int32Array): void => {
  let negative = -128 * count
  let positive = -128 * count
  for (let i = 0; i < count; i++) {
    const both = shared[slotsFound[i] as number] as number
    negative = (negative + (both & 0xffff)) | 0
    positive = (positive + (both >>> 16)) | 0
  }
  sums[sharedLane] = ((sums[sharedLane] as number) + negative) | 0
  sums[sharedLane + 1] = ((sums[sharedLane + 1] as number) + positive) | 0
}

/** Two lanes a word, as masks and shifts leave them. */
const addPairs = (sums: Int32Array, a: number, b: number, c: number, d: number): void => {
  sums[0] = ((sums[0] as number) + (a & 0xffff)) | 0
  sums[1] = ((sums[1] as number) + (b & 0xffff)) | 0
  sums[2] = ((sums[2] as number) + (a >>> 16)) | 0
  sums[3] = ((sums[3] as number) + (b >>> 16)) | 0
  sums[4] = ((sums[4] as number) + (c & 0xffff)) | 0
  sums[5] = ((sums[5] as number) + (d & 0xffff)) | 0
  sums[6] = ((sums[6] as number) + (c >>> 16)) | 0
  sums[7] = ((sums[7] as number) + (d >>> 16)) | 0
}
const addLast = (sums: Int32Array, e: number): void => {
  sums[sharedLane] = ((sums[sharedLane] as number) + (e & 0xffff)) | 0
  sums[sharedLane + 1] = ((sums[sharedLane + 1] as number) + (e >>> 16)) | 0
}

/** Of a word without weights: 128 in every byte, or 4,096 in every half word, is 0. */
export const emptyRow = (): Int32Array => {
  const row = new Int32Array(rowWidth)
  row.set([0x8080_8080 | 0, 0x8080_8080 | 0, 0x0080_0080], wordRow)
  return row.fill(charBias | (charBias << 16), charRow, charSquares)
}

/** Sums with 4,096 added, at most 8,191, two a word: eight fit. */
const mostRows = 8

/**
 * Adds the rows of known words: what the other functions would have added for the words and for all of their characters.
 * @param rows of which row 0, that of unknown words, is `emptyRow`
 */
export const addWords = (
  rows: Int32Array,
  rowOf: Int32Array,
  count: number,
  words: Int32Array,
  chars: Int32Array,
): void => {
  let wordSquares = 0
  let squares = 0
  for (let i = 0; i < count; ) {
    const stop = i + mostRows < count ? i + mostRows : count
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    let e = 0
    let p = 0
    let q = 0
    let r = 0
    let s = 0
    let t = 0
    for (; i < stop; i++) {
      const row = (rowOf[i] as number) * rowWidth
      const first = rows[row + wordRow] as number
      const second = rows[row + wordRow + 1] as number
      const third = rows[row + wordRow + 2] as number
      const rarity = (third >>> 24) & 15
      wordSquares = (wordSquares + Math.imul(rarity, rarity)) | 0
      squares = (squares + (rows[row + charSquares] as number)) | 0
      a = (a + (first & low)) | 0
      b = (b + ((first >>> 8) & low)) | 0
      c = (c + (second & low)) | 0
      d = (d + ((second >>> 8) & low)) | 0
      e = (e + (third & low)) | 0
      p = (p + (rows[row + charRow] as number)) | 0
      q = (q + (rows[row + charRow + 1] as number)) | 0
      r = (r + (rows[row + charRow + 2] as number)) | 0
      s = (s + (rows[row + charRow + 3] as number)) | 0
      t = (t + (rows[row + charRow + 4] as number)) | 0
    }
    addPairs(words, a, b, c, d)
    addLast(words, e)
    addPairs(chars, p, q, r, s)
    addLast(chars, t)
  }
  for (let lane = 0; lane < lanes; lane++) {
    words[lane] = ((words[lane] as number) - 128 * count) | 0
    chars[lane] = ((chars[lane] as number) - charBias * count) | 0
  }
  words[lanes] = ((words[lanes] as number) + wordSquares) | 0
  chars[lanes] = ((chars[lanes] as number) + squares) | 0
}

/** The rows of words, given the hashes of their n-grams: what dictionary.ts describes. */
export const createSumRow = (table: Int32Array) => {
  const { tops, pairs, shared } = takeApart(table)
  const found = new Int32Array(6 * mostUnits)
  return (word: Int32Array, chars: Int32Array): Int32Array => {
    const row = emptyRow()
    const sums = createSums()
    if (findSlots(tops, word, 0, word.length, found, sums) === 1) {
      const place = (found[0] as number) * rowWords
      row.set(table.subarray(place, place + rowWords), wordRow)
    }
    sums.fill(0)
    const count = findSlots(tops, chars, 0, chars.length, found, sums)
    addSlots(pairs, found, count, sums)
    addShared(shared, found, count, sums)
    const pair = (even: number, odd: number) =>
      ((sums[even] as number) + charBias) | (((sums[odd] as number) + charBias) << 16)
    row.set([pair(0, 2), pair(1, 3), pair(4, 6), pair(5, 7), pair(8, 9), sums[lanes] as number], charRow)
    return row
  }
}
