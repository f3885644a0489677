// Days of a search of Bluesky that behaves as it does: cursors that end early, clients that lie about the time, and what is kept is what it shows.
import assert from 'node:assert/strict'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { createBadHours, daysFrom, planDay, watchDays } from './platform-days.ts'
import { createAllowance, createScript } from './simulated-day.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const fromMs = Date.UTC(2026, 7, 3)
const did = 'did:plc:kvwvcn5iqfooopmyzvb4qzba'
const perPageAtMost = 100

type Skeet = {
  readonly uri: string
  readonly indexedAt: string
  readonly createdAt: string
  readonly text: string
  readonly hidden: boolean
}

/** @param isOpen whether cursors are taken from who is not signed in */
const createBluesky = (now: () => number, isOpen: boolean) => {
  const posts = new Map<string, Skeet>()
  const gone = new Map<string, number>()
  const bad = createBadHours(now, fromMs)
  const script = createScript(now)
  const allowance = createAllowance(3_000, 5 * minuteMs, now)
  let made = 0
  const sortAt = ({ indexedAt, createdAt }: Skeet) => (createdAt < indexedAt ? createdAt : indexedAt)
  const viewOf = ({ uri, text, indexedAt, createdAt, hidden }: Skeet) => ({
    uri,
    cid: `bafy${text.length}`,
    author: { did, handle: 'grace.example', labels: hidden ? [{ val: '!no-unauthenticated', src: did }] : [] },
    record: { $type: 'app.bsky.feed.post', text, createdAt, langs: ['en'] },
    indexedAt,
    likeCount: 1,
    replyCount: 0,
    repostCount: 0,
    quoteCount: 0,
    labels: [],
  })
  const search = (query: URLSearchParams) => {
    const [since = '', until = '9'] = [query.get('since') ?? undefined, query.get('until') ?? undefined]
    const found = [...posts.values()]
      .filter((post) => sortAt(post) >= since && sortAt(post) < until)
      .sort((a, b) => (sortAt(a) < sortAt(b) ? 1 : -1))
    const at = Number(query.get('cursor') ?? 0)
    const limit = Math.min(perPageAtMost, Number(query.get('limit') ?? 25))
    const page = found.slice(at, at + limit)
    // Shuffled within, as nobody promises an order; never a cursor beyond two pages.
    const value = { posts: page.toReversed().map(viewOf), hitsTotal: Math.round(found.length / 10) * 10 }
    return at + limit < Math.min(found.length, 2 * limit) ? { ...value, cursor: String(at + limit) } : value
  }
  const answer = (request: IncomingMessage, response: ServerResponse) => {
    script.play()
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://double')
    const isLeft = allowance.take()
    const headers = {
      'ratelimit-limit': '3000',
      'ratelimit-remaining': String(allowance.left()),
      'ratelimit-reset': String(Math.ceil(allowance.resetsAt() / 1_000)),
    }
    if (!isLeft) return bad.send(response, { status: 429, value: { error: 'RateLimitExceeded' }, headers })
    if (pathname === '/xrpc/app.bsky.feed.getPosts') {
      const found = searchParams.getAll('uris').flatMap((uri) => posts.get(uri) ?? [])
      return bad.send(response, { value: { posts: found.map(viewOf) }, headers })
    }
    if (!isOpen && searchParams.has('cursor')) return bad.send(response, { status: 403, value: { error: 'Forbidden' } })
    bad.send(response, { value: search(searchParams), headers })
  }
  return {
    answer,
    bad,
    allowance,
    gone,
    /** Some clients are an hour late, some an hour ahead, some name no zone, and some authors want no strangers. */
    post: (atMs: number, text: string, random: () => number) => {
      const uri = `at://${did}/app.bsky.feed.post/3k${String(++made).padStart(11, 'a')}`
      const kind = random()
      const claimedMs = kind < 0.1 ? atMs - hourMs : kind < 0.2 ? atMs + hourMs : atMs
      const claimed = new Date(claimedMs).toISOString()
      const createdAt = kind > 0.9 ? claimed.replace('Z', '') : claimed
      script.at(atMs, () =>
        posts.set(uri, {
          uri,
          text,
          createdAt,
          indexedAt: new Date(atMs).toISOString(),
          hidden: kind > 0.25 && kind < 0.3,
        }),
      )
      return uri
    },
    remove: (uri: string, atMs: number) =>
      script.at(atMs, () => {
        if (posts.delete(uri)) gone.set(uri, atMs)
      }),
    shown: () => new Map([...posts.values()].flatMap(({ uri, text, hidden }) => (hidden ? [] : [[uri, text]]))),
  }
}

describe('days of a search of Bluesky', () => {
  const days = daysFrom(fromMs)
  const { server } = days

  it('end with what it shows, whether or not it takes cursors', async () => {
    const { day } = days
    const bluesky = createBluesky(day.now, false)
    server.answers(bluesky.answer)
    planDay(bluesky, fromMs, 100)
    await watchDays(day, bluesky, fromMs, { id: 'sky', kind: 'bluesky', url: server.url, query: 'plex policy' })
    assert.equal(bluesky.allowance.refused(), 0)
    const searches = server.asked.filter(({ url }) => url.includes('searchPosts'))
    assert.ok(searches.some(({ url }) => url.includes('cursor=')) && searches.some(({ url }) => url.includes('until=')))
    assert.ok(searches.every(({ url }) => url.includes('q=plex+policy') && url.includes('since=')))
  })
})
