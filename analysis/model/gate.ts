// Which kind a post is, by the same features: the head that scores a post whose source is not known.

import { createSeeded } from '../seeded.ts'
import type { Weights } from './fit.ts'
import { shuffle } from './shuffle.ts'
import type { Vectors } from './vectors.ts'

/** Kinds told apart: tweet, reddit, software. Reviews are no kind of their own: a post is none. */
const gated = 3

/** Logistic regression over the kinds, each of the same weight whatever its number of posts. */
export const fitGate = (
  { from, features, values }: Vectors,
  size: number,
  kindOf: Int32Array,
  recipe: { readonly seed: number; readonly rate: number; readonly epochs: number },
): Weights => {
  const weights = new Float32Array((size + 1) * gated)
  const squares = new Float32Array((size + 1) * gated).fill(1e-8)
  const order = Int32Array.from(kindOf.keys()).filter((post) => (kindOf[post] as number) < gated)
  const counts = new Float64Array(gated)
  for (const post of order) counts[kindOf[post] as number] = (counts[kindOf[post] as number] as number) + 1
  const random = createSeeded(recipe.seed)
  const step = (at: number, gradient: number) => {
    const square = (squares[at] as number) + gradient * gradient
    squares[at] = square
    weights[at] = (weights[at] as number) - (recipe.rate * gradient) / Math.sqrt(square)
  }
  for (let epoch = 0; epoch < recipe.epochs; epoch++) {
    shuffle(order, random)
    for (const post of order) {
      const kind = kindOf[post] as number
      const [start, end] = [from[post] as number, from[post + 1] as number]
      const bias = size * gated
      let [s0, s1, s2] = [weights[bias] as number, weights[bias + 1] as number, weights[bias + 2] as number]
      for (let i = start; i < end; i++) {
        const at = (features[i] as number) * gated
        const x = values[i] as number
        s0 += x * (weights[at] as number)
        s1 += x * (weights[at + 1] as number)
        s2 += x * (weights[at + 2] as number)
      }
      const most = Math.max(s0, s1, s2)
      const shares = [Math.exp(s0 - most), Math.exp(s1 - most), Math.exp(s2 - most)]
      const sum = (shares[0] as number) + (shares[1] as number) + (shares[2] as number)
      const weight = order.length / (gated * (counts[kind] as number))
      for (let k = 0; k < gated; k++) {
        const gradient = weight * ((shares[k] as number) / sum - (k === kind ? 1 : 0))
        step(bias + k, gradient)
        for (let i = start; i < end; i++) step((features[i] as number) * gated + k, gradient * (values[i] as number))
      }
    }
  }
  return { values: weights, size }
}
