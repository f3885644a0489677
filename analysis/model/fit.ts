// Multinomial logistic regression by AdaGrad: shared weights, and one additive part per kind of post at half weight.

import { createSeeded } from '../seeded.ts'
import { kinds } from './posts.ts'
import { shuffle } from './shuffle.ts'
import type { Vectors } from './vectors.ts'

export type Recipe = {
  readonly seed: number
  readonly rate: number
  readonly epochs: number
  readonly l2: number
  readonly smoothing: number
  readonly kindPart: number
  readonly classExponent: number
  readonly classCap: number
}

/** Shared first, then one per kind. */
const parts = 1 + kinds.length
const classes = 3
export const stride = parts * classes

/** By feature, part and class; the biases lie behind the last feature. */
export type Weights = { readonly values: Float32Array; readonly size: number }

/** Class weights by kind: the customs of a collection are not the customs of the world. */
const classWeights = (labelOf: Int32Array, kindOf: Int32Array, { classExponent, classCap }: Recipe) => {
  const counts = new Float64Array(kinds.length * classes)
  labelOf.forEach((label, i) => {
    const at = (kindOf[i] as number) * classes + label
    counts[at] = (counts[at] as number) + 1
  })
  return Float64Array.from(counts, (count, at) => {
    const kind = Math.floor(at / classes)
    const all = counts.subarray(kind * classes, kind * classes + classes).reduce((sum, one) => sum + one, 0)
    return count === 0 ? 0 : Math.min(classCap, (all / (classes * count)) ** classExponent)
  })
}

/** A part of a feature: three weights, then the three sums of squared gradients, side by side because they are used together. */
const partWidth = 2 * classes
const width = parts * partWidth

export const fitWeights = (
  { from, features, values }: Vectors,
  size: number,
  labelOf: Int32Array,
  kindOf: Int32Array,
  recipe: Recipe,
): Weights => {
  const { rate, l2, smoothing, kindPart } = recipe
  const posts = labelOf.length
  const state = new Float32Array((size + 1) * width)
  const average = new Float32Array((size + 1) * stride)
  const weightOf = classWeights(labelOf, kindOf, recipe)
  const order = Int32Array.from({ length: posts }, (_, i) => i)
  const random = createSeeded(recipe.seed)
  const gradients = new Float64Array(classes)
  /** One step of AdaGrad for the three weights of a part. */
  const step = (at: number, x: number, decay: number) => {
    for (let c = at; c < at + classes; c++) {
      const weight = state[c] as number
      const gradient = (gradients[c - at] as number) * x + decay * weight
      const square = (state[c + classes] as number) + gradient * gradient
      state[c + classes] = square
      state[c] = weight - (rate * gradient) / Math.sqrt(square + 1e-8)
    }
  }
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    shuffle(order, random)
    for (let o = 0; o < posts; o++) {
      const post = order[o] as number
      const kind = kindOf[post] as number
      const label = labelOf[post] as number
      const part = partWidth * (1 + kind)
      const start = from[post] as number
      const end = from[post + 1] as number
      const bias = size * width
      let s0 = (state[bias] as number) + (state[bias + part] as number)
      let s1 = (state[bias + 1] as number) + (state[bias + part + 1] as number)
      let s2 = (state[bias + 2] as number) + (state[bias + part + 2] as number)
      for (let i = start; i < end; i++) {
        const at = (features[i] as number) * width
        const x = values[i] as number
        s0 += x * ((state[at] as number) + kindPart * (state[at + part] as number))
        s1 += x * ((state[at + 1] as number) + kindPart * (state[at + part + 1] as number))
        s2 += x * ((state[at + 2] as number) + kindPart * (state[at + part + 2] as number))
      }
      const most = Math.max(s0, s1, s2)
      const e0 = Math.exp(s0 - most)
      const e1 = Math.exp(s1 - most)
      const e2 = Math.exp(s2 - most)
      const weight = weightOf[kind * classes + label] as number
      const share = weight / (e0 + e1 + e2)
      const other = (weight * smoothing) / classes
      gradients[0] = e0 * share - other
      gradients[1] = e1 * share - other
      gradients[2] = e2 * share - other
      gradients[label] = (gradients[label] as number) - weight * (1 - smoothing)
      step(bias, 1, 0)
      step(bias + part, 1, 0)
      for (let i = start; i < end; i++) {
        const at = (features[i] as number) * width
        const x = values[i] as number
        step(at, x, l2)
        step(at + part, kindPart * x, l2)
      }
    }
    // The mean of the last two epochs.
    if (epoch >= recipe.epochs - 2)
      for (let feature = 0; feature <= size; feature++)
        for (let p = 0; p < parts; p++)
          for (let c = 0; c < classes; c++) {
            const at = feature * stride + p * classes + c
            average[at] = (average[at] as number) + (state[feature * width + p * partWidth + c] as number) / 2
          }
  }
  return { values: average, size }
}
