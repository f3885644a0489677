// Which lane a story shows, and how its probabilities are read: what activating and calibrating add.
import { canonicalJson } from './canonical.ts'
import { Problem } from './problem.ts'
import type { Calibration, StoryEvent } from './story.ts'
import { type StoryState, unknownStory } from './story-state.ts'

/**
 * Nothing when it is shown already. The lane must have analysed the story's past: nobody's numbers go for a while.
 * @param isFilled whether it has, as far as the caller can tell
 * @throws Problem `not-found`, `conflict`
 */
export const decideActivation = (
  state: StoryState,
  slug: string,
  lane: string,
  isFilled: boolean,
): readonly StoryEvent[] => {
  if (state.status === 'unknown') throw unknownStory('showing a lane', slug)
  if (state.lane === lane) return []
  if (!isFilled || !state.definition.shadows?.includes(lane))
    throw new Problem(
      'conflict',
      `showing lane "${lane}" of story "${slug}": it has not analysed all of its posts; run \`outcry reanalyse --story ${slug} --lane ${lane}\` first`,
    )
  return [{ type: 'LaneActivated', data: { slug, lane, before: state.lane } }]
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
