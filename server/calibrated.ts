// The calibrated share of a bucket with its 90 % interval: what the API and the page tell beside the counts.
import { intervalOf } from '../analysis/calibration/calibration.ts'
import type { Calibration } from '../events/story.ts'
import type { Counts } from '../projections/counts.ts'
import type { Story } from '../projections/stories.ts'
import type { CalibratedShares, StoryFacts } from '../views/facts.ts'

/** 0..1, `net` −1..1; all null where the calibration was applied to no post. */
export type CalibratedShare = {
  readonly negativeShare: number | null
  readonly net: number | null
  readonly lower: number | null
  readonly upper: number | null
  readonly n: number
}

const nothing: CalibratedShare = { negativeShare: null, net: null, lower: null, upper: null, n: 0 }

export const calibrationIn = ({ calibrations }: Story, lane: string) => calibrations?.[lane]

const shareOf = ({ calibrated }: Counts, calibration: Calibration): CalibratedShare => {
  if (calibrated === undefined) return nothing
  const { n, negativeShare, net } = calibrated
  return { negativeShare, net, ...intervalOf(negativeShare, n, calibration), n }
}

/** Beside the counts where the story has a calibration of the lane, in every bucket then; else not there. */
export const withCalibrated = <C extends Counts>(
  counts: C,
  calibration: Calibration | undefined,
): Omit<C, 'calibrated'> & { readonly calibrated?: CalibratedShare } => {
  const { calibrated: _, ...plain } = counts
  return calibration === undefined ? plain : { ...plain, calibrated: shareOf(counts, calibration) }
}

const sharesOf = (counts: Counts, calibration: Calibration): CalibratedShares | null => {
  if (counts.calibrated === undefined) return null
  const { n, negativeShare: negative, net } = counts.calibrated
  const positive = Math.max(0, net + negative)
  return {
    negative,
    neutral: Math.max(0, 1 - negative - positive),
    positive,
    ...intervalOf(negative, n, calibration),
    n,
  }
}

/** What the page is told of it, beside the counts of the last day. */
export const calibrationFacts = (
  story: Story,
  lastDay: Counts,
): Pick<StoryFacts, 'calibration' | 'last24hCalibrated'> => {
  const found = calibrationIn(story, story.lane)
  if (found === undefined) return { calibration: null, last24hCalibrated: null }
  const { n, sampled, lower, upper, fittedAt } = found
  return {
    calibration: { n, sampled, lower, upper, fittedAtMs: Date.parse(fittedAt) },
    last24hCalibrated: sharesOf(lastDay, found),
  }
}

/** Calibrated where it can be, else counted. */
export const negativeShareOf = (story: Story, { calibrated, negativeShare }: Counts): number =>
  (calibrationIn(story, story.lane) === undefined ? undefined : calibrated?.negativeShare) ?? negativeShare ?? 0
