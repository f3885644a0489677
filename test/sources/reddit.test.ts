// Reddit: what it was recorded to answer, through the real worker and store; how far a round reads; and every answer that is none.
import assert from 'node:assert/strict'
import { reddit } from '../../sources/reddit.ts'
import type { Reading, SourceAnswer } from '../../sources/source.ts'
import type { Day } from '../workers/simulated-day.ts'
import { answerOf, dayMs, hourMs, minuteMs, nowMs, readingOf } from './pure-round.ts'
import { has, recordedDays } from './recorded-days.ts'

type Child = { readonly kind: string; readonly data: { readonly [name: string]: unknown } }
const childrenOf = (listing: { readonly data: { readonly children: readonly Child[] } }) => listing.data.children
const listing = (children: readonly unknown[], after: string | null = null) => ({
  kind: 'Listing',
  data: { after, before: null, children },
})
const empty = listing([])

const polled = reddit.polled ?? assert.fail('it is polled')
const reading = (more: Partial<Reading> = {}): Reading =>
  readingOf({ subreddit: 'acme', clientId: 'c', username: 'ada' }, { secrets: { clientSecret: 's' }, ...more })

describe('what Reddit was recorded to answer', () => {
  const { server, recorded, parsed, startAt } = recordedDays('reddit')
  /** Tells the answer by the path and its query; whatever is not known is an empty listing. */
  const answers = (bodies: { readonly [target: string]: () => unknown }) =>
    server.answers((request, response) => {
      const url = new URL(request.url ?? '', 'http://reddit')
      response.setHeader('content-type', 'application/json; charset=UTF-8')
      if (url.pathname === '/token') return void response.end(recorded('token_client_credentials.json'))
      const after = url.searchParams.get('after')
      const body = bodies[after === null ? url.pathname : `${url.pathname} ${after}`]?.() ?? empty
      response.end(typeof body === 'string' ? body : JSON.stringify(body))
    })
  const put = (day: Day, subreddit: string, more = {}) =>
    day.put({
      id: 'reddit',
      kind: 'reddit',
      subreddit,
      clientId: 'c',
      clientSecret: 's',
      baseUrl: server.url,
      authUrl: `${server.url}/token`,
      ...more,
    })

  it('is read page by page: posts, comments and replies, each as it was written', async () => {
    const day = await startAt(Date.UTC(2016, 11, 22, 2, 18))
    let round = 0
    answers({
      '/r/all/new': () => recorded('r_all_new_page1.json'),
      '/r/all/new t3_5jo10c': () => recorded('r_all_new_poll2_before.json'),
      '/r/all/comments': () =>
        recorded(round++ === 0 ? 'r_all_comments_before_31.json' : 'r_all_comments_before_4.json'),
    })
    await put(day, 'all')
    await day.passTo(day.now() + 3 * minuteMs)
    const kept = await day.kept('reddit')
    assert.equal(kept.length, 100 + 4 + 31 + 4)
    assert.equal(new Set(kept.map(({ id }) => id)).size, kept.length)
    has(kept, 't3_5jo13y', {
      kind: 'post',
      at: '2016-12-22T02:17:30.000Z',
      author: 'AnotherProGamer',
      title: 'Farewell Rush - We will never forget your stream',
      text: '',
      threadId: 't3_5jo13y',
      url: 'https://www.reddit.com/r/LeagueOfVideos/comments/5jo13y/farewell_rush_we_will_never_forget_your_stream/',
    })
    has(kept, 't3_5jo13x', {
      author: 'AngryRobot03',
      text: "Don't lowball me or you will be ignored, please state your adds don't just say adds, will respond with more than a Nty, thanks",
    })
    has(kept, 't1_dbhn12w', {
      kind: 'comment',
      at: '2016-12-22T02:17:21.000Z',
      author: 'methothimself',
      title: 'Doing a study on toxic behaviours in games',
      text: 'r/samplesize',
      parentId: 't3_5jlxy1',
      threadId: 't3_5jlxy1',
    })
    has(kept, 't1_dbhn13m', {
      kind: 'reply',
      text: 'One long season of misery and despair',
      title: "[Post Game Thread] Saint John's defeats Syracuse, 93-60",
      parentId: 't1_dbhmyq6',
      threadId: 't3_5jnyrq',
    })
    has(kept, 't1_dbhn182', {
      text: 'Is there any other example of them injuring someone besides the one that was on tonight?',
    })
    const log = JSON.stringify(await day.events())
    for (const word of ['t3_5jo13y', 't1_dbhn13m', 'AngryRobot03', 'samplesize'])
      assert.ok(!log.includes(word), `the log holds ${word}`)
  })

  it('holds crossposts, galleries and what moderators took down', async () => {
    const day = await startAt(Date.UTC(2026, 0, 1))
    const threads = ['thread_gallery_2025', 'thread_removed_by_moderator_2020', 'thread_crosspost_2019'].map((name) =>
      parsed(`${name}.json`),
    )
    answers({
      '/r/tests/new': () => listing(threads.flatMap(([submission]) => childrenOf(submission))),
      '/r/tests/comments': () => listing(threads.flatMap(([, comments]) => childrenOf(comments))),
    })
    await put(day, 'tests')
    await day.passTo(day.now() + minuteMs)
    const kept = await day.kept('reddit')
    assert.deepEqual(kept.map(({ id }) => id).toSorted(), [
      't1_fkznqw2',
      't1_fkznrc7',
      't1_fkznrfw',
      't1_fkznri0',
      't3_1khu9tf',
      't3_c27k6l',
    ])
    has(kept, 't3_1khu9tf', { text: 'Testing PRAW gallery submission with markdown selftext.' })
    has(kept, 't3_c27k6l', { text: 'crossposting', title: 'Test Title', at: '2019-06-18T20:40:38.000Z' })
  })

  it('holds what a search found, and comments that hold its words', async () => {
    const day = await startAt(Date.UTC(2016, 11, 22, 2, 18))
    answers({
      '/r/all/search': () => recorded('search_r_all.json'),
      '/r/all/comments': () => recorded('r_all_comments_before_31.json'),
    })
    await put(day, 'all', { query: '"post game" OR samplesize' })
    await day.passTo(day.now() + minuteMs)
    const kept = await day.kept('reddit')
    assert.equal(kept.filter(({ id }) => id.startsWith('t3_')).length, 6)
    assert.deepEqual(
      kept
        .map(({ id }) => id)
        .filter((id) => id.startsWith('t1_'))
        .filter((id) => ['t1_dbhn13m', 't1_dbhn12w', 't1_dbhn13p'].includes(id))
        .toSorted(),
      ['t1_dbhn12w', 't1_dbhn13m'],
    )
    const [search] = server.asked
      .map(({ url }) => new URL(url, 'http://reddit').searchParams)
      .filter((query) => query.has('q'))
    assert.deepEqual(
      ['q', 'restrict_sr', 'sort', 'raw_json', 'limit'].map((name) => search?.get(name)),
      ['"post game" OR samplesize', '1', 'new', '1', '100'],
    )
  })

  it('says a day later what of it is gone, edited, and whose account is', async () => {
    const day = await startAt(Date.UTC(2016, 10, 17, 7))
    const all = childrenOf(parsed('api_info_mixed_deleted_removed.json'))
    /** As it was before: what is deleted now had words and an author. */
    const before = all
      .filter(({ kind }) => kind !== 't5')
      .map(({ kind, data }) => ({
        kind,
        data: {
          ...data,
          author: data.author === '[deleted]' ? 'gone_since' : data.author,
          ...(kind === 't1'
            ? { link_title: 'The thread', body: /^\[/.test(String(data.body)) ? 'words' : data.body }
            : {}),
          ...(/^\[(deleted|removed)\]$/.test(String(data.selftext)) ? { selftext: 'words of before' } : {}),
          ...(data.id === '5dec17' ? { selftext: 'before its edit' } : {}),
        },
      }))
    const lost = {
      kind: 't3',
      data: { ...before.find(({ kind }) => kind === 't3')?.data, id: '5zzzzz', name: 't3_5zzzzz' },
    }
    answers({
      '/r/all/new': () => listing([...before.filter(({ kind }) => kind === 't3'), lost]),
      '/r/all/comments': () => listing(before.filter(({ kind }) => kind === 't1')),
      '/api/info': () => recorded('api_info_mixed_deleted_removed.json'),
    })
    await put(day, 'all', { pollEvery: '24h' })
    await day.passTo(day.now() + minuteMs)
    const first = await day.kept('reddit')
    assert.equal(first.length, 34 + 33 + 1)
    await day.passTo(day.now() + 21 * hourMs, hourMs)
    const [info] = server.asked
      .filter(({ url }) => url.startsWith('/api/info'))
      .map(({ url }) => new URL(url, 'http://r'))
    assert.equal(info?.searchParams.get('id')?.split(',').length, 68)
    assert.equal(info?.searchParams.get('raw_json'), '1')
    const kept = await day.kept('reddit')
    const ids = new Set(kept.map(({ id }) => id))
    assert.deepEqual(
      first.map(({ id }) => id).filter((id) => !ids.has(id)),
      ['t3_5dec01', 't3_5dec18', 't3_5dec21', 't3_5dec30', 't3_5zzzzz', 't1_d7ltv31'],
    )
    has(kept, 't1_d7ltv08', {
      author: undefined,
      title: 'The thread',
      text: "I just traded for allen as well he's gonna have a big year with the targets he'll be getting",
    })
    has(kept, 't3_5dec00', { author: 'MyKale98', title: 'Class choice question' })
    assert.match(kept.find(({ id }) => id === 't3_5dec17')?.text ?? '', /^I was looking through Maplesea's extraction/)
    const edited = (await day.events()).filter(({ type }) => type === 'PostEdited').length
    assert.equal(edited, 2, 'the one that was edited, and the one that lost its author')
  })
})

describe('a subreddit', () => {
  /** A thing every minute before the clock; the newest first. */
  const things = (kind: 't1' | 't3', count: number, everyMs = minuteMs) =>
    Array.from({ length: count }, (_, n) => ({
      kind,
      data: {
        id: `${kind}${n.toString(36)}`,
        name: `${kind}_${kind}${n.toString(36)}`,
        created_utc: Math.floor((nowMs - (n + 1) * everyMs) / 1_000),
        author: 'ada',
        ...(kind === 't1'
          ? { body: `said ${n}`, link_id: 't3_a', parent_id: 't3_a' }
          : { title: `On ${n}`, selftext: '' }),
      },
    }))
  const serve = (posts: ReturnType<typeof things>, comments: ReturnType<typeof things>) => (target: string) => {
    const { pathname, searchParams } = new URL(target)
    const all = pathname.endsWith('/comments') ? comments : posts
    const at = searchParams.has('after') ? all.findIndex(({ data }) => data.name === searchParams.get('after')) + 1 : 0
    return listing(all.slice(at, at + 100), at + 100 < all.length ? (all[at + 99]?.data.name ?? null) : null)
  }
  const round = (answer: (target: string) => unknown, more: Partial<Reading> = {}) => {
    const full = reading(more)
    const waiting = [...polled.begin(full)]
    const asked: string[] = []
    let items = 0
    let end: { cursor?: string; fromMs?: number } = {}
    for (let request = waiting.shift(); request !== undefined; request = waiting.shift()) {
      asked.push(new URL(request.url).pathname)
      const read = polled.translate(full, request, answerOf(200, answer(request.url)))
      if ('failure' in read) return assert.fail(read.detail)
      items += read.items.length
      waiting.push(...read.next)
      end = read
    }
    const count = (name: string) => asked.filter((one) => one.endsWith(name)).length
    return { ...end, items, new: count('/new'), comments: count('/comments') }
  }
  const cursorAt = (ms: number) =>
    JSON.stringify({ newest: new Date(ms).toISOString(), deep: new Date(nowMs).toISOString() })

  it('is read at first as far as its listings go, at most 30 days', () => {
    const whole = round(serve(things('t3', 250), things('t1', 1_000)))
    assert.deepEqual([whole.new, whole.comments, whole.items], [3, 10, 1_250])
    assert.equal(whole.fromMs, nowMs - 1_000 * minuteMs, 'the listing of comments ends before the 30 days do')
    const small = round(serve(things('t3', 3), things('t1', 40)))
    assert.deepEqual([small.new, small.comments, small.fromMs], [1, 1, nowMs - 30 * dayMs])
    const old = round(serve(things('t3', 300, 6 * hourMs), []))
    assert.equal(old.new, 2, 'a page of it is older than 30 days')
  })

  it('is then read back to where the last round ended', () => {
    const later = round(serve(things('t3', 900), things('t1', 900)), { cursor: cursorAt(nowMs - 5 * minuteMs) })
    assert.deepEqual([later.new, later.comments, later.fromMs], [1, 1, undefined])
    assert.deepEqual(Object.keys(JSON.parse(later.cursor ?? '')), ['newest', 'deep'], 'times only')
  })

  it('that writes more than three pages between two rounds has a gap', () => {
    const busy = round(serve(things('t3', 10), things('t1', 900, 1_000)), { cursor: cursorAt(nowMs - 5 * minuteMs) })
    assert.deepEqual([busy.new, busy.comments], [1, 3])
    assert.equal(busy.fromMs, nowMs - 300_000)
  })

  it('that was not read for hours is read back as far as it takes', () => {
    const after = round(serve(things('t3', 10), things('t1', 900)), { cursor: cursorAt(nowMs - 10 * hourMs) })
    assert.ok(after.comments > 5 && after.comments < 9)
    assert.equal(after.fromMs, undefined)
  })

  it('whose clock is an hour ahead, or behind, loses nothing', () => {
    const ahead = round(serve(things('t3', 10), things('t1', 10)), {
      nowMs: nowMs - hourMs,
      cursor: cursorAt(nowMs - 2 * hourMs),
    })
    assert.ok(JSON.parse(ahead.cursor ?? '').newest <= new Date(nowMs - hourMs).toISOString())
    const behind = round(serve(things('t3', 10), things('t1', 10)), {
      nowMs: nowMs + hourMs,
      cursor: cursorAt(nowMs - hourMs),
    })
    assert.equal(JSON.parse(behind.cursor ?? '').newest, new Date(nowMs - minuteMs).toISOString())
  })

  it('that does not go on, or has things of other kinds, ends', () => {
    const stuck = round((target) =>
      listing(things('t3', 100), new URL(target).pathname.endsWith('/new') ? 't3_x' : null),
    )
    assert.equal(stuck.new, 2)
    const [request] = polled.begin(reading())
    const read = polled.translate(
      reading(),
      request ?? assert.fail(),
      answerOf(200, listing([...things('t3', 1), { kind: 'more', data: { count: 0 } }, { kind: 't5', data: {} }])),
    )
    assert.ok(!('failure' in read))
    assert.deepEqual([read.items.length, read.dropped], [1, 2])
  })
})

describe('an answer of Reddit that is none', () => {
  const [request] = polled.begin(reading())
  const access = polled.access ?? assert.fail('it wants a token')
  const said = (answer: SourceAnswer) => {
    const read = polled.translate(reading(), request ?? assert.fail(), answer)
    return 'failure' in read ? [read.failure, read.detail, read.untilMs] : assert.fail('it was taken')
  }
  const granted = (answer: SourceAnswer) => access.translate(reading(), answer)

  it('is tried again, waited for, or stopped at, and says why', () => {
    const html = { 'content-type': 'text/html; charset=UTF-8' }
    const json = { 'content-type': 'application/json; charset=UTF-8' }
    const table: readonly (readonly [SourceAnswer, readonly unknown[]])[] = [
      [answerOf(503, ''), ['retry', 'the server answered 503, a fault of its own.', undefined]],
      [
        answerOf(200, '{"kind": "Listing", "da', json),
        ['retry', 'the answer is no JSON, or only a part of it (application/json, 23 bytes).', undefined],
      ],
      [
        answerOf(200, '<!doctype html>', html),
        ['retry', 'the answer is no JSON, or only a part of it (text/html, 15 bytes).', undefined],
      ],
      [answerOf(200, '{}'), ['retry', 'the answer is JSON, but no listing of Reddit.', undefined]],
      [answerOf(200, '[]'), ['retry', 'the answer is JSON, but no listing of Reddit.', undefined]],
      [
        answerOf(429, '<html>', { ...html, 'retry-after': '4' }),
        ['wait', 'the server answered 429: it asks for a pause.', nowMs + 4_000],
      ],
      [
        answerOf(429, { message: 'Too Many Requests', error: 429 }),
        ['wait', 'the server answered 429: it asks for a pause.', undefined],
      ],
      [
        answerOf(429, '', { 'x-ratelimit-remaining': '0.0', 'x-ratelimit-reset': '82' }),
        ['wait', 'the server answered 429: it asks for a pause.', nowMs + 82_000],
      ],
      [
        answerOf(401, { error: 401 }),
        ['reauth', 'the server answered 401: it refuses the credentials, or wants some.', undefined],
      ],
      [
        answerOf(200, { message: 'Unauthorized', error: 401 }),
        ['reauth', 'the server answered 401: it refuses the credentials, or wants some.', undefined],
      ],
      [
        answerOf(403, { error: 'insufficient_scope' }),
        ['reauth', 'Reddit refuses the token (insufficient_scope).', undefined],
      ],
      [answerOf(403, { error: 403 }), ['stop', 'the server answered 403: it does not let us read this.', undefined]],
      [
        answerOf(403, { reason: 'private', message: 'Forbidden', error: 403 }),
        ['stop', 'the subreddit is private.', undefined],
      ],
      [
        answerOf(404, { reason: 'banned', message: 'Not Found', error: 404 }),
        ['stop', 'Reddit has banned the subreddit.', undefined],
      ],
      [
        answerOf(200, listing([{ kind: 't5', data: { display_name: 'other' } }])),
        ['stop', 'there is no subreddit of that name.', undefined],
      ],
    ]
    for (const [answer, expected] of table) assert.deepEqual(said(answer), expected)
  })

  it('in place of a token is refused credentials, whatever its status', () => {
    const wrong = { failure: 'reauth', detail: 'Reddit refuses the client id and secret.' }
    const named = { failure: 'reauth', detail: 'Reddit refuses the client id and secret (unauthorized_client).' }
    assert.deepEqual(granted(answerOf(401, { message: 'Unauthorized', error: 401 })), wrong)
    assert.deepEqual(
      granted(answerOf(200, { error_description: 'Only script apps', error: 'unauthorized_client' })),
      named,
    )
    assert.deepEqual(granted(answerOf(200, '{"token_type":"bearer"}')), {
      failure: 'retry',
      detail: 'the answer is JSON, but holds no token.',
    })
    const good = granted(answerOf(200, { access_token: 'abc', token_type: 'bearer', expires_in: 3_600, scope: '*' }))
    assert.deepEqual(good, { token: 'abc', untilMs: nowMs + 3_600_000 })
  })

  it('is asked for in the form that Reddit wants', () => {
    assert.equal(request?.headers['user-agent'], 'server:outcry.c:v0.1 (by /u/ada)')
    const token = access.ask(reading())
    assert.deepEqual(
      [token?.method, token?.url, token?.body, token?.headers.authorization],
      ['POST', 'https://www.reddit.com/api/v1/access_token', 'grant_type=client_credentials', 'Basic Yzpz'],
    )
  })
})
