// Hacker News by its official API: stories and comments that hold one of the channel's phrases, and what is said under such stories.
import { baseOf } from './base-url.ts'
import { failureOf } from './failure.ts'
import { isObject } from './fields.ts'
import { hackerNewsItem } from './hackernews-item.ts'
import {
  afterWish,
  isBarren,
  type Looking,
  startWalk,
  threadOf,
  type Walk,
  type Wish,
  wishOf,
} from './hackernews-walk.ts'
import { readJson } from './json-answer.ts'
import { missingOf, shownOf } from './lookup.ts'
import { createPhrases } from './query-phrases.ts'
import type { Polled, Reading, Source, SourceRequest, Translation } from './source.ts'

const officialApi = 'https://hacker-news.firebaseio.com'
/** Ten requests a second at most. */
const pauseMs = 100
const backfillMs = 30 * 24 * 3_600_000
/** A new item may be answered as null for some seconds. */
const overlapMs = 2 * 60_000

/** `walk` is absent while the newest item is asked for. */
type Progress = { readonly walk?: Walk; readonly wish?: Wish }

const get = (reading: Reading, path: string, asks: string): SourceRequest => ({
  method: 'GET',
  url: `${baseOf(reading, officialApi).replace(/\/v0$/, '')}/v0/${path}.json`,
  headers: { accept: 'application/json' },
  asks,
})

const floorOf = ({ cursor, nowMs }: Reading) =>
  cursor === undefined ? nowMs - backfillMs : Date.parse(cursor) - overlapMs

const lookingOf = (reading: Reading): Looking => ({
  isWanted: createPhrases(String(reading.config.query)),
  nowMs: reading.nowMs,
  endMs: floorOf(reading),
  sinceMs: reading.nowMs - backfillMs,
})

const endOf = (reading: Reading, { newestMs, oldestMs, isBack }: Walk) => {
  const { cursor, nowMs } = reading
  const newest = Math.min(nowMs, Math.max(newestMs, cursor === undefined ? 0 : Date.parse(cursor)))
  return {
    ...(newest === 0 ? {} : { cursor: new Date(newest).toISOString() }),
    ...(isBack ? (cursor === undefined ? { fromMs: floorOf(reading) } : {}) : { fromMs: Math.min(nowMs, oldestMs) }),
  }
}

/** What comes next of the round, or its end. */
const goOn = (
  reading: Reading,
  walk: Walk,
): Pick<Exclude<Translation, { failure: string }>, 'next' | 'cursor' | 'fromMs'> => {
  const wish = wishOf(walk)
  if (wish === undefined) return { next: [], ...endOf(reading, walk) }
  const path = wish.step === 'list' ? String(wish.of) : `item/${wish.of}`
  return { next: [get(reading, path, JSON.stringify({ walk, wish } satisfies Progress))] }
}

const isAnswer = (value: unknown, { step }: Wish) =>
  value === null || (step === 'list' ? Array.isArray(value) : isObject(value))

const translate: Polled['translate'] = (reading, request, answer): Translation => {
  const { walk, wish } = JSON.parse(request.asks) as Progress
  const failure = failureOf(answer, reading.nowMs)
  // The lists only help: one that there is not holds up nothing.
  if (walk !== undefined && wish?.step === 'list' && answer.status === 404)
    return { items: [], dropped: 0, ...goOn(reading, afterWish(walk, wish, null, lookingOf(reading)).walk) }
  if (failure !== undefined) return failure
  const json = readJson(answer)
  if ('failure' in json) return json
  const { value } = json
  if (walk === undefined || wish === undefined)
    return Number.isSafeInteger(value) && Number(value) > 0
      ? { items: [], dropped: 0, ...goOn(reading, startWalk(Number(value), reading.cursor === undefined)) }
      : { failure: 'retry', detail: 'the answer is JSON, but no number of an item.' }
  if (!isAnswer(value, wish)) return { failure: 'retry', detail: 'the answer is JSON, but no item.' }
  const after = afterWish(walk, wish, value, lookingOf(reading))
  if (isBarren(after.walk)) return { failure: 'retry', detail: 'all of the newest items are empty.' }
  const item = after.item && hackerNewsItem(after.item, threadOf(walk, wish.thread))
  return {
    items: item === undefined || 'dropped' in item ? [] : [item],
    dropped: item !== undefined && 'dropped' in item ? 1 : 0,
    ...goOn(reading, after.walk),
  }
}

export const hackernews: Source = {
  kind: 'hackernews',
  polled: {
    pauseMs,
    begin: (reading) => [get(reading, 'maxitem', JSON.stringify({} satisfies Progress))],
    translate,
    recheck: {
      atOnce: 1,
      ask: (reading, [stored]) => get(reading, `item/${encodeURIComponent(stored?.id ?? '')}`, 'item'),
      translate: (reading, stored, answer) => {
        const missing = missingOf(answer, stored, reading.nowMs)
        if (missing !== undefined) return missing
        const json = readJson(answer)
        if ('failure' in json) return json
        if (json.value === null) return shownOf(stored, new Map())
        if (!isObject(json.value)) return { failure: 'retry', detail: 'the answer is JSON, but no item.' }
        return shownOf(stored, new Map([[String(json.value.id), hackerNewsItem(json.value)]]))
      },
    },
  },
}
