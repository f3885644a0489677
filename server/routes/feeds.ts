// Feeds: of one story, of one of its topics, of one kind of entry, and of all stories.
import { type Request, type Response, Router } from 'express'
import { Problem } from '../../events/problem.ts'
import { storiesOf, storyOf } from '../../projections/stories.ts'
import { type FeedFormat, feedFormats, feedIn, feedTypes } from '../../views/feed.ts'
import { type EntryKind, entryKinds } from '../../views/feed-entry.ts'
import { createFeedFacts } from '../feed-facts.ts'
import { madeOf, openToAll, sendMade } from '../made.ts'
import type { Reading } from '../story-reading.ts'
import { nameOf } from '../topic-facts.ts'
import { needTopic } from './api/story-lookup.ts'

const kindFrom = (value: unknown): EntryKind | undefined => {
  if (value === undefined) return undefined
  const kind = entryKinds.find((one) => one === value)
  if (kind === undefined) throw new Problem('invalid', `reading a feed: kind is ${entryKinds.join(', ')}`)
  return kind
}

const topicFrom = (value: unknown): string | undefined => {
  if (value === undefined || typeof value === 'string') return value
  throw new Problem('invalid', 'reading a feed: topic is the name or the slug of one topic')
}

export const feedRoutes = (reading: Reading): Router => {
  const { readModel, stamp, published, address } = reading
  const factsOf = createFeedFacts(reading)
  const router = Router()

  const storyFeed = (format: FeedFormat, slug: string, kind: EntryKind | undefined, named: string | undefined) => {
    const story = storyOf(readModel, slug)
    if (story === undefined) throw new Problem('not-found', `reading a feed: there is no story "${slug}"`)
    const topic = named === undefined ? undefined : needTopic(story, named, 'reading a feed')
    return feedIn(format, [factsOf(story, topic)], {
      address: address(),
      path: `/stories/${slug}`,
      title: story.title,
      kind,
      topic: topic === undefined ? undefined : [topic, nameOf(story, topic)],
    })
  }
  const wholeFeed = (format: FeedFormat, kind: EntryKind | undefined) => {
    const stories = storiesOf(readModel).map((story) => factsOf(story))
    return feedIn(format, stories, { address: address(), path: '', title: 'Outcry: all stories', kind })
  }

  const answer = async (format: FeedFormat, slug: string | undefined, request: Request, response: Response) => {
    const kind = kindFrom(request.query.kind)
    const topic = topicFrom(request.query.topic)
    if (slug === undefined && topic !== undefined)
      throw new Problem('invalid', 'reading a feed: a topic is of one story; ask the feed of that story')
    const made = await published(`feed|${JSON.stringify([format, slug, kind, topic])}`, stamp(), async () =>
      madeOf(
        slug === undefined ? wholeFeed(format, kind) : storyFeed(format, slug, kind, topic),
        `${feedTypes[format]}; charset=utf-8`,
      ),
    )
    openToAll(response)
    sendMade(made, request, response)
  }

  for (const format of feedFormats) {
    router.get(`/feed.${format}`, (request, response) => answer(format, undefined, request, response))
    router.get(`/stories/:slug/feed.${format}`, (request, response) =>
      answer(format, request.params.slug, request, response),
    )
  }
  return router
}
