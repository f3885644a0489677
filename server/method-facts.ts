// Gathers what the page /method and the API tell of the method: lanes, what was measured of them, calibrations in use.
import { readFileSync } from 'node:fs'
import { lanes } from '../analysis/lanes.ts'
import { methodFigures, reactionFigures } from '../analysis/method-figures.ts'
import { defaultLane } from '../events/story.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { storiesOf } from '../projections/stories.ts'
import { confusionsOf } from '../views/confusions.ts'
import type { CalibrationFacts, ConfusionExample, MethodFacts } from '../views/method-facts.ts'

const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }

/** The page names so many, those fitted last. */
const mostCalibrations = 50

/** Asked of the model once: it never changes while the program runs. */
let examples: readonly ConfusionExample[] | undefined

/** Of the lane that figures are of; of none when nothing was measured. */
const examplesOf = () => {
  const lane = lanes.find(({ id }) => id === methodFigures?.lane)
  examples ??= lane === undefined ? [] : confusionsOf(lane)
  return examples
}

export const methodFacts = (readModel: ReadModel, address: string, nowMs: number): MethodFacts => {
  const stories = storiesOf(readModel)
  const shows = (id: string) => stories.filter(({ lane }) => lane === id).length
  const fitted = stories.flatMap((story): CalibrationFacts[] => {
    const { slug, title, lane, calibrations = {} } = story
    const calibration = Object.hasOwn(calibrations, lane) ? calibrations[lane] : undefined
    return calibration === undefined
      ? []
      : [{ ...calibration, slug, title, fittedAtMs: Date.parse(calibration.fittedAt) }]
  })
  const known = new Set(fitted.map(({ slug }) => slug))
  return {
    version,
    lanes: lanes
      .map(({ id, model }) => ({ id, model, stories: shows(id) }))
      .sort((a, b) => Number(b.id === defaultLane) - Number(a.id === defaultLane)),
    figures: methodFigures,
    reactions: reactionFigures,
    examples: examplesOf(),
    calibrations: fitted.sort((a, b) => b.fittedAtMs - a.fittedAtMs).slice(0, mostCalibrations),
    uncalibrated: stories.filter(({ slug, closedAt }) => closedAt === undefined && !known.has(slug)).length,
    address,
    nowMs,
  }
}
