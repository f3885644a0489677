// Every phrase that ever emerged in a story, by the day it was told: what a stretch of the past brought up.
import type { EmergingPhrase } from '../events/story.ts'
import { intervalMs } from './intervals.ts'
import type { Projection } from './projection.ts'
import type { ReadModel } from './read-model.ts'

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

/** A phrase that goes on is told again within this time. */
const toldWithinMs = intervalMs['1d']

/** Those that were written in a stretch of time, the surest first; each once. */
export const phrasesBetween = (
  readModel: ReadModel,
  slug: string,
  fromMs: number,
  toMs: number,
): readonly EmergingPhrase[] => {
  const [from, to, end] = [fromMs, toMs, toMs + toldWithinMs].map((ms) => new Date(ms).toISOString()) as [
    string,
    string,
    string,
  ]
  const days = readModel.scan('told-phrases', { from: keyOf(slug, from), to: `${keyOf(slug, end)}\uffff` })
  const inside = days.flatMap(({ state }) => state as Told).filter(({ since, at }) => since < to && at >= from)
  return inside
    .toSorted((a, b) => b.g2 - a.g2)
    .filter(({ phrase }, i, all) => all.findIndex((one) => one.phrase === phrase) === i)
}
