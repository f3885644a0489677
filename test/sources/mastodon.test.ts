// Statuses of Mastodon as their authors meant them, and timelines that go on elsewhere, for members only, or without end.
import assert from 'node:assert/strict'
import { mastodon } from '../../sources/mastodon.ts'
import { dayMs, hourMs, minuteMs, nowMs, readingOf, recheckOf, roundOf, type Said } from './pure-round.ts'

const base = 'https://m.example'
const tag = readingOf({ url: `${base}/`, tag: '#Plex' })
const account = { acct: 'ada@other.example', note: '', noindex: false }

/** A status a minute up to now: ids beyond what a number of JSON holds. */
const statusOf = (ago: number, more = {}) => ({
  id: String(117_020_580_518_794_573n - BigInt(ago)),
  uri: `https://other.example/s/${ago}`,
  url: `https://other.example/@ada/${ago}`,
  created_at: new Date(nowMs - ago * minuteMs).toISOString(),
  visibility: 'public',
  content: `<p>Post ${ago}</p>`,
  account,
  ...more,
})
const list = (...statuses: object[]): Said => ({ value: statuses })
const one = (more: object) => roundOf(mastodon, tag, () => list(statusOf(1, more)))
const contentOf = (more: object) => one(more).posts[0]?.content

/** Pages of forty by `max_id`, each shuffled. */
const timeline =
  (count: number, host = base) =>
  (url: URL): Said => {
    const from = Number(url.searchParams.get('max_id') ?? 0)
    const page = Array.from({ length: Math.min(40, count - from) }, (_, n) => statusOf(from + n)).toReversed()
    const link =
      from + 40 < count ? { link: `<${host}/api/v1/timelines/tag/Plex?max_id=${from + 40}>; rel="next"` } : {}
    return { value: page, headers: link }
  }

describe('a status of Mastodon', () => {
  it('reads as it is shown: its warning, no emoji codes, no hidden parts of addresses, no quoted line', () => {
    const content =
      '<p class="quote-inline">RE: <a href="https://m.example/1">m.example/1</a></p><p><span class="h-card"><a href="https://m.example/@bo" class="u-url mention">@<span>bo</span></a></span> no :blobcat: thanks<br />see <a href="https://m.example/long"><span class="invisible">https://</span><span class="ellipsis">m.example/lo</span><span class="invisible">ng</span></a> &amp; 5:30:00</p>'
    assert.equal(
      contentOf({ content, spoiler_text: 'A policy :blobcat:', emojis: [{ shortcode: 'blobcat' }] })?.text,
      'A policy\n@bo no thanks\nsee m.example/lo & 5:30:00',
    )
  })

  it('that passes another on counts as such, and one that only answers does not', () => {
    const [boost] = one({
      content: '',
      reblog: statusOf(9),
      reblogs_count: 7,
      uri: 'https://other.example/s/1/activity',
    }).posts
    assert.deepEqual(
      [boost?.repostOf, boost?.content.text, boost?.content.metrics],
      ['https://other.example/s/9', 'Post 9', { reposts: 0 }],
    )
    const [answer] = one({ in_reply_to_id: '5' }).posts
    assert.deepEqual(
      [answer?.kind, answer?.content.parentId, answer?.content.threadId],
      ['reply', undefined, undefined],
    )
    const [known] = roundOf(mastodon, tag, () =>
      list(statusOf(1, { in_reply_to_id: statusOf(2).id }), statusOf(2)),
    ).posts
    assert.equal(known?.content.parentId, 'https://other.example/s/2')
  })

  it('is dropped where it is not public, or its author does not want to be found', () => {
    const dropped = [
      { visibility: 'private' },
      { visibility: 'direct' },
      { local_only: true },
      { account: { ...account, noindex: true } },
      { account: { ...account, note: '<p><a href="x">#<span>nobot</span></a></p>' } },
      { content: '', reblog: statusOf(9, { visibility: 'private' }) },
      { content: '', reblog: statusOf(9, { account: { ...account, noindex: true } }) },
    ]
    for (const more of dropped) assert.deepEqual([one(more).ids, one(more).dropped], [[], 1], JSON.stringify(more))
    assert.equal(one({ visibility: 'unlisted', account: { ...account, indexable: false } }).ids.length, 1)
  })

  it('asked for again is as it is now, or gone: deleted, made private, or its author withdrew', () => {
    const stored = [{ id: 'https://other.example/s/1', lookup: '117' }]
    const again = (said: Said) => recheckOf(mastodon, tag, stored, said)
    const edited = again({ value: statusOf(1, { content: '<p>Edited</p>' }) })
    assert.equal(edited.url, `${base}/api/v1/statuses/117`)
    assert.deepEqual([edited.gone, edited.posts?.[0]?.content.text], [[], 'Edited'])
    for (const said of [
      { status: 404, value: { error: 'Record not found' } },
      { status: 410, value: '' },
      { value: statusOf(1, { visibility: 'private' }) },
      { value: statusOf(1, { account: { ...account, noindex: true } }) },
    ])
      assert.deepEqual(again(said).gone, ['https://other.example/s/1'], JSON.stringify(said))
    const page = { status: 404, value: '<html>', headers: { 'content-type': 'text/html; charset=utf-8' } }
    assert.equal(again(page).failure, 'stop', 'a web page says nothing of a post')
    assert.match(String(again({ status: 401, value: {} }).detail), /members only; set a token/)
    assert.equal(again({ value: { error: 'odd' } }).failure, 'retry')
    assert.equal(again({ status: 429, value: {} }).failure, 'wait')
  })
})

