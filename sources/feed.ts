// Any RSS, Atom or RDF feed: what it shows now, asked for only when it has changed.
import { failureOf } from './failure.ts'
import { idsOf, isOpensOnly, postOfEntry } from './feed-engines.ts'
import { type FeedEntry, readFeed } from './feed-entry.ts'
import type { Item, Polled, Reading, Source } from './source.ts'
import { parseFeedTime } from './time.ts'
import { translatePost } from './webhook.ts'

const backfillMs = 30 * 24 * 3_600_000
const longestTag = 200
const pauseMs = 100

/** `newest`: ISO 8601, of the newest entry ever shown. */
type Cursor = { readonly etag?: string; readonly modified?: string; readonly newest?: string }

const cursorOf = ({ cursor }: Reading): Cursor => (cursor === undefined ? {} : (JSON.parse(cursor) as Cursor))

const begin: Polled['begin'] = (reading) => {
  const { etag, modified } = cursorOf(reading)
  const headers = {
    accept: 'application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1',
    ...(etag === undefined ? {} : { 'if-none-match': etag }),
    ...(modified === undefined ? {} : { 'if-modified-since': modified }),
  }
  return [{ method: 'GET', url: String(reading.config.url), headers, asks: 'feed' }]
}

const maxAgeMs = (cacheControl = '') => 1_000 * Number(/\bmax-age=(\d{1,7})\b/.exec(cacheControl)?.[1] ?? 0)

/** The older end of the window: feeds go either way, and what is pinned stands at the top. */
const oldestOf = (times: readonly number[]): number | undefined => {
  const falls = times.filter((ms, i) => i > 0 && ms < (times[i - 1] as number)).length
  return falls * 2 >= times.length - 1 ? times.at(-1) : times[0]
}

const within = (text: string | undefined) => (text !== undefined && text.length <= longestTag ? text : undefined)

/** Without a readable date it is from when it was first seen. */
const itemOf = ({ undated, ...sent }: { readonly undated: boolean }): Item => {
  const item = translatePost(sent)
  return undated && 'post' in item ? { post: { ...item.post, estimated: true } } : item
}

const translate: Polled['translate'] = (reading, _, answer) => {
  const { nowMs } = reading
  const failure = failureOf(answer, nowMs)
  if (failure !== undefined) return failure
  const before = cursorOf(reading)
  const rest = (ttlMs = 0) => {
    const restMs = Math.max(ttlMs, maxAgeMs(answer.headers['cache-control']))
    return restMs === 0 ? {} : { notBeforeMs: nowMs + restMs }
  }
  if (answer.status === 304)
    return { items: [], next: [], dropped: 0, cursor: reading.cursor ?? JSON.stringify({}), ...rest() }
  const feed = readFeed(answer)
  if ('failure' in feed) return feed
  const idOf = idsOf(feed.entries)
  const timeOf = ({ published }: FeedEntry) => parseFeedTime(published ?? '')
  const posts = feed.entries.flatMap((entry) => {
    const post = postOfEntry(entry, idOf)
    const ms = timeOf(entry)
    return post === undefined ? [] : [{ ...post, at: new Date(ms ?? nowMs).toISOString(), undated: ms === undefined }]
  })
  const first = [...new Map(posts.map((post) => [post.id, post] as const).reverse()).values()].reverse()
  const times = feed.entries.flatMap((entry) => timeOf(entry) ?? [])
  const oldestMs = oldestOf(times)
  const newestMs = Math.max(...times, Date.parse(before.newest ?? '') || 0)
  // Entries that were there last time are not any more: what stood between was not seen.
  const isCut = before.newest === undefined || (oldestMs !== undefined && oldestMs > Date.parse(before.newest))
  const etag = within(answer.headers.etag)
  const modified = within(answer.headers['last-modified'])
  const cursor: Cursor = {
    ...(etag === undefined ? {} : { etag }),
    ...(modified === undefined ? {} : { modified }),
    ...(newestMs > 0 ? { newest: new Date(newestMs).toISOString() } : {}),
  }
  return {
    items: first.map(itemOf),
    next: [],
    dropped: feed.entries.length - first.length,
    cursor: JSON.stringify(cursor),
    ...(isOpensOnly(feed.entries) ? { shows: 'opening posts' } : {}),
    ...(isCut && oldestMs !== undefined ? { fromMs: Math.max(oldestMs, nowMs - backfillMs) } : {}),
    ...rest(feed.ttlMs),
  }
}

export const feed: Source = { kind: 'feed', polled: { pauseMs, begin, translate } }
