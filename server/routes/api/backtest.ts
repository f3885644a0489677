// What other bars would have declared over the past of a story.
import { z } from 'zod'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { marksFor } from '../../../analysis/phases/settings.ts'
import type { PhaseChange } from '../../../events/phase.ts'
import { Problem } from '../../../events/problem.ts'
import { alarmsOf, backtest } from '../../../workers/phases/backtest.ts'
import type { CreateEngine } from '../../../workers/phases/course.ts'
import { operation } from './operation.ts'
import { foundRow, foundShape, marksShape } from './phase-shapes.ts'
import { moment } from './shapes.ts'
import { needStory } from './story-lookup.ts'

const dayMs = 24 * 3_600_000
/** Of what is kept of evidence, enough is left above it. */
const highestBar = 50

const tierShape = z.object({
  alarms: z.int(),
  perMonth: z.number().nullable().meta({ description: 'In 30 days; null where no day was watched.' }),
  at: z.array(moment),
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

const inOrder = oneAtATime(backtest)

export const backtestOperations = [
  operation({
    id: 'backtest',
    method: 'get',
    path: '/stories/{slug}/backtest',
    summary: 'When which tier would have been declared, and how many alarms a month',
    description: 'Over the posts of the story as they are counted now, on the clock of the posts. Declares nothing.',
    access: 'edit',
    query: z.strictObject({
      bar: z.coerce
        .number(`must be a number from 1 to ${highestBar}`)
        .min(1)
        .max(highestBar)
        .optional()
        .meta({ description: 'Evidence that early signs need, nats; the other marks keep their distance.' }),
    }),
    answers: {
      200: { description: 'What would have been declared', schema: backtestShape },
      404: { description: 'No such story' },
      429: { description: 'Another test is running' },
    },
    run: async ({ readModel }, { params: { slug = '' }, query: { bar }, nowMs }) => {
      const story = needStory(readModel, slug, 'testing bars over its past')
      const marks = marksFor(bar)
      const create: CreateEngine = (from) => createEngine({ ...from, marks })
      const { changes, fromMs, toMs, learntMs = toMs } = await inOrder(readModel, story, create, nowMs)
      const watchedDays = Math.max(0, (toMs - learntMs) / dayMs)
      const tierOf = (alarms: readonly PhaseChange[]) => ({
        alarms: alarms.length,
        perMonth: watchedDays === 0 ? null : (30 * alarms.length) / watchedDays,
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
        },
      }
    },
  }),
]
