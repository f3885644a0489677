// Posts of Bluesky as their authors meant them, and a search whose cursors end early, are refused, or that wants a login.
import assert from 'node:assert/strict'
import { bluesky } from '../../sources/bluesky.ts'
import { dayMs, hourMs, minuteMs, nowMs, readingOf, recheckOf, roundOf, type Said } from './pure-round.ts'

const did = 'did:plc:kvwvcn5iqfooopmyzvb4qzba'
const sky = readingOf({ query: 'plex' })
const iso = (ms: number) => new Date(ms).toISOString()
const author = { did, handle: 'ada.example' }
const record = { $type: 'app.bsky.feed.post', text: 'A post', createdAt: iso(nowMs), langs: ['en-GB'] }

/** A post a minute up to now. */
const postOf = (ago: number, more: { record?: object; [field: string]: unknown } = {}) => ({
  uri: `at://${did}/app.bsky.feed.post/3k${ago}`,
  author,
  indexedAt: iso(nowMs - ago * minuteMs),
  ...more,
  record: { ...record, createdAt: iso(nowMs - ago * minuteMs), ...more.record },
})
const list = (...posts: object[]): Said => ({ value: { posts } })
const one = (more: Parameters<typeof postOf>[1]) => roundOf(bluesky, sky, () => list(postOf(1, more)))

/** Pages by cursor, at most `deep` posts; by time without end. */
const search =
  (count: number, deep: number, takesCursors = true) =>
  (url: URL): Said => {
    const { since = '', until = '9', cursor } = Object.fromEntries(url.searchParams)
    if (cursor !== undefined && !takesCursors) return { status: 403, value: { error: 'Forbidden' } }
    const all = Array.from({ length: count }, (_, ago) => postOf(ago)).filter(
      ({ indexedAt }) => indexedAt >= since && indexedAt < until,
    )
    const at = Number(cursor ?? 0)
    const page = all.slice(at, at + 100)
    return {
      value: {
        posts: page.toReversed(),
        ...(at + 100 < Math.min(deep, all.length) ? { cursor: String(at + 100) } : {}),
      },
    }
  }

describe('a post of Bluesky', () => {
  it('is from when it was indexed, whatever its client says, and in the language it names', () => {
    const [post] = one({
      record: { createdAt: '1999-01-01T00:00:00' },
      repostCount: 2,
      quoteCount: 1,
      likeCount: 4,
    }).posts
    assert.deepEqual(
      [post?.atMs, post?.content.language, post?.content.url, post?.content.metrics],
      [nowMs - minuteMs, 'en-GB', `https://bsky.app/profile/${did}/post/3k1`, { likes: 4, reposts: 3 }],
    )
  })

  it('answers another in a thread, and a quote is its own words unless it has none', () => {
    const uri = (key: string) => `at://${did}/app.bsky.feed.post/${key}`
    const [reply] = one({ record: { reply: { parent: { uri: uri('b') }, root: { uri: uri('a') } } } }).posts
    assert.deepEqual([reply?.kind, reply?.content.parentId, reply?.content.threadId], ['reply', uri('b'), uri('a')])
    const embed = { $type: 'app.bsky.embed.record', record: { uri: uri('q'), value: { text: 'of another' } } }
    const [quote] = one({ record: { embed } }).posts
    assert.deepEqual([quote?.content.text, quote?.repostOf], ['A post', undefined])
    assert.equal(one({ record: { embed, text: '' } }).posts[0]?.repostOf, uri('q'))
  })

  it('is dropped where it is none, hidden, or of an author who wants no strangers', () => {
    const dropped = [
      { uri: `at://${did}/app.bsky.feed.generator/x` },
      { record: { $type: 'app.bsky.feed.like' } },
      { labels: [{ val: '!takedown' }] },
      { labels: [{ val: '!hide' }] },
      { author: { ...author, labels: [{ val: '!no-unauthenticated' }] } },
    ]
    for (const more of dropped) assert.deepEqual([one(more).ids, one(more).dropped], [[], 1], JSON.stringify(more))
    assert.equal(one({ labels: [{ val: '!hide', neg: true }, { val: 'spam' }] }).ids.length, 1)
  })

  it('asked for again is as it is now, or gone: missing, hidden, or of an author who withdrew', () => {
    const stored = [1, 2, 3].map((ago) => ({ id: postOf(ago).uri }))
    const hidden = postOf(3, { author: { ...author, labels: [{ val: '!no-unauthenticated' }] } })
    const again = recheckOf(bluesky, sky, stored, list(postOf(1, { record: { text: 'Edited' } }), hidden))
    assert.deepEqual(
      new URL(again.url).searchParams.getAll('uris'),
      stored.map(({ id }) => id),
    )
    assert.deepEqual(
      [again.gone, again.posts?.map(({ content }) => content.text)],
      [[stored[1]?.id, stored[2]?.id], ['Edited']],
    )
    for (const value of ['{"posts":[', {}, []])
      assert.equal(recheckOf(bluesky, sky, stored, { value }).failure, 'retry')
  })
})

