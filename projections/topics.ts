// Topics of a story: how many posts each has had, and where each is going.
import { reactionsOf } from '../events/topic-rules.ts'
import { type Counts, countsOf, emptyTally, type Tally } from './counts.ts'
import { intervalMs } from './intervals.ts'
import type { ReadModel } from './read-model.ts'
import { storyOf } from './stories.ts'
import { createTally } from './tally.ts'
import { countsBetween } from './timeline.ts'

/** Key: `story|lane|topic`: posts ever. */
export const topics = createTally('topics', (_, lane, { slug, topics }) =>
  topics.map((topic) => `${slug}|${lane}|${topic}`),
)

type Trend = 'rising' | 'steady' | 'falling'

/**
 * Posts of a day against those of the day before. Counts scatter by their root, so a difference within two times
 * the root of the sum is taken for chance.
 */
export const trendOf = (posts: number, postsBefore: number): Trend => {
  const chance = 2 * Math.sqrt(posts + postsBefore)
  return posts - postsBefore > chance ? 'rising' : postsBefore - posts > chance ? 'falling' : 'steady'
}

type TopicRow = Counts & {
  readonly slug: string
  readonly name: string
  /** A reaction's name is its slug. */
  readonly kind: 'rule' | 'reaction'
  /** Of all posts of the range, 0..1; a post may have several topics. Null without posts. */
  readonly share: number | null
  /** In the 24 h before the end of the range, and what that is against the 24 h before. */
  readonly lastDay: Counts
  readonly trend: Trend
  /** Since the story began. */
  readonly total: Counts
}

/** Topics of the story's rules and reactions, those with most posts in the last 24 h of the range first; of equals a rule. */
export const topicsOf = (
  readModel: ReadModel,
  { story, lane, fromMs, toMs }: { story: string; lane: string; fromMs: number; toMs: number },
): readonly TopicRow[] => {
  const known = storyOf(readModel, story)
  const rules = [
    ...(known?.topics ?? []).map(({ slug, name }) => ({ slug, name, kind: 'rule' as const })),
    ...(known === undefined ? [] : reactionsOf(known)).map((slug) => ({ slug, name: slug, kind: 'reaction' as const })),
  ]
  const keyOf = (slug: string) => `${story}|${lane}|${slug}`
  const totals = readModel.load(
    'topics',
    rules.map(({ slug }) => keyOf(slug)),
  )
  const all = countsBetween(readModel, { story, lane }, fromMs, toMs)
  const dayMs = intervalMs['1d']
  return rules
    .map(({ slug, name, kind }): TopicRow => {
      const line = { story, lane, topic: slug }
      const counts = countsBetween(readModel, line, fromMs, toMs)
      const lastDay = countsBetween(readModel, line, toMs - dayMs, toMs)
      const dayBefore = countsBetween(readModel, line, toMs - 2 * dayMs, toMs - dayMs)
      return {
        slug,
        name,
        kind,
        ...counts,
        share: all.posts === 0 ? null : counts.posts / all.posts,
        lastDay,
        trend: trendOf(lastDay.posts, dayBefore.posts),
        total: countsOf((totals.get(keyOf(slug)) ?? emptyTally) as Tally),
      }
    })
    .sort(
      (a, b) =>
        b.lastDay.posts - a.lastDay.posts ||
        b.posts - a.posts ||
        Number(a.kind === 'reaction') - Number(b.kind === 'reaction') ||
        (a.slug < b.slug ? -1 : 1),
    )
}
