// Forums that run Discourse: /posts.json, the newest first, back to where the last round ended.
import { baseOf } from './base-url.ts'
import { discoursePost } from './discourse-post.ts'
import { failureOf } from './failure.ts'
import { countIn, idIn, isObject, type Json, objectsIn, stringIn } from './fields.ts'
import { readJson } from './json-answer.ts'
import type { Polled, Reading, Source, SourceRequest, Translation } from './source.ts'
import { parseTime } from './time.ts'

const dayMs = 24 * 3_600_000
/** How far the first round reads back. */
const backfillMs = 30 * dayMs
/** Posts appear a little out of order, and edits of new posts are seen again. */
const overlapMs = 10 * 60_000
/** Of one round: a forum that writes more than 10,000 posts between two of them has a gap. */
const maxPages = 200
const maxEmptyPages = 5
const postsPerPage = 50
/** The forum allows 50 requests in 10 s and 200 a minute to each address. */
const pauseMs = 350

/** Where a round stands: what the next request of it needs to know. Ids below `before`; 0 = the newest. */
type Progress = {
  readonly page: number
  readonly emptyPages: number
  readonly before: number
  readonly newestMs: number
}

const ask = (reading: Reading, progress: Progress): SourceRequest => ({
  method: 'GET',
  url: `${baseOf(reading)}/posts.json${progress.before === 0 ? '' : `?before=${progress.before}`}`,
  headers: {
    accept: 'application/json',
    ...(reading.secrets.token === undefined ? {} : { 'api-key': reading.secrets.token }),
  },
  asks: JSON.stringify(progress),
})

const floorOf = ({ cursor, nowMs }: Reading) =>
  cursor === undefined ? nowMs - backfillMs : Date.parse(cursor) - overlapMs

const timeOf = (post: Json) => parseTime(stringIn(post, 'created_at') ?? '') ?? Number.NaN

/** Pages go by id: topics that were moved carry old times among new ones, so half a page must be old. */
const isReached = (posts: readonly Json[], floorMs: number) =>
  posts.length > 0 && posts.slice(Math.floor(posts.length / 2)).every((post) => timeOf(post) <= floorMs)

const itemsOf = (reading: Reading, posts: readonly Json[]) => {
  const ids = new Map(posts.map((post) => [`${post.topic_id}/${post.post_number}`, idIn(post, 'id')]))
  return posts.map((post) =>
    discoursePost(
      post,
      {
        id: idIn(post, 'topic_id'),
        title: undefined,
        removed: false,
        idOfNumber: (number) => ids.get(`${post.topic_id}/${number}`),
      },
      baseOf(reading),
    ),
  )
}

const translate: Polled['translate'] = (reading, request, answer): Translation => {
  const failure = failureOf(answer, reading.nowMs)
  if (failure !== undefined) return failure
  const json = readJson(answer)
  if ('failure' in json) return json
  const { value } = json
  if (!isObject(value) || !Array.isArray(value.latest_posts))
    return { failure: 'retry', detail: 'the answer is JSON, but holds no list of posts.' }
  const before = JSON.parse(request.asks) as Progress
  const posts = objectsIn(value, 'latest_posts').toSorted((a, b) => (countIn(b, 'id') ?? 0) - (countIn(a, 'id') ?? 0))
  const read = itemsOf(reading, posts)
  const items = read.flatMap((one) => ('dropped' in one ? [] : [one]))
  const dropped = read.length - items.length
  const floorMs = floorOf(reading)
  const times = posts.map(timeOf).filter(Number.isFinite)
  const progress: Progress = {
    page: before.page + 1,
    // Old versions count ids, not posts: fifty deleted ones make an empty page.
    emptyPages: posts.length > 0 ? 0 : before.emptyPages + 1,
    before: posts.length > 0 ? (countIn(posts.at(-1), 'id') ?? 0) : before.before - postsPerPage,
    newestMs: Math.max(before.newestMs, ...times),
  }
  // A server that does not go back answers the same page for ever.
  const isStuck = before.before !== 0 && progress.before >= before.before
  const isOver = isStuck || progress.before <= 1 || progress.emptyPages > maxEmptyPages
  if (!isOver && !isReached(posts, floorMs) && progress.page < maxPages)
    return { items, dropped, next: [ask(reading, progress)] }
  const isCut = !isOver && !isReached(posts, floorMs)
  return {
    items,
    dropped,
    next: [],
    cursor: new Date(Math.max(progress.newestMs, Date.parse(reading.cursor ?? '') || floorMs)).toISOString(),
    ...(isCut ? { fromMs: Math.min(...times) } : reading.cursor === undefined ? { fromMs: floorMs } : {}),
  }
}

export const discourse: Source = {
  kind: 'discourse',
  polled: {
    pauseMs,
    begin: (reading) => [ask(reading, { page: 0, emptyPages: 0, before: 0, newestMs: 0 })],
    translate,
  },
}
