// What other bars would have declared over the past of a story, and which alerts would have come.
import { z } from 'zod'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { marksFor } from '../../../analysis/phases/settings.ts'
import { type AlertRule, alertTriggers, sensitivities } from '../../../events/alert.ts'
import { alertEntry, ruleOf } from '../../../events/alert-entry.ts'
import { isOver, unknownRule } from '../../../events/alert-rules.ts'
import type { PhaseChange } from '../../../events/phase.ts'
import { Problem } from '../../../events/problem.ts'
import { slugSchema } from '../../../events/story-entry.ts'
import { alertRuleOf, alertRulesIn } from '../../../projections/alert-rules.ts'
import type { ReadModel } from '../../../projections/read-model.ts'
import type { Story } from '../../../projections/stories.ts'
import { backtestAlerts, type SimulatedAlert } from '../../../workers/alerts/backtest-alerts.ts'
import { alarmsOf, backtest } from '../../../workers/phases/backtest.ts'
import type { CreateEngine } from '../../../workers/phases/course.ts'
import { operation, orNull } from './operation.ts'
import { foundRow, foundShape, marksShape } from './phase-shapes.ts'
import { moment } from './shapes.ts'
import { needStory } from './story-lookup.ts'

const dayMs = 24 * 3_600_000
/** Of what is kept of evidence, enough is left above it. */
const highestBar = 50
const mostRaised = 200

const tierShape = z.object({
  alarms: z.int(),
  perMonth: z.number().nullable().meta({ description: 'In 30 days; null where no whole day was watched.' }),
  at: z.array(moment),
})
const ruleTestShape = z.object({
  rule: z.string(),
  sensitivity: z.enum(sensitivities),
  isSet: z.boolean().meta({ description: 'It is that of the rule.' }),
  alerts: z.int(),
  perMonth: z
    .number()
    .nullable()
    .meta({ description: 'In 30 days of the whole past; null where that is less than a day.' }),
  raised: z
    .array(
      z.object({
        raisedAt: moment,
        at: moment,
        trigger: z.enum(alertTriggers),
        title: z.string(),
        reason: z.string(),
        notBefore: moment.nullable(),
      }),
    )
    .meta({ description: `In order; the last ${mostRaised}.` }),
})
const backtestShape = z
  .object({
    from: moment,
    to: moment,
    watchedDays: z.number().meta({ description: 'Since it was learnt what is usual.' }),
    marks: marksShape,
    earlySigns: tierShape,
    backlash: tierShape,
    changes: z.array(foundShape),
    alerts: z.array(ruleTestShape).meta({ description: 'Each rule in each of the three sensitivities.' }),
    untested: z.array(z.enum(alertTriggers)).meta({ description: 'None any more: empty, and kept for who reads it.' }),
  })
  .meta({ id: 'Backtest' })

/** One goes through all of a story: a second one waits outside. */
const oneAtATime = <Asked extends readonly unknown[], Answer>(work: (...asked: Asked) => Promise<Answer>) => {
  let isRunning = false
  return async (...asked: Asked): Promise<Answer> => {
    if (isRunning)
      throw new Problem('busy', 'testing bars over a past: another test is running; try again', {
        retryAfterSeconds: 5,
      })
    isRunning = true
    try {
      return await work(...asked)
    } finally {
      isRunning = false
    }
  }
}

/** The rules over a story; without any the one that says nothing but its name. @throws Problem `not-found` */
const rulesFor = (readModel: ReadModel, slug: string, id: string | undefined): readonly AlertRule[] => {
  if (id !== undefined) {
    const named = alertRuleOf(readModel, id)
    if (named === undefined) throw unknownRule('testing an alert rule', id)
    return [named.rule]
  }
  const rules = alertRulesIn(readModel)
    .map(({ rule }) => rule)
    .filter((one) => isOver(one, slug))
  return rules.length === 0 ? [ruleOf(alertEntry.parse({ id: 'default' }))] : rules
}

const inOrder = oneAtATime(
  async (readModel: ReadModel, story: Story, rules: readonly AlertRule[], create: CreateEngine, nowMs: number) => {
    const found = await backtest(readModel, story, create, nowMs)
    return { ...found, alerts: await backtestAlerts(readModel, story, rules, found) }
  },
)

/** Of less than a day it would say nothing. */
const inMonth = (count: number, days: number) => (days < 1 ? null : (30 * count) / days)

const ruleRow = (
  { id }: AlertRule,
  isSet: boolean,
  sensitivity: string,
  raised: readonly SimulatedAlert[],
  days: number,
) => ({
  rule: id,
  sensitivity,
  isSet,
  alerts: raised.length,
  perMonth: inMonth(raised.length, days),
  raised: raised.slice(-mostRaised).map(({ notBefore, ...one }) => ({ ...one, notBefore: orNull(notBefore) })),
})

export const backtestOperations = [
  operation({
    id: 'backtest',
    method: 'get',
    path: '/stories/{slug}/backtest',
    summary: 'When which tier would have been declared and which alert raised, and how many a month',
    description:
      'Over the posts of the story as they are counted now, on the clock of the posts. Declares and raises nothing.',
    access: 'edit',
    query: z.strictObject({
      bar: z.coerce
        .number(`must be a number from 1 to ${highestBar}`)
        .min(1)
        .max(highestBar)
        .optional()
        .meta({ description: 'Evidence that early signs need, nats; the other marks keep their distance.' }),
      rule: slugSchema.optional().meta({ description: 'An alert rule; else all over this story.' }),
    }),
    answers: {
      200: { description: 'What would have been declared', schema: backtestShape },
      404: { description: 'No such story or rule' },
      429: { description: 'Another test is running' },
    },
    run: async ({ readModel }, { params: { slug = '' }, query: { bar, rule }, nowMs }) => {
      const story = needStory(readModel, slug, 'testing bars over its past')
      const marks = marksFor(bar)
      const create: CreateEngine = (from) => createEngine({ ...from, marks })
      const rules = rulesFor(readModel, slug, rule)
      const tried = rules.flatMap((one) => sensitivities.map((sensitivity) => ({ ...one, sensitivity })))
      const found = await inOrder(readModel, story, tried, create, nowMs)
      const { changes, fromMs, toMs, learntMs = toMs, alerts } = found
      const days = (toMs - fromMs) / dayMs
      const watchedDays = Math.max(0, (toMs - learntMs) / dayMs)
      const tierOf = (alarms: readonly PhaseChange[]) => ({
        alarms: alarms.length,
        perMonth: inMonth(alarms.length, watchedDays),
        at: alarms.map(({ at }) => at),
      })
      const { earlySigns, backlash } = alarmsOf(changes)
      return {
        json: {
          from: new Date(fromMs).toISOString(),
          to: new Date(toMs).toISOString(),
          watchedDays,
          marks,
          earlySigns: tierOf(earlySigns),
          backlash: tierOf(backlash),
          changes: changes.map(foundRow),
          alerts: tried.map((one, i) => {
            const isSet = rules.find(({ id }) => id === one.id)?.sensitivity === one.sensitivity
            return ruleRow(one, isSet, one.sensitivity, alerts[i] ?? [], days)
          }),
          untested: [],
        },
      }
    },
  }),
]
