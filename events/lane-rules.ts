// Which lane a story shows, and how its probabilities are read: what choosing, showing and calibrating one add.
import { canonicalJson } from './canonical.ts'
import type { Calibration, StoryEvent } from './story.ts'
import { type StoryState, unknownStory } from './story-state.ts'

/** Nothing when it is shown or chosen already. @throws Problem `not-found` */
export const decideChoice = (state: StoryState, slug: string, lane: string): readonly StoryEvent[] => {
  if (state.status === 'unknown') throw unknownStory('showing a lane', slug)
  return lane === (state.chosen ?? state.lane) ? [] : [{ type: 'LaneChosen', data: { slug, lane } }]
}

/** Once the lane has analysed all of the past. Nothing when another was chosen meanwhile. */
export const decideActivation = (state: StoryState, slug: string, lane: string): readonly StoryEvent[] =>
  state.chosen === lane && state.lane !== lane
    ? [{ type: 'LaneActivated', data: { slug, lane, before: state.lane } }]
    : []

/** @throws Problem `not-found` */
export const decideReanalysis = (state: StoryState, slug: string, lane: string | undefined): readonly StoryEvent[] => {
  if (state.status === 'unknown') throw unknownStory('analysing a story again', slug)
  return [{ type: 'ReanalysisBegun', data: { slug, ...(lane === undefined ? {} : { lane }) } }]
}

/** Nothing when the same was fitted last. @throws Problem `not-found` */
export const decideCalibration = (
  state: StoryState,
  slug: string,
  calibration: Calibration,
  past: boolean,
): readonly StoryEvent[] => {
  if (state.status === 'unknown') throw unknownStory('calibrating', slug)
  const before = state.calibrations.get(calibration.lane)
  if (before !== undefined && canonicalJson(before) === canonicalJson(calibration)) return []
  return [{ type: 'CalibrationFitted', data: { slug, ...calibration, past } }]
}
