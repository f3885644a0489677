// Posts of a story: listed with what may be shown of them; one of them erased.
import { z } from 'zod'
import { type ListedPost, postsOf } from '../../../projections/posts.ts'
import type { Story } from '../../../projections/stories.ts'
import { limits } from '../../../settings.ts'
import { readCursor, writeCursor } from '../../cursor.ts'
import { nothing, type ShownContent, shownContent } from '../../shown-content.ts'
import { limitSchema, momentSchema, operation, orNull } from './operation.ts'
import { moment } from './shapes.ts'
import { needStory, needTopic } from './story-lookup.ts'

const labels = ['negative', 'neutral', 'positive', 'unscored'] as const
const query = z.strictObject({
  sentiment: z.enum(labels).optional(),
  topic: z.string().min(1).max(80).optional().meta({ description: 'Slug or name.' }),
  source: z.string().min(1).max(31).optional(),
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  cursor: z.string().min(1).max(400).optional().meta({ description: '`next` of the page before.' }),
  limit: limitSchema(limits.maxPageSize),
})

const probability = z.number().min(0).max(1).nullable()
const shown = z.string().nullable()
export const postShape = z
  .object({
    ref: z.string(),
    at: moment,
    source: z.string(),
    channel: z.string(),
    kind: z.enum(['post', 'comment', 'reply']),
    url: shown,
    title: shown,
    text: shown.meta({ description: 'null once forgotten, or where the platform forbids showing it.' }),
    sentiment: z.object({
      label: z.enum(labels).meta({ description: 'What counts: of a person where one labelled it, else of the lane.' }),
      corrected: z.boolean().meta({ description: 'A person said so.' }),
      laneLabel: z.enum(labels).meta({ description: 'What the lane says, whatever people say.' }),
      negative: probability,
      neutral: probability,
      positive: probability,
      lane: z.string(),
    }),
    topics: z.array(z.string()),
    duplicate: z.boolean().meta({ description: 'A further near-duplicate, or a native repost.' }),
  })
  .meta({ id: 'ListedPost' })

const isoOf = (ms: number | undefined) => (ms === undefined ? undefined : new Date(ms).toISOString())
const present = <T extends object>(values: T) =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    [Name in keyof T]?: Exclude<T[Name], undefined>
  }

/** @param content what of it may be shown */
export const postRow = (
  { topics: rules }: Pick<Story, 'topics'>,
  post: ListedPost,
  content: ShownContent = nothing,
) => {
  const { ref, at, source, channel, kind, sentiment, corrected, lane, topics, duplicate } = post
  return {
    ref,
    at,
    source,
    channel,
    kind,
    ...content,
    sentiment: {
      negative: null,
      neutral: null,
      positive: null,
      label: corrected ?? sentiment.label,
      corrected: corrected !== undefined,
      laneLabel: sentiment.label,
      ...(sentiment.label === 'unscored'
        ? {}
        : { negative: sentiment.negative, neutral: sentiment.neutral, positive: sentiment.positive }),
      lane,
    },
    topics: topics.map((topic) => rules.find(({ slug }) => slug === topic)?.name ?? topic),
    duplicate,
  }
}

export const postOperations = [
  operation({
    id: 'listPosts',
    method: 'get',
    path: '/stories/{slug}/posts',
    summary: 'Posts of a story, the newest first',
    description: 'A page may hold fewer than `limit`, or none: go on while there is a `next`. Never an author.',
    access: 'public',
    query,
    answers: {
      200: {
        description: 'One page',
        schema: z.object({ posts: z.array(postShape), next: z.string().nullable() }),
      },
      404: { description: 'No such story or topic' },
    },
    run: async ({ readModel, vault, pepper }, { params: { slug = '' }, query, nowMs: _ }) => {
      const story = needStory(readModel, slug, 'listing posts')
      const { cursor, limit, from, to, topic, ...rest } = query
      const filter = present({
        story: slug,
        lane: story.lane,
        ...rest,
        from: isoOf(from),
        to: isoOf(to),
        topic: topic === undefined ? undefined : needTopic(story, topic, 'listing posts'),
      }) as { story: string; lane: string }
      const position = cursor === undefined ? {} : { cursor: readCursor(pepper, filter, cursor) }
      const { posts, next } = postsOf(readModel, { ...filter, ...position, limit })
      const contents = await shownContent({ readModel, vault }, posts)
      return {
        quotes: contents.some(({ text }) => text !== null),
        json: {
          posts: posts.map((post, i) => postRow(story, post, contents[i])),
          next: orNull(next === undefined ? undefined : writeCursor(pepper, filter, next)),
        },
      }
    },
  }),
]
