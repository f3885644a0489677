// Bluesky: a search of its app view, the newest first, back to where the last round ended.
import { blueskyPost, placeOf } from './bluesky-post.ts'
import { bearerOf, blueskyAccess, blueskyFailure, serverOf } from './bluesky-session.ts'
import { isObject, type Json, objectsIn, stringIn } from './fields.ts'
import { readJson } from './json-answer.ts'
import { shownOf } from './lookup.ts'
import { endOfRound, floorsOf, isReached, type Seen, seenWith, unseen } from './read-back.ts'
import type { Failure, Polled, Reading, Source, SourceAnswer, SourceRequest, Translation } from './source.ts'

/** The app view allows 3,000 requests in 5 min to each address. */
const pauseMs = 250
const perPage = 100
/** Of one round: 10,000 posts. */
const maxPages = 100
const perLook = 25

/**
 * `cursor`: the platform's word for the next page. It may end early, and is refused where nobody is signed in: then the search begins
 * anew at `untilMs`, the oldest post so far. `found`: posts since it began.
 */
type Progress = Seen & {
  readonly page: number
  readonly cursor?: string
  readonly untilMs?: number
  /** Cursors are refused. */
  readonly noCursor?: true
  readonly found: number
}
const nothingYet: Progress = { ...unseen, page: 0, found: 0 }

const get = (reading: Reading, method: string, parameters: URLSearchParams, asks: string): SourceRequest => ({
  method: 'GET',
  url: `${serverOf(reading)}/xrpc/${method}?${parameters}`,
  headers: { accept: 'application/json', ...bearerOf(reading) },
  asks,
})

const ask = (reading: Reading, progress: Progress): SourceRequest => {
  const { cursor, untilMs } = progress
  const parameters = new URLSearchParams({
    q: String(reading.config.query),
    sort: 'latest',
    limit: String(perPage),
    since: new Date(floorsOf(reading).endMs).toISOString(),
    // Not included by the platform, and others may be of the same millisecond.
    ...(untilMs === undefined ? {} : { until: new Date(untilMs + 1).toISOString() }),
    ...(cursor === undefined ? {} : { cursor }),
  })
  return get(reading, 'app.bsky.feed.searchPosts', parameters, JSON.stringify(progress))
}

const postsOf = (answer: SourceAnswer): { readonly posts: readonly Json[]; readonly cursor?: string } | Failure => {
  const json = readJson(answer)
  if ('failure' in json) return json
  const { value } = json
  if (!isObject(value) || !Array.isArray(value.posts))
    return { failure: 'retry', detail: 'the answer is JSON, but holds no list of posts.' }
  const cursor = stringIn(value, 'cursor')
  return { posts: objectsIn(value, 'posts'), ...(cursor === undefined ? {} : { cursor }) }
}

/** The search goes on below the oldest post so far. */
const anew = ({ cursor: _, ...progress }: Progress): Progress => ({ ...progress, untilMs: progress.oldestMs, found: 0 })

const refusesCursor = (reading: Reading, { cursor }: Progress, answer: SourceAnswer) =>
  cursor !== undefined && blueskyFailure(reading, answer)?.failure === 'stop'

const translate: Polled['translate'] = (reading, request, answer): Translation => {
  const before = JSON.parse(request.asks) as Progress
  if (refusesCursor(reading, before, answer))
    return { items: [], dropped: 0, next: [ask(reading, { ...anew(before), noCursor: true })] }
  const failure = blueskyFailure(reading, answer)
  if (failure !== undefined) return failure
  const list = postsOf(answer)
  if ('failure' in list) return list
  const { posts } = list
  const cursor = before.noCursor ? undefined : list.cursor
  const read = posts.map(blueskyPost)
  const items = read.flatMap((one) => ('dropped' in one ? [] : [one]))
  const times = posts.map(placeOf).filter(Number.isFinite)
  const progress: Progress = {
    ...before,
    ...seenWith(reading, before, times),
    page: before.page + 1,
    found: before.found + posts.length,
  }
  // Where a search of more than a page ends, something older may follow all the same.
  const isMore =
    cursor === undefined ? progress.found >= perPage && progress.oldestMs < before.oldestMs : cursor !== before.cursor
  const isOver = !isMore || isReached(times, floorsOf(reading).endMs)
  const counted = { items, dropped: read.length - items.length }
  if (!isOver && progress.page < maxPages)
    return { ...counted, next: [ask(reading, cursor === undefined ? anew(progress) : { ...progress, cursor })] }
  return { ...counted, next: [], ...endOfRound(reading, progress, !isOver) }
}

export const bluesky: Source = {
  kind: 'bluesky',
  polled: {
    pauseMs,
    access: blueskyAccess,
    begin: (reading) => [ask(reading, nothingYet)],
    translate,
    recheck: {
      atOnce: perLook,
      ask: (reading, stored) =>
        get(reading, 'app.bsky.feed.getPosts', new URLSearchParams(stored.map(({ id }) => ['uris', id])), 'posts'),
      translate: (reading, stored, answer) => {
        const failure = blueskyFailure(reading, answer)
        if (failure !== undefined) return failure
        const found = postsOf(answer)
        if ('failure' in found) return found
        return shownOf(stored, new Map(found.posts.map((post) => [stringIn(post, 'uri') ?? '', blueskyPost(post)])))
      },
    },
  },
}
