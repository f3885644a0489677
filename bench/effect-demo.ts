// What is said of the statements of the demonstration, over its seeds: posts written, analysed and counted as the product does.
import { createAnalyse } from '../analysis/analyse.ts'
import { type Count, inHours } from '../analysis/effects/hours.ts'
import { effectsOf, type StatementEffect } from '../analysis/effects/statement-effects.ts'
import { storyRules } from '../analysis/topics.ts'
import { defaultLane } from '../events/story.ts'
import { statementEntry } from '../events/story-entry.ts'
import { bodyOf, moments } from '../examples/plex-2017/moments.ts'
import { storyUntil } from '../examples/plex-2017/schedule.ts'
import { writeStory } from '../examples/plex-2017/write.ts'

const story = { title: '', company: '', about: '', channels: [], match: [], topics: [], demonstration: true }

/** First wordings only, and of the bots' copies none: what is counted of them is one post each. */
const hoursOf = (seed: number): readonly Count[] => {
  const { quiet, live } = writeStory(seed)
  const analyse = createAnalyse([storyRules('plex', story, { lane: defaultLane })])
  const seen = new Set<string>()
  const counts = [...quiet, ...live].flatMap(({ post }): Count[] => {
    const { id, text, title, at, source, kind } = post
    if (text === undefined || seen.has(id) || id.includes('-bot-')) return []
    seen.add(id)
    const content = { text, ...(title === undefined ? {} : { title }) }
    const kindOf = kind === 'reply' || kind === 'comment' ? kind : 'post'
    const { found } = analyse({ channel: 'c', source, kind: kindOf, receivedAt: 1, content })
    const label = found[0]?.sentiment.label ?? 'unscored'
    return label === 'unscored' ? [] : [{ atMs: Date.parse(at), negative: label === 'negative' ? 1 : 0, scored: 1 }]
  })
  return inHours(counts)
}

/** By kind of statement. */
export const demonstrated = (seed: number): ReadonlyMap<string, StatementEffect> => {
  const statements = moments
    .filter(({ record }) => record === 'statements')
    .map((moment) => ({ ...statementEntry.parse(bodyOf(moment)), id: moment.entry.kind }))
    .map(({ until, heardAt, ...rest }) => ({
      ...rest,
      ...(until === undefined ? {} : { until }),
      ...(heardAt === undefined ? {} : { heardAt }),
    }))
  const factor = { factor: 1, origin: 'shipped', moments: 0 } as const
  const effects = effectsOf(hoursOf(seed), { statements, restartsMs: [], nowMs: storyUntil, factor })
  return new Map(effects.map((effect) => [effect.id, effect]))
}
