// How many posts each hour has, and which part of them is about the policy. Hours of day and numbers are invented.
import type { Random } from './random.ts'

export const hourMs = 3_600_000
export const quietFrom = Date.parse('2017-08-09T00:00:00Z')
export const storyFrom = Date.parse('2017-08-18T00:00:00Z')
/** The story ends here: 27 August, 24:00. */
export const storyUntil = Date.parse('2017-08-28T00:00:00Z')

/** Rises for `riseHours` to `height` posts an hour, then falls to 37 % every `fallHours`. */
type Wave = { readonly from: string; readonly height: number; readonly riseHours: number; readonly fallHours: number }
const waves: readonly Wave[] = [
  { from: '2017-08-18T17:00:00Z', height: 78, riseHours: 3, fallHours: 7 }, // the announcement
  { from: '2017-08-19T01:00:00Z', height: 76, riseHours: 2, fallHours: 6 }, // the explainer backfires
  { from: '2017-08-19T13:00:00Z', height: 76, riseHours: 4, fallHours: 8 }, // the press
  { from: '2017-08-20T01:00:00Z', height: 54, riseHours: 2, fallHours: 9 }, // the reversal
  { from: '2017-08-21T11:00:00Z', height: 80, riseHours: 4, fallHours: 11 }, // the press about the reversal
  { from: '2017-08-22T00:00:00Z', height: 9, riseHours: 12, fallHours: 26 }, // what lingers
]

/** Posts per hour over the day, UTC: Europe's evening and America's day are busy, 08:00 is quiet. Mean 1. */
const dayRhythm = [
  1.25, 1.2, 1.1, 0.95, 0.75, 0.6, 0.5, 0.45, 0.45, 0.5, 0.6, 0.7, 0.8, 0.95, 1.05, 1.15, 1.25, 1.35, 1.45, 1.5, 1.55,
  1.5, 1.4, 1.3,
]
const ordinaryPerHour = 5

const waveAt = ({ from, height, riseHours, fallHours }: Wave, at: number): number => {
  const hours = (at - Date.parse(from)) / hourMs
  if (hours < 0) return 0
  return hours < riseHours ? (height * (hours + 0.5)) / riseHours : height * Math.exp(-(hours - riseHours) / fallHours)
}

/** Expected posts in the hour that begins at `hour` (ms): ordinary talk, and talk about the policy. */
export const expected = (hour: number) => {
  const rhythm = dayRhythm[new Date(hour).getUTCHours()] as number
  const weekend = [0, 6].includes(new Date(hour).getUTCDay()) ? 1.2 : 1
  const surge = waves.reduce((sum, wave) => sum + waveAt(wave, hour), 0)
  return { ordinary: ordinaryPerHour * rhythm * weekend, policy: surge * (0.7 + 0.3 * rhythm) }
}

/** Counts scatter about their mean as counts of independent posts do (Knuth's Poisson for small means, a normal for large). */
export const scattered = (mean: number, random: Random): number => {
  if (mean > 30) {
    const normal = Array.from({ length: 12 }, random.next).reduce((sum, x) => sum + x, -6)
    return Math.max(0, Math.round(mean + normal * Math.sqrt(mean)))
  }
  let count = -1
  for (let left = 1; left > Math.exp(-mean); count++) left *= random.next()
  return Math.max(0, count)
}
