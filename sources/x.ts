// X: what its recent search finds for the channel's query, newer than what was found last; and what it still shows of posts that were kept. Every object it answers is billed.
import { failureOf } from './failure.ts'
import { isObject, type Json, objectIn, objectsIn, stringIn } from './fields.ts'
import { readJson } from './json-answer.ts'
import type {
  Failure,
  Item,
  Polled,
  Reading,
  Recheck,
  Source,
  SourceAnswer,
  SourceRequest,
  Translation,
} from './source.ts'
import { lastIdOf, msOfId } from './x-post.ts'
import { versionsOf, xPage } from './x-v2.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** What was written before the channel was opened is read only so far: it is billed. */
const firstMs = 15 * minuteMs
/** Recent search reaches back seven days; clocks may differ by an hour. */
const reachMs = 7 * 24 * hourMs - hourMs
/** 450 requests in 15 minutes. */
const pauseMs = 2_100
/** The rule of one request a second, where more are left of the window. */
const secondMs = 2_000
const perDay = 2_000
/** What a post may bring along: its author, two posts it points to and their authors. */
const objectsPerPost = 6
const [fewest, most] = [10, 100]
const atLeast = fewest * objectsPerPost
/** A round that finds more has a gap. */
const maxPages = 200
const maxRestarts = 3

const root = 'https://api.x.com'
const fields =
  'created_at,author_id,conversation_id,in_reply_to_user_id,referenced_tweets,lang,public_metrics,edit_history_tweet_ids,entities,note_tweet,withheld'

const request = (reading: Reading, path: string, query: { readonly [name: string]: string }, asks: string) => ({
  method: 'GET' as const,
  url: `${String(reading.config.baseUrl ?? root).replace(/\/+$/, '')}${path}?${new URLSearchParams({ ...query, 'tweet.fields': fields })}`,
  headers: { accept: 'application/json', authorization: `Bearer ${reading.secrets.token}` },
  asks,
})

/** The first of the next month (UTC): on which day a cycle begins, X does not say. */
const nextMonth = (ms: number) => Date.UTC(new Date(ms).getUTCFullYear(), new Date(ms).getUTCMonth() + 1)

/** The last step of an error's type: its addresses stand under two hosts. */
const typeOf = (problem: Json | undefined): string => {
  const type = stringIn(problem, 'type')?.split('/').at(-1) ?? ''
  return /^[a-z-]{1,60}$/.test(type) ? type : ''
}

const failed = (answer: SourceAnswer, problem: Json | undefined, nowMs: number): Failure | undefined => {
  const failure = failureOf(answer, nowMs)
  if (failure === undefined) return undefined
  const type = typeOf(problem)
  if (type === 'usage-capped')
    return {
      failure: 'stop',
      detail:
        "the usage cap of the plan at X is reached; it is tried again in the next month. Once X has raised or reset it, change the channel's settings to be read at once.",
      untilMs: nextMonth(nowMs),
    }
  if (answer.status === 402)
    return { failure: 'stop', detail: 'X wants to be paid: the credits of the account are used up.' }
  if (answer.status === 429 && Number(answer.headers['x-rate-limit-remaining']) > 0)
    return { ...failure, untilMs: nowMs + secondMs }
  const named = Object.keys(objectIn(objectsIn(problem, 'errors')[0], 'parameters') ?? {})[0]
  const words = answer.status === 400 && named !== undefined && /^[\w.]{1,40}$/.test(named) ? `${named} is wrong` : type
  return failure.failure === 'stop' && words !== ''
    ? { ...failure, detail: `${failure.detail.replace(/\.$/, '')} (${words}).` }
    : failure
}

/** Errors tell of posts that cannot be shown; others mean that there is no answer. */
const isOfPosts = (body: Json): boolean =>
  objectsIn(body, 'errors').some(({ resource_type }) => resource_type === 'tweet' || resource_type === 'user')

type Page = { readonly body: Json; readonly reads: number }

/** What came, and how much of it is billed. */
const readPage = (answer: SourceAnswer, nowMs: number): Page | Failure => {
  const json = readJson(answer)
  const body = 'value' in json && isObject(json.value) ? json.value : undefined
  const failure = failed(answer, body, nowMs)
  if (failure !== undefined) return failure
  if ('failure' in json) return json
  if (
    body === undefined ||
    ('data' in body && !Array.isArray(body.data)) ||
    !('data' in body || 'meta' in body || isOfPosts(body))
  )
    return { failure: 'retry', detail: 'the answer is JSON, but no page of X.' }
  const included = Object.values(objectIn(body, 'includes') ?? {}).map((some) =>
    Array.isArray(some) ? some.length : 0,
  )
  return { body, reads: objectsIn(body, 'data').length + included.reduce((sum, some) => sum + some, 0) }
}

const newestVersion = (tweet: Json): string | undefined => versionsOf(tweet).at(-1) ?? stringIn(tweet, 'id')
const isNewest = (tweet: Json) => newestVersion(tweet) === stringIn(tweet, 'id')

/** Where a round stands. Ids are in memory only: what is kept of them is their time. */
type Progress = {
  readonly pages: number
  readonly restarts: number
  /** Everything until then is known, ms since 1970. */
  readonly sinceMs: number
  readonly newestMs: number
  /** Of what was found so far. */
  readonly oldest?: string
  /** Where to go on where its token is refused: below this id. */
  readonly below?: string
  readonly token?: string
}

