// From a reading to scores: sums of 8-bit weights over all features, for every head at once, and the gate's mixture of the heads.
import { charBias, charRow, charSquares, rowWidth, wordRow } from './dictionary.ts'
import { printBits, prints, slots } from './hashes.ts'
import { gateReddit, gateTweet, type Head, lanes, type Model, negativeLane, rowWords } from './model.ts'
import type { Reading } from './reading.ts'
import { mostUnits } from './token.ts'

/** Two sums of bytes share a word, up to its sign bit: 257 bytes fit. */
const mostBeforeFlush = 256
const low = 0x00ff_00ff

/** Words beyond which the gate's choice is mixed with the shared head: it has seen few long posts. */
const longPost = 60

/** Sums of one block of features: by lane, and in the last place the squares of the rarities. */
const createSums = () => new Int32Array(lanes + 1)

/**
 * Those hashes that are in the table, as numbers of rows. Only a byte of each slot is looked at, so that the many phrases that the
 * training never saw cost no look at the table itself. Written always and kept by counting: a branch would be foretold wrongly.
 */
const findRows = (tops: Uint8Array, hashes: Int32Array, from: number, to: number, into: Int32Array): number => {
  let found = 0
  for (let i = from; i < to; i++) {
    const hash = hashes[i] as number
    const slot = hash >>> printBits
    const top = tops[slot] as number
    into[found] = slot
    // An empty slot has no rarity.
    found += (top >>> 4 === (hash & (prints - 1)) ? 1 : 0) & ((top & 15) === 0 ? 0 : 1)
  }
  return found
}

/** Adds rows of the table to `sums`. `| 0` keeps all of it in 32-bit integers. */
const addRows = (table: Int32Array, rows: Int32Array, count: number, sums: Int32Array): void => {
  let squares = 0
  for (let i = 0; i < count; ) {
    const stop = i + mostBeforeFlush < count ? i + mostBeforeFlush : count
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    let e = 0
    for (; i < stop; i++) {
      const row = Math.imul(rows[i] as number, rowWords)
      const first = table[row] as number
      const second = table[row + 1] as number
      const third = table[row + 2] as number
      const rarity = (third >>> 24) & 15
      squares = (squares + Math.imul(rarity, rarity)) | 0
      a = (a + (first & low)) | 0
      b = (b + ((first >>> 8) & low)) | 0
      c = (c + (second & low)) | 0
      d = (d + ((second >>> 8) & low)) | 0
      e = (e + (third & low)) | 0
    }
    addPairs(sums, a, b, c, d, e)
  }
  for (let lane = 0; lane < lanes; lane++) sums[lane] = ((sums[lane] as number) - 128 * count) | 0
  sums[lanes] = ((sums[lanes] as number) + squares) | 0
}

/** Two lanes a word, as masks and shifts leave them. */
const addPairs = (sums: Int32Array, a: number, b: number, c: number, d: number, e: number): void => {
  sums[0] = ((sums[0] as number) + (a & 0xffff)) | 0
  sums[1] = ((sums[1] as number) + (b & 0xffff)) | 0
  sums[2] = ((sums[2] as number) + (a >>> 16)) | 0
  sums[3] = ((sums[3] as number) + (b >>> 16)) | 0
  sums[4] = ((sums[4] as number) + (c & 0xffff)) | 0
  sums[5] = ((sums[5] as number) + (d & 0xffff)) | 0
  sums[6] = ((sums[6] as number) + (c >>> 16)) | 0
  sums[7] = ((sums[7] as number) + (d >>> 16)) | 0
  sums[8] = ((sums[8] as number) + (e & 0xffff)) | 0
  sums[9] = ((sums[9] as number) + (e >>> 16)) | 0
}

/** Sums with 4,096 added, at most 8,191, two a word: eight fit. */
const mostRows = 8

/** Adds the rows of known words: what `addRows` would have added for the words and for all of their characters. */
const addWords = (rows: Int32Array, rowOf: Int32Array, count: number, words: Int32Array, chars: Int32Array): void => {
  let known = 0
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
      if (rowOf[i] === 0) continue
      const row = (rowOf[i] as number) * rowWidth
      const first = rows[row + wordRow] as number
      const second = rows[row + wordRow + 1] as number
      const third = rows[row + wordRow + 2] as number
      const rarity = (third >>> 24) & 15
      known++
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
    addPairs(words, a, b, c, d, e)
    addPairs(chars, p, q, r, s, t)
  }
  for (let lane = 0; lane < lanes; lane++) {
    words[lane] = ((words[lane] as number) - 128 * known) | 0
    chars[lane] = ((chars[lane] as number) - charBias * known) | 0
  }
  words[lanes] = ((words[lanes] as number) + wordSquares) | 0
  chars[lanes] = ((chars[lanes] as number) + squares) | 0
}