describe('a timeline of Mastodon', () => {
  it('is read to its end at first, and then to where the last round ended, whatever the order in a page', () => {
    const first = roundOf(mastodon, tag, timeline(100))
    assert.deepEqual(
      first.asked.map(({ url }) => url),
      [
        `${base}/api/v1/timelines/tag/Plex?limit=40`,
        `${base}/api/v1/timelines/tag/Plex?max_id=40`,
        `${base}/api/v1/timelines/tag/Plex?max_id=80`,
      ],
    )
    assert.deepEqual([new Set(first.ids).size, first.fromMs], [100, nowMs - 30 * dayMs])
    const cursor = JSON.stringify({ newest: new Date(nowMs - 30 * minuteMs), deep: new Date(nowMs - 30 * minuteMs) })
    const later = roundOf(mastodon, { ...tag, cursor }, timeline(2_000))
    assert.deepEqual([later.asked.length, later.fromMs], [2, undefined])
    assert.equal(JSON.parse(later.cursor ?? '').newest, new Date(nowMs).toISOString())
  })

  it('is read six hours further back once an hour: posts of other servers come late', () => {
    const cursor = JSON.stringify({ newest: new Date(nowMs - minuteMs), deep: new Date(nowMs - hourMs) })
    const { asked, cursor: next } = roundOf(mastodon, { ...tag, cursor }, timeline(2_000))
    assert.equal(asked.length, 10)
    assert.equal(JSON.parse(next ?? '').deep, new Date(nowMs).toISOString())
  })

  it('that goes on at another host is not followed, and what is missing is a gap', () => {
    const { asked, fromMs } = roundOf(mastodon, tag, timeline(100, 'https://evil.example'))
    assert.deepEqual([asked.length, fromMs], [1, nowMs - 39 * minuteMs])
    assert.equal(roundOf(mastodon, tag, timeline(100, 'http://m.example')).asked[1]?.url.startsWith(base), true)
  })

  it('without end is read for 250 pages, and says from when on', () => {
    const { asked, fromMs } = roundOf(mastodon, tag, timeline(1_000_000))
    assert.deepEqual([asked.length, fromMs], [250, nowMs - (250 * 40 - 1) * minuteMs])
  })

  it('loses nothing to a clock that is an hour wrong, ours or one of theirs', () => {
    const ahead = roundOf(mastodon, { ...tag, nowMs: nowMs + hourMs }, timeline(100))
    assert.equal(JSON.parse(ahead.cursor ?? '').newest, new Date(nowMs).toISOString())
    const behind = roundOf(mastodon, { ...tag, nowMs: nowMs - hourMs }, timeline(100))
    assert.equal(JSON.parse(behind.cursor ?? '').newest, new Date(nowMs - hourMs).toISOString())
    const lying = statusOf(0, { created_at: '2099-01-01T00:00:00.000Z' })
    const poisoned = roundOf(mastodon, tag, () => list(lying, statusOf(5)))
    assert.equal(JSON.parse(poisoned.cursor ?? '').newest, new Date(nowMs - 5 * minuteMs).toISOString())
  })

  it('for members only says so, and so does a search that finds nothing without a token', () => {
    for (const status of [401, 403, 422])
      assert.match(String(roundOf(mastodon, tag, () => ({ status, value: {} })).failure?.detail), /set a token/)
    const search = readingOf({ url: base, query: 'plex & co' })
    const found = roundOf(mastodon, search, () => ({ value: { statuses: [] } }))
    assert.equal(found.asked[0]?.url, `${base}/api/v2/search?type=statuses&limit=40&q=plex%20%26%20co`)
    assert.match(String(found.failure?.detail), /read:search/)
    const member = roundOf(mastodon, { ...search, secrets: { token: 'secret' } }, (url) => ({
      value: { statuses: url.searchParams.has('offset') ? [] : [statusOf(1), statusOf(2)] },
    }))
    assert.deepEqual([member.ids.length, member.asked.length], [2, 2])
    assert.ok(member.asked.every(({ headers }) => headers.authorization === 'Bearer secret'))
  })
})
