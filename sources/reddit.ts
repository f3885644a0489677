// Reddit: the newest posts and comments of a subreddit, back to where the last round ended; and what it still shows of those that were kept.
import { failureOf } from './failure.ts'
import { countIn, isObject, type Json, objectIn, objectsIn, stringIn } from './fields.ts'
import { readJson } from './json-answer.ts'
import { createQuery } from './query-words.ts'
import { redditItem } from './reddit-item.ts'
import type { Failure, Polled, Reading, Recheck, Source, SourceAnswer, SourceRequest, Translation } from './source.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
/** How far the first round reads back. */
const backfillMs = 30 * dayMs
/** What spam filters and moderators held back appears a little later, at its old place. */
const overlapMs = 10 * minuteMs
/** Of each listing in a round, unless nothing was read for longer than a break. */
const usualPages = 3
const breakMs = 30 * minuteMs
/** A listing ends by itself before. */
const maxPages = 12
const perPage = 100
/** A page goes by time but for a few items. */
const lastOfPage = 5
/** A listing that ends after so many items was cut, and did not come to its beginning. */
const listingHolds = 900
const searchHolds = 200
/** Of 100 a minute, so that others with the same credentials have some. */
const pauseMs = 1_000

const root = 'https://oauth.reddit.com'
const accessUrl = 'https://www.reddit.com/api/v1/access_token'

const baseOf = ({ config }: Reading) => String(config.baseUrl ?? root).replace(/\/+$/, '')

/** As Reddit wants it: platform, app and version, and who answers for it. */
const agentOf = ({ config }: Reading) => {
  const app = String(config.clientId ?? '').replaceAll(/[^\w-]/g, '')
  return `server:outcry.${app}:v0.1${config.username === undefined ? '' : ` (by /u/${config.username})`}`
}

const headersOf = (reading: Reading) => ({ accept: 'application/json', 'user-agent': agentOf(reading) })

const codeOf = (value: unknown): string => {
  const code = isObject(value) ? stringIn(value, 'error') : undefined
  return code !== undefined && /^\w{1,40}$/.test(code) ? ` (${code})` : ''
}

