// The course of an open episode: when it cools, and when it comes back.
import { shareOf } from './alarm.ts'
import type { Dispersion, Sums } from './dispersion.ts'
import type { Peak } from './peak.ts'
import { course, gates } from './settings.ts'

/** Ticks are five minutes since 1970. */
export type Episode = {
  opened: number
  onset: number
  /** Usual error of the onset, ticks. */
  onsetError: number
  isConfirmed: boolean
  /** Highest ratio of three hours so far, and its last tick. */
  highest: number
  highestAt: number
  /** Since cooling began: the lowest ratio, and the highest before. */
  lowest?: number
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

/** In place. @param recent sums of the last three hours */
export const followCourse = (episode: Episode, tick: number, recent: Sums) => {
  const ratio = ratioOf(recent)
  if (ratio > episode.highest) {
    episode.highest = ratio
    episode.highestAt = tick
  }
  if (episode.lowest !== undefined) episode.lowest = Math.min(episode.lowest, ratio)
}

/** The fall is more than chance: a night is no end. */
export const isCooling = (
  { highest, highestAt }: Episode,
  tick: number,
  recent: Sums,
  dispersion: Dispersion,
): boolean => {
  const { afterHours, leftOfPeak, deviations } = course.cooling
  const ratio = ratioOf(recent)
  const usual = recent.usualNegatives
  return (
    tick - highestAt >= 12 * afterHours &&
    ratio - 1 <= leftOfPeak * (highest - 1) &&
    (highest - ratio) * usual > deviations * Math.sqrt(dispersion.negatives * highest * usual)
  )
}

export const beginCooling = (episode: Episode, recent: Sums) => {
  episode.lowest = ratioOf(recent)
  episode.highestBefore = episode.highest
}

/** Rate and share rise again: volume alone opens no second wave. */
export const isSecondWave = (
  { lowest = 0, highestBefore = 0 }: Episode,
  recent: Sums,
  dispersion: Dispersion,
): boolean => {
  const { share, usual, deviations } = shareOf(recent, dispersion.share)
  if (share - usual < gates.share || deviations < gates.deviations) return false
  const ratio = ratioOf(recent)
  const error = Math.sqrt(dispersion.negatives * ratio * recent.usualNegatives)
  const risen = (ratio - lowest) * recent.usualNegatives
  const { secondWave: wave, newMaximum: top } = course
  return (
    (ratio > wave.ratio && ratio >= wave.overLowest * lowest && risen > wave.deviations * error) ||
    (ratio > top.overHighest * highestBefore && ratio > top.overLowest * lowest && risen > top.deviations * error)
  )
}
