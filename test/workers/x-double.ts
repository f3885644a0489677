// X as far as a reader sees it: recent search, look-ups, limits and the bill, with people who write, edit, delete and hide.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createAllowance } from './simulated-day.ts'

const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs
const epochMs = 1_288_834_974_657

export const xIdAt = (ms: number, low = 0) => String((BigInt(Math.floor(ms) - epochMs) << 22n) + BigInt(low))
const byId = (a: string, b: string) => (BigInt(a) < BigInt(b) ? -1 : BigInt(a) > BigInt(b) ? 1 : 0)

export type Tweet = {
  /** The first is the post as it was written; its escapes are X's. */
  readonly versions: { readonly id: string; readonly atMs: number; readonly text: string }[]
  readonly user: string
  readonly repliesTo?: string
  /** Passes on the post of this id. */
  readonly retweets?: string
  /** Written by somebody outside the search, and only pointed to. */
  readonly isOutside?: true
  state: 'shown' | 'deleted' | 'protected' | 'withheld'
}

export const first = ({ versions }: Tweet) => versions[0] as Tweet['versions'][number]
export const newest = ({ versions }: Tweet) => versions.at(-1) as Tweet['versions'][number]
const userId = (name: string) => `9${Buffer.from(name).toString('hex').slice(0, 18).replaceAll(/[a-f]/g, '7')}`

