// A Discourse forum that grows, is cleaned and is slow to answer: pages go back to where the last round ended, and no further.
import assert from 'node:assert/strict'
import { discourse } from '../../sources/discourse.ts'
import { failureOf, resetOf, restUntil } from '../../sources/failure.ts'
import type { Reading } from '../../sources/source.ts'

const nowMs = Date.UTC(2026, 10, 24, 12)
const minuteMs = 60_000
const dayMs = 24 * 60 * minuteMs

/** A post a minute up to now: the highest id is the newest. */
const postOf = (id: number, newest: number) => ({
  id,
  post_number: 1,
  post_type: 1,
  topic_id: id,
  topic_slug: 't',
  topic_title: `Topic ${id}`,
  username: 'ada',
  created_at: new Date(nowMs - (newest - id) * minuteMs).toISOString(),
  updated_at: '2026-11-24T12:00:00.000Z',
  cooked: `<p>Post ${id}</p>`,
})

/** @param exists which ids the forum shows; pages hold up to fifty of them */
const forum =
  (newest: number, exists: (id: number) => boolean = () => true) =>
  (url: string) => {
    const before = Number(new URL(url).searchParams.get('before') ?? newest + 1)
    const ids: number[] = []
    for (let id = before - 1; id > 0 && id >= before - 50; id--) if (exists(id)) ids.push(id)
    return { latest_posts: ids.map((id) => postOf(id, newest)) }
  }

const roundOf = (answer: (url: string) => unknown, reading: Partial<Reading> = {}) => {
  const polled = discourse.polled ?? assert.fail('it is polled')
  const full: Reading = {
    config: { url: 'https://f.example/' },
    secrets: {},
    readsLeft: Number.POSITIVE_INFINITY,
    cursor: undefined,
    nowMs,
    ...reading,
  }
  const waiting = [...polled.begin(full)]
  const asked: string[] = []
  const ids: string[] = []
  let end: { cursor?: string; fromMs?: number } = {}
  for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
    asked.push(request.url)
    const body = Buffer.from(JSON.stringify(answer(request.url)))
    const read = polled.translate(full, request, { status: 200, headers: {}, body })
    if ('failure' in read) return assert.fail(read.detail)
    for (const item of read.items) ids.push('post' in item ? item.post.content.id : assert.fail(item.problem.message))
    waiting.push(...read.next)
    end = read
  }
  return { asked, ids, ...end }
}

