// Job fit-calibration: what people's labels say of each lane of a story, recorded where it says something new.
import { calibrate, fewestLabels, fitCalibration } from '../analysis/calibration/calibration.ts'
import { lanes } from '../analysis/lanes.ts'
import { carryOut } from '../events/carry-out.ts'
import type { RecordedEvent } from '../events/catalogue.ts'
import type { EventLog } from '../events/event-log.ts'
import { decideCalibration } from '../events/lane-rules.ts'
import type { Label, Probabilities } from '../events/post.ts'
import { type Calibration, type CalibrationFitted, storyStream } from '../events/story.ts'
import { storyStateOf } from '../events/story-state.ts'
import { type LabelledPost, labelsOf } from '../projections/labels.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { storyOf } from '../projections/stories.ts'

/** Of the labels given last: a fit on so many takes 100 ms of the one thread. */
const mostLabels = 2_000
/** A fit that moves the share of negative posts further is applied to the past; 0..1. */
const movesPast = 0.02

type Usable = LabelledPost & { readonly said: Probabilities }

/**
 * A share can only be told from posts drawn at random: people correct mostly what is wrong. So picked posts count only while too few
 * were drawn. Labels whose model is no longer the lane's wait until the posts are analysed anew.
 */
const usable = (posts: readonly LabelledPost[], model: string | undefined): readonly Usable[] => {
  const said = posts.filter((post): post is Usable => post.said !== undefined && post.model === model)
  const drawn = said.filter(({ sampled }) => sampled)
  return (drawn.length >= fewestLabels ? drawn : said).slice(-mostLabels)
}

const labelledAs = ({ said, label }: { readonly said: Probabilities; readonly label: Label }) => ({ ...said, label })

/** `undefined`: too few labels. The same labels give the same. */
export const calibrationOf = (posts: readonly LabelledPost[], lane: string): Calibration | undefined => {
  const model = lanes.find(({ id }) => id === lane)?.model
  const used = usable(posts, model)
  const fit = fitCalibration(used.map(labelledAs))
  if (fit === undefined || model === undefined) return undefined
  const times = used.map(({ at }) => at).sort()
  return {
    ...fit,
    lane,
    model,
    sampled: used.filter(({ sampled }) => sampled).length,
    from: times[0] as string,
    to: times.at(-1) as string,
  }
}

/** The fit that the lane's past was last read by. */
const appliedLast = (history: readonly RecordedEvent[], lane: string): CalibrationFitted['data'] | undefined =>
  history.findLast(
    (event): event is RecordedEvent & CalibrationFitted =>
      event.type === 'CalibrationFitted' && event.data.past && event.data.lane === lane,
  )?.data

/**
 * A first fit, one for another model, and one that says another share of the labelled posts than the fit that the past was read by.
 * The labelled posts stand for the story: they were drawn from it.
 */
const isForPast = (
  applied: Calibration | undefined,
  { model, share }: Calibration,
  posts: readonly Usable[],
): boolean => {
  if (applied === undefined || applied.model !== model) return true
  const before = posts.reduce((sum, { said }) => sum + calibrate(applied, said).negative, 0) / posts.length
  return Math.abs(share - before) > movesPast
}

/** Appends nothing where the labels say what they said before, so it may run at any time. The read model must hold the labels. */
export const createFitCalibration =
  ({ log, readModel }: { readonly log: Pick<EventLog, 'read' | 'append'>; readonly readModel: ReadModel }) =>
  async ({ slug }: { readonly slug: string }): Promise<void> => {
    const story = storyOf(readModel, slug)
    if (story === undefined) return
    for (const lane of [story.lane, ...(story.shadows ?? [])]) {
      const posts = labelsOf(readModel, slug, lane)
      const calibration = calibrationOf(posts, lane)
      if (calibration === undefined) continue
      const used = usable(posts, calibration.model)
      const fold = (history: readonly RecordedEvent[]) => ({
        state: storyStateOf(history),
        applied: appliedLast(history, lane),
      })
      await carryOut(log, storyStream(slug), fold, ({ state, applied }) =>
        decideCalibration(state, slug, calibration, isForPast(applied, calibration, used)),
      )
    }
  }
