// The number of negative posts after a statement against the trend of the hours before it. Weak: said beside the share, never in place of it.
import { dayRhythm } from './day-rhythm.ts'
import { between, type Count, hourMs } from './hours.ts'
import { z95 } from './newcombe.ts'
import type { Windows } from './windows.ts'

/** `ratio` = negative posts counted over those expected; 95 % interval. */
export type VolumeTrend = {
  readonly counted: number
  readonly expected: number
  readonly ratio: number
  readonly lower: number
  readonly upper: number
}

/** Standard deviation of the slope, in logarithms per 12 hours, before anything is seen. */
const slopePrior = 0.5
const leastScatter = 1.2
const fewestNegative = 10
/** Standard deviation, in logarithms, of what 12 hours bring that the 12 before did not tell; from simulated moments without a statement. */
const unforeseen = 0.22

/**
 * Quasi-Poisson regression of the hours before: log expected = log rhythm + a + b × time, with a normal prior on b; by Fisher scoring.
 * Time in twelve hours, from the end of the window.
 */
const trendOf = (hours: readonly { readonly negative: number; readonly rhythm: number; readonly time: number }[]) => {
  const total = hours.reduce((sum, { negative }) => sum + negative, 0)
  let [a, b] = [Math.log(total / hours.reduce((sum, { rhythm }) => sum + rhythm, 0)), 0]
  let scatter = leastScatter
  let [aa, ab, bb] = [0, 0, 0]
  for (let round = 0; round < 30; round++) {
    let [slopeA, slopeB, chiSquared] = [0, -b / slopePrior ** 2, 0]
    ;[aa, ab, bb] = [0, 0, 1 / slopePrior ** 2]
    for (const { negative, rhythm, time } of hours) {
      const mean = rhythm * Math.exp(a + b * time)
      chiSquared += (negative - mean) ** 2 / mean
      slopeA += (negative - mean) / scatter
      slopeB += (time * (negative - mean)) / scatter
      aa += mean / scatter
      ab += (time * mean) / scatter
      bb += (time ** 2 * mean) / scatter
    }
    const determinant = aa * bb - ab ** 2
    const [stepA, stepB] = [(bb * slopeA - ab * slopeB) / determinant, (aa * slopeB - ab * slopeA) / determinant]
    ;[a, b] = [a + stepA, b + stepB]
    scatter = Math.max(leastScatter, chiSquared / Math.max(1, hours.length - 2))
    if (Math.hypot(stepA, stepB) < 1e-8) break
  }
  const determinant = aa * bb - ab ** 2
  return { a, b, scatter, variance: { a: bb / determinant, ab: -ab / determinant, b: aa / determinant } }
}

/** Undefined where fewer than ten negative posts were counted before or after, or where hours are missing. */
export const volumeTrend = (hours: readonly Count[], windows: Windows): VolumeTrend | undefined => {
  const { beforeFromMs, beforeToMs, afterFromMs, afterToMs } = windows
  const rhythm = dayRhythm(hours, beforeFromMs)
  const read = (fromMs: number, toMs: number) =>
    between(hours, fromMs, toMs).map(({ atMs, negative }) => ({
      negative,
      rhythm: rhythm(atMs),
      time: (atMs + hourMs / 2 - beforeToMs) / (12 * hourMs),
    }))
  const before = read(beforeFromMs, beforeToMs)
  const after = read(afterFromMs, afterToMs)
  const wanted = (afterToMs - afterFromMs) / hourMs
  const negatives = (of: typeof before) => of.reduce((sum, { negative }) => sum + negative, 0)
  const counted = negatives(after)
  if (before.length < wanted || after.length < wanted) return undefined
  if (counted < fewestNegative || negatives(before) < fewestNegative) return undefined
  const { a, b, scatter, variance } = trendOf(before)
  const means = after.map(({ rhythm, time }) => ({ time, mean: rhythm * Math.exp(a + b * time) }))
  const expected = means.reduce((sum, { mean }) => sum + mean, 0)
  const time = means.reduce((sum, { mean, time }) => sum + mean * time, 0) / expected
  const error = Math.sqrt(scatter / counted + variance.a + 2 * time * variance.ab + time ** 2 * variance.b)
  const ratio = counted / expected
  const wide = Math.exp(z95 * Math.hypot(error, unforeseen))
  return { counted, expected, ratio, lower: ratio / wide, upper: ratio * wide }
}
