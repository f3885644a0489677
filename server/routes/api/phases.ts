// Phases of a story. Until the engine knows a story, it says that it is learning.
import { z } from 'zod'
import { figuresOf } from '../../../projections/figures.ts'
import { operation } from './operation.ts'
import { moment, pagePhaseShape, phaseShape } from './shapes.ts'
import { needStory } from './story-lookup.ts'

const learningDays = 7
const learningPosts = 100

const changeShape = z.object({
  at: moment,
  phase: phaseShape,
  onset: moment,
  reason: z.string(),
  evidence: z.record(z.string(), z.unknown()),
})

export const phaseOperations = [
  operation({
    id: 'listPhases',
    method: 'get',
    path: '/stories/{slug}/phases',
    summary: 'The phase a story is in, and every change of it',
    access: 'public',
    answers: {
      200: {
        description: 'Phases',
        schema: z.object({
          current: z.object({
            phase: phaseShape,
            pagePhase: pagePhaseShape,
            since: moment,
            reason: z.string(),
            learnt: z.object({ days: z.int(), posts: z.int(), neededDays: z.int(), neededPosts: z.int() }),
          }),
          changes: z.array(changeShape),
        }),
      },
      404: { description: 'No such story' },
    },
    run: ({ readModel }, { params: { slug = '' }, nowMs }) => {
      const { lane, openedAt } = needStory(readModel, slug, 'reading the phases')
      const { days, total } = figuresOf(readModel, slug, lane, nowMs)
      const learnt = { days, posts: total.posts, neededDays: learningDays, neededPosts: learningPosts }
      const reason = `Learning what is normal: ${days} of ${learningDays} days, ${total.posts} of ${learningPosts} posts.`
      return {
        json: { current: { phase: 'learning', pagePhase: 'calm', since: openedAt, reason, learnt }, changes: [] },
      }
    },
  }),
]
