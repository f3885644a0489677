// All that could raise an alert in one story now, as the read model knows it.
import { isMeasured, type MeasuredTrigger } from '../../analysis/alerts/measures.ts'
import type { AlertRule } from '../../events/alert.ts'
import { once } from '../../events/once.ts'
import { remembered } from '../../events/remembered.ts'
import { floorTo } from '../../projections/intervals.ts'
import { phasesOf } from '../../projections/phases.ts'
import { toldPhrasesOf } from '../../projections/phrases.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { momentsOf } from '../../projections/statements.ts'
import type { Story } from '../../projections/stories.ts'
import { closingOccasions } from './closing-occasions.ts'
import { createStandingAt, measuredOccasions } from './measured-occasions.ts'
import type { ToldOccasion } from './occasion.ts'
import { phaseOccasions } from './phase-occasions.ts'
import { phraseOccasions, statementOccasions } from './story-occasions.ts'
import { createPasts, pastPartsNow } from './story-past.ts'

export const statementsOf = (readModel: ReadModel, slug: string) =>
  momentsOf(readModel, slug).filter((moment) => moment.of === 'statement')

export type StoryNews = {
  readonly forRule: (rule: AlertRule) => readonly ToldOccasion[]
  /** Causes that a revision took away. */
  readonly lost: readonly { readonly cause: string; readonly why: string }[]
}

/** What stands out until the last five minutes that are over, of what the rule waits for. */
const createMeasured = (readModel: ReadModel, story: Story, nowMs: number) => {
  const toMs = floorTo(nowMs, '5m')
  const { slug } = story
  const parts = pastPartsNow(readModel, story, toMs)
  const pastOf = parts && createPasts(parts)
  const standing = remembered((trigger: MeasuredTrigger) => {
    const past = pastOf?.(trigger)
    return past && createStandingAt(trigger, past)
  })
  return (rule: AlertRule): readonly ToldOccasion[] =>
    rule.on.filter(isMeasured).flatMap((trigger) => {
      const standingAt = standing(trigger)
      return standingAt === undefined ? [] : measuredOccasions({ slug, trigger, toMs }, standingAt, rule)
    })
}

/**
 * Of a closed story only that it is closed.
 * @param measures also what stands out of numbers, for which much is read
 */
export const storyNews = (
  readModel: ReadModel,
  story: Story,
  { nowMs, measures }: { readonly nowMs: number; readonly measures: boolean },
): StoryNews => {
  const { slug, closedAt, closings = [] } = story
  const { occasions, lost } = phaseOccasions(slug, phasesOf(readModel, slug))
  const watching = closingOccasions(slug, closings, nowMs)
  if (closedAt !== undefined) {
    // What was not told before is told beside that.
    const before = occasions.map((one) => ({ ...one, isOver: true }))
    return { lost: [], forRule: () => [...before, ...watching] }
  }
  const said = statementOccasions(slug, statementsOf(readModel, slug))
  const phrases = toldPhrasesOf(readModel, story, nowMs)
  const measured = once(() => createMeasured(readModel, story, nowMs))
  return {
    lost,
    forRule: (rule) => [
      ...occasions,
      ...watching,
      ...said,
      ...phraseOccasions(slug, phrases, rule),
      ...(measures && rule.on.some(isMeasured) ? measured()(rule) : []),
    ],
  }
}
