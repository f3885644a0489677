// Moments at which nothing was said: what the share does there by itself tells how wide an interval must be to be honest.
import { type Count, dayMs, hourMs } from './hours.ts'
import { z95 } from './newcombe.ts'
import { shareChange } from './share-change.ts'
import { reaches, type When, windowsOf } from './windows.ts'

/** `factor` multiplies both ends of every interval. */
export type Factor = {
  readonly factor: number
  /** `own`: from this tracker's placebo moments, else from simulated stories. */
  readonly origin: 'shipped' | 'own'
  /** How many placebo moments of its own there are. */
  readonly moments: number
}

export const momentsNeeded = 50
const momentsPerStory = 6
const longestDeclineMs = 7 * dayMs
/** The interval has in it what the share does by itself at simulated placebo moments: nothing more is needed. */
const shipped = 1

/** From a peak to the recovery, to the next peak or to now. */
export type Decline = { readonly fromMs: number; readonly toMs: number }
type Declining = { readonly declines: readonly Decline[]; readonly statements: readonly When[] }

/** Hours in the first week after a peak with no statement in their windows, at most six of a story, evenly spread. */
const placeboHours = ({ declines, statements }: Declining, hours: number): readonly number[] => {
  const free = declines.flatMap(({ fromMs, toMs }) => {
    const endMs = Math.min(toMs, fromMs + longestDeclineMs)
    const found: number[] = []
    for (let atMs = fromMs + hourMs; windowsAt(atMs, hours).afterToMs <= endMs; atMs += hourMs)
      if (!statements.some((when) => reaches(windowsAt(atMs, hours), when))) found.push(atMs)
    return found
  })
  if (free.length <= momentsPerStory) return free
  return Array.from(
    { length: momentsPerStory },
    (_, i) => free[Math.floor(((i + 0.5) * free.length) / momentsPerStory)] as number,
  )
}

const windowsAt = (atMs: number, hours: number) =>
  windowsOf({ at: new Date(atMs).toISOString(), precision: 'minute' }, hours)

/** z-scores of one story's placebo moments: 1.96 where the interval just reaches 0. */
export const placeboScores = (counted: readonly Count[], story: Declining, hours: number): readonly number[] =>
  placeboHours(story, hours).flatMap((atMs) => {
    const { difference } = shareChange(counted, windowsAt(atMs, hours))
    if (difference === undefined) return []
    const { change, down, up } = difference
    return [z95 * (change < 0 ? -change / up : change / down)]
  })

/** 95 % quantile of the scores over 1.96, once there are fifty of them. */
export const factorOf = (scores: readonly number[]): Factor => {
  const moments = scores.length
  if (moments < momentsNeeded) return { factor: shipped, origin: 'shipped', moments }
  const sorted = [...scores].sort((a, b) => a - b)
  return { factor: (sorted[Math.ceil(0.95 * moments) - 1] as number) / z95, origin: 'own', moments }
}