const search = (reading: Reading, progress: Progress): SourceRequest => {
  const { sinceMs, below, token } = progress
  const size = Math.max(fewest, Math.min(most, Math.floor(reading.readsLeft / objectsPerPost)))
  const query = {
    query: String(reading.config.query),
    max_results: String(size),
    since_id: lastIdOf(sinceMs),
    ...(below === undefined ? {} : { until_id: below }),
    ...(token === undefined ? {} : { next_token: token }),
    expansions: 'author_id,referenced_tweets.id,referenced_tweets.id.author_id',
    'user.fields': 'username',
  }
  return request(reading, '/2/tweets/search/recent', query, JSON.stringify(progress))
}

const begin = (reading: Reading): Progress => {
  const { cursor, nowMs } = reading
  const sinceMs = cursor === undefined ? nowMs - firstMs : Math.max(Date.parse(cursor), nowMs - reachMs)
  return { pages: 0, restarts: 0, sinceMs, newestMs: sinceMs }
}

const end = (reading: Reading, { sinceMs, newestMs }: Progress, cutMs?: number) => {
  const { cursor, nowMs } = reading
  const isShort = cursor === undefined || sinceMs > Date.parse(cursor)
  const fromMs = cutMs ?? (isShort ? sinceMs : undefined)
  return {
    next: [],
    // Not later than our own clock: what it takes for the future is refused now, and read again.
    cursor: new Date(Math.max(sinceMs, Math.min(newestMs, nowMs))).toISOString(),
    ...(fromMs === undefined ? {} : { fromMs }),
  }
}

const times = (ids: readonly string[]) => ids.map(msOfId).filter((ms) => ms !== undefined)

const translate: Polled['translate'] = (reading, asked, answer): Translation => {
  const before = JSON.parse(asked.asks) as Progress
  const page = readPage(answer, reading.nowMs)
  if ('failure' in page) {
    // Tokens end: what is older than all that was found goes on without one.
    const { token, ...rest } = before
    if (answer.status !== 400 || token === undefined) return page
    if (before.restarts >= maxRestarts)
      return { failure: 'retry', detail: 'X refuses its own words for the next page.' }
    const progress = { ...rest, restarts: before.restarts + 1, ...(before.oldest ? { below: before.oldest } : {}) }
    return { items: [], dropped: 0, next: [search(reading, progress)] }
  }
  const { body, reads } = page
  const tweets = objectsIn(body, 'data')
  // Errors tell of posts that were only pointed to.
  const shown = tweets.filter(isNewest)
  const items = xPage({ data: shown, includes: body.includes })
  const ids = [...tweets.map((tweet) => stringIn(tweet, 'id') ?? ''), before.oldest ?? ''].filter((id) => id !== '')
  const oldest = ids.toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1))[0]
  const token = stringIn(objectIn(body, 'meta'), 'next_token')
  const { token: _, ...rest } = before
  const progress: Progress = {
    ...rest,
    pages: before.pages + 1,
    newestMs: Math.max(before.newestMs, ...times([stringIn(objectIn(body, 'meta'), 'newest_id') ?? '', ...ids])),
    ...(oldest === undefined ? {} : { oldest }),
  }
  const found = { items, dropped: tweets.length - shown.length, reads }
  if (token === undefined) return { ...found, ...end(reading, progress) }
  const left = reading.readsLeft - reads
  // A server that goes round in circles would be paid for every turn.
  const isStuck = token === before.token
  if (!isStuck && left >= atLeast && progress.pages < maxPages)
    return { ...found, next: [search({ ...reading, readsLeft: left }, { ...progress, token })] }
  return { ...found, ...end(reading, progress, times([oldest ?? ''])[0]) }
}

/** What a look-up leaves out stays as it was kept: it asks for no author, who would be billed too. */
const lean = (item: Item): Item => {
  if (!('post' in item) || item.post.content.author !== undefined) return item
  const { url: _, ...content } = item.post.content
  return { post: { ...item.post, content } }
}

const recheck: Recheck = {
  atOnce: 100,
  ask: (reading, stored) =>
    request(reading, '/2/tweets', { ids: stored.map(({ id, lookup = id }) => lookup).join() }, 'look-up'),
  translate: ({ nowMs }, stored, answer) => {
    const page = readPage(answer, nowMs)
    if ('failure' in page) return page
    const { body, reads } = page
    if (!('data' in body || 'errors' in body))
      return { failure: 'retry', detail: 'the answer is JSON, but tells of no post asked for.' }
    const tweets = objectsIn(body, 'data')
    const byId = new Map(tweets.map((tweet) => [stringIn(tweet, 'id'), tweet]))
    const looked = stored.map(({ id, lookup = id }) => ({ id, tweet: byId.get(lookup) }))
    return {
      items: xPage({ data: tweets.filter(isNewest), includes: body.includes }).map(lean),
      // Deleted, protected, suspended: in any case not to be shown any more.
      gone: looked.filter(({ tweet }) => tweet === undefined).map(({ id }) => id),
      again: looked.flatMap(({ id, tweet }) => {
        const lookup = tweet === undefined || isNewest(tweet) ? undefined : newestVersion(tweet)
        return lookup === undefined ? [] : [{ id, lookup }]
      }),
      reads,
    }
  },
}

export const x: Source = {
  kind: 'x',
  polled: {
    pauseMs,
    terms: 'X bills every post and user it answers: set the bearer token of an app with credits, and maxReadsPerDay',
    billed: { perDay, atLeast },
    recheck,
    begin: (reading) => [search(reading, begin(reading))],
    translate,
  },
}
