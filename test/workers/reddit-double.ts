// Reddit as far as a reader sees it: listings, search, info, tokens and limits, with people who write, edit, delete and leave.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createSearch } from '../../sources/query-words.ts'
import { createAllowance } from './simulated-day.ts'

const minuteMs = 60_000
/** Reddit shows about so many of a listing, and of a search. */
const listingHolds = 1_000
const agent = /^[\w.-]+:[\w.-]+:v[\d.]+ \(by \/u\/[\w-]+\)$/

export type Thing = {
  readonly name: string
  readonly createdMs: number
  author: string
  title?: string
  text: string
  linkId?: string
  linkTitle?: string
  parentId?: string
  editedMs?: number
  /** How it went: by its author, by a moderator (the text may stay in the answer), or without a trace. */
  gone?: 'deleted' | 'removed' | 'vanished'
}

const dataOf = (thing: Thing, subreddit: string) => {
  const isComment = thing.linkId !== undefined
  const { gone } = thing
  const text = gone === 'deleted' ? '[deleted]' : gone === 'removed' && isComment ? '[removed]' : thing.text
  const common = {
    id: thing.name.slice(3),
    name: thing.name,
    subreddit,
    author: gone === 'deleted' ? '[deleted]' : thing.author,
    created_utc: Math.floor(thing.createdMs / 1_000),
    created: Math.floor(thing.createdMs / 1_000) + 28_800,
    edited: thing.editedMs === undefined ? false : thing.editedMs / 1_000,
    downs: 0,
  }
  return isComment
    ? {
        ...common,
        body: text,
        link_id: thing.linkId,
        link_title: thing.linkTitle,
        parent_id: thing.parentId,
        replies: '',
        permalink: `/r/${subreddit}/comments/${thing.linkId?.slice(3)}/_/${thing.name.slice(3)}/`,
      }
    : {
        ...common,
        title: thing.title,
        selftext: text,
        num_comments: 0,
        removed_by_category: gone === 'removed' ? 'moderator' : null,
        permalink: `/r/${subreddit}/comments/${thing.name.slice(3)}/_/`,
      }
}

