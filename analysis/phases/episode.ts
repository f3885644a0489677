// The course of an open episode: when it cools, and when it comes back.
import type { Phase } from '../../events/phase.ts'
import { shareOf } from './alarm.ts'
import type { Dispersion, Sums } from './dispersion.ts'
import type { Peak } from './peak.ts'
import { ticksKept } from './rings.ts'
import { course, gates } from './settings.ts'

/** Negative posts of three hours, and how many are usual. */
type Counted = { readonly negatives: number; readonly usualNegatives: number }

/** Ticks are five minutes since 1970. */
export type Episode = {
  opened: number
  onset: number
  /** Usual error of the onset, ticks. */
  onsetError: number
  isConfirmed: boolean
  /** Highest ratio of three hours in this wave, what it is made of, and its last tick. */
  highest: number
  highestOf: Counted
  highestAt: number
  /** Since cooling began: the lowest ratio and what it is made of, and the highest of all waves before. */
  lowest?: number
  lowestOf?: Counted
  highestBefore?: number
  peak: Peak
}

/**
 * The usual error of an onset is 5 h at 2 posts an hour, 2.5 h at 20, 1.2 h at 200 (docs/phases.md): a power of their number.
 * @param postsPerHour usually
 */
export const openEpisode = (opened: number, onset: number, postsPerHour: number): Episode => ({
  opened,
  onset,
  onsetError: Math.round(12 * 6.3 * Math.max(postsPerHour, 0.5) ** -0.31),
  isConfirmed: false,
  highest: 0,
  highestOf: { negatives: 0, usualNegatives: 0 },
  highestAt: opened,
  peak: {},
})

/** Best estimate of the onset, and the range it lies in: never after the alarm. Ticks. */
export const onsetRange = ({ onset, onsetError, opened }: Episode): readonly [number, number, number] => [
  onset,
  onset - onsetError,
  Math.min(onset + onsetError, opened),
]

/** Negative posts over the usual of a window; one post on each side keeps small numbers sober. */
export const ratioOf = ({ negatives, usualNegatives }: Sums) => (negatives + 1) / (usualNegatives + 1)

const countedOf = ({ negatives, usualNegatives }: Sums): Counted => ({ negatives, usualNegatives })

/** Of the whole episode. */
export const highestRatio = ({ highest, highestBefore = 0 }: Episode) => Math.max(highest, highestBefore)

/** Variance over mean of the negative posts of a window. */
const spread = ({ negatives }: Dispersion) => Math.max(negatives, 2)

/** Half of the last three hours was read, at least, by as many sources as now: what was not read is no fall, and its return no rise. */
const isFollowed = (recent: Sums, now: Sums) =>
  now.usualNegatives > 0 && recent.usualNegatives >= (ticksKept / 2) * now.usualNegatives

/** The fall is more than chance: a night is no end. */
const isCooling = ({ highest, highestAt }: Episode, tick: number, recent: Sums, dispersion: Dispersion): boolean => {
  const { afterHours, leftOfPeak, deviations } = course.cooling
  const ratio = ratioOf(recent)
  const usual = recent.usualNegatives
  return (
    tick - highestAt >= 12 * afterHours &&
    ratio - 1 <= leftOfPeak * (highest - 1) &&
    (highest - ratio) * usual > deviations * Math.sqrt(spread(dispersion) * highest * usual)
  )
}

const beginCooling = (episode: Episode, recent: Sums) => {
  episode.lowest = ratioOf(recent)
  episode.lowestOf = countedOf(recent)
  episode.highestBefore = highestRatio(episode)
}

/** It cools when it falls from its own height, not from that of the wave before. */
const beginWave = (episode: Episode, tick: number, recent: Sums) => {
  episode.highest = ratioOf(recent)
  episode.highestOf = countedOf(recent)
  episode.highestAt = tick
}

/** Rate and share rise again: volume alone opens no second wave. */
const isSecondWave = ({ lowest = 0, highestBefore = 0 }: Episode, recent: Sums, dispersion: Dispersion): boolean => {
  const { share, usual, deviations } = shareOf(recent, dispersion.share)
  if (share - usual < gates.share || deviations < gates.deviations) return false
  const ratio = ratioOf(recent)
  const error = Math.sqrt(spread(dispersion) * ratio * recent.usualNegatives)
  const risen = (ratio - lowest) * recent.usualNegatives
  const { secondWave: wave, newMaximum: top } = course
  return (
    (ratio > wave.ratio && ratio >= wave.overLowest * lowest && risen > wave.deviations * error) ||
    (ratio > top.overHighest * highestBefore && ratio > top.overLowest * lowest && risen > top.deviations * error)
  )
}

/**
 * Follows an open episode by one tick, in place.
 * @param recent sums of the last three hours; `now` those of the tick
 * @returns what begins now, if anything does
 */
export const followCourse = (
  episode: Episode,
  phase: Phase,
  { tick, now, recent, dispersion }: { tick: number; now: Sums; recent: Sums; dispersion: Dispersion },
): 'cooling' | 'second-wave' | undefined => {
  if (!isFollowed(recent, now)) return undefined
  const ratio = ratioOf(recent)
  if (ratio > episode.highest) {
    episode.highest = ratio
    episode.highestOf = countedOf(recent)
    episode.highestAt = tick
  }
  if (episode.lowest !== undefined && ratio < episode.lowest) {
    episode.lowest = ratio
    episode.lowestOf = countedOf(recent)
  }
  if ((phase === 'backlash' || phase === 'second-wave') && isCooling(episode, tick, recent, dispersion)) {
    beginCooling(episode, recent)
    return 'cooling'
  }
  if (phase !== 'cooling' || !isSecondWave(episode, recent, dispersion)) return undefined
  beginWave(episode, tick, recent)
  return 'second-wave'
}
