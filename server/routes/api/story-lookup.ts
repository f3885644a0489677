// What an address names: a story by its slug, a topic of it by slug or name.
import { reactionTitles } from '../../../analysis/reactions.ts'
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

/** By slug or by name: the slug of a topic or of a reaction. @throws Problem `not-found` */
export const needTopic = (story: Story, named: string, operation: string): string => {
  const { slug, topics } = story
  const name = named.toLowerCase()
  const reactions = reactionsOf(story)
  const found =
    reactions.find((one) => one === named) ??
    topics.find((topic) => topic.slug === named)?.slug ??
    topics.find((topic) => topic.name.toLowerCase() === name)?.slug ??
    reactions.find((one) => reactionTitles.get(one)?.toLowerCase() === name)
  if (found !== undefined) return found
  throw new Problem(
    'not-found',
    `${operation}: story "${slug}" has no such topic; GET /api/v1/stories/${slug}/topics names them`,
  )
}
