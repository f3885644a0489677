// The training itself, from labelled posts to a model in memory: dictionary, vectors, weights, gate, bytes.
import { createHash } from 'node:crypto'
import { slots } from '../sentiment/hashes.ts'
import { type Description, type Head, lanes, type Model, rowWords, unsign } from '../sentiment/model.ts'
import { createRead } from '../sentiment/reading.ts'
import { choose, createScores, type Scored } from '../sentiment/scores.ts'
import type { Corpus } from './corpus.ts'
import { fitWeights, type Recipe, stride } from './fit.ts'
import { fitGate } from './gate.ts'
import { type Folded, foldWeights, type Packed, pack } from './pack.ts'
import { createSpace, createVectors, type Options, type Space } from './vectors.ts'
import { sumDictionary, type Vocabulary } from './words.ts'

export type Settings = { readonly recipe: Recipe; readonly options: Options; readonly seeds: readonly number[] }
export type Trained = Pick<Model, 'table' | 'shapes' | 'dictionary'> & {
  readonly space: Space
  readonly folded: Folded
  readonly packed: Packed
}

/** The mean of several seeds: a sum of linear models is a linear model, and the order of the posts averages out. */
export const train = (corpus: Corpus, vocabulary: Vocabulary, { recipe, options, seeds }: Settings): Trained => {
  const { texts, labelOf, kindOf, collected } = corpus
  const space = createSpace(vocabulary.dictionary, options, texts, kindOf)
  const vectors = createVectors(space, texts)
  const values = new Float32Array((space.size + 1) * stride)
  for (const seed of seeds) {
    const one = fitWeights(vectors, space.size, labelOf, kindOf, { ...recipe, seed }).values
    for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) + (one[i] as number) / seeds.length
  }
  const gate = fitGate(vectors, space.size, kindOf.subarray(0, collected), {
    seed: recipe.seed,
    rate: recipe.rate,
    epochs: 2,
  })
  const folded = foldWeights({ values, size: space.size }, gate, recipe.kindPart)
  const packed = pack(folded, space)
  const rows = unsign(packed.rows)
  const table = rows.subarray(0, slots * rowWords)
  const shapes = rows.subarray(slots * rowWords)
  return { space, folded, packed, table, shapes, dictionary: sumDictionary(vocabulary, table) }
}

const uncalibrated = { temperature: 1, negative: 0, positive: 0 }

/** @param date yyyymmdd, part of the name: an argument, so that the same training gives the same files on another day */
export const describe = ({ packed, space }: Trained, { seeds }: Settings, date: string): Description => ({
  name: `en-${date}-00000000`,
  trainedAt: date,
  seeds,
  charWeight: space.options.charWeight,
  steps: packed.steps,
  shapeSteps: packed.shapeSteps,
  biases: packed.biases,
  calibration: {
    ...{ tweet: uncalibrated, reddit: uncalibrated, software: uncalibrated },
    ...{ shared: uncalibrated, mixed: uncalibrated },
  },
})

export const modelOf = ({ table, shapes, dictionary }: Trained, description: Description): Model => ({
  ...{ description, table, shapes, dictionary },
})

export type ScoreAll = (texts: readonly string[], head: Head | undefined) => Float64Array

/** As the product scores: bytes. Two scores a post, negative and positive. */
export const scoreByBytes = (model: Model): ScoreAll => {
  const read = createRead(model.dictionary)
  const scoresOf = createScores(model)
  return (texts, head) => {
    const scores = new Float64Array(2 * texts.length)
    texts.forEach((text, i) => {
      const { negative, positive } = scoresOf(read(text), head)
      scores.set([negative, positive], 2 * i)
    })
    return scores
  }
}

/** As the trainer has them: the weights in floating point, before they became bytes. */
export const scoreByFloats = ({ space, folded }: Trained): ScoreAll => {
  const read = createRead(space.dictionary)
  const all = new Float64Array(lanes)
  const into: Scored = { negative: 0, positive: 0 }
  return (texts, head) => {
    const { from, features, values } = createVectors(space, texts)
    const scores = new Float64Array(2 * texts.length)
    texts.forEach((text, i) => {
      for (let lane = 0; lane < lanes; lane++) all[lane] = folded.values[folded.size * lanes + lane] as number
      for (let at = from[i] as number; at < (from[i + 1] as number); at++) {
        const first = (features[at] as number) * lanes
        for (let lane = 0; lane < lanes; lane++)
          all[lane] = (all[lane] as number) + (values[at] as number) * (folded.values[first + lane] as number)
      }
      choose(all, read(text).tokens.words, head, into)
      scores.set([into.negative, into.positive], 2 * i)
    })
    return scores
  }
}

/** Named by content: every byte and every constant that a score depends on. */
export const nameOf = (
  description: Description,
  files: readonly (readonly [string, Buffer])[],
  date: string,
): string => {
  const hash = createHash('sha256').update(JSON.stringify({ ...description, name: '' }))
  for (const [, bytes] of files) hash.update(bytes)
  return `en-${date}-${hash.digest('hex').slice(0, 8)}`
}

export const filesOf = ({ packed, dictionary }: Trained): readonly (readonly [string, Buffer])[] => {
  const bytesOf = (words: Int32Array) => Buffer.from(words.buffer, words.byteOffset, words.byteLength)
  return [
    ['weights.bin', bytesOf(packed.rows)],
    ['words.bin', Buffer.concat([bytesOf(dictionary.slots), bytesOf(dictionary.rows)])],
  ]
}
