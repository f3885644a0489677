// From a reading to scores: sums of 8-bit weights over all features, for every head at once, and the gate's mixture of the heads.
import { gateReddit, gateTweet, type Head, lanes, type Model, negativeLane } from './model.ts'
import type { Reading } from './reading.ts'
import { addShared, addSlots, addWords, createSums, emptyRow, findSlots, takeApart } from './sums.ts'
import { mostUnits } from './token.ts'

/** Words beyond which the gate's choice is mixed with the shared head: it has seen few long posts. */
const longPost = 60

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
  const { tops, pairs, shared } = takeApart(table)
  const shaped = takeApart(shapes)
  const words = dictionary.rows.slice()
  words.set(emptyRow())
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
    if (dictionary.summed) addWords(words, tokens.rows, tokens.count, grams, chars)
    const withShared = head === 'shared' || (head === undefined && tokens.words > longPost)
    const gramsFound = findSlots(tops, hashes, 0, hashed.grams, found, grams)
    addSlots(pairs, found, gramsFound, grams)
    if (withShared) addShared(shared, found, gramsFound, grams)
    const charsFound = findSlots(tops, hashes, hashed.grams, hashed.count, found, chars)
    addSlots(pairs, found, charsFound, chars)
    if (withShared) addShared(shared, found, charsFound, chars)
    addSlots(shaped.pairs, felt.shape, felt.shapeCount, shape)
    if (withShared) addShared(shaped.shared, felt.shape, felt.shapeCount, shape)
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