/** By slot: print and rarity, the top byte of its row. */
export const topsOf = (table: Int32Array): Uint8Array =>
  Uint8Array.from({ length: slots }, (_, slot) => (table[slot * rowWords + 2] as number) >>> 24)

/** The rows of words, given the hashes of their n-grams: what dictionary.ts describes. */
export const createSumRow = (table: Int32Array) => {
  const tops = topsOf(table)
  const found = new Int32Array(6 * mostUnits)
  return (word: Int32Array, chars: Int32Array): Int32Array => {
    const row = new Int32Array(rowWidth)
    // A word without weights of its own: 128 in every byte is 0, and no rarity.
    row.set([0x8080_8080 | 0, 0x8080_8080 | 0, 0x0080_0080], wordRow)
    if (findRows(tops, word, 0, word.length, found) === 1) {
      const place = (found[0] as number) * rowWords
      row.set(table.subarray(place, place + rowWords), wordRow)
    }
    const sums = createSums()
    addRows(table, found, findRows(tops, chars, 0, chars.length, found), sums)
    const pair = (even: number, odd: number) =>
      ((sums[even] as number) + charBias) | (((sums[odd] as number) + charBias) << 16)
    row.set([pair(0, 2), pair(1, 3), pair(4, 6), pair(5, 7), pair(8, 9), sums[lanes] as number], charRow)
    return row
  }
}

/** Against neutral, whose score is 0. */
export type Scored = { negative: number; positive: number }

/** From the scores of all lanes to those of one head, or of the heads in the shares that the gate gives them. */
export const choose = (all: Float64Array, words: number, head: Head | undefined, into: Scored): void => {
  if (head !== undefined) {
    const lane = negativeLane[head]
    into.negative = all[lane] as number
    into.positive = all[lane + 1] as number
    return
  }
  const tweet = Math.exp(Math.min(50, all[gateTweet] as number))
  const reddit = Math.exp(Math.min(50, all[gateReddit] as number))
  const sum = tweet + reddit + 1
  let negative = (tweet * (all[0] as number) + reddit * (all[2] as number) + (all[4] as number)) / sum
  let positive = (tweet * (all[1] as number) + reddit * (all[3] as number) + (all[5] as number)) / sum
  if (words > longPost) {
    negative = (negative + (all[8] as number)) / 2
    positive = (positive + (all[9] as number)) / 2
  }
  into.negative = negative
  into.positive = positive
}

/**
 * Scores of one reading before calibration: of one head, or of the gate's mixture where the kind of post is not known.
 * The same numbers on every machine: integer sums, then one fixed expression.
 */
export const createScores = ({ description, table, shapes, dictionary }: Model) => {
  const tops = topsOf(table)
  const found = new Int32Array(6 * mostUnits)
  const grams = createSums()
  const chars = createSums()
  const shape = createSums()
  const all = new Float64Array(lanes)
  const steps = Float64Array.from(description.steps)
  const shapeSteps = Float64Array.from(description.shapeSteps)
  const biases = Float64Array.from(description.biases)
  const { charWeight } = description
  const scored: Scored = { negative: 0, positive: 0 }
  return ({ tokens, felt, hashed }: Reading, head: Head | undefined): Scored => {
    const { hashes } = hashed
    grams.fill(0)
    chars.fill(0)
    shape.fill(0)
    if (dictionary.summed) addWords(dictionary.rows, tokens.rows, tokens.count, grams, chars)
    addRows(table, found, findRows(tops, hashes, 0, hashed.grams, found), grams)
    addRows(table, found, findRows(tops, hashes, hashed.grams, hashed.count, found), chars)
    addRows(shapes, felt.shape, felt.shapeCount, shape)
    // Each block has length 1, whatever the length of the post.
    const perGram = 1 / Math.sqrt(Math.max(1, grams[lanes] as number))
    const perChar = charWeight / Math.sqrt(Math.max(1, chars[lanes] as number))
    for (let lane = 0; lane < lanes; lane++)
      all[lane] =
        (biases[lane] as number) +
        (steps[lane] as number) * ((grams[lane] as number) * perGram + (chars[lane] as number) * perChar) +
        (shapeSteps[lane] as number) * (shape[lane] as number)
    choose(all, tokens.words, head, scored)
    return scored
  }
}
