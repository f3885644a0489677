// When a backlash was largest: where the most extra negative posts lie, first by the day, then by the hour. Extra posts against the usual
// of the day around, not of the hour: at night a few posts are many times the usual, and no peak.
import { hourAt, hoursKept, type Rings } from './rings.ts'
import { peak as settings } from './settings.ts'

/** `height`: extra negative posts over what is usual in an hour of that day; `middle`: a tick. */
type Best = { height: number; middle: number }
/** The day, and the hours in it. */
export type Peak = { day?: Best; hours?: Best & { of: number } }

const { dayHours, fineHours, nearHours } = settings

const runningSums = (values: readonly number[]) => {
  const sums = [0]
  for (const value of values) sums.push((sums.at(-1) as number) + value)
  return sums
}

/** Heights of windows that end `back` hours ago. */
const createHeights = (rings: Rings, hour: number, kept: number) => {
  const hours = Array.from({ length: kept }, (_, back) => hourAt(rings, hour, back))
  const extra = runningSums(hours.map(({ negatives, usualNegatives }) => negatives - usualNegatives))
  const usual = runningSums(hours.map(({ usualNegatives }) => usualNegatives))
  const between = (sums: readonly number[], from: number, to: number) => (sums[to] as number) - (sums[from] as number)
  return (back: number, length: number) => {
    const [from, to] = [Math.max(0, back - 12), Math.min(kept, back + length + 12)]
    return between(extra, back, back + length) / Math.max(between(usual, from, to) / (to - from), 1e-9)
  }
}

const middleOf = (hour: number, back: number, length: number) => (hour - back + 1) * 12 - length * 6

/**
 * At the end of an hour, and when an episode opens; in place.
 * @param tick five minutes since 1970
 * @param onset of the episode, a tick
 * @param learntAt the tick from which on the rings are filled
 */
export const followPeak = (
  peak: Peak,
  rings: Rings,
  { tick, onset, learntAt }: { readonly tick: number; readonly onset: number; readonly learntAt: number },
) => {
  const hour = Math.floor(tick / 12)
  const kept = Math.min(hoursKept, hour - Math.floor(learntAt / 12))
  if (kept < dayHours) return
  const height = createHeights(rings, hour, kept)
  // What lies before the alarm is looked at once, when it is raised; later the usual of the day around is known better.
  const deepest = kept - dayHours
  for (let back = peak.day === undefined ? deepest : Math.min(12, deepest); back >= 0; back--) {
    const middle = middleOf(hour, back, dayHours)
    const one = height(back, dayHours)
    if (middle >= onset && one > (peak.day?.height ?? Number.NEGATIVE_INFINITY)) peak.day = { height: one, middle }
  }
  const { day } = peak
  if (day === undefined) return
  for (let back = 0; back < kept - fineHours; back++) {
    const middle = middleOf(hour, back, fineHours)
    if (middle < onset - 12) break
    if (Math.abs(middle - day.middle) > nearHours * 12) continue
    const one = height(back, fineHours)
    if (peak.hours?.of !== day.middle || one > peak.hours.height) peak.hours = { height: one, middle, of: day.middle }
  }
}

/** The middle of the busiest hours; before a whole day is seen, that of the busiest hour so far. A tick, not before the onset. */
export const peakTick = ({ hours }: Peak, rings: Rings, tick: number, onset: number): number => {
  if (hours !== undefined) return Math.min(Math.max(hours.middle, onset), tick)
  const hour = Math.floor(tick / 12)
  let best = { extra: Number.NEGATIVE_INFINITY, at: tick }
  for (let back = 0; back < hoursKept && (hour - back + 1) * 12 > onset; back++) {
    const { negatives, usualNegatives } = hourAt(rings, hour, back)
    if (negatives - usualNegatives > best.extra)
      best = { extra: negatives - usualNegatives, at: (hour - back) * 12 + 6 }
  }
  return Math.min(Math.max(best.at, onset), tick)
}
