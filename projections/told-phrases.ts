// Every phrase that ever emerged in a story, by the day it was told: what a stretch of the past brought up.
import type { EmergingPhrase } from '../events/story.ts'
import { dismissedOf } from './dismissed-phrases.ts'
import { intervalMs } from './intervals.ts'
import { isTopicOf } from './phrases.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'
import type { Story } from './stories.ts'

/** One per phrase: its strongest telling of the day, from its first `since` to its last `at`. */
type Told = readonly EmergingPhrase[]

const nothing: Told = []
const mostADay = 40

const keyOf = (slug: string, at: string) => `${slug}|${at.slice(0, 10)}`

const tell = (told: Told, found: EmergingPhrase): Told => {
  const before = told.find(({ phrase }) => phrase === found.phrase)
  const strongest = before !== undefined && before.g2 > found.g2 ? before : found
  const since = before !== undefined && before.since < found.since ? before.since : found.since
  const at = before !== undefined && before.at > found.at ? before.at : found.at
  const others = told.filter(({ phrase }) => phrase !== found.phrase)
  return [...others, { ...strongest, since, at }].sort((a, b) => b.g2 - a.g2).slice(0, mostADay)
}

/** Key: `story|2017-08-19`, the day of `at`. */
export const toldPhrases: Projection<Told> = {
  name: 'told-phrases',
  initial: nothing,
  keys: (event) => (event.type === 'PhraseEmerged' ? [keyOf(event.data.slug, event.data.at)] : []),
  evolve: (told, event) => {
    if (event.type !== 'PhraseEmerged') return told
    const { slug: _, ...found } = event.data
    return tell(told, found)
  },
}

/** All of a story, by when they were told; of a phrase its strongest telling of each day. */
export const phrasesToldIn = (readModel: ReadModel, slug: string): readonly EmergingPhrase[] =>
  readModel
    .scan('told-phrases', { from: `${slug}|`, to: afterPrefix(`${slug}|`) })
    .flatMap(({ state }) => state as Told)
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : b.g2 - a.g2))

/** A phrase that goes on is told again within this time. */
const toldWithinMs = intervalMs['1d']

/** Those that were written in a stretch of time, the surest first, each once; no topics of the story, none that was dismissed. */
export const phrasesBetween = (
  readModel: ReadModel,
  story: Pick<Story, 'slug' | 'topics'>,
  fromMs: number,
  toMs: number,
): readonly EmergingPhrase[] => {
  const { slug } = story
  const iso = (ms: number) => new Date(ms).toISOString()
  const days = { from: keyOf(slug, iso(fromMs)), to: afterPrefix(keyOf(slug, iso(toMs + toldWithinMs))) }
  const dismissed = new Set(dismissedOf(readModel, slug))
  const strongest = new Map<string, EmergingPhrase>()
  for (const { state } of readModel.scan('told-phrases', days))
    for (const one of state as Told)
      if (one.since < iso(toMs) && one.at >= iso(fromMs) && one.g2 > (strongest.get(one.phrase)?.g2 ?? 0))
        strongest.set(one.phrase, one)
  return [...strongest.values()]
    .filter(({ phrase }) => !dismissed.has(phrase) && !isTopicOf(story, phrase))
    .sort((a, b) => b.g2 - a.g2)
}
