// Lanes of a story: side by side, and all of its posts analysed again.
import { z } from 'zod'
import { lanes } from '../../../analysis/lanes.ts'
import { lanesOf } from '../../../projections/lanes.ts'
import { calibrationIn, withCalibrated } from '../../calibrated.ts'
import { operation, orNull } from './operation.ts'
import { countsShape } from './shapes.ts'
import { needStory } from './story-lookup.ts'

const labels = ['negative', 'neutral', 'positive', 'unscored'] as const
const matrixShape = z.record(z.enum(labels), z.record(z.enum(labels), z.int()))
const laneShape = z
  .object({
    id: z.string(),
    model: z.string().nullable().meta({ description: 'Of new analyses, named by content; null: not in this release.' }),
    state: z.enum(['active', 'chosen', 'shadow']),
    filled: z.boolean().meta({ description: 'It has analysed every post that the active lane has.' }),
    counts: countsShape,
    agreement: z
      .object({
        posts: z.int().meta({ description: 'The newest ones that both have analysed, at most 5,000.' }),
        same: z.int(),
        matrix: matrixShape.meta({ description: 'Outer: the active lane; inner: this lane.' }),
        hourlyDifference: z.number().nullable().meta({
          description: 'Mean distance of the negative shares over hours with at least ten scored posts.',
        }),
      })
      .nullable(),
  })
  .meta({ id: 'Lane' })

const reanalysisShape = z
  .object({
    done: z.number().min(0).max(1).meta({ description: 'How much of the log was gone through, 0..1.' }),
  })
  .nullable()
  .meta({ description: 'null: no past waits for its analysis.' })

const modelOf = (id: string) => orNull(lanes.find((lane) => lane.id === id)?.model)

export const laneOperations = [
  operation({
    id: 'listLanes',
    method: 'get',
    path: '/stories/{slug}/lanes',
    summary: 'Lanes that analyse a story, side by side',
    access: 'public',
    answers: {
      200: {
        description: 'The active one first',
        schema: z.object({ lanes: z.array(laneShape), reanalysis: reanalysisShape }),
      },
      404: { description: 'No such story' },
    },
    run: ({ readModel, reanalysing }, { params: { slug = '' } }) => {
      const story = needStory(readModel, slug, 'listing lanes')
      const progress = reanalysing(slug, story.revision)
      return {
        cache: 'none',
        json: {
          lanes: lanesOf(readModel, story).map(({ id, state, filled, total, agreement }) => ({
            id,
            model: modelOf(id),
            state,
            filled,
            counts: withCalibrated(total, calibrationIn(story, id)),
            agreement: orNull(agreement),
          })),
          reanalysis: orNull(progress && { done: progress.version / progress.through }),
        },
      }
    },
  }),
  operation({
    id: 'reanalyse',
    method: 'post',
    path: '/stories/{slug}/reanalysis',
    summary: 'Analyse all posts of a story again',
    description:
      'By all its lanes, and by `lane` too, which analyses beside the active one from then on. In the background: GET …/lanes tells how far it is. To show another lane, PATCH the story with `lane`.',
    access: 'edit',
    body: z.strictObject({
      lane: z
        .enum(lanes.map(({ id }) => id))
        .optional()
        .meta({ description: 'A lane that is to join.' }),
    }),
    answers: {
      202: { description: 'Begun', schema: z.object({ version: z.int() }) },
      404: { description: 'No such story' },
    },
    run: async ({ readModel, editing, settled }, { params: { slug = '' }, body }) => {
      needStory(readModel, slug, 'analysing a story again')
      const { version } = await editing.reanalyse(slug, body.lane)
      await settled(version)
      return { status: 202, json: { version } }
    },
  }),
]
