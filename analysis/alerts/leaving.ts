// Whether more posts than usual say that somebody leaves: their share in the last hour against what is usual then.
import type { Sensitivity } from '../../events/alert.ts'
import { logLikelihoodRatio } from '../emerging/log-likelihood.ts'

/** Of posts, each text once, and those of them that say they leave. */
export type LeavingCounts = { readonly posts: number; readonly leaving: number }
/** `toMs` is excluded. */
export type CountLeaving = (fromMs: number, toMs: number) => LeavingCounts

/**
 * All must hold: G² at least (10.8 comes by chance once in 1,000 hours, 15.1 in 10,000, 24 in a million), so many times the usual share, so
 * many posts that leave. G² is of independent posts, and replies come in clumps: it is divided by their dispersion.
 */
export const leavingBars = {
  sensitive: { g2: 10.8, ratio: 1.5, leaving: 4 },
  balanced: { g2: 15.1, ratio: 2, leaving: 5 },
  strict: { g2: 24, ratio: 3, leaving: 8 },
} as const satisfies { [S in Sensitivity]: object }

/** Variance of the hourly posts that leave over that of independent ones: of two days, and at least this. */
const leastDispersion = 1.3
const dispersionHours = 48
/** With fewer posts in what is usual, nothing is. */
const fewestUsual = 30

export const hourMs = 3_600_000
const weekMs = 7 * 24 * hourMs
/** The same hour of the week, with the ones beside it, of so many weeks before; in the first two weeks the twelve hours before. */
const mostWeeks = 4
const leastWeeks = 2
const hoursBefore = 12

export type Leaving = LeavingCounts & {
  /** What it was compared with, and of which hours that is. */
  readonly usual: LeavingCounts & { readonly of: 'week' | 'hours' }
  readonly g2: number
  /** The strictest bar it is above. */
  readonly bar: Sensitivity
}

const none: LeavingCounts = { posts: 0, leaving: 0 }
const plus = (a: LeavingCounts, b: LeavingCounts) => ({ posts: a.posts + b.posts, leaving: a.leaving + b.leaving })

const usualAt = (count: CountLeaving, firstMs: number, endMs: number): Leaving['usual'] => {
  const weeks = Math.min(mostWeeks, Math.floor((endMs - hourMs - firstMs) / weekMs))
  if (weeks < leastWeeks) return { of: 'hours', ...count(endMs - (hoursBefore + 1) * hourMs, endMs - hourMs) }
  const hours = Array.from({ length: weeks }, (_, i) => endMs - (i + 1) * weekMs)
  return { of: 'week', ...hours.map((ms) => count(ms - 2 * hourMs, ms + hourMs)).reduce(plus, none) }
}

const dispersionBefore = (count: CountLeaving, firstMs: number, endMs: number): number => {
  const lastMs = Math.floor((endMs - hourMs) / hourMs) * hourMs
  const hours = Array.from({ length: dispersionHours }, (_, i) => lastMs - i * hourMs)
    .filter((ms) => ms - hourMs >= firstMs)
    .map((ms) => count(ms - hourMs, ms))
  const { posts, leaving } = hours.reduce(plus, none)
  const share = leaving / posts
  const expected = leaving * (1 - share)
  const squares = hours.reduce((sum, hour) => sum + (hour.leaving - hour.posts * share) ** 2, 0)
  return expected > 0 ? Math.max(leastDispersion, squares / expected) : leastDispersion
}

/** Of the hour before `endMs`; undefined: no more than usual, or too few posts to tell. @param firstMs when the story had its first post */
export const leavingAt = (count: CountLeaving, firstMs: number, endMs: number): Leaving | undefined => {
  const { posts, leaving } = count(endMs - hourMs, endMs)
  if (leaving < leavingBars.sensitive.leaving) return undefined
  const usual = usualAt(count, firstMs, endMs)
  if (usual.posts < fewestUsual) return undefined
  const ratio = leaving / posts / ((usual.leaving + 0.5) / (usual.posts + 1))
  const independent = logLikelihoodRatio(leaving, posts, usual.leaving, usual.posts)
  if (ratio < leavingBars.sensitive.ratio || independent < leastDispersion * leavingBars.sensitive.g2) return undefined
  const g2 = independent / dispersionBefore(count, firstMs, endMs)
  const bar = (['strict', 'balanced', 'sensitive'] as const).find((sensitivity) => {
    const least = leavingBars[sensitivity]
    return g2 >= least.g2 && ratio >= least.ratio && leaving >= least.leaving
  })
  return bar === undefined ? undefined : { posts, leaving, usual, g2, bar }
}
