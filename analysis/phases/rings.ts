// What a story keeps of its last hours: five-minute sums of three hours, hourly sums of three days, over usable sources.
import { noSums, type Sums } from './dispersion.ts'

type Columns = { [Name in keyof Sums]: number[] }
export type Rings = { ticks: Columns; hours: Columns; recent: { -readonly [Name in keyof Sums]: number } }

export const ticksKept = 36
export const hoursKept = 72

const columns = (length: number): Columns => {
  const zeros = () => Array.from({ length }, () => 0)
  return { negatives: zeros(), posts: zeros(), usualNegatives: zeros(), usualPosts: zeros(), usualAmong: zeros() }
}

export const emptyRings = (): Rings => ({
  ticks: columns(ticksKept),
  hours: columns(hoursKept),
  recent: { ...noSums },
})

const names = ['negatives', 'posts', 'usualNegatives', 'usualPosts', 'usualAmong'] as const

/** Begins an hour. @param hour since 1970 */
export const beginHour = ({ hours }: Rings, hour: number) => {
  for (const name of names) hours[name][hour % hoursKept] = 0
}

/** @param tick five minutes since 1970; each is added once, in order, unread ones as zeros */
export const addTick = ({ ticks, hours, recent }: Rings, tick: number, sums: Sums) => {
  const [at, hour] = [tick % ticksKept, Math.floor(tick / 12) % hoursKept]
  for (const name of names) {
    recent[name] += sums[name] - (ticks[name][at] as number)
    ticks[name][at] = sums[name]
    hours[name][hour] = (hours[name][hour] as number) + sums[name]
  }
}

const summed = (column: Columns, length: number, last: number, count: number): Sums => {
  const total = { ...noSums }
  for (let back = 0; back < count; back++) {
    const at = (last - back + length) % length
    for (const name of names) total[name] += column[name][at] as number
  }
  return total
}

/** The last `count` ticks, this one among them; at most three hours. */
export const lastTicks = ({ ticks }: Rings, tick: number, count: number): Sums =>
  summed(ticks, ticksKept, tick % ticksKept, Math.min(count, ticksKept))

/** The running hour and those before it, `count` in all; at most three days. */
export const lastHours = ({ hours }: Rings, hour: number, count: number): Sums =>
  summed(hours, hoursKept, hour % hoursKept, count)

/** One hour, `back` hours before. */
export const hourAt = (rings: Rings, hour: number, back: number): Sums =>
  summed(rings.hours, hoursKept, (hour - back) % hoursKept, 1)
