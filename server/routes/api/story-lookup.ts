// What an address names: a story by its slug, a topic of it by slug or name.
import { Problem } from '../../../events/problem.ts'
import { reactionsOf } from '../../../events/topic-rules.ts'
import type { ReadModel } from '../../../projections/read-model.ts'
import { type Story, storyOf } from '../../../projections/stories.ts'

/** @throws Problem `not-found` */
export const needStory = (readModel: ReadModel, slug: string, operation: string): Story => {
  const story = storyOf(readModel, slug)
  if (story !== undefined) return story
  throw new Problem('not-found', `${operation}: there is no story "${slug}"; GET /api/v1/stories lists them`)
}

/** The slug of a topic or of a reaction. @throws Problem `not-found` */
export const needTopic = (story: Story, named: string, operation: string): string => {
  const { slug, topics } = story
  const reaction = reactionsOf(story).find((one) => one === named)
  if (reaction !== undefined) return reaction
  const topic =
    topics.find((rule) => rule.slug === named) ?? topics.find(({ name }) => name.toLowerCase() === named.toLowerCase())
  if (topic !== undefined) return topic.slug
  throw new Problem(
    'not-found',
    `${operation}: story "${slug}" has no such topic; GET /api/v1/stories/${slug}/topics names them`,
  )
}
