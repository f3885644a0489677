// From a reading to scores: sums of 8-bit weights over all features, for every head at once, and the gate's mixture of the heads.
import { printBits, prints } from './hashes.ts'
import { gateReddit, gateTweet, type Head, lanes, type Model, negativeLane, rowWords } from './model.ts'
import type { Reading } from './reading.ts'
import { mostUnits } from './tokeniser.ts'

/** Two sums of bytes share a word, up to its sign bit: 257 bytes fit. */
const mostBeforeFlush = 256
const low = 0x00ff_00ff

/** Words beyond which the gate's choice is mixed with the shared head: it has seen few long posts. */
const longPost = 60

/**
 * Adds what the table holds of each hash to `sums`, by lane. A slot that another feature has taken adds nothing; that is decided by
 * masks, for a branch would be foretold wrongly half the time. `| 0` keeps all of it in 32-bit integers.
 * @returns the sum of the squared rarities
 */
const addAll = (table: Int32Array, hashes: Int32Array, from: number, to: number, sums: Int32Array): number => {
  let found = 0
  let squares = 0
  sums.fill(0)
  for (let i = from; i < to; ) {
    const stop = i + mostBeforeFlush < to ? i + mostBeforeFlush : to
    let a = 0
    let b = 0
    let c = 0
    let d = 0
    let e = 0
    for (; i < stop; i++) {
      const hash = hashes[i] as number
      const row = Math.imul(hash >>> printBits, rowWords)
      const last = table[row + 2] as number
      // All ones where the prints are the same, else 0.
      const same = (((last >>> 28) ^ (hash & (prints - 1))) - 1) >> 31
      const first = (table[row] as number) & same
      const second = (table[row + 1] as number) & same
      const third = last & same
      const rarity = (third >>> 24) & 15
      found = (found - same) | 0
      squares = (squares + Math.imul(rarity, rarity)) | 0
      a = (a + (first & low)) | 0
      b = (b + ((first >>> 8) & low)) | 0
      c = (c + (second & low)) | 0
      d = (d + ((second >>> 8) & low)) | 0
      e = (e + (third & low)) | 0
    }
    add(sums, 0, a)
    add(sums, 1, b)
    add(sums, 4, c)
    add(sums, 5, d)
    sums[8] = ((sums[8] as number) + (e & 0xffff)) | 0
    sums[9] = ((sums[9] as number) + (e >>> 16)) | 0
  }
  for (let lane = 0; lane < lanes; lane++) sums[lane] = ((sums[lane] as number) - 128 * found) | 0
  return squares
}

const add = (sums: Int32Array, lane: number, both: number): void => {
  sums[lane] = ((sums[lane] as number) + (both & 0xffff)) | 0
  sums[lane + 2] = ((sums[lane + 2] as number) + (both >>> 16)) | 0
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
export const createScores = ({ description, table, shapes }: Model) => {
  const indices = new Int32Array(4 * mostUnits)
  const grams = new Int32Array(lanes)
  const chars = new Int32Array(lanes)
  const shape = new Int32Array(lanes)
  const all = new Float64Array(lanes)
  const steps = Float64Array.from(description.steps)
  const shapeSteps = Float64Array.from(description.shapeSteps)
  const biases = Float64Array.from(description.biases)
  const scored: Scored = { negative: 0, positive: 0 }
  return ({ tokens, felt, hashed }: Reading, head: Head | undefined): Scored => {
    const { hashes } = hashed
    const gramSquares = addAll(table, hashes, 0, hashed.grams, grams)
    const charSquares = addAll(table, hashes, hashed.grams, hashed.count, chars)
    for (let i = 0; i < felt.shapeCount; i++) indices[i] = (felt.shape[i] as number) << printBits
    addAll(shapes, indices, 0, felt.shapeCount, shape)
    // Each block has length 1, whatever the length of the post.
    const perGram = 1 / Math.sqrt(Math.max(1, gramSquares))
    const perChar = description.charWeight / Math.sqrt(Math.max(1, charSquares))
    for (let lane = 0; lane < lanes; lane++)
      all[lane] =
        (biases[lane] as number) +
        (steps[lane] as number) * ((grams[lane] as number) * perGram + (chars[lane] as number) * perChar) +
        (shapeSteps[lane] as number) * (shape[lane] as number)
    choose(all, tokens.words, head, scored)
    return scored
  }
}