/** @param now its clock. Whatever a reader does that Reddit does not want is noted in `violations`. */
export const createReddit = (now: () => number, subreddit = 'acme') => {
  const things = new Map<string, Thing>()
  const tokens = new Map<string, number>()
  const violations: string[] = []
  const allowance = createAllowance(1_000, 10 * minuteMs, now)
  let last: number[] = []
  let ids = 46_000_000
  let secret = 'c:s'
  /** Answers instead of the platform while it is set. */
  let trouble: ((request: IncomingMessage, response: ServerResponse) => void) | undefined

  const json = (response: ServerResponse, status: number, body: unknown, headers = {}) =>
    void response
      .writeHead(status, { 'content-type': 'application/json; charset=UTF-8', ...headers })
      .end(JSON.stringify(body))

  const grant = (request: IncomingMessage, response: ServerResponse) => {
    const [, given = ''] = (request.headers.authorization ?? '').split(' ')
    if (Buffer.from(given, 'base64').toString() !== secret)
      return json(response, 401, { message: 'Unauthorized', error: 401 })
    let body = ''
    request.on('data', (chunk) => {
      body += chunk
    })
    request.on('end', () => {
      if (body !== 'grant_type=client_credentials') return json(response, 200, { error: 'unsupported_grant_type' })
      const token = `token-${tokens.size + 1}`
      tokens.set(token, now() + 3_600_000)
      json(response, 200, { access_token: token, token_type: 'bearer', expires_in: 3_600, scope: '*' })
    })
  }

  /** The newest first, a second's things in any order; what is gone is not listed. */
  const listed = (fits: (thing: Thing) => boolean) =>
    [...things.values()]
      .filter((thing) => thing.gone === undefined && thing.createdMs <= now() && fits(thing))
      .sort((a, b) => Math.floor(b.createdMs / 1_000) - Math.floor(a.createdMs / 1_000) || (a.name < b.name ? -1 : 1))

  const page = (all: readonly Thing[], query: URLSearchParams, holds: number) => {
    const limit = Math.min(100, Number(query.get('limit') ?? 25))
    const from = query.has('after') ? all.findIndex(({ name }) => name === query.get('after')) + 1 : 0
    const some = all.slice(0, holds).slice(from, from + limit)
    const after = from + limit < Math.min(all.length, holds) ? some.at(-1)?.name : null
    return listing(some, after)
  }
  const listing = (some: readonly Thing[], after: string | null | undefined = null) => ({
    kind: 'Listing',
    data: {
      after,
      before: null,
      children: some.map((thing) => ({ kind: thing.name.slice(0, 2), data: dataOf(thing, subreddit) })),
    },
  })

  const isPost = ({ linkId }: Thing) => linkId === undefined
  const found = ({ pathname, searchParams: query }: URL) => {
    switch (pathname) {
      case `/r/${subreddit}/new`:
        return page(listed(isPost), query, listingHolds)
      case `/r/${subreddit}/comments`:
        return page(
          listed((thing) => !isPost(thing)),
          query,
          listingHolds,
        )
      case `/r/${subreddit}/search`: {
        const holds = createSearch(query.get('q') ?? '')
        return page(
          listed((thing) => isPost(thing) && holds(`${thing.title} ${thing.text}`)),
          query,
          250,
        )
      }
      case '/api/info': {
        const names = (query.get('id') ?? '').split(',')
        if (names.length > 100) violations.push(`${names.length} ids at once`)
        const some = names.flatMap((name) => things.get(name) ?? []).filter(({ gone }) => gone !== 'vanished')
        return listing(some)
      }
      default:
        return undefined
    }
  }

  const count = () => {
    last = [...last.filter((ms) => ms > now() - minuteMs), now()]
    if (last.length > 100) violations.push('more than 100 requests in a minute')
    return allowance.take()
  }

  return {
    things,
    violations,
    requests: () => allowance.total(),
    tokens: () => tokens.size,
    add: (thing: Omit<Thing, 'name' | 'createdMs'> & { readonly createdMs?: number }): Thing => {
      const one = {
        createdMs: now(),
        ...thing,
        name: `${thing.linkId === undefined ? 't3' : 't1'}_${(ids++).toString(36)}`,
      }
      things.set(one.name, one)
      return one
    },
    /** All of an account's words stay, without its name. */
    leave: (author: string) => {
      for (const thing of things.values()) if (thing.author === author) thing.author = '[deleted]'
    },
    /** No token is good any more; with other credentials, none is got. */
    revoke: (credentials = secret) => {
      tokens.clear()
      secret = credentials
    },
    disturb: (how: typeof trouble) => {
      trouble = how
    },
    answer: (request: IncomingMessage, response: ServerResponse) => {
      if (!agent.test(request.headers['user-agent'] ?? '')) violations.push('no user agent of the form asked for')
      const url = new URL(request.url ?? '', 'http://reddit')
      if (trouble !== undefined) return trouble(request, response)
      if (url.pathname === '/api/v1/access_token') return grant(request, response)
      const token = request.headers.authorization?.replace(/^Bearer /, '') ?? ''
      if ((tokens.get(token) ?? 0) <= now())
        return json(
          response,
          401,
          { message: 'Unauthorized', error: 401 },
          { 'www-authenticate': 'Bearer realm="reddit", error="invalid_token"' },
        )
      if (!count()) {
        violations.push('asked beyond the limit')
        return void response
          .writeHead(429, { 'content-type': 'text/html', 'retry-after': '4' })
          .end('<html>whoa there</html>')
      }
      if (url.searchParams.get('raw_json') !== '1') violations.push('without raw_json')
      const body = found(url)
      if (body === undefined) return json(response, 404, { message: 'Not Found', error: 404 })
      json(response, 200, body, {
        'x-ratelimit-used': String(allowance.used()),
        'x-ratelimit-remaining': `${allowance.left()}.0`,
        'x-ratelimit-reset': String(Math.ceil((allowance.resetsAt() - now()) / 1_000)),
      })
    },
  }
}
export type RedditDouble = ReturnType<typeof createReddit>
