// The trained model in memory. Softmax knows only differences: a head is two numbers a feature, negative and positive against neutral.
import type { Dictionary } from './dictionary.ts'

/** Heads: the customs of labelling that posts of a kind follow; `shared` is what all kinds have in common. */
export const heads = ['tweet', 'reddit', 'software', 'shared'] as const
export type Head = (typeof heads)[number]

/**
 * Lanes, one signed byte each in a row of three 32-bit words: negative and positive of tweet, reddit and software, then the gate's tweet
 * and reddit against software, then negative and positive of shared. The last byte of a row is print (upper half) and rarity, see hashes.ts.
 */
export const lanes = 10
export const gateTweet = 6
export const gateReddit = 7
export const negativeLane = { tweet: 0, reddit: 2, software: 4, shared: 8 } as const satisfies Record<Head, number>
export const rowWords = 3
/** Byte of each lane in its row. */
export const byteOfLane = [0, 1, 2, 3, 4, 5, 6, 7, 8, 10] as const

/** score → (score + bias) / temperature: from the training's balanced classes to probabilities that hold on held-out posts. */
export type Calibration = { readonly temperature: number; readonly negative: number; readonly positive: number }

/** model.json: all that is not bytes. By lane: what one step of a byte is worth, in the table and in the shapes, and the bias. */
export type Description = {
  readonly name: string
  readonly trainedAt: string
  readonly seeds: readonly number[]
  readonly charWeight: number
  readonly steps: readonly number[]
  readonly shapeSteps: readonly number[]
  readonly biases: readonly number[]
  readonly calibration: Readonly<Record<Head | 'mixed', Calibration>>
}

/**
 * Rows in which each byte of a weight has 128 added: then a whole word can be added at once without borrowing from its neighbour.
 * In `shapes`, a row for each index of shape.ts, with print 0.
 */
export type Model = {
  readonly description: Description
  readonly table: Int32Array
  readonly shapes: Int32Array
  readonly dictionary: Dictionary
}

/** From signed bytes to bytes with 128 added. */
export const unsign = (rows: Int32Array): Int32Array => {
  const unsigned = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i += rowWords) {
    unsigned[i] = (rows[i] as number) ^ 0x8080_8080
    unsigned[i + 1] = (rows[i + 1] as number) ^ 0x8080_8080
    unsigned[i + 2] = (rows[i + 2] as number) ^ 0x0080_0080
  }
  return unsigned
}