const access: NonNullable<Polled['access']> = {
  ask: (reading) => {
    const { config, secrets } = reading
    const credentials = Buffer.from(`${config.clientId}:${secrets.clientSecret}`).toString('base64')
    return {
      method: 'POST',
      url: String(config.authUrl ?? accessUrl),
      headers: {
        ...headersOf(reading),
        authorization: `Basic ${credentials}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: 'grant_type=client_credentials',
      asks: 'token',
    }
  },
  translate: ({ nowMs }, answer) => {
    const json = readJson(answer)
    const value = 'value' in json && isObject(json.value) ? json.value : undefined
    if (answer.status === 401 || stringIn(value, 'error') !== undefined)
      return { failure: 'reauth', detail: `Reddit refuses the client id and secret${codeOf(value)}.` }
    const failure = failureOf(answer, nowMs)
    if (failure !== undefined) return failure
    if ('failure' in json) return json
    const token = stringIn(value, 'access_token')
    const seconds = countIn(value, 'expires_in')
    if (token === undefined || seconds === undefined)
      return { failure: 'retry', detail: 'the answer is JSON, but holds no token.' }
    return { token, untilMs: nowMs + seconds * 1_000 }
  },
}

const reasons: { readonly [reason: string]: string } = {
  private: 'the subreddit is private.',
  banned: 'Reddit has banned the subreddit.',
  quarantined: 'the subreddit is quarantined, and shown only to accounts that opted in.',
  gold_only: 'the subreddit is for paying members only.',
}

type Things = { readonly children: readonly Json[]; readonly after: string }

/** A listing; or what an error means, which Reddit also says with 200. */
const readThings = (answer: SourceAnswer, nowMs: number): Things | Failure => {
  const json = readJson(answer)
  const value = 'value' in json && isObject(json.value) ? json.value : undefined
  const failure = failureOf(answer, nowMs)
  if (stringIn(value, 'error') !== undefined)
    return { failure: 'reauth', detail: `Reddit refuses the token${codeOf(value)}.` }
  const detail = reasons[stringIn(value, 'reason') ?? '']
  if (failure !== undefined) return failure.failure === 'stop' && detail ? { ...failure, detail } : failure
  if ('failure' in json) return json
  const status = countIn(value, 'error')
  const said = status === undefined ? undefined : failureOf({ ...answer, status }, nowMs)
  if (said !== undefined) return said
  const data = objectIn(value, 'data')
  if (value?.kind !== 'Listing' || !Array.isArray(data?.children))
    return { failure: 'retry', detail: 'the answer is JSON, but no listing of Reddit.' }
  return { children: objectsIn(data, 'children'), after: stringIn(data, 'after') ?? '' }
}

const isPost = ({ kind, data }: Json) => (kind === 't1' || kind === 't3') && isObject(data)
const dataOf = (thing: Json): Json => objectIn(thing, 'data') ?? {}
const timeOf = (thing: Json) => (countIn(dataOf(thing), 'created_utc') ?? Number.NaN) * 1_000
const itemOf = (thing: Json) => redditItem(dataOf(thing), { escaped: false })

/** Where a round stands: posts first, then comments. */
type Progress = {
  readonly listing: 'posts' | 'comments'
  readonly pages: number
  readonly seen: number
  /** Of this listing, ms since 1970. */
  readonly oldestMs: number
  /** Of both. */
  readonly newestMs: number
  /** The later of the times from which on each listing was seen. */
  readonly fromMs: number
  readonly after: string
}

const startOf = { pages: 0, seen: 0, oldestMs: Number.MAX_SAFE_INTEGER, after: '' }
const first: Progress = { listing: 'posts', newestMs: 0, fromMs: 0, ...startOf }

const isSearch = ({ config }: Reading, { listing }: Progress) => config.query !== undefined && listing === 'posts'

const ask = (reading: Reading, progress: Progress): SourceRequest => {
  const { config } = reading
  const search = isSearch(reading, progress)
  const query = {
    limit: String(perPage),
    raw_json: '1',
    ...(progress.after === '' ? {} : { after: progress.after }),
    ...(search
      ? { q: String(config.query), restrict_sr: '1', sort: 'new', t: 'month', type: 'link', include_over_18: 'on' }
      : {}),
  }
  const path = search ? 'search' : progress.listing === 'posts' ? 'new' : 'comments'
  return {
    method: 'GET',
    url: `${baseOf(reading)}/r/${config.subreddit}/${path}?${new URLSearchParams(query)}`,
    headers: headersOf(reading),
    asks: JSON.stringify(progress),
  }
}

const floorOf = ({ cursor, nowMs }: Reading) =>
  cursor === undefined ? nowMs - backfillMs : Date.parse(cursor) - overlapMs

const pagesOf = ({ cursor, nowMs }: Reading) =>
  cursor === undefined || nowMs - Date.parse(cursor) > breakMs ? maxPages : usualPages

/** Reddit does not search comments: what it asks of posts is asked of them here, over their text and their thread's title. */
const wanted = ({ config: { query } }: Reading, { listing }: Progress) => {
  if (query === undefined || listing === 'posts') return () => true
  const holds = createQuery(String(query))
  return (thing: Json) => {
    const { link_title = '', body = '' } = dataOf(thing)
    return holds(`${link_title}\n${body}`)
  }
}

const translate: Polled['translate'] = (reading, request, answer): Translation => {
  const things = readThings(answer, reading.nowMs)
  if ('failure' in things) return things
  const { children, after } = things
  const posts = children.filter(isPost)
  if (children.length > 0 && children.every(({ kind }) => kind === 't5'))
    return { failure: 'stop', detail: 'there is no subreddit of that name.' } // it leads to the search for one
  const before = JSON.parse(request.asks) as Progress
  const taken = posts.filter(wanted(reading, before))
  const items = taken.map(itemOf)
  const dropped = children.length - taken.length
  const floorMs = floorOf(reading)
  const times = posts.map(timeOf).filter(Number.isFinite)
  const progress: Progress = {
    ...before,
    pages: before.pages + 1,
    seen: before.seen + posts.length,
    oldestMs: Math.min(before.oldestMs, ...times),
    newestMs: Math.max(before.newestMs, ...times),
    after,
  }
  const isBack = times.length > 0 && times.slice(-lastOfPage).every((ms) => ms <= floorMs)
  const isOver = after === '' || after === before.after
  if (!isBack && !isOver && progress.pages < pagesOf(reading)) return { items, dropped, next: [ask(reading, progress)] }
  const isWhole = isBack || (isOver && progress.seen < (isSearch(reading, before) ? searchHolds : listingHolds))
  const fromMs = Math.max(before.fromMs, isWhole ? 0 : progress.oldestMs)
  if (before.listing === 'posts')
    return { items, dropped, next: [ask(reading, { ...progress, ...startOf, listing: 'comments', fromMs })] }
  // Not later than our own clock: what it takes for the future is refused now, and read again.
  const newestMs = Math.min(progress.newestMs, reading.nowMs)
  return {
    items,
    dropped,
    next: [],
    cursor: new Date(Math.max(newestMs, Date.parse(reading.cursor ?? '') || floorMs)).toISOString(),
    ...(fromMs > 0 ? { fromMs } : reading.cursor === undefined ? { fromMs: floorMs } : {}),
  }
}

/** By the ids of all, which say of each what it is. What is missing in the answer is gone. */
const recheck: Recheck = {
  atOnce: 100,
  ask: (reading, stored) => ({
    method: 'GET',
    url: `${baseOf(reading)}/api/info?${new URLSearchParams({ raw_json: '1', id: stored.map(({ id }) => id).join() })}`,
    headers: headersOf(reading),
    asks: 'info',
  }),
  translate: ({ nowMs }, stored, answer) => {
    const things = readThings(answer, nowMs)
    if ('failure' in things) return things
    const posts = things.children.filter(isPost)
    const shown = new Set(posts.map((thing) => `${thing.kind}_${stringIn(dataOf(thing), 'id')}`))
    return {
      items: posts.map(itemOf),
      gone: stored.map(({ id }) => id).filter((id) => !shown.has(id)),
    }
  },
}

export const reddit: Source = {
  kind: 'reddit',
  polled: {
    pauseMs,
    terms:
      'Reddit wants to approve what is read before anything is (its Responsible Builder Policy): request access, then set the id and secret of your app',
    access,
    recheck,
    begin: (reading) => [ask(reading, first)],
    translate,
  },
}
