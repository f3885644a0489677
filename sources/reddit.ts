// Reddit: the newest posts and comments of a subreddit, back to where the last round ended; and what it still shows of those that were kept.
import { failureOf } from './failure.ts'
import { countIn, isObject, type Json, objectIn, objectsIn, stringIn } from './fields.ts'
import { readJson } from './json-answer.ts'
import { createSearch } from './query-words.ts'
import { endOfRound, floorsOf, isReached, type Seen, seenWith, unseen } from './read-back.ts'
import { redditItem } from './reddit-item.ts'
import type { Failure, Polled, Reading, Recheck, Source, SourceAnswer, SourceRequest, Translation } from './source.ts'

const minuteMs = 60_000
/** Of each listing in a round, unless nothing was read for longer than a break. */
const usualPages = 3
const breakMs = 40 * minuteMs
/** A listing ends by itself before. */
const maxPages = 12
const perPage = 100
/** A listing that ends after so many items was cut, and did not come to its beginning. */
const listingHolds = 900
const searchHolds = 200
/** Of 100 a minute, so that others with the same credentials have some. */
const pauseMs = 1_000

const root = 'https://oauth.reddit.com'
const accessUrl = 'https://www.reddit.com/api/v1/access_token'

const baseOf = ({ config }: Reading) => String(config.baseUrl ?? root).replace(/\/+$/, '')

const plain = (value: unknown) => String(value ?? '').replaceAll(/[^\w-]/g, '')

/** As Reddit wants it: platform, app and version, and who answers for it. */
const agentOf = ({ config }: Reading) => {
  return `server:outcry.${plain(config.clientId)}:v0.1${config.username === undefined ? '' : ` (by /u/${plain(config.username)})`}`
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
type Progress = Seen & {
  readonly listing: 'posts' | 'comments'
  readonly pages: number
  readonly items: number
  readonly after: string
  /** From when on all of the listing before was seen, where it was cut; ms since 1970, else 0. */
  readonly cutMs: number
}

const startOf = { ...unseen, pages: 0, items: 0, after: '' }
const first: Progress = { ...startOf, listing: 'posts', cutMs: 0 }

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

const pagesOf = (reading: Reading) => (reading.nowMs - floorsOf(reading).floorMs > breakMs ? maxPages : usualPages)

/** Reddit does not search comments: what it asks of posts is asked of them here, over their text and their thread's title. */
const wanted = ({ config: { query } }: Reading, { listing }: Progress) => {
  if (query === undefined || listing === 'posts') return () => true
  const holds = createSearch(String(query))
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
  const times = posts.map(timeOf).filter(Number.isFinite)
  const seen = seenWith(reading, before, times)
  const progress = { ...before, ...seen, pages: before.pages + 1, items: before.items + posts.length, after }
  const isOver = after === '' || after === before.after
  if (!isOver && !isReached(times, floorsOf(reading).endMs) && progress.pages < pagesOf(reading))
    return { items, dropped, next: [ask(reading, progress)] }
  const holds = isSearch(reading, before) ? searchHolds : listingHolds
  const isWhole = seen.isBack || (isOver && progress.items < holds)
  const cutMs = Math.max(before.cutMs, isWhole ? 0 : seen.oldestMs)
  const { newestMs } = seen
  if (before.listing === 'posts')
    return { items, dropped, next: [ask(reading, { ...startOf, listing: 'comments', newestMs, cutMs })] }
  const both = { newestMs, oldestMs: cutMs, isBack: cutMs === 0 }
  return { items, dropped, next: [], ...endOfRound(reading, both, cutMs > 0) }
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
