// The rules that monitors document, to set the engine beside: looked at each full hour, 24 hours of quiet after an alarm.
import { postsOf, type Tick, tickMs } from '../analysis/phases/tick.ts'

export type Rule = {
  readonly name: string
  readonly counts: 'posts' | 'negatives'
  readonly isAlarm: (hour: number, mean: number, deviation: number) => boolean
}

export const rules: readonly Rule[] = [
  { name: 'posts > mean + 3 sd', counts: 'posts', isAlarm: (hour, mean, sd) => hour > mean + 3 * sd },
  { name: 'negatives > mean + 3 sd', counts: 'negatives', isAlarm: (hour, mean, sd) => hour > mean + 3 * sd },
  { name: 'negatives > mean + 5 sd', counts: 'negatives', isAlarm: (hour, mean, sd) => hour > mean + 5 * sd },
  { name: 'negatives > 150 % of the mean', counts: 'negatives', isAlarm: (hour, mean) => hour > 1.5 * mean },
]

const weekHours = 168
const quietMs = 24 * 3_600_000
/** Fewer in an hour are no alarm. */
const fewest = 10
const iso = (ms: number) => new Date(ms).toISOString()

/** In whole hours: the last tick of each, and its count. */
const hoursOf = (ticks: readonly Tick[], counts: Rule['counts']) => {
  const hours: { atMs: number; count: number }[] = []
  let count = 0
  for (const { atMs, sources } of ticks) {
    for (const one of Object.values(sources)) count += counts === 'posts' ? postsOf(one) : one.negative
    if ((atMs / tickMs) % 12 !== 11) continue
    hours.push({ atMs, count })
    count = 0
  }
  return hours
}

/** What the rule would print as phases: an alarm is early signs and backlash, its quiet ends in calm. */
export const linesOf = ({ counts, isAlarm }: Rule, ticks: readonly Tick[]): readonly string[] => {
  const hours = hoursOf(ticks, counts)
  let quietTo = 0
  return hours.flatMap(({ atMs, count }, at) => {
    if (at < weekHours || atMs < quietTo || count < fewest) return []
    const before = hours.slice(at - weekHours, at)
    const mean = before.reduce((sum, hour) => sum + hour.count, 0) / weekHours
    const deviation = Math.sqrt(before.reduce((sum, hour) => sum + (hour.count - mean) ** 2, 0) / weekHours)
    if (!isAlarm(count, mean, deviation)) return []
    quietTo = atMs + quietMs
    return [
      ...['early-signs', 'backlash'].map((phase) => JSON.stringify({ at: iso(atMs), phase, onset: iso(atMs) })),
      JSON.stringify({ at: iso(quietTo - tickMs), phase: 'calm' }),
    ]
  })
}
