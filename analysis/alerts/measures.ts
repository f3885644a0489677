// What is looked at for standing out: posts that say somebody leaves, negative posts, and how many posts there are at all.
import type { AlertTrigger } from '../../events/alert.ts'
import { countRatio, logLikelihoodRatio } from '../emerging/log-likelihood.ts'
import type { Counts, Measure } from './standing-out.ts'

/** By chance once in 1,000 hours, in 10,000, in a million, where so many windows are looked at each time: G² of one degree of freedom. */
const surprising = { sensitive: 13.4, balanced: 17.8, strict: 26.6 }

const share = {
  windows: [1, 3, 6, 24],
  leastDispersion: 1.3,
  enough: 2_000,
  fewest: 30,
  sizeOf: ({ whole }: Counts) => whole,
  varianceOf: (rate: number, whole: number) => whole * rate * (1 - rate),
  hasRhythm: false,
  surprise: logLikelihoodRatio,
}

/** Posts that say somebody leaves, of all. */
const leaving: Measure = {
  ...share,
  bars: {
    sensitive: { g2: surprising.sensitive, times: 1.5, above: 0, part: 4 },
    balanced: { g2: surprising.balanced, times: 2, above: 0, part: 5 },
    strict: { g2: surprising.strict, times: 3, above: 0, part: 8 },
  },
}

/** Negative posts, of those with a sentiment: they are never few, so the share must be so much higher, not so many times. */
const negativeShare: Measure = {
  ...share,
  bars: {
    sensitive: { g2: surprising.sensitive, times: 1, above: 0.08, part: 6 },
    balanced: { g2: surprising.balanced, times: 1, above: 0.15, part: 10 },
    strict: { g2: surprising.strict, times: 1, above: 0.25, part: 15 },
  },
}

/** Posts, of hours. They go up and down together far more than by chance, so the bars are higher. */
const volume: Measure = {
  windows: [1, 3],
  leastDispersion: 2,
  enough: 200,
  fewest: 30,
  sizeOf: ({ part }) => part,
  varianceOf: (rate, whole) => whole * rate,
  hasRhythm: true,
  surprise: countRatio,
  bars: {
    sensitive: { g2: 15, times: 2, above: 0, part: 10 },
    balanced: { g2: 19, times: 3, above: 0, part: 20 },
    strict: { g2: 28, times: 5, above: 0, part: 40 },
  },
}

/** By the trigger that they are of. */
export const measures = { volume, 'negative-share': negativeShare, leaving } as const
export type MeasuredTrigger = keyof typeof measures

export const isMeasured = (trigger: AlertTrigger): trigger is MeasuredTrigger => Object.hasOwn(measures, trigger)