describe('a Discourse forum', () => {
  it('is read to its beginning at first, and then to where the last round ended', () => {
    const first = roundOf(forum(120))
    assert.deepEqual(first.asked, [
      'https://f.example/posts.json',
      'https://f.example/posts.json?before=71',
      'https://f.example/posts.json?before=21',
    ])
    assert.equal(first.ids.length, 120)
    const now = new Date(nowMs).toISOString()
    assert.deepEqual([JSON.parse(first.cursor ?? ''), first.fromMs], [{ newest: now, deep: now }, nowMs - 30 * dayMs])
    const cursor = JSON.stringify({ newest: new Date(nowMs - 50 * minuteMs).toISOString(), deep: now })
    const later = roundOf((url) => forum(170)(url), { cursor })
    assert.equal(later.asked.length, 2, 'fifty new posts are one page, and the next has old ones')
    assert.deepEqual([later.ids[0], later.fromMs], ['170', undefined])
    assert.ok(later.ids.includes('121'))
  })

  it('has holes where posts were deleted, even a page of them', () => {
    const { ids } = roundOf(forum(200, (id) => id < 30 || id > 140))
    assert.equal(ids.length, 60 + 29)
  })

  it('that always answers its first page is asked twice', () => {
    const { asked } = roundOf(() => forum(120)('https://f.example/posts.json'))
    assert.equal(asked.length, 2)
  })

  it('says from when on it was read, when there is more than one round can read', () => {
    const { asked, fromMs = 0 } = roundOf(forum(20_000))
    assert.equal(asked.length, 200)
    assert.equal(fromMs, nowMs - (200 * 50 - 1) * minuteMs)
  })

  it('shows no private messages, whispers and entries of its log, and no text of what is gone', () => {
    const posts = [
      { ...postOf(4, 4), topic_archetype: 'private_message' },
      { ...postOf(3, 4), post_type: 4 },
      { ...postOf(2, 4), post_type: 3 },
      { ...postOf(1, 4), user_deleted: true },
    ]
    const [request] =
      discourse.polled?.begin({
        config: { url: 'https://f.example' },
        secrets: { token: 'key' },
        cursor: undefined,
        nowMs,
        readsLeft: Number.POSITIVE_INFINITY,
      }) ?? []
    assert.equal(request?.headers['api-key'], 'key')
    const reading: Reading = {
      config: { url: 'https://f.example' },
      secrets: {},
      cursor: undefined,
      nowMs,
      readsLeft: Number.POSITIVE_INFINITY,
    }
    const body = Buffer.from(JSON.stringify({ latest_posts: posts }))
    const read = discourse.polled?.translate(reading, request ?? assert.fail(), { status: 200, headers: {}, body })
    assert.ok(read !== undefined && !('failure' in read))
    assert.equal(read.dropped, 3)
    assert.deepEqual(
      read.items.map((item) => 'post' in item && [item.post.removed, item.post.content]),
      [[true, { id: '1', text: '' }]],
    )
  })

  it('that answers something else is tried again', () => {
    const [request] =
      discourse.polled?.begin({
        config: { url: 'https://f.example' },
        secrets: {},
        cursor: undefined,
        nowMs,
        readsLeft: Number.POSITIVE_INFINITY,
      }) ?? []
    const reading: Reading = {
      config: { url: 'https://f.example' },
      secrets: {},
      cursor: undefined,
      nowMs,
      readsLeft: Number.POSITIVE_INFINITY,
    }
    for (const body of ['{"latest_posts":[{"id":1', '<html></html>', '{"errors":["no"]}', '[]', '']) {
      const read = discourse.polled?.translate(reading, request ?? assert.fail(), {
        status: 200,
        headers: {},
        body: Buffer.from(body),
      })
      assert.ok(read !== undefined && 'failure' in read && read.failure === 'retry', body)
    }
  })
})

describe('a single post of a Discourse forum', () => {
  const { recheck } = discourse.polled ?? {}
  const reading = (more: Partial<Reading> = {}): Reading => ({
    config: { url: 'https://f.example/' },
    secrets: {},
    readsLeft: Number.POSITIVE_INFINITY,
    cursor: undefined,
    nowMs,
    ...more,
  })
  const stored = [{ id: '7' }]
  const answered = (status: number, value: unknown, more: Partial<Reading> = {}) =>
    recheck?.translate(reading(more), stored, { status, headers: {}, body: Buffer.from(JSON.stringify(value)) })
  const shown = (more: object) => {
    const found = answered(200, { ...postOf(7, 7), topic_title: undefined, version: 2, ...more })
    assert.ok(found !== undefined && !('failure' in found))
    assert.deepEqual(found.gone, [])
    const [item, ...others] = found.items
    assert.deepEqual(others, [])
    return item !== undefined && 'post' in item ? item.post : assert.fail('it is a post')
  }

  it('is asked for by its id, with the key and the name to read as', () => {
    assert.equal(recheck?.atOnce, 1)
    const asked = recheck?.ask(reading(), stored)
    assert.deepEqual([asked?.method, asked?.url], ['GET', 'https://f.example/posts/7.json'])
    assert.deepEqual(asked?.headers, { accept: 'application/json' })
    const config = { url: 'https://f.example', username: 'system' }
    const secrets = { token: 'key' }
    assert.deepEqual(recheck?.ask(reading({ config, secrets }), stored).headers, {
      accept: 'application/json',
      'api-key': 'key',
      'api-username': 'system',
    })
    assert.equal(recheck?.ask(reading({ config }), stored).headers['api-username'], undefined)
  })
  it('is there in its wording of now, with the revision that every way of reading gives it', () => {
    const { removed, revision, content } = shown({})
    assert.deepEqual([removed, revision, content.text], [undefined, '0000000002 2026-11-24T12:00:00.000Z', 'Post 7'])
    assert.equal(content.title, undefined)
  })
  it('is removed where it is shown so, and nothing of its text is passed on', () => {
    for (const more of [{ deleted_at: '2026-11-24T12:00:00.000Z' }, { user_deleted: true }, { hidden: true }]) {
      const { removed, content } = shown(more)
      assert.deepEqual([removed, content], [true, { id: '7', text: '' }])
    }
  })
  it('is gone with 404 and 410, and where it went out of the public’s sight', () => {
    for (const status of [404, 410]) assert.deepEqual(answered(status, {}), { items: [], gone: ['7'] })
    const denied = { errors: ['no'], error_type: 'invalid_access' }
    assert.deepEqual(answered(403, denied), { items: [], gone: ['7'] })
    // It may be the key that is not taken any more: nothing is said of the post then.
    assert.deepEqual(answered(403, denied, { secrets: { token: 'key' } }), { items: [], gone: [] })
  })
  it('is neither where the forum wants a login, asks for a pause, is at fault, or shows another post', () => {
    const failures = [
      answered(403, { error_type: 'not_logged_in' }),
      answered(429, { extras: { wait_seconds: 7 } }),
      answered(500, {}),
      answered(200, postOf(8, 8)),
      answered(200, []),
    ].map((one) => (one !== undefined && 'failure' in one ? [one.failure, one.untilMs] : one))
    assert.deepEqual(failures, [
      ['stop', undefined],
      ['wait', nowMs + 7_000],
      ['retry', undefined],
      ['retry', undefined],
      ['retry', undefined],
    ])
  })
})