/** @param now its clock. @param cap objects it may bill in a day (UTC). What goes against its rules is noted in `violations`. */
export const createX = (now: () => number, cap: number) => {
  const tweets: Tweet[] = []
  const violations: string[] = []
  const limits = { search: createAllowance(450, 15 * minuteMs, now), lookup: createAllowance(300, 15 * minuteMs, now) }
  const bills = new Map<string, number>()
  let bearer = 't'
  let lastMs = 0
  let low = 0
  let requests = 0
  let tokensRefused = 0
  let trouble: ((request: IncomingMessage, response: ServerResponse) => void) | undefined
  /** Pages given out: where each goes on. */
  const tokens = new Map<string, string>()

  const json = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
    void response
      .writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers })
      .end(JSON.stringify(body))
  const problem = (type: string, status: number, more = {}) => ({
    title: type,
    detail: type,
    status,
    type: `https://api.twitter.com/2/problems/${type}`,
    ...more,
  })
  const invalid = (parameter: string, value: string) =>
    problem('invalid-request', 400, { errors: [{ parameters: { [parameter]: [value] }, message: 'no' }] })

  const find = (id: string | undefined) => tweets.find(({ versions }) => versions.some((version) => version.id === id))
  const isThere = ({ state }: Tweet) => state === 'shown' || state === 'withheld'

  const dataOf = (tweet: Tweet, version: Tweet['versions'][number]) => {
    const { repliesTo, retweets, user, state } = tweet
    const referenced = [
      ...(repliesTo === undefined ? [] : [{ type: 'replied_to', id: repliesTo }]),
      ...(retweets === undefined ? [] : [{ type: 'retweeted', id: retweets }]),
    ]
    return {
      id: version.id,
      text: version.text,
      edit_history_tweet_ids: tweet.versions.map(({ id }) => id),
      created_at: new Date(version.atMs).toISOString(),
      author_id: userId(user),
      conversation_id: repliesTo ?? first(tweet).id,
      lang: 'en',
      public_metrics: { like_count: 0, reply_count: 0, retweet_count: 0, quote_count: 0 },
      ...(referenced.length === 0 ? {} : { referenced_tweets: referenced }),
      ...(state === 'withheld' ? { withheld: { country_codes: ['DE'], scope: 'tweet' } } : {}),
    }
  }

  /** What the expansions asked for bring along, each object once. */
  const includesOf = (data: readonly ReturnType<typeof dataOf>[], expansions: string) => {
    const pointed = data
      .flatMap(({ referenced_tweets = [] }) => referenced_tweets.map(({ id }) => find(id)))
      .filter((tweet) => tweet !== undefined && isThere(tweet)) as Tweet[]
    const posts = expansions.includes('referenced_tweets.id') ? [...new Set(pointed)] : []
    const names = new Set([
      ...(expansions.includes('author_id') ? data.map(({ id }) => find(id)?.user ?? '') : []),
      ...(expansions.includes('referenced_tweets.id.author_id') ? posts.map(({ user }) => user) : []),
    ])
    const users = [...names].map((name) => ({ id: userId(name), username: name, name }))
    return {
      ...(users.length === 0 ? {} : { users }),
      ...(posts.length === 0 ? {} : { tweets: posts.map((tweet) => dataOf(tweet, newest(tweet))) }),
    }
  }

  const bill = (objects: number) => {
    const day = new Date(now()).toISOString().slice(0, 10)
    bills.set(day, (bills.get(day) ?? 0) + objects)
    if ((bills.get(day) ?? 0) > cap) violations.push(`more than ${cap} objects on ${day}`)
  }
  const billed = <
    Body extends { data?: readonly unknown[]; includes?: { users?: readonly unknown[]; tweets?: readonly unknown[] } },
  >(
    body: Body,
  ): Body => {
    const { data = [], includes: { users = [], tweets = [] } = {} } = body
    bill(data.length + users.length + tweets.length)
    return body
  }

  const search = (query: URLSearchParams) => {
    const size = Number(query.get('max_results') ?? 10)
    const since = query.get('since_id') ?? xIdAt(now() - 7 * dayMs)
    if (size < 10 || size > 100) return invalid('max_results', String(size))
    if (byId(since, xIdAt(now() - 7 * dayMs)) < 0 || byId(since, xIdAt(now())) > 0) return invalid('since_id', since)
    const token = query.get('next_token')
    const from = token === null ? query.get('until_id') : tokens.get(token)
    if (token !== null && from === undefined) {
      tokensRefused++
      return invalid('next_token', token)
    }
    const found = tweets
      .filter((tweet) => tweet.state === 'shown' && !tweet.isOutside)
      .filter((tweet) => newest(tweet).atMs <= now() - 30_000 && byId(newest(tweet).id, since) > 0)
      .filter((tweet) => from == null || byId(newest(tweet).id, from) < 0)
      .sort((a, b) => byId(newest(b).id, newest(a).id))
    // A page may be shorter than it could be.
    const page = found.slice(0, requests % 5 === 0 ? size - 3 : size)
    const data = page.map((tweet) => dataOf(tweet, newest(tweet)))
    const oldest = data.at(-1)?.id
    if (oldest === undefined) return { meta: { result_count: 0 } }
    const next = `b26v${tokens.size}`
    if (page.length < found.length) tokens.set(next, oldest)
    return billed({
      data,
      includes: includesOf(data, query.get('expansions') ?? ''),
      meta: {
        newest_id: data[0]?.id,
        oldest_id: oldest,
        result_count: data.length,
        ...(page.length < found.length ? { next_token: next } : {}),
      },
    })
  }

  const lookup = (query: URLSearchParams) => {
    const ids = (query.get('ids') ?? '').split(',')
    if (ids.length > 100) return invalid('ids', String(ids.length))
    const found = ids.flatMap((id) => {
      const tweet = find(id)
      const version = tweet?.versions.find((one) => one.id === id)
      return tweet === undefined || version === undefined || !isThere(tweet) ? [] : [dataOf(tweet, version)]
    })
    const errors = ids
      .filter((id) => found.every((one) => one.id !== id))
      .map((id) => ({
        value: id,
        detail: `Could not find tweet with ids: [${id}].`,
        title: 'Not Found Error',
        resource_type: 'tweet',
        parameter: 'ids',
        resource_id: id,
        type: `https://api.x.com/2/problems/${find(id)?.state === 'protected' ? 'not-authorized-for-resource' : 'resource-not-found'}`,
      }))
    const includes = includesOf(found, query.get('expansions') ?? '')
    return billed({
      ...(found.length === 0 ? {} : { data: found }),
      ...(Object.keys(includes).length === 0 ? {} : { includes }),
      ...(errors.length === 0 ? {} : { errors }),
    })
  }

  return {
    tweets,
    violations,
    bills,
    requests: () => requests,
    tokensRefused: () => tokensRefused,
    add: (tweet: Omit<Tweet, 'versions' | 'state'> & { readonly atMs: number; readonly text: string }): Tweet => {
      const { atMs, text, ...rest } = tweet
      const one: Tweet = { ...rest, versions: [{ id: xIdAt(atMs, ++low % 4_096), atMs, text }], state: 'shown' }
      tweets.push(one)
      return one
    },
    edit: (tweet: Tweet, atMs: number, text: string) =>
      void tweet.versions.push({ id: xIdAt(atMs, ++low % 4_096), atMs, text }),
    /** Every page asked for with a token from before is refused. */
    forgetTokens: () => tokens.clear(),
    revoke: (token: string) => {
      bearer = token
    },
    disturb: (how: typeof trouble) => {
      trouble = how
    },
    answer: (request: IncomingMessage, response: ServerResponse) => {
      requests++
      if (trouble !== undefined) return trouble(request, response)
      const { pathname, searchParams: query } = new URL(request.url ?? '', 'http://x')
      if (request.headers.authorization !== `Bearer ${bearer}`)
        return json(response, 401, { title: 'Unauthorized', type: 'about:blank', status: 401 })
      const kind = pathname === '/2/tweets' ? 'lookup' : pathname === '/2/tweets/search/recent' ? 'search' : undefined
      if (kind === undefined) return json(response, 404, problem('resource-not-found', 404))
      const isHasty = now() - lastMs < 1_000
      lastMs = now()
      const limit = limits[kind]
      const isLeft = limit.take()
      const headers = {
        'x-rate-limit-remaining': String(limit.left()),
        'x-rate-limit-reset': String(Math.ceil(limit.resetsAt() / 1_000)),
      }
      if (isHasty || !isLeft) {
        violations.push(isHasty ? 'two requests in a second' : 'asked beyond the limit')
        return json(response, 429, { title: 'Too Many Requests', type: 'about:blank', status: 429 }, headers)
      }
      const body = kind === 'search' ? search(query) : lookup(query)
      json(response, 'status' in body ? 400 : 200, body, headers)
    },
  }
}
export type XDouble = ReturnType<typeof createX>