describe('a search of Bluesky', () => {
  it('is read to where the last round ended, below the end of its cursors and without them', () => {
    const cursor = JSON.stringify({ newest: iso(nowMs - 950 * minuteMs), deep: iso(nowMs - minuteMs) })
    for (const [deep, takesCursors] of [
      [1e9, true],
      [300, true],
      [100, true],
      [1e9, false],
    ] as const) {
      const { ids, fromMs, asked } = roundOf(bluesky, { ...sky, cursor }, search(5_000, deep, takesCursors))
      assert.deepEqual([new Set(ids).size, fromMs], [961, undefined], `${deep} ${takesCursors}`)
      assert.ok(asked.length <= 13, `${asked.length} requests`)
    }
    const refused = roundOf(bluesky, { ...sky, cursor }, search(5_000, 1e9, false)).asked
    assert.equal(refused.filter(({ url }) => url.includes('cursor=')).length, 1, 'what was refused is not tried again')
  })

  it('that is short is asked once', () => {
    assert.equal(roundOf(bluesky, sky, search(20, 100)).asked.length, 1)
    assert.equal(roundOf(bluesky, sky, search(0, 100)).fromMs, nowMs - 30 * dayMs)
  })

  it('without end is read for a hundred pages, and says from when on', () => {
    const endless = (url: URL) => {
      const at = Number(url.searchParams.get('cursor') ?? 0)
      return {
        value: { posts: Array.from({ length: 100 }, (_, n) => postOf(at / 10 + n / 1_000)), cursor: String(at + 1) },
      }
    }
    const { asked, fromMs } = roundOf(bluesky, sky, endless)
    assert.deepEqual([asked.length, fromMs], [100, Math.trunc(nowMs - (9.9 + 0.099) * minuteMs)])
    const stuck = roundOf(bluesky, sky, () => ({ value: { posts: [postOf(1)], cursor: 'x' } }))
    assert.equal(stuck.asked.length, 2)
  })

  it('that is for members only says how to become one', () => {
    const { failure, asked } = roundOf(bluesky, sky, () => ({ status: 403, value: '<html>' }))
    assert.ok(
      asked[0]?.url.startsWith(
        'https://public.api.bsky.app/xrpc/app.bsky.feed.searchPosts?q=plex&sort=latest&limit=100&since=',
      ),
    )
    assert.equal(failure?.failure, 'stop')
    assert.match(failure?.detail ?? '', /app password/)
  })

  it('signs in with a handle and an app password, and again when its token is over', () => {
    const member = { ...sky, secrets: { token: 'ada.example:abcd-efgh' } }
    const { access } = bluesky.polled ?? {}
    const session = access?.ask(member)
    assert.deepEqual(
      [session?.url, session?.body],
      [
        'https://bsky.social/xrpc/com.atproto.server.createSession',
        '{"identifier":"ada.example","password":"abcd-efgh"}',
      ],
    )
    assert.equal(access?.ask(sky), undefined)
    assert.equal(access?.ask({ ...sky, secrets: { token: 'jwt' } }), undefined)
    const exp = nowMs / 1_000 + 7_200
    const accessJwt = `e30.${Buffer.from(JSON.stringify({ exp })).toString('base64url')}.sig`
    const answer = (value: unknown, status = 200) => ({ status, headers: {}, body: Buffer.from(JSON.stringify(value)) })
    assert.deepEqual(access?.translate(member, answer({ accessJwt })), {
      token: accessJwt,
      untilMs: nowMs + 2 * hourMs,
    })
    assert.deepEqual(access?.translate(member, answer({ accessJwt: 'opaque' })), {
      token: 'opaque',
      untilMs: nowMs + hourMs,
    })
    const wrong = access?.translate(member, answer({ error: 'AuthenticationRequired' }, 401))
    assert.ok(wrong !== undefined && 'failure' in wrong && wrong.failure === 'reauth')
    const over = roundOf(bluesky, member, () => ({ status: 400, value: { error: 'ExpiredToken' } }))
    assert.equal(over.failure?.failure, 'reauth')
    assert.equal(over.asked[0]?.headers.authorization, undefined, 'the password goes nowhere else')
  })
})