describe('an answer that is none', () => {
  const failureOfStatus = (status: number, headers = {}) =>
    failureOf({ status, headers, body: new Uint8Array() }, nowMs)

  it('is tried again, waited for, or stopped at, by its status', () => {
    const kinds = [200, 304, 301, 401, 403, 404, 408, 410, 418, 429, 451, 500, 502, 503, 504].map((status) => [
      status,
      failureOfStatus(status)?.failure,
    ])
    assert.deepEqual(kinds, [
      ...[
        [200, undefined],
        [304, undefined],
        [301, 'stop'],
        [401, 'reauth'],
        [403, 'stop'],
        [404, 'stop'],
        [408, 'retry'],
        [410, 'stop'],
      ],
      ...[
        [418, 'stop'],
        [429, 'wait'],
        [451, 'stop'],
        [500, 'retry'],
        [502, 'retry'],
        [503, 'retry'],
        [504, 'retry'],
      ],
    ])
    assert.equal(failureOfStatus(503, { 'retry-after': '7' })?.failure, 'wait')
  })

  it('says when to come back in seconds, since 1970, or as a date', () => {
    assert.equal(resetOf({ 'retry-after': '7' }, nowMs), nowMs + 7_000)
    assert.equal(resetOf({ 'retry-after': new Date(nowMs + 9_000).toUTCString() }, nowMs), nowMs + 9_000)
    assert.equal(resetOf({ 'x-rate-limit-reset': String(nowMs / 1_000 + 60) }, nowMs), nowMs + 60_000)
    assert.equal(resetOf({ 'x-ratelimit-reset': new Date(nowMs + 5_000).toISOString() }, nowMs), nowMs + 5_000)
    assert.equal(resetOf({ 'retry-after': 'soon' }, nowMs), undefined)
  })

  it('tells how far apart what is left of its window should be', () => {
    const headers = { 'x-ratelimit-remaining': '9.0', 'x-ratelimit-reset': '100' }
    assert.equal(restUntil({ status: 200, headers }, nowMs), nowMs + 10_000)
    const ofBluesky = { 'ratelimit-remaining': '1', 'ratelimit-reset': String(nowMs / 1_000 + 60) }
    assert.equal(restUntil({ status: 200, headers: ofBluesky }, nowMs), nowMs + 30_000)
    assert.equal(restUntil({ status: 200, headers: {} }, nowMs), 0)
    assert.equal(restUntil({ status: 429, headers: { 'retry-after': '4' } }, nowMs), nowMs + 4_000)
  })
})
