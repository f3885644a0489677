// The calibrated share of a bucket with its 90 % interval: what the API and the page tell beside the counts.
import { intervalOf } from '../analysis/calibration.ts'
import type { Calibration } from '../events/story.ts'
import type { Counts } from '../projections/counts.ts'
import type { Story } from '../projections/stories.ts'

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
