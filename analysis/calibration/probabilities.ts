// Three probabilities as they are printed and kept: ten-thousandths that add up to one.
import type { Label, Probabilities } from '../../events/post.ts'

/** The largest; of equals neutral, then negative. */
export const largest = ({ negative, neutral, positive }: Probabilities): Label => {
  if (neutral >= negative && neutral >= positive) return 'neutral'
  return negative >= positive ? 'negative' : 'positive'
}

const whole = 10_000

/** In proportion to three weights, not all 0, 4 decimals: what rounding leaves over goes to the largest remainders. */
export const inProportion = (negative: number, neutral: number, positive: number): Probabilities => {
  const unit = whole / (negative + neutral + positive)
  const exact = [negative * unit, neutral * unit, positive * unit]
  const parts = exact.map(Math.floor)
  let left = whole
  for (const part of parts) left -= part
  for (; left > 0; left--) {
    let most = 0
    for (let at = 1; at < 3; at++) if (remainder(exact, parts, at) > remainder(exact, parts, most)) most = at
    parts[most] = (parts[most] as number) + 1
  }
  const [first, second, third] = parts as [number, number, number]
  return { negative: first / whole, neutral: second / whole, positive: third / whole }
}

const remainder = (exact: readonly number[], parts: readonly number[], at: number) =>
  (exact[at] as number) - (parts[at] as number)
