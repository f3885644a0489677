// From trained weights to what ships: shared and kind's weights folded into the heads, against neutral, rounded to signed bytes.
import { printBits, prints, slots } from '../sentiment/hashes.ts'
import { byteOfLane, gateReddit, gateTweet, heads, lanes, negativeLane, rowWords } from '../sentiment/model.ts'
import { shapes } from '../sentiment/shape.ts'
import { stride, type Weights } from './fit.ts'
import { kinds } from './posts.ts'
import type { Space } from './vectors.ts'

/** 127 stands for so many standard deviations of the weights that are not 0; what lies beyond is clipped. */
const clippedBeyond = 8
/** Lanes that share a step. */
const groups = [...heads.map((head) => [negativeLane[head], negativeLane[head] + 1]), [gateTweet, gateReddit]]

/** By feature and lane of model.ts; the biases lie behind the last feature. */
export type Folded = { readonly values: Float32Array; readonly size: number }

/** A bias counts whole in every part, a weight of a kind only by `kindPart`. */
export const foldWeights = (weights: Weights, gate: Weights, kindPart: number): Folded => {
  const { size } = weights
  const values = new Float32Array((size + 1) * lanes)
  for (let feature = 0; feature <= size; feature++) {
    for (const head of heads) {
      const kind = (kinds as readonly string[]).indexOf(head)
      const part = kind === -1 ? 0 : feature === size ? 1 : kindPart
      const of = (label: number) => {
        const own = kind === -1 ? 0 : (weights.values[feature * stride + 3 * (1 + kind) + label] as number)
        return (weights.values[feature * stride + label] as number) + part * own
      }
      values[feature * lanes + negativeLane[head]] = of(0) - of(1)
      values[feature * lanes + negativeLane[head] + 1] = of(2) - of(1)
    }
    const [tweet, reddit, software] = gate.values.subarray(3 * feature, 3 * feature + 3)
    values[feature * lanes + gateTweet] = (tweet as number) - (software as number)
    values[feature * lanes + gateReddit] = (reddit as number) - (software as number)
  }
  return { values, size }
}

export type Packed = {
  /** Rows of signed bytes: the slots of the table, then the shapes. */
  readonly rows: Int32Array
  readonly steps: readonly number[]
  readonly shapeSteps: readonly number[]
  readonly biases: readonly number[]
}

/** The value of a feature in its block, before the block's length, is its rarity; of a shape it is `shapeWeight`. */
export const pack = ({ values, size }: Folded, { featureOf, rarity, firstShape, options }: Space): Packed => {
  const kept: number[] = []
  featureOf.forEach((feature, hash) => {
    if (feature !== -1) kept.push(hash)
  })
  const weightOf = (hash: number, lane: number) =>
    (values[(featureOf[hash] as number) * lanes + lane] as number) * (rarity[hash] as number)
  const shapeOf = (shape: number, lane: number) =>
    (values[(firstShape + shape) * lanes + lane] as number) * options.shapeWeight
  const steps = Array.from({ length: lanes }, () => 0)
  const shapeSteps = Array.from({ length: lanes }, () => 0)
  for (const group of groups) {
    let squares = 0
    let count = 0
    let widest = 0
    for (const lane of group) {
      for (const hash of kept) squares += weightOf(hash, lane) ** 2
      count += kept.length
      for (let shape = 0; shape < shapes; shape++) widest = Math.max(widest, Math.abs(shapeOf(shape, lane)))
    }
    for (const lane of group) {
      steps[lane] = (clippedBeyond * Math.sqrt(squares / count)) / 127
      shapeSteps[lane] = widest / 127
    }
  }
  const rows = new Int32Array((slots + shapes) * rowWords)
  const bytes = new Int8Array(rows.buffer)
  const write = (row: number, lane: number, value: number, by: number) => {
    bytes[4 * rowWords * row + (byteOfLane[lane] as number)] = Math.max(-127, Math.min(127, Math.round(value / by)))
  }
  for (let lane = 0; lane < lanes; lane++) {
    for (const hash of kept) write(hash >>> printBits, lane, weightOf(hash, lane), steps[lane] as number)
    for (let shape = 0; shape < shapes; shape++)
      write(slots + shape, lane, shapeOf(shape, lane), shapeSteps[lane] as number)
  }
  for (const hash of kept)
    bytes[4 * rowWords * (hash >>> printBits) + 11] = ((hash & (prints - 1)) << 4) | (rarity[hash] as number)
  const biases = Array.from(
    { length: lanes },
    (_, lane) => Math.round((values[size * lanes + lane] as number) * 1e6) / 1e6,
  )
  return { rows, steps, shapeSteps, biases }
}
