// X: what it was recorded to answer, through the real worker and store; what a round costs and where it ends; and every answer that is none.
import assert from 'node:assert/strict'
import type { Reading, SourceAnswer } from '../../sources/source.ts'
import { x } from '../../sources/x.ts'
import type { Day } from '../workers/simulated-day.ts'
import { xIdAt } from '../workers/x-double.ts'
import { answerOf, dayMs, hourMs, minuteMs, nowMs, readingOf } from './pure-round.ts'
import { has, recordedDays } from './recorded-days.ts'

const polled = x.polled ?? assert.fail('it is polled')
const recheck = polled.recheck ?? assert.fail('it asks again')
const reading = (more: Partial<Reading> = {}): Reading =>
  readingOf({ query: 'acme' }, { secrets: { token: 't' }, readsLeft: 2_000, ...more })
const queryOf = (url: string) => new URL(url).searchParams
/** When an id was given, ms since 1970. */
const msOf = (id: string | null) => Number(BigInt(id ?? 0) >> 22n) + 1_288_834_974_657

describe('what X was recorded to answer', () => {
  const { server, recorded, parsed, startAt } = recordedDays('x')
  const answers = (bodyOf: (query: URLSearchParams, pathname: string) => string) =>
    server.answers(({ url = '' }, response) => {
      const { searchParams, pathname } = new URL(url, 'http://x')
      response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' }).end(bodyOf(searchParams, pathname))
    })
  const put = (day: Day, more = {}) =>
    day.put({ id: 'x', kind: 'x', query: 'acme', token: 't', baseUrl: server.url, ...more })

  it('is read page by page: posts, replies, quotes, and what is passed on with its whole text', async () => {
    const day = await startAt(Date.UTC(2021, 3, 8, 19, 40))
    answers((query) => recorded(`paging_derived_page${query.has('next_token') ? 2 : 1}.json`))
    await put(day)
    await day.passTo(day.now() + 2 * minuteMs)
    assert.deepEqual(
      server.asked.map(({ url }) => queryOf(`http://x${url}`).get('next_token')),
      [null, 'b26v89c19zqg8o3fostqs9sdj5y8pqyhj4w073tvyk7lp'],
    )
    assert.ok(server.asked.every(({ headers }) => headers.authorization === 'Bearer t'))
    const kept = await day.kept('x')
    assert.equal(kept.length, 100)
    has(kept, '1380242596900044806', {
      kind: 'post',
      at: '2021-04-08T19:34:13.000Z',
      author: 'WorthyOfSaw',
      text: 'Ok! And Ill bring my friends, Pencil, and Obama!',
      language: 'en',
      title: undefined,
      url: 'https://x.com/WorthyOfSaw/status/1380242596900044806',
      threadId: '1380242596900044806',
    })
    has(kept, '1380242586288328707', {
      kind: 'reply',
      author: 'PDXPapaG',
      text: '@TalkToTheFoot @JackPosobiec None of whom had access to either of the hard drives. Shows how inept and partisan the DOJ became under Obama.',
      parentId: '1380229267770933248',
      threadId: '1380220754978086917',
    })
    has(kept, '1380242255479459846', {
      kind: 'post',
      author: 'MikeMasten4',
      text: '@ReallyAmerican1 They swore up and down President Obama was taking their guns, but he never took a single one.\n\nThose people are so annoyingly stupid.',
    })
    has(kept, '1380242237263581184', { kind: 'post', author: 'Patriot_MAGA__' })
    assert.match(kept.find(({ id }) => id === '1380242254887981057')?.text ?? '', /Slick Willie & the Peanut Farmer\./)
    assert.equal(kept.filter(({ kind }) => kind === 'reply').length, 13 + 18)
    const passedOn = (await day.events()).filter((event) => event.type === 'PostReceived' && 'amplifies' in event.data)
    assert.equal(passedOn.length, 25 + 22)
    const read = await day.nth('x', 'ChannelRead')
    assert.ok(read.type === 'ChannelRead')
    // Its pages brought all of their includes along.
    assert.equal(read.data.reads, 2 * (50 + 178 + 66 + 6))
    assert.equal(read.data.cursor, '2021-04-08T19:34:16.973Z')
    const log = JSON.stringify(await day.events())
    for (const word of ['1380242596900044806', 'WorthyOfSaw', 'Pencil'])
      assert.ok(!log.includes(word), `the log holds ${word}`)
  })

  it('is followed to its newest version, and kept under the id of the first', async () => {
    const day = await startAt(Date.UTC(2022, 9, 3, 17, 58))
    const { data: before, includes, ...rest } = parsed('edited_before.jsonl')
    const unedited = { ...rest, data: [{ ...before[0], edit_history_tweet_ids: [before[0].id] }], includes }
    answers((query, pathname) => {
      if (pathname !== '/2/tweets') return JSON.stringify({ ...unedited, meta: { result_count: 1 } })
      return recorded(query.get('ids') === '1576994746135764992' ? 'edited_before.jsonl' : 'edited_after.jsonl')
    })
    await put(day, { retentionDays: 3, pollEvery: '24h' })
    await day.passTo(day.now() + 2 * minuteMs)
    has(await day.kept('x'), '1576994746135764992', {
      text: 'i miss y’all so much haha,,, https://t.co/glJ0r9uh9F https://t.co/4E9OBHOATs',
    })
    await day.passTo(day.now() + 21 * hourMs, hourMs)
    const ids = server.asked
      .filter(({ url }) => url.startsWith('/2/tweets?'))
      .map(({ url }) => queryOf(`http://x${url}`).get('ids'))
    assert.deepEqual(ids, ['1576994746135764992', '1576994789110992896'])
    const kept = await day.kept('x')
    assert.equal(kept.length, 1)
    has(kept, '1576994746135764992', {
      text: 'hey :) https://t.co/rnwEIoNuqd',
      author: 'wongmjane',
      at: '2022-10-03T17:57:01.000Z',
      lookup: '1576994789110992896',
    })
    await day.passTo(day.now() + 21 * hourMs, hourMs)
    const lookups = server.asked.filter(({ url }) => url.startsWith('/2/tweets?'))
    assert.match(lookups.at(-1)?.url ?? '', /ids=1576994789110992896/)
    assert.equal(lookups.length, 3)
  })

  it('is looked up: what is neither there nor wrong is gone', () => {
    const stored = ['1293593516040269825', '1293595870563381249', '1293595870563381250'].map((id) => ({ id }))
    const read = recheck.translate(reading(), stored, answerOf(200, recorded('tweets_lookup.json')))
    assert.ok(!('failure' in read))
    assert.deepEqual(
      read.items.map((item) => 'post' in item && [item.post.content.id, item.post.content.text.slice(0, 36)]),
      [
        ['1293593516040269825', 'It’s finally here! 🥁 Say hello to the'.slice(0, 36)],
        ['1293595870563381249', 'Twitter API v2: Early Access release'],
      ],
    )
    assert.deepEqual([read.gone, read.again, read.reads], [['1293595870563381250'], [], 2])
  })

  it('may hold few posts and go on all the same', () => {
    const [request] = polled.begin(reading())
    const read = polled.translate(
      reading(),
      request ?? assert.fail(),
      answerOf(200, recorded('user_tweets_2_results_but_next_token.json')),
    )
    assert.ok(!('failure' in read))
    assert.deepEqual([read.items.length, read.reads, read.cursor], [2, 2, undefined])
    assert.equal(queryOf(read.next[0]?.url ?? '').get('next_token'), '7140dibdnow9c7btw4232poeq0wapgnwgwqwvuwn3peex')
    assert.equal(queryOf(read.next[0]?.url ?? '').get('since_id'), queryOf(request?.url ?? '').get('since_id'))
  })
})

