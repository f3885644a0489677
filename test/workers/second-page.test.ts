// What happens to a round whose second request fails, on every platform that goes back page by page: nothing lost, nothing twice, and it goes on where it must.
import assert from 'node:assert/strict'
import type { IncomingMessage } from 'node:http'
import type { ChannelEntry } from '../../events/channel-entry.ts'
import { daysFrom } from './platform-days.ts'

const minuteMs = 60_000
const fromMs = Date.UTC(2026, 7, 3)
const isoOf = (n: number) => new Date(fromMs - n * minuteMs).toISOString()

/** Of two pages; `n` counts from the newest post on, `[from, to)`. */
type Network = {
  readonly entry: Omit<ChannelEntry, 'id' | 'url' | 'kind'> & { readonly kind: ChannelEntry['kind'] }
  readonly posts: number
  readonly answer: (url: URL) => { readonly value: unknown; readonly link?: string }
}
const range = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)
const did = 'did:plc:kvwvcn5iqfooopmyzvb4qzba'

const mastodon: Network = {
  entry: { kind: 'mastodon', tag: 'plex' },
  posts: 60,
  answer: ({ searchParams, origin }) => {
    const from = Number(searchParams.get('max_id') ?? 0)
    const value = range(from, Math.min(60, from + 40)).map((n) => ({
      id: String(n),
      uri: `https://m.example/${n}`,
      created_at: isoOf(n),
      visibility: 'public',
      content: `<p>Words ${n}</p>`,
      account: { acct: 'ada' },
    }))
    return { value, ...(from === 0 ? { link: `<${origin}/api/v1/timelines/tag/plex?max_id=40>; rel="next"` } : {}) }
  },
}
const bluesky: Network = {
  entry: { kind: 'bluesky', query: 'plex' },
  posts: 150,
  answer: ({ searchParams }) => {
    const from = Number(searchParams.get('cursor') ?? 0)
    const posts = range(from, Math.min(150, from + 100)).map((n) => ({
      uri: `at://${did}/app.bsky.feed.post/3k${n}`,
      author: { did, handle: 'ada.example' },
      record: { text: `Words ${n}`, createdAt: isoOf(n) },
      indexedAt: isoOf(n),
    }))
    const isLast = from > 0 || searchParams.has('until')
    return { value: { posts: searchParams.has('until') ? [] : posts, ...(isLast ? {} : { cursor: '100' }) } }
  },
}
const lemmy: Network = {
  entry: { kind: 'lemmy' },
  posts: 60,
  answer: ({ pathname, searchParams }) => {
    const from = 50 * (Number(searchParams.get('page')) - 1)
    const numbers = range(from, Math.max(from, Math.min(60, from + 50)))
    const posts = numbers.map((n) => ({
      post: { id: n, ap_id: `https://l.example/post/${n}`, name: 'On it', body: `Words ${n}`, published: isoOf(n) },
    }))
    return { value: pathname.includes('comment') ? { comments: [] } : { posts } }
  },
}
const hackernews: Network = {
  entry: { kind: 'hackernews', query: 'words' },
  posts: 30,
  answer: ({ pathname }) => {
    const id = Number(/item\/(\d+)/.exec(pathname)?.[1])
    if (pathname.includes('maxitem')) return { value: 30 }
    if (pathname.includes('stories')) return { value: [] }
    return {
      value: { id, type: 'story', by: 'ada', title: `Words ${30 - id}`, time: (fromMs - (30 - id) * minuteMs) / 1_000 },
    }
  },
}

describe('a round whose second request fails', () => {
  const days = daysFrom(fromMs)
  const { server } = days

  for (const { entry, posts, answer } of [mastodon, bluesky, lemmy, hackernews])
    it(`of ${entry.kind} is read again: nothing lost, nothing twice, and its end told once`, async () => {
      const { day } = days
      const id = entry.kind
      let asked = 0
      server.answers(({ url = '' }: IncomingMessage, response) => {
        if (++asked === 2) return void response.writeHead(502).end()
        const { value, link } = answer(new URL(url, server.url))
        response.setHeader('content-type', 'application/json')
        if (link !== undefined) response.setHeader('link', link)
        response.end(JSON.stringify(value))
      })
      await day.put({ id, url: server.url, pollEvery: '10m', ...entry })
      await day.passTo(day.now() + 5 * minuteMs)
      await day.close(id)
      assert.deepEqual(
        (await day.ofChannel(id)).map(({ type }) => type).filter((type) => type.startsWith('Channel')),
        ['ChannelOpened', 'ChannelFailed', 'ChannelRead', 'ChannelClosed'],
      )
      const kept = await day.kept(id)
      assert.deepEqual([kept.length, new Set(kept.map((post) => post.id)).size], [posts, posts])
    })
})
