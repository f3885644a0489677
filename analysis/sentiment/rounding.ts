// From scores to what is printed: probabilities of four decimals that sum to 1, and the label that is the largest of them.
import type { Sentiment } from '../../events/post.ts'

const parts = 10_000

/** Scores are against neutral. Largest remainder; ties go to neutral, then negative, in the remainders as in the label. */
export const toSentiment = (negativeScore: number, positiveScore: number): Sentiment => {
  const most = Math.max(negativeScore, 0, positiveScore)
  // The largest is 1 without asking: a call of exp costs as much as reading a word.
  const a = negativeScore === most ? 1 : Math.exp(negativeScore - most)
  const b = most === 0 ? 1 : Math.exp(-most)
  const c = positiveScore === most ? 1 : Math.exp(positiveScore - most)
  const scale = parts / (a + b + c)
  let negative = Math.floor(a * scale)
  let neutral = Math.floor(b * scale)
  let positive = Math.floor(c * scale)
  const restA = a * scale - negative
  const restB = b * scale - neutral
  const restC = c * scale - positive
  const left = parts - negative - neutral - positive
  // Each is the largest remainder, or among the two largest.
  const before = (one: number, other: number, wins: boolean) => one > other || (wins && one === other)
  const rankB = (before(restA, restB, false) ? 1 : 0) + (before(restC, restB, false) ? 1 : 0)
  const rankA = (before(restB, restA, true) ? 1 : 0) + (before(restC, restA, false) ? 1 : 0)
  const rankC = (before(restA, restC, true) ? 1 : 0) + (before(restB, restC, true) ? 1 : 0)
  if (rankB < left) neutral++
  if (rankA < left) negative++
  if (rankC < left) positive++
  const label = neutral >= negative && neutral >= positive ? 'neutral' : negative >= positive ? 'negative' : 'positive'
  return { label, negative: negative / parts, neutral: neutral / parts, positive: positive / parts }
}