describe('a search on X', () => {
  const tweet = (ms: number, more = {}) => ({
    id: xIdAt(ms),
    text: `said at ${ms}`,
    edit_history_tweet_ids: [xIdAt(ms)],
    author_id: '1',
    ...more,
  })
  const page = (times: readonly number[], token?: string) => ({
    data: times.map((ms) => tweet(ms)),
    includes: { users: [{ id: '1', username: 'ada' }] },
    meta: {
      newest_id: xIdAt(times[0] ?? 0),
      result_count: times.length,
      ...(token === undefined ? {} : { next_token: token }),
    },
  })
  const first = (more: Partial<Reading> = {}) => polled.begin(reading(more))[0] ?? assert.fail()
  const next = (request: ReturnType<typeof first>, body: unknown, more: Partial<Reading> = {}, status = 200) => {
    const read = polled.translate(reading(more), request, answerOf(status, body))
    return 'failure' in read ? assert.fail(read.detail) : read
  }

  it('asks for what is newer than the newest post of the last round', () => {
    const cursor = new Date(nowMs - hourMs).toISOString()
    const query = queryOf(first({ cursor }).url)
    assert.equal(BigInt(query.get('since_id') ?? 0) + 1n, BigInt(xIdAt(nowMs - hourMs + 1)))
    assert.deepEqual([query.get('query'), query.get('max_results')], ['acme', '100'])
    assert.match(query.get('tweet.fields') ?? '', /edit_history_tweet_ids.*note_tweet.*withheld/)
  })

  it('goes back a quarter of an hour at first, and never beyond what X searches', () => {
    assert.equal(msOf(queryOf(first().url).get('since_id')), nowMs - 15 * minuteMs)
    const cursor = new Date(nowMs - 30 * dayMs).toISOString()
    const request = first({ cursor })
    const sinceMs = msOf(queryOf(request.url).get('since_id'))
    assert.equal(sinceMs, nowMs - 7 * dayMs + hourMs)
    assert.equal(next(request, { meta: { result_count: 0 } }, { cursor }).fromMs, sinceMs, 'what was before is missing')
  })

  it('that finds nothing goes on where it was', () => {
    const cursor = new Date(nowMs - hourMs).toISOString()
    const { items, reads, ...end } = next(first({ cursor }), { meta: { result_count: 0 } }, { cursor })
    assert.deepEqual([items, reads, end.cursor, end.fromMs], [[], 0, cursor, undefined])
    const opened = next(first(), { meta: { result_count: 0 } })
    assert.equal(opened.cursor, new Date(nowMs - 15 * minuteMs).toISOString())
  })

  it('asks for no more than may still be read, and says what it left', () => {
    const request = first({ readsLeft: 130 })
    assert.equal(queryOf(request.url).get('max_results'), '21')
    const times = [1, 2, 3].map((minutes) => nowMs - minutes * minuteMs)
    const went = next(request, page(times, 'more'), { readsLeft: 130 })
    assert.equal(went.reads, 4)
    assert.equal(queryOf(went.next[0]?.url ?? '').get('max_results'), '21')
    const cut = next(request, page(times, 'more'), { readsLeft: 62 })
    assert.deepEqual([cut.next, cut.fromMs, cut.cursor], [[], times[2], new Date(times[0] ?? 0).toISOString()])
  })

  it('whose token is refused goes on below what it had found', () => {
    const times = [1, 2].map((minutes) => nowMs - minutes * minuteMs)
    const second = next(first(), page(times, 'old')).next[0] ?? assert.fail()
    const invalid = {
      errors: [{ parameters: { next_token: ['old'] }, message: 'no' }],
      title: 'Invalid Request',
      status: 400,
    }
    const again = next(second, invalid, {}, 400)
    const query = queryOf(again.next[0]?.url ?? '')
    assert.deepEqual([again.items, query.get('next_token'), query.get('until_id')], [[], null, xIdAt(times[1] ?? 0)])
    assert.equal(query.get('since_id'), queryOf(second.url).get('since_id'))
    const end = next(again.next[0] ?? assert.fail(), page([nowMs - 3 * minuteMs]))
    assert.equal(end.cursor, new Date(times[0] ?? 0).toISOString())
  })

  it('takes no older version, no removal of what is only pointed to, and no names out of errors', () => {
    const versions = [xIdAt(nowMs - 9 * minuteMs), xIdAt(nowMs - 8 * minuteMs)]
    const body = {
      data: [tweet(nowMs - 9 * minuteMs, { edit_history_tweet_ids: versions }), tweet(nowMs - 7 * minuteMs)],
      errors: [
        { resource_type: 'tweet', resource_id: xIdAt(nowMs - dayMs), parameter: 'referenced_tweets.id' },
        { resource_type: 'user', resource_id: 'somebody', parameter: 'entities.mentions.username' },
      ],
      meta: { result_count: 2 },
    }
    const { items, dropped } = next(first(), body)
    assert.deepEqual(
      [items.map((item) => 'post' in item && item.post.content.id), dropped],
      [[xIdAt(nowMs - 7 * minuteMs)], 1],
    )
  })

  it('whose clock is an hour behind reads again what it could not take yet', () => {
    const behind = { nowMs: nowMs - hourMs, cursor: new Date(nowMs - 2 * hourMs).toISOString() }
    assert.equal(next(first(behind), page([nowMs - minuteMs]), behind).cursor, new Date(nowMs - hourMs).toISOString())
  })
})

