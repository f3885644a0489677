// How much more the negative share scatters than shares of independent posts would: replies come in clumps. 1 = not more.
import { between, type Count, dayMs, shareOf, totalOf } from './hours.ts'

/** What a community is taken for that has shown nothing yet, and how many observations that is worth. */
const unseen = { scatter: 2, weight: 8 }
const least = 1.2
const lowestVariance = 0.02
const varianceOf = (share: number) => Math.max(lowestVariance, share * (1 - share))

/** Hours are put together until they are three with ten posts: a thread goes on for hours, and fewer posts say little of a share. */
const stretch = { hours: 3, posts: 10 }
const daysOfStretches = 14

const stretchesOf = (hours: readonly Count[]): readonly Count[] => {
  const stretches: Count[] = []
  let open: readonly Count[] = []
  for (const hour of hours) {
    open = [...open, hour]
    const total = totalOf(open)
    if (open.length < stretch.hours || total.scored < stretch.posts) continue
    stretches.push({ ...total, atMs: open.reduce((sum, { atMs, scored }) => sum + atMs * scored, 0) / total.scored })
    open = []
  }
  return stretches
}

/** Pearson's chi-squared about a straight line through the shares, and its degrees of freedom. */
const aboutTrend = (hours: readonly Count[]) => {
  const stretches = stretchesOf(hours)
  if (stretches.length < 3) return { chiSquared: 0, freedom: 0 }
  const sum = (of: (stretch: Count) => number) => stretches.reduce((total, stretch) => total + of(stretch), 0)
  const posts = sum(({ scored }) => scored)
  const share = sum(({ negative }) => negative) / posts
  const middle = sum(({ atMs, scored }) => atMs * scored) / posts
  const spread = sum(({ atMs, scored }) => scored * (atMs - middle) ** 2)
  const slope = sum(({ atMs, negative, scored }) => (atMs - middle) * (negative - share * scored)) / spread
  const chiSquared = sum(({ atMs, negative, scored }) => {
    const expected = Math.min(0.98, Math.max(0.02, share + slope * (atMs - middle)))
    return (negative - expected * scored) ** 2 / (scored * varianceOf(expected))
  })
  return { chiSquared, freedom: stretches.length - 2 }
}

/** From stretch to stretch. A trend within a span is no scatter. */
const shortScatter = (hours: readonly Count[], spans: readonly (readonly [fromMs: number, toMs: number])[]) => {
  const found = spans.map(([fromMs, toMs]) => aboutTrend(between(hours, fromMs, toMs)))
  const chiSquared = found.reduce((sum, one) => sum + one.chiSquared, unseen.scatter * unseen.weight)
  return chiSquared / found.reduce((sum, one) => sum + one.freedom, unseen.weight)
}

const windowsBack = 54
const fewestPosts = 8
/** The largest fifth of the differences is left out, for a backlash is none of chance; 0.4377 = mean of the rest of chi-squared, 1 degree of freedom. */
const kept = { share: 0.8, mean: 0.4377 }
const shortWeight = 10

/** From window to window: the comparison that is made for a statement, where there is none. */
const longScatter = (hours: readonly Count[], toMs: number, lengthMs: number, short: number) => {
  const differences: number[] = []
  for (let back = 1; back <= windowsBack && toMs - back * lengthMs > (hours[0]?.atMs ?? toMs); back++) {
    const middleMs = toMs - back * lengthMs
    const one = totalOf(between(hours, middleMs - lengthMs, middleMs))
    const next = totalOf(between(hours, middleMs, middleMs + lengthMs))
    if (one.scored < fewestPosts || next.scored < fewestPosts) continue
    const both = { negative: one.negative + next.negative, scored: one.scored + next.scored }
    const expected = varianceOf(shareOf(both)) * (1 / one.scored + 1 / next.scored)
    differences.push((shareOf(next) - shareOf(one)) ** 2 / expected)
  }
  const smallest = differences.sort((a, b) => a - b).slice(0, Math.floor(kept.share * differences.length))
  if (smallest.length === 0) return short
  const mean = smallest.reduce((sum, difference) => sum + difference, 0) / smallest.length / kept.mean
  // Neighbours share a window: two differences are worth about one.
  const weight = differences.length / 2
  return (shortWeight * short + weight * mean) / (shortWeight + weight)
}

/**
 * Variance of the share over that of independent posts, at least 1.2: the larger of what stretches of three hours and what windows of
 * `lengthMs` show.
 * @param beforeMs what lies before it is read
 * @param after where the share is compared
 */
export const scatterOf = (
  hours: readonly Count[],
  { beforeMs, lengthMs, after }: { beforeMs: number; lengthMs: number; after: readonly [number, number] },
): number => {
  const days = Array.from(
    { length: daysOfStretches },
    (_, day) => [beforeMs - (day + 1) * dayMs, beforeMs - day * dayMs] as const,
  )
  const short = shortScatter(hours, [...days, after])
  return Math.max(least, short, longScatter(hours, beforeMs, lengthMs, short))
}
