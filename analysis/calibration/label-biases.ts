// Biases for the labels of single posts: with them as many posts get each label as people gave it ("prior matching").
import { type Label, labels, type Probabilities } from '../../events/post.ts'
import type { Biases } from '../../events/story.ts'
import { type Labelled, logitsOf } from './temperature.ts'

const perUnit = 10 // the grid is 0.1 wide
const farthest = 3 * perUnit

/** The largest after the biases; of equals neutral, then negative. */
export const biasedLabel = ({ negative, positive }: Biases, said: Probabilities): Label => {
  const [u, v] = logitsOf(said)
  const [low, high] = [u + negative, v + positive]
  if (low <= 0 && high <= 0) return 'neutral'
  return low >= high ? 'negative' : 'positive'
}

/**
 * Of all biases within 3 those with the least difference, in posts, between the labels given and those of people, summed over the
 * classes; each step of the grid away from none must be worth a post, so that few labels change little. A fit by log-loss would
 * give too many posts the label of the largest class.
 */
export const matchPriors = (posts: readonly Labelled[]): Biases => {
  const logits = posts.map(logitsOf)
  const lows = Float64Array.from(logits, ([u]) => u)
  const highs = Float64Array.from(logits, ([, v]) => v)
  const [negatives, , positives] = labels.map((label) => posts.filter((post) => post.label === label).length) as [
    number,
    number,
    number,
  ]
  let best = { cost: Number.POSITIVE_INFINITY, negative: 0, positive: 0 }
  for (let b = -farthest; b <= farthest; b++)
    for (let c = -farthest; c <= farthest; c++) {
      const [negative, positive] = [b / perUnit, c / perUnit]
      let [asNegative, asPositive] = [0, 0]
      for (let at = 0; at < lows.length; at++) {
        const low = (lows[at] as number) + negative
        const high = (highs[at] as number) + positive
        if (low <= 0 && high <= 0) continue
        if (low >= high) asNegative++
        else asPositive++
      }
      const [more, also] = [asNegative - negatives, asPositive - positives]
      const cost = Math.abs(more) + Math.abs(also) + Math.abs(more + also) + Math.sqrt(b * b + c * c)
      if (cost < best.cost) best = { cost, negative, positive }
    }
  return { negative: best.negative, positive: best.positive }
}