describe('an answer of X that is none', () => {
  const [request] = polled.begin(reading())
  const said = (answer: SourceAnswer) => {
    const read = polled.translate(reading(), request ?? assert.fail(), answer)
    return 'failure' in read ? [read.failure, read.detail, read.untilMs] : assert.fail('it was taken')
  }

  it('is tried again, waited for, or stopped at, and says why', () => {
    const limited = { title: 'Too Many Requests', detail: 'Too Many Requests', type: 'about:blank', status: 429 }
    const resetS = nowMs / 1_000 + 300
    const problem = (type: string, host = 'api.twitter.com') => ({
      title: 'x',
      detail: 'x',
      type: `https://${host}/2/problems/${type}`,
    })
    const capped = (host: string) =>
      [answerOf(429, { ...problem('usage-capped', host), period: 'Monthly' }), 'stop', Date.UTC(2026, 11)] as const
    const table: readonly (readonly [SourceAnswer, string, string, number?])[] = [
      [answerOf(503, ''), 'retry', 'the server answered 503, a fault of its own.'],
      [
        answerOf(200, '{"data":[{"id"', { 'content-type': 'application/json' }),
        'retry',
        'the answer is no JSON, or only a part of it (application/json, 14 bytes).',
      ],
      [
        answerOf(200, '<html>', { 'content-type': 'text/html' }),
        'retry',
        'the answer is no JSON, or only a part of it (text/html, 6 bytes).',
      ],
      [answerOf(200, {}), 'retry', 'the answer is JSON, but no page of X.'],
      [
        answerOf(429, limited, { 'x-rate-limit-remaining': '0', 'x-rate-limit-reset': `${resetS}` }),
        'wait',
        'the server answered 429: it asks for a pause.',
        nowMs + 300_000,
      ],
      [
        answerOf(429, limited, { 'x-rate-limit-remaining': '440', 'x-rate-limit-reset': `${resetS}` }),
        'wait',
        'the server answered 429: it asks for a pause.',
        nowMs + 2_000,
      ],
      [
        answerOf(401, { title: 'Unauthorized', type: 'about:blank', status: 401 }),
        'reauth',
        'the server answered 401: it refuses the credentials, or wants some.',
      ],
      [answerOf(402, problem('credits')), 'stop', 'X wants to be paid: the credits of the account are used up.'],
      [
        answerOf(403, problem('client-forbidden')),
        'stop',
        'the server answered 403: it does not let us read this (client-forbidden).',
      ],
      [
        answerOf(400, {
          errors: [{ parameters: { query: ['acme ('] }, message: 'no' }],
          ...problem('invalid-request'),
        }),
        'stop',
        'the server answered 400, which is no answer to a reader (query is wrong).',
      ],
    ]
    for (const [answer, failure, detail, untilMs] of table) assert.deepEqual(said(answer), [failure, detail, untilMs])
    for (const [answer, failure, untilMs] of [capped('api.x.com'), capped('api.twitter.com')]) {
      const [found, words, until] = said(answer)
      assert.deepEqual([found, until], [failure, untilMs])
      assert.match(String(words), /^the usage cap of the plan at X is reached; it is tried again in the next month\./)
    }
  })

  it('to a look-up marks nothing as gone', () => {
    for (const answer of [
      answerOf(503, ''),
      answerOf(200, '{"data":['),
      answerOf(200, { meta: {} }),
      answerOf(403, {}),
      answerOf(404, {}),
    ])
      assert.ok('failure' in recheck.translate(reading(), [{ id: '1' }], answer))
  })

  it('to a look-up tells whose post is gone, protected or withheld', () => {
    const [there, gone, hidden, withheld] = [1, 2, 3, 4].map((n) => xIdAt(nowMs - n * minuteMs)) as [
      string,
      string,
      string,
      string,
    ]
    const error = (id: string, type: string) => ({
      value: id,
      resource_id: id,
      resource_type: 'tweet',
      parameter: 'ids',
      type: `https://api.x.com/2/problems/${type}`,
    })
    const shown = (id: string, more = {}) => ({ id, text: 'words', edit_history_tweet_ids: [id], ...more })
    const body = {
      data: [shown(there), shown(withheld, { withheld: { country_codes: ['XX'] } })],
      errors: [error(gone, 'resource-not-found'), error(hidden, 'not-authorized-for-resource')],
    }
    const stored = [there, gone, hidden, withheld].map((id) => ({ id }))
    const read = recheck.translate(reading(), stored, answerOf(200, body))
    assert.ok(!('failure' in read))
    assert.deepEqual([read.gone, read.reads], [[gone, hidden], 2])
    assert.deepEqual(
      read.items.map(
        (item) =>
          'post' in item && [item.post.content.id, item.post.removed, item.post.content.text, item.post.content.url],
      ),
      [
        [there, undefined, 'words', undefined],
        [withheld, true, '', undefined],
      ],
    )
  })
})
