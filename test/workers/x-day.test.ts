// Two days of a search on X: people write, edit, delete and hide, X fails in its ways and counts what it answers, on a clock that passes at once.
import assert from 'node:assert/strict'
import { createSeeded } from '../../analysis/seeded.ts'
import { filesWith } from '../files-with.ts'
import { daysFrom } from './platform-days.ts'
import { createScript } from './simulated-day.ts'
import { createX, first, newest, type Tweet, type XDouble } from './x-double.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const startMs = Date.UTC(2026, 10, 24)
/** Everything is written on the first day; by then each post was asked for again after whatever became of it. */
const endMs = startMs + 47 * hourMs
const cap = 2_000

const words = ['slow', 'broken', 'update', 'refund', 'lovely', 'terrible', 'player', 'server', 'library', 'sync']

describe('two days of a search on X', () => {
  const days = daysFrom(startMs)
  const { server } = days
  let x: XDouble
  const wentAt = new Map<string, number>()
  const gone: string[] = []
  const late: string[] = []

  /** As people read it: of what is passed on, the whole of it. */
  const textOf = (tweet: Tweet): string => {
    const original = x.tweets.find((one) => first(one).id === tweet.retweets)
    return newest(original ?? tweet).text.replaceAll('&amp;', '&')
  }
  const shown = () => x.tweets.filter(({ state, isOutside }) => state === 'shown' && !isOutside)

  before(async () => {
    const { day } = days
    x = createX(day.now, cap)
    const script = createScript(day.now)
    const random = createSeeded(11)
    const pick = <T>(from: readonly T[]): T => from[Math.floor(random() * from.length)] as T
    let n = 0
    const text = () =>
      `${pick(words)} &amp; ${pick(words)} number${n++}x${Math.floor(random() * 1e9).toString(36)} it is`
    const famous = x.add({
      user: 'famous',
      isOutside: true,
      atMs: startMs - hourMs,
      text: 'We changed the terms. &amp; more',
    })
    const write = (atMs: number) => {
      const kind = random()
      const user = `user_${Math.floor(random() * 40)}`
      if (kind < 0.1) return x.add({ user, atMs, text: 'RT @famous: We changed the te...', retweets: first(famous).id })
      return x.add({ user, atMs, text: text(), ...(kind < 0.4 ? { repliesTo: first(famous).id } : {}) })
    }
    type Fate = (tweet: Tweet, atMs: number) => void
    const later = (tweet: Tweet, what: Fate, afterMs: number) =>
      script.at(first(tweet).atMs + afterMs, (atMs) => what(tweet, atMs))
    const edit: Fate = (tweet, atMs) => {
      if (tweet.state === 'shown' && tweet.retweets === undefined) x.edit(tweet, atMs, `${text()} edited`)
    }
    const end =
      (state: Tweet['state']): Fate =>
      (tweet, atMs) => {
        if (tweet.state !== 'shown') return
        if (tweet.retweets === undefined) gone.push(textOf(tweet))
        tweet.state = state
        wentAt.set(first(tweet).id, atMs)
      }
    const live = (tweet: Tweet) => {
      const fate = random()
      const afterMs = random() * 4 * hourMs
      if (fate < 0.1) later(tweet, edit, afterMs / 4)
      else if (fate < 0.2) later(tweet, end('deleted'), afterMs)
      else if (fate < 0.24) later(tweet, end('protected'), afterMs)
      else if (fate < 0.27) later(tweet, end('withheld'), afterMs)
    }
    for (let i = 0; i < 250; i++) script.at(startMs + random() * 19 * hourMs, (atMs) => live(write(atMs)))
    // Something happened: several pages at once, and the second one's token is refused.
    for (let i = 0; i < 150; i++)
      script.at(startMs + 12 * hourMs + random() * 4 * minuteMs, (atMs) => live(write(atMs)))
    const troubles: readonly [fromHour: number, minutes: number, Parameters<XDouble['disturb']>[0]][] = [
      [1, 20, (_, response) => void response.writeHead(503).end()],
      [
        3,
        10,
        (_, response) => void response.writeHead(200, { 'content-type': 'application/json' }).end('{"data":[{"id"'),
      ],
      [
        4,
        10,
        (_, response) => void response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><p>hi'),
      ],
      [
        5,
        10,
        (_, response) =>
          void response
            .writeHead(429, {
              'x-rate-limit-remaining': '0',
              'x-rate-limit-reset': `${(startMs + 5.3 * hourMs) / 1_000}`,
            })
            .end('{"title":"Too Many Requests","type":"about:blank","status":429}'),
      ],
      [8, 150, (request) => void request.socket.destroy()],
      [21, 30, (_, response) => void response.writeHead(500).end('<html>')],
    ]
    for (const [hour, minutes, how] of troubles) {
      script.at(startMs + hour * hourMs, () => x.disturb(how))
      script.at(startMs + hour * hourMs + minutes * minuteMs, () => x.disturb(undefined))
    }
    server.answers((request, response) => {
      script.play()
      if (request.url?.includes('next_token') && x.tokensRefused() === 0) x.forgetTokens()
      x.answer(request, response)
    })
    await day.put({
      id: 'acme',
      kind: 'x',
      query: 'acme',
      token: 't',
      baseUrl: server.url,
      pollEvery: '20m',
      retentionDays: 3,
    })
    await day.openStory({ slug: 'acme', title: 'Acme', channels: ['acme'] })
    await day.passTo(startMs + minuteMs)
    while (day.now() < endMs) {
      await day.passTo(Math.min(endMs, day.now() + 3 * hourMs), 20 * minuteMs)
      const kept = new Set((await day.kept('acme')).map(({ id }) => id))
      for (const [id, atMs] of wentAt) if (atMs <= day.now() - 24 * hourMs && kept.has(id)) late.push(id)
    }
  })

  it('are kept as X shows them, by the id of the first version, nothing missing and nothing twice', async () => {
    const kept = await days.day.kept('acme')
    const of = (id: string, text: string) => `${id} ${text}`
    assert.deepEqual(
      kept.map(({ id, text }) => of(id, text)).toSorted(),
      shown()
        .map((tweet) => of(first(tweet).id, textOf(tweet)))
        .toSorted(),
    )
    assert.ok(kept.length > 280 && wentAt.size > 60, 'much was written, and much went')
    for (const { id, author, at, kind } of kept) {
      const tweet = x.tweets.find((one) => first(one).id === id) ?? assert.fail()
      assert.equal(author, tweet.user)
      assert.equal(kind, tweet.repliesTo === undefined ? 'post' : 'reply')
      assert.ok(Math.abs(Date.parse(at) - first(tweet).atMs) < 1_000)
    }
    assert.ok(kept.some(({ text }) => text.endsWith('edited')))
    assert.equal(x.tokensRefused(), 1)
    assert.equal(
      (await days.day.ofChannel('acme')).some(({ type }) => type === 'ChannelGap'),
      false,
    )
  })

  it('are counted as they are kept', async () => {
    const { posts, amplified } = await days.day.counted('acme')
    const reposts = shown().filter(({ retweets }) => retweets !== undefined).length
    assert.deepEqual([posts, amplified], [shown().length - reposts, reposts])
  })

  it('leave nothing of what went: a day later it is in no file', async () => {
    assert.deepEqual(late, [])
    assert.deepEqual(filesWith(days.folder, gone), [])
  })

  it('cost no more than they may, and the log knows how much', async () => {
    assert.deepEqual(x.violations, [])
    const billed = [...x.bills.values()].reduce((sum, some) => sum + some, 0)
    const told = (await days.day.ofChannel('acme')).reduce(
      (sum, { data }) => sum + ('reads' in data && typeof data.reads === 'number' ? data.reads : 0),
      0,
    )
    assert.ok(billed > 1_000 && told <= billed && told > billed * 0.95, `${told} told of ${billed}`)
  })
})
