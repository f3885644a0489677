// Gathers what a story page is told of topics and emerging phrases.
import { reactionTitles } from '../analysis/reactions.ts'
import type { EmergingPhrase } from '../events/story.ts'
import { phrasesOf } from '../projections/phrases.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { Story } from '../projections/stories.ts'
import { topicsOf } from '../projections/topics.ts'
import type { TopicFacts } from '../views/facts.ts'
import { posts } from '../views/summary.ts'
import { dayMs, hourMs } from '../views/wording.ts'
import { binOf, binsOf } from './bins.ts'

const sparkBins = 40
const topicsShown = 8

export const nameOf = ({ topics }: Story, slug: string) =>
  topics.find((topic) => topic.slug === slug)?.name ?? reactionTitles.get(slug) ?? slug

/** At most 40 bins of hours, later of whole days: so that a long story reads few rows. */
const sparkBinMs = (spanMs: number) => {
  const least = spanMs / sparkBins
  return [1, 3, 6, 12].map((hours) => hours * hourMs).find((ms) => ms >= least) ?? Math.ceil(least / dayMs) * dayMs
}

/** Its topics and what emerged, as the page's table needs them. */
export const topicFacts = (readModel: ReadModel, story: Story, fromMs: number, nowMs: number): TopicFacts[] => {
  const { slug, lane } = story
  const binMs = sparkBinMs(Math.max(dayMs, nowMs - fromMs))
  const interval = binMs < dayMs ? '1h' : '1d'
  const span = { fromMs: Math.floor(fromMs / binMs) * binMs, toMs: nowMs, nowMs, binMs, interval } as const
  const named = topicsOf(readModel, { story: slug, lane, fromMs: nowMs - dayMs, toMs: nowMs })
    .filter(({ kind, total }) => kind === 'rule' || total.posts > 0)
    .slice(0, topicsShown)
    .map((topic) => ({
      slug: topic.slug,
      name: nameOf(story, topic.slug),
      kind: topic.kind,
      last24h: binOf(topic.lastDay),
      trend: topic.trend,
      spark: binsOf(readModel, { story: slug, lane, topic: topic.slug }, span).bins.map(posts),
    }))
  return [...named, ...phrasesOf(readModel, story, nowMs).map(emergedFacts)]
}

const emergedFacts = ({
  phrase,
  title,
  since,
  documents,
  authors,
  negative,
  positive,
}: EmergingPhrase): TopicFacts => ({
  slug: phrase,
  name: title,
  kind: 'emerging',
  last24h: [negative, Math.max(0, documents - negative - positive), positive, 0],
  trend: 'rising',
  spark: [],
  emerged: { sinceMs: Date.parse(since), authors },
})
