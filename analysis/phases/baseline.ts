// What is normal for one source: its level, its day, its week, its share of negative posts. See phases.md of the docs for the formulas.

/** Hourly totals of one source and hour. */
export type SourceHour = {
  readonly posts: number
  readonly negatives: number
  readonly duplicates: number
  readonly expected: number
}

/** 34 numbers: a snapshot is a copy. */
export type Baseline = {
  /** Posts per hour. */
  level: number
  /** Factors of the hours of a UTC day, mean 1. */
  hours: number[]
  /** Factors of the days of a week from Monday, mean 1. */
  days: number[]
  /** Usual share of negative posts among scored ones, 0..1. */
  share: number
  /** Usual share of further copies among negative posts and copies, 0..1. */
  copies: number
}

/** Where a tick lies: `hour` is the middle of the hour before it, `fraction` of the way to the next middle. */
export type Clock = { readonly hour: number; readonly fraction: number; readonly weekday: number }

const ticksPerDay = 288
/** 1970 began on a Thursday. */
const epochWeekday = 3

/** @param tick five minutes since 1970 */
export const clockOf = (tick: number): Clock => {
  const position = ((tick % ticksPerDay) + 0.5) / 12 - 0.5
  const hour = Math.floor(position)
  return { hour: (hour + 24) % 24, fraction: position - hour, weekday: weekdayOf(tick) }
}
export const weekdayOf = (tick: number) => (Math.floor(tick / ticksPerDay) + epochWeekday) % 7
export const hourOfDay = (tick: number) => Math.floor((tick % ticksPerDay) / 12)

/** Posts that are usual in a tick. */
export const expectedPosts = ({ level, hours, days }: Baseline, { hour, fraction, weekday }: Clock): number =>
  (level / 12) *
  ((hours[hour] as number) * (1 - fraction) + (hours[(hour + 1) % 24] as number) * fraction) *
  (days[weekday] as number)

export const copyOf = (baseline: Baseline): Baseline => ({
  ...baseline,
  hours: [...baseline.hours],
  days: [...baseline.days],
})

const halving = (steps: number) => 1 - 0.5 ** (1 / steps)
/** Half-lives: 5 days, 14 visits of an hour, about 4 weeks. */
const [levelStep, hourStep, dayStep] = [halving(120), 0.6 * halving(14), 0.5 * halving(95)]

const scaled = (factors: number[], at: number, by: number) => {
  factors[at] = (factors[at] as number) * by
  const mean = factors.reduce((sum, factor) => sum + factor, 0) / factors.length
  for (let i = 0; i < factors.length; i++) factors[i] = (factors[i] as number) / mean
}

/** No share is quite 0 or 1: what was never seen is not impossible. */
const leastShare = 0.001

/** Moves a share towards that of `n` posts, at most three standard deviations at once; half of a usual week's posts move it half-way. */
const movedShare = (share: number, seen: number, n: number, perWeek: number, dispersion: number) => {
  const highest = share + 3 * Math.sqrt((share * (1 - share) * dispersion) / n)
  const moved = share + (1 - 0.5 ** (n / Math.max(40, perWeek))) * (Math.min(seen, highest) - share)
  return Math.min(Math.max(moved, leastShare), 1 - leastShare)
}

/**
 * Learns one whole hour of a source, in place.
 *
 * The bound on the ratio widens as less is expected: a fixed one cuts only upwards at low counts and drives the level down.
 * @param dispersion variance over mean of hourly negatives, and of the hourly share
 */
export const learnHour = (
  baseline: Baseline,
  { posts, negatives, duplicates, expected }: SourceHour,
  at: { readonly hour: number; readonly weekday: number },
  dispersion: { readonly negatives: number; readonly share: number },
) => {
  const ratio = Math.min(posts / expected, 1 + 3 * Math.sqrt(Math.max(dispersion.negatives, 2) / expected))
  const trust = Math.min(1, expected / 2)
  const perWeek = baseline.level * 168
  baseline.level *= 1 + levelStep * (ratio - 1)
  scaled(baseline.hours, at.hour, 1 + hourStep * trust * (ratio - 1))
  scaled(baseline.days, at.weekday, 1 + dayStep * trust * (ratio - 1))
  if (posts > 0)
    baseline.share = movedShare(baseline.share, negatives / posts, posts, perWeek, Math.max(dispersion.share, 1.5))
  const told = negatives + duplicates
  if (told > 0) baseline.copies = movedShare(baseline.copies, duplicates / told, told, perWeek * baseline.share, 1.5)
}
