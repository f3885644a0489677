// How fast the criticism of a story fades: after how many hours half of what is above the usual is gone.
import { dayRhythm } from './day-rhythm.ts'
import { between, type Count, hourMs, totalOf } from './hours.ts'
import { usualShare } from './usual-share.ts'

/** 90 % interval, hours. `roughly`: less than two days have been seen. */
export type HalfLife = {
  readonly hours: number
  readonly lower: number
  readonly upper: number
  readonly roughly: boolean
  /** Start of the hour from which on it was fitted. */
  readonly sinceMs: number
}

export const fewestHours = 24
export const roughBelowHours = 48
/** Before anything is seen: halves in 40 h, in 9 of 10 stories in 13 to 127 h. Daily counts of review bombings: 1 to 3 days. */
const prior = { middle: Math.log(40), spread: 0.7 }
/**
 * So that 90 of 100 intervals hold the truth: the fit's own interval times `widen`, and what a wrong shape of the curve does, in
 * logarithms after 48 h. The shape is less wrong the more of the curve is seen.
 */
const calibrated = { widen: 1.1, shape: 0.42 }
const longestHours = 168

const grid = Array.from({ length: 81 }, (_, step) => Math.log(3) + (step * Math.log(500)) / 80)
const leastScatter = 1.2

type Hour = { readonly negative: number; readonly usual: number; readonly rhythm: number; readonly age: number }
type Fit = { readonly height: number; readonly logLikelihood: number }

const expected = ({ usual, rhythm, age }: Hour, height: number, halfLife: number) =>
  usual + height * rhythm * 2 ** (-age / halfLife)

/** The best height for a half-life, by Newton's method; the likelihood is concave in it. */
const fitHeight = (hours: readonly Hour[], halfLife: number): Fit => {
  const shapes = hours.map((hour) => expected({ ...hour, usual: 0 }, 1, halfLife))
  let height = 1
  for (let round = 0; round < 50; round++) {
    let [slope, curvature] = [0, 0]
    for (const [i, { negative, usual }] of hours.entries()) {
      const shape = shapes[i] as number
      const mean = usual + height * shape
      slope += shape * (negative / mean - 1)
      curvature += negative * (shape / mean) ** 2
    }
    const next = Math.max(height / 4, height + slope / Math.max(curvature, 1e-9))
    const settled = Math.abs(next - height) < 1e-6 * height
    height = next
    if (settled || height < 1e-6) break
  }
  let logLikelihood = 0
  for (const hour of hours) {
    const mean = expected(hour, height, halfLife)
    logLikelihood += hour.negative * Math.log(mean) - mean
  }
  return { height, logLikelihood }
}

/** Where the weights reach a part of their sum, between the points of the grid. */
const quantile = (weights: readonly number[], part: number) => {
  const wanted = part * weights.reduce((sum, weight) => sum + weight, 0)
  const step = (grid[1] as number) - (grid[0] as number)
  let sum = 0
  for (const [i, weight] of weights.entries()) {
    if (sum + weight >= wanted) return (grid[i] as number) + ((wanted - sum) / weight - 0.5) * step
    sum += weight
  }
  return grid.at(-1) as number
}

/**
 * Quasi-Poisson fit of: negative posts of an hour = usual share × posts of the hour + height × rhythm × 2^(−age ÷ half-life). By the share
 * and not by a usual number, so that busy and quiet hours do not look like rise and fall; those who come for the story keep half of the
 * day's rhythm. The half-life is integrated over a grid with a log-normal prior.
 * @param span from the peak, or from a statement, to the next of either or to now
 * @returns undefined below 24 hours, or where what is usual is not known, or nothing is above it
 */
export const halfLife = (
  hours: readonly Count[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): HalfLife | undefined => {
  const untilMs = Math.min(toMs, fromMs + longestHours * hourMs)
  const seenHours = (untilMs - fromMs) / hourMs
  const usual = usualShare(hours, fromMs)
  if (seenHours < fewestHours || usual === undefined) return undefined
  const rhythm = dayRhythm(hours, fromMs)
  const seen = between(hours, fromMs + hourMs, untilMs).map(
    ({ atMs, negative, scored }): Hour => ({
      negative,
      usual: usual * scored + 1e-9,
      rhythm: (1 + rhythm(atMs)) / 2,
      age: (atMs - fromMs) / hourMs + 0.5,
    }),
  )
  const above = seen.reduce((sum, hour) => sum + hour.negative - hour.usual, 0)
  const negatives = seen.reduce((sum, hour) => sum + hour.negative, 0)
  if (seen.length < fewestHours / 2 || above < 3 * Math.sqrt(leastScatter * negatives)) return undefined
  const fits = grid.map((log) => fitHeight(seen, Math.exp(log)))
  const best = fits.reduce((one, fit, i) => (fit.logLikelihood > (fits[one] as Fit).logLikelihood ? i : one), 0)
  const scatter = seen.reduce((sum, hour) => {
    const mean = expected(hour, (fits[best] as Fit).height, Math.exp(grid[best] as number))
    return sum + (hour.negative - mean) ** 2 / mean
  }, 0)
  const over = Math.max(leastScatter, scatter / (seen.length - 2))
  const logs = fits.map(
    ({ logLikelihood }, i) => logLikelihood / over - (((grid[i] as number) - prior.middle) / prior.spread) ** 2 / 2,
  )
  const highest = Math.max(...logs)
  const weights = logs.map((log) => Math.exp(log - highest))
  const middle = quantile(weights, 0.5)
  const shape = calibrated.shape * Math.sqrt(48 / seenHours)
  const wide = (part: number) => Math.hypot(calibrated.widen * (quantile(weights, part) - middle), shape)
  return {
    hours: Math.exp(middle),
    lower: Math.exp(middle - wide(0.05)),
    upper: Math.exp(middle + wide(0.95)),
    roughly: seenHours < roughBelowHours,
    sinceMs: fromMs,
  }
}

/** From the three hours with most negative posts on: what comes before is still rising. */
export const fading = (
  hours: readonly Count[],
  { fromMs, toMs }: { readonly fromMs: number; readonly toMs: number },
): HalfLife | undefined => {
  const inside = between(hours, fromMs, toMs)
  let highest = { atMs: fromMs, negative: -1 }
  for (const { atMs } of inside) {
    const { negative } = totalOf(between(inside, atMs - hourMs, atMs + 2 * hourMs))
    if (negative > highest.negative) highest = { atMs, negative }
  }
  return halfLife(hours, { fromMs: highest.atMs, toMs })
}
