// Topics of a story over a range.
import { z } from 'zod'
import { rangeOf } from '../../../projections/figures.ts'
import { firstAndLastAt } from '../../../projections/posts.ts'
import type { ReadModel } from '../../../projections/read-model.ts'
import type { Story } from '../../../projections/stories.ts'
import { topicsOf } from '../../../projections/topics.ts'
import { calibrationIn, withCalibrated } from '../../calibrated.ts'
import { emergingRows } from './emerging.ts'
import { momentSchema, operation } from './operation.ts'
import { type Asked, boundedRange } from './range.ts'
import { topicShape } from './shapes.ts'
import { needStory } from './story-lookup.ts'

export const topicRows = (
  readModel: ReadModel,
  story: Story,
  range: { readonly fromMs: number; readonly toMs: number },
) =>
  topicsOf(readModel, { story: story.slug, lane: story.lane, ...range }).map(
    ({ slug, name, kind, share, trend, lastDay: _, total: __, ...counts }) => ({
      slug,
      name,
      kind,
      posts: counts.posts,
      net: counts.net,
      share,
      trend,
      counts: withCalibrated(counts, calibrationIn(story, story.lane)),
    }),
  )

const query = z.strictObject({ from: momentSchema.optional(), to: momentSchema.optional() })

export const topicOperations = [
  operation<Asked>({
    id: 'listTopics',
    method: 'get',
    path: '/stories/{slug}/topics',
    summary: 'What the posts are about',
    description:
      'Over the whole story unless `from` and `to` are given; those with most posts in its last 24 hours first. Emerging phrases stand last, and only where `to` is not past.',
    access: 'public',
    query,
    answers: {
      200: { description: 'The topics', schema: z.object({ topics: z.array(topicShape) }) },
      404: { description: 'No such story' },
    },
    run: ({ readModel }, { params: { slug = '' }, query, nowMs }) => {
      const story = needStory(readModel, slug, 'listing topics')
      const range = boundedRange(query, rangeOf(readModel, slug, story.lane, nowMs), 'listing topics')
      // What emerged is known of the end only: of now, or of the last post where a story is over.
      const endMs =
        range.toMs < nowMs ? Date.parse(firstAndLastAt(readModel, slug, story.lane)?.last ?? story.openedAt) : nowMs
      const emerging = (query.to ?? nowMs) < nowMs ? [] : emergingRows(readModel, story, endMs)
      return { json: { topics: [...topicRows(readModel, story, range), ...emerging] } }
    },
  }),
]
