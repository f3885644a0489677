// What a person makes of an emerging phrase: a topic, or nothing for a month. Topics of a person's own are added here too.
import { z } from 'zod'
import { Problem } from '../../../events/problem.ts'
import { type TopicEntry, topicEntry } from '../../../events/story-entry.ts'
import { phraseOf } from '../../../projections/phrases.ts'
import type { ReadModel } from '../../../projections/read-model.ts'
import { operation } from './operation.ts'
import { topicShape } from './shapes.ts'
import { needStory } from './story-lookup.ts'
import { topicRows } from './topics.ts'

const longestName = 80

const { name, match, patterns, exclude } = topicEntry.shape
const phrases = match.removeDefault()
const addition = z
  .strictObject({
    phrase: phrases.element
      .optional()
      .meta({ description: 'Of an emerging phrase: it becomes the topic’s only phrase.' }),
    name: name.optional().meta({ description: 'With `phrase`: another name than its title.' }),
    match: phrases.optional(),
    patterns,
    exclude,
  })
  .refine(
    ({ phrase, name, match = [], patterns = [], exclude = [] }) =>
      phrase === undefined
        ? name !== undefined && match.length + patterns.length > 0
        : match.length + patterns.length + exclude.length === 0,
    { message: 'must have either `phrase`, or `name` and `match` or `patterns`' },
  )
  .meta({ id: 'TopicAddition' })
type Addition = z.infer<typeof addition>

/** @throws Problem `not-found` where no such phrase emerged */
const entryOf = (
  readModel: ReadModel,
  slug: string,
  { phrase, name = '', match = [], ...more }: Addition,
): TopicEntry => {
  if (phrase === undefined) return { name, match, ...more }
  const told = phraseOf(readModel, slug, phrase)
  if (told === undefined)
    throw new Problem(
      'not-found',
      `adding a topic to story "${slug}": no such phrase has emerged lately; send \`name\` and \`match\` instead`,
    )
  return { name: name || told.title.trim().slice(0, longestName), match: [told.phrase] }
}

export const phraseOperations = [
  operation({
    id: 'addTopic',
    method: 'post',
    path: '/stories/{slug}/topics',
    summary: 'Add a topic, or make an emerging phrase one',
    description: 'It is applied to the whole past of the story, in the background.',
    access: 'edit',
    body: addition,
    answers: {
      201: { description: 'The topic as it is now', schema: topicShape },
      404: { description: 'No such story, or no such phrase' },
      409: { description: 'A topic has this name or one of these phrases' },
    },
    run: async ({ readModel, editing, settled }, { params: { slug = '' }, body, nowMs }) => {
      needStory(readModel, slug, 'adding a topic')
      const entry = entryOf(readModel, slug, body)
      const { version } = await editing.addTopic(slug, entry)
      await settled(version)
      const story = needStory(readModel, slug, 'adding a topic')
      const added = story.topics.find((topic) => topic.name === entry.name)?.slug
      const range = { fromMs: nowMs - 24 * 3_600_000, toMs: nowMs }
      return {
        status: 201,
        location: `/api/v1/stories/${slug}/topics`,
        json: topicRows(readModel, story, range).find((topic) => topic.slug === added),
      }
    },
  }),
  operation({
    id: 'dismissPhrase',
    method: 'delete',
    path: '/stories/{slug}/phrases/{phrase}',
    summary: 'Dismiss an emerging phrase',
    description: 'It is not told again for 30 days.',
    access: 'edit',
    answers: { 204: { description: 'Dismissed' }, 404: { description: 'No such story, or no such phrase' } },
    run: async ({ readModel, editing, settled }, { params: { slug = '', phrase = '' } }) => {
      needStory(readModel, slug, 'dismissing a phrase')
      const { version } = await editing.dismissPhrase(slug, phrase)
      await settled(version)
      return { status: 204 }
    },
  }),
]
