// Multinomial logistic regression by AdaGrad: shared weights, and one additive part per kind of post at half weight.
import { kinds } from './posts.ts'
import { createRandom, shuffle } from './random.ts'
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

/** @param targets soft labels, three a post; where given they take the place of the smoothed ones */
export const fitWeights = (
  { from, features, values }: Vectors,
  size: number,
  labelOf: Int32Array,
  kindOf: Int32Array,
  recipe: Recipe,
  targets?: Float32Array,
): Weights => {
  const { rate, l2, smoothing, kindPart } = recipe
  const posts = labelOf.length
  const weights = new Float32Array((size + 1) * stride)
  const squares = new Float32Array((size + 1) * stride).fill(1e-8)
  const average = new Float32Array((size + 1) * stride)
  const weightOf = classWeights(labelOf, kindOf, recipe)
  const order = Int32Array.from({ length: posts }, (_, i) => i)
  const random = createRandom(recipe.seed)
  const scores = new Float64Array(classes)
  const step = (at: number, gradient: number) => {
    const square = (squares[at] as number) + gradient * gradient
    squares[at] = square
    weights[at] = (weights[at] as number) - (rate * gradient) / Math.sqrt(square)
  }
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    shuffle(order, random)
    for (let o = 0; o < posts; o++) {
      const post = order[o] as number
      const kind = kindOf[post] as number
      const label = labelOf[post] as number
      const part = classes * (1 + kind)
      const [start, end] = [from[post] as number, from[post + 1] as number]
      for (let c = 0; c < classes; c++) {
        const bias = size * stride + c
        scores[c] = (weights[bias] as number) + (weights[bias + part] as number)
      }
      let [s0, s1, s2] = [scores[0] as number, scores[1] as number, scores[2] as number]
      for (let i = start; i < end; i++) {
        const at = (features[i] as number) * stride
        const x = values[i] as number
        s0 += x * ((weights[at] as number) + kindPart * (weights[at + part] as number))
        s1 += x * ((weights[at + 1] as number) + kindPart * (weights[at + part + 1] as number))
        s2 += x * ((weights[at + 2] as number) + kindPart * (weights[at + part + 2] as number))
      }
      const most = Math.max(s0, s1, s2)
      scores[0] = Math.exp(s0 - most)
      scores[1] = Math.exp(s1 - most)
      scores[2] = Math.exp(s2 - most)
      const sum = (scores[0] as number) + (scores[1] as number) + (scores[2] as number)
      const weight = weightOf[kind * classes + label] as number
      for (let c = 0; c < classes; c++) {
        const target =
          targets === undefined
            ? (label === c ? 1 - smoothing : 0) + smoothing / classes
            : (targets[post * classes + c] as number)
        const gradient = weight * ((scores[c] as number) / sum - target)
        step(size * stride + c, gradient)
        step(size * stride + c + part, gradient)
        for (let i = start; i < end; i++) {
          const at = (features[i] as number) * stride + c
          const x = values[i] as number
          step(at, gradient * x + l2 * (weights[at] as number))
          step(at + part, kindPart * gradient * x + l2 * (weights[at + part] as number))
        }
      }
    }
    if (epoch >= recipe.epochs - 2)
      for (let i = 0; i < average.length; i++) average[i] = (average[i] as number) + (weights[i] as number) / 2
  }
  return { values: average, size }
}
