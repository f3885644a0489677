// What the page /method is told: facts only, no words. server/method-facts.ts gathers them.
import type { MethodFigures, ReactionFigures } from '../analysis/method-figures.ts'
import type { Label } from '../events/post.ts'
import type { Calibration } from '../events/story.ts'

export type LaneFacts = {
  readonly id: string
  readonly model: string
  /** Stories that show its numbers. */
  readonly stories: number
}

export type CalibrationFacts = Pick<
  Calibration,
  'lane' | 'model' | 'n' | 'sampled' | 'share' | 'lower' | 'upper' | 'error' | 'from' | 'to'
> & {
  readonly slug: string
  readonly title: string
  readonly fittedAtMs: number
}

export type ConfusionExample = {
  readonly text: string
  readonly meant: Label
  readonly said: Label | 'unscored'
  readonly why: string
}

export type MethodFacts = {
  /** Of Outcry. */
  readonly version: string
  readonly lanes: readonly LaneFacts[]
  /** Undefined: nothing was measured of what this version ships. */
  readonly figures: MethodFigures | undefined
  readonly reactions: ReactionFigures | undefined
  readonly examples: readonly ConfusionExample[]
  /** Of the lanes that stories show; the newest first. */
  readonly calibrations: readonly CalibrationFacts[]
  /** Open stories that show their lane as it is. */
  readonly uncalibrated: number
  readonly address: string
  readonly nowMs: number
}
