// Posts of topics and sources inside a stretch and in the calm before its episode.
import type { Span, Window } from '../analysis/phases/windows.ts'
import { reactionsOf } from '../events/topic-rules.ts'
import { countsOf, type Tally } from '../projections/counts.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { sourcesOf } from '../projections/sources.ts'
import type { Story } from '../projections/stories.ts'
import { countsBetween, type Line } from '../projections/timeline.ts'

export type Sizes = { readonly negative: number; readonly scored: number }
/** Absent: all of them. */
type Which = Pick<Line, 'source' | 'topic'>

const mostTopics = 40
const mostSources = 20

/** Those with most posts ever; of topics their slugs. */
export const namesIn = (readModel: ReadModel, { slug, lane, ...story }: Story) => {
  const topics = [...story.topics.map((topic) => topic.slug), ...reactionsOf(story)]
  const keyOf = (topic: string) => `${slug}|${lane}|${topic}`
  const totals = readModel.load('topics', topics.map(keyOf))
  const postsOf = (topic: string) => {
    const tally = totals.get(keyOf(topic)) as Tally | undefined
    return tally === undefined ? 0 : countsOf(tally).posts
  }
  const largest = topics.map((topic) => ({ topic, posts: postsOf(topic) })).sort((a, b) => b.posts - a.posts)
  return {
    topics: largest
      .filter(({ posts }) => posts > 0)
      .slice(0, mostTopics)
      .map(({ topic }) => topic),
    sources: sourcesOf(readModel, slug, lane)
      .slice(0, mostSources)
      .map(({ source }) => source),
  }
}

/** The calm before an episode is read once for all of its stretches. */
export const createCounting = (readModel: ReadModel, { slug, lane }: Story) => {
  const calm = new Map<string, Sizes>()
  const sizesIn = (which: Which, spans: readonly Span[]): Sizes => {
    const parts = spans.map(({ fromMs, toMs }) =>
      countsBetween(readModel, { story: slug, lane, ...which }, fromMs, toMs),
    )
    return {
      negative: parts.reduce((sum, { negative }) => sum + negative, 0),
      scored: parts.reduce((sum, { negative, neutral, positive }) => sum + negative + neutral + positive, 0),
    }
  }
  return {
    inside: (which: Which, window: Window): Sizes => sizesIn(which, [window]),
    before: (which: Which, { episode, baseline }: Window): Sizes => {
      const key = JSON.stringify([episode, which])
      const sizes = calm.get(key) ?? sizesIn(which, baseline)
      calm.set(key, sizes)
      return sizes
    },
  }
}
export type Counting = ReturnType<typeof createCounting>
