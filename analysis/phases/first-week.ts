// The first week of a source: hourly totals, until it is known what is normal there.
import type { Baseline } from './baseline.ts'
import { addToHour, emptyHours, endRunningHour, type HoursOfWeek } from './hours-of-week.ts'

const dayHours = 24

export type FirstWeek = {
  posts: HoursOfWeek
  total: { posts: number; negatives: number; duplicates: number }
}

export const emptyWeek = (): FirstWeek => ({ posts: emptyHours(), total: { posts: 0, negatives: 0, duplicates: 0 } })

/** @param hour hours since 1970 */
export const takeTick = (
  week: FirstWeek,
  hour: number,
  { posts, negatives, duplicates }: { readonly posts: number; readonly negatives: number; readonly duplicates: number },
) => {
  addToHour(week.posts, hour, posts)
  week.total.posts += posts
  week.total.negatives += negatives
  week.total.duplicates += duplicates
}

/** Linear between order statistics. @param share 0..1 */
const quantile = (values: readonly number[], share: number) => {
  const sorted = values.toSorted((a, b) => a - b)
  const place = (sorted.length - 1) * share
  const below = sorted[Math.floor(place)] as number
  return below + ((sorted[Math.ceil(place)] as number) - below) * (place - Math.floor(place))
}

/**
 * Totals above their 98 % quantile are cut: one loud hour is not a level. Hours are smoothed over their neighbours and pulled a little
 * towards flat. Ends the running hour.
 * @param usualShare what the share of negative posts is pulled towards while there are few, 0..1
 */
export const learnt = (week: FirstWeek, usualShare: number): Baseline => {
  endRunningHour(week.posts)
  const read = week.posts.means.flatMap((posts, slot) => (posts === null ? [] : [{ slot, posts }]))
  const cap = quantile(
    read.map(({ posts }) => posts),
    0.98,
  )
  const capped = read.map(({ slot, posts }) => ({ hour: slot % dayHours, posts: Math.min(posts, cap) }))
  const mean = capped.reduce((sum, { posts }) => sum + posts, 0) / capped.length
  const level = Math.max(mean, 0.02)
  const means = Array.from({ length: dayHours }, (_, hour) => {
    const same = capped.filter((one) => one.hour === hour)
    return same.length === 0 || mean === 0 ? 1 : same.reduce((sum, { posts }) => sum + posts, 0) / same.length / mean
  })
  const at = (hour: number) => means[(hour + dayHours) % dayHours] as number
  const flat = 6 / 7
  const smooth = means.map((_, hour) =>
    Math.max(0.05, (7 * ((at(hour - 1) + 2 * at(hour) + at(hour + 1)) / 4) + flat) / (7 + flat)),
  )
  const middle = smooth.reduce((sum, factor) => sum + factor, 0) / dayHours
  const { posts, negatives, duplicates } = week.total
  return {
    level,
    hours: smooth.map((factor) => factor / middle),
    days: [1, 1, 1, 1, 1, 1, 1],
    share: (negatives + 20 * usualShare) / (posts + 20),
    copies: (duplicates + 1) / (duplicates + negatives + 16),
  }
}
