// Access that ends: what a platform lets nobody keep then is erased a week later, unless access returns.
import assert from 'node:assert/strict'
import path from 'node:path'
import { createGuardedFetch } from '../../adapters/guarded-fetch.ts'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import { createMemoryVault } from '../../adapters/memory-vault.ts'
import { channelStream } from '../../events/channel.ts'
import { channelOf } from '../../projections/channels.ts'
import { createKeepUp } from '../../projections/keep-up.ts'
import { createSettled } from '../../server/settled.ts'
import { limits } from '../../settings.ts'
import { createChannelCourses } from '../../workers/channel-course.ts'
import { createEndAccess } from '../../workers/end-access.ts'
import { createTryChannel } from '../../workers/try-channel.ts'
import { incoming, inMemory } from '../erasing.ts'
import { filesWith } from '../files-with.ts'
import { remove, scratchFolder } from '../running.ts'
import { webDouble } from '../web-double.ts'
import { createReddit, type RedditDouble } from './reddit-double.ts'
import { type Day, startDay } from './simulated-day.ts'
import { createX } from './x-double.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const startMs = Date.UTC(2026, 10, 24)

describe('access to a platform', () => {
  const server = webDouble()
  const data = scratchFolder('access')
  let day: Day
  let reddit: RedditDouble
  let days = 0
  let folder = ''
  const channel = {
    id: 'acme',
    kind: 'reddit',
    subreddit: 'acme',
    clientId: 'c',
    clientSecret: 's',
    username: 'ada',
  } as const
  const put = (more = {}) =>
    day.put({
      ...channel,
      baseUrl: server.url,
      authUrl: `${server.url}/api/v1/access_token`,
      retentionDays: 30,
      ...more,
    })
  const texts = async () => (await day.kept('acme')).map(({ text }) => text)
  const types = async () => (await day.ofChannel('acme')).map(({ type }) => type)
  const lost = () => channelOf(day.readModel, 'acme')?.accessLostAt

  beforeEach(async () => {
    folder = path.join(data, String(++days))
    day = await startDay(folder, server.host, startMs)
    reddit = createReddit(day.now)
    server.answers(reddit.answer)
    for (const n of [1, 2, 3])
      reddit.add({
        author: `user_${n}`,
        title: `Thread ${n}`,
        text: `words of post number ${n}`,
        createdMs: startMs - n * hourMs,
      })
    await put()
    await day.openStory({ slug: 'acme', title: 'Acme', channels: ['acme'] })
    await day.passTo(startMs + minuteMs)
    assert.equal((await texts()).length, 3)
  })
  afterEach(() => day.stop())
  after(() => remove(data))

  it('is got anew when a token ends within a round, or is refused', async () => {
    const tokens = reddit.tokens()
    await day.passTo(startMs + 3 * hourMs, 10 * minuteMs)
    assert.ok(reddit.tokens() - tokens >= 2, 'one an hour')
    for (let n = 0; n < 150; n++)
      reddit.add({ author: 'ada', title: `More ${n}`, text: `more ${n}`, createdMs: day.now() - 1_000 - n })
    const before = reddit.tokens()
    server.answers((request, response) => {
      if (request.url?.includes('after=') && reddit.tokens() === before) reddit.revoke()
      reddit.answer(request, response)
    })
    await day.passTo(day.now() + 5 * minuteMs)
    assert.equal((await texts()).length, 153)
    assert.equal((await types()).includes('ChannelFailed'), false)
    assert.deepEqual(reddit.violations, [])
  })

  it('that is refused is told at once and asked for every six hours; texts go, and its end stands in the log', async () => {
    reddit.revoke('c:other')
    await day.passTo(startMs + hourMs, 10 * minuteMs)
    const failed = await day.nth('acme', 'ChannelFailed')
    assert.ok(failed.type === 'ChannelFailed')
    assert.deepEqual([failed.data.problem, failed.data.refused], ['Reddit refuses the client id and secret.', true])
    assert.equal((await day.health('acme'))?.state, 'failing')
    assert.equal(lost(), failed.recordedAt)
    const asked = server.asked.length
    await day.passTo(startMs + dayMs, hourMs)
    assert.ok(server.asked.length - asked <= 8, 'a round every six hours, and what is kept')
    // What cannot be looked at again goes when its time is over, long before the week is.
    await day.passTo(startMs + 3 * dayMs, hourMs)
    assert.deepEqual(await texts(), [])
    assert.deepEqual(filesWith(folder, ['words of post number']), [])
    await day.passTo(startMs + 8 * dayMs, 6 * hourMs)
    const erased = await day.nth('acme', 'ChannelErased')
    assert.ok(erased.type === 'ChannelErased')
    assert.ok(Date.parse(erased.data.at) - Date.parse(lost() ?? '') >= 7 * dayMs)
    assert.equal((await day.counted('acme')).posts, 3, 'as with any text whose time is over, what was counted stays so')
    await day.passTo(startMs + 16 * dayMs, 12 * hourMs)
    assert.equal((await types()).filter((type) => type === 'ChannelErased').length, 1, 'once')
  })

  it('that returns within the week leaves everything as it was', async () => {
    reddit.revoke('c:other')
    await day.passTo(startMs + 5 * hourMs, 10 * minuteMs)
    assert.notEqual(lost(), undefined)
    const asked = server.asked.length
    await put({ clientSecret: 'other' })
    await day.passTo(day.now() + minuteMs)
    assert.ok(server.asked.length > asked, 'new credentials are tried at once')
    assert.equal(lost(), undefined)
    assert.equal((await day.health('acme'))?.state, 'ok')
    await day.passTo(startMs + 9 * dayMs, hourMs)
    assert.deepEqual(
      (await texts()).toSorted(),
      [1, 2, 3].map((n) => `words of post number ${n}`),
    )
    assert.equal((await types()).includes('ChannelErased'), false)
    assert.equal((await day.counted('acme')).posts, 3)
  })

  it('is tried out with a token and one page, of which nothing is kept', async () => {
    const fetch = createGuardedFetch({ allowHosts: [server.host], userAgent: 'Outcry/test', limits })
    const tryOut = createTryChannel({ fetch, vault: day.vault, now: day.now })
    const state = channelOf(day.readModel, 'acme') ?? assert.fail()
    const asked = server.asked.length
    reddit.add({ author: 'ada', title: 'One more', text: 'not kept yet', createdMs: day.now() - 1_000 })
    const trial = await tryOut(state)
    assert.deepEqual([trial.posts, trial.morePages, trial.problem], [4, true, undefined])
    assert.equal(trial.examples[0]?.text, 'not kept yet')
    assert.equal(server.asked.length - asked, 2)
    assert.equal((await texts()).length, 3)
    reddit.revoke('c:other')
    assert.equal((await tryOut(state)).problem, 'Reddit refuses the client id and secret.')
  })

  it('that somebody switches off ends as well', async () => {
    await day.close('acme')
    await day.passTo(startMs + 7 * dayMs - hourMs, 6 * hourMs)
    assert.equal((await types()).includes('ChannelErased'), false)
    await day.passTo(startMs + 7 * dayMs + hourMs, hourMs)
    assert.ok((await types()).includes('ChannelErased'))
    assert.deepEqual(filesWith(folder, ['words of post number']), [])
  })
})

describe('what is still kept a week after access ended', () => {
  it('is erased, under a receipt, once', async () => {
    let nowMs = startMs
    const stores = inMemory(() => nowMs)
    const { log, vault } = stores
    const readModel = createMemoryReadModel()
    const keepUp = createKeepUp({ log, readModel, onProblem: (words) => assert.fail(words) })
    const stopping = new AbortController()
    const following = keepUp.run(stopping.signal)
    const endAccess = createEndAccess({
      readModel,
      courses: createChannelCourses(log),
      erasing: stores.erasing,
      now: () => nowMs,
    })
    const end = async () => {
      await createSettled(keepUp)(await log.head())
      await endAccess()
    }
    const stream = channelStream('acme')
    const opened = {
      type: 'ChannelOpened',
      data: { id: 'acme', kind: 'x', config: {}, secrets: { token: 'tag' } },
    } as const
    await log.append([{ stream, expected: 'none', events: [opened] }])
    await stores.receive(
      'acme',
      [1, 2].map((n) => incoming(String(n), `text ${n}`, { source: 'x', atMs: nowMs })),
    )
    const refs = ['1', '2'].map((id) => stores.refOf(id, 'acme', 'x'))
    await end()
    nowMs += dayMs
    await log.append([{ stream, expected: 0, events: [{ type: 'ChannelClosed', data: { id: 'acme', at: 'now' } }] }])
    nowMs += 7 * dayMs - 1
    await end()
    assert.equal((await vault.get(refs)).size, 2)
    nowMs += 1
    await end()
    await end()
    assert.equal((await vault.get(refs)).size, 0)
    for (const ref of refs) assert.deepEqual(await stores.typesOf(ref), ['PostReceived', 'PostErased'])
    const [, , erased, ...more] = await log.read(stream)
    assert.ok(erased?.type === 'ChannelErased' && more.length === 0)
    assert.ok(erased.data.receipt !== undefined)
    stopping.abort()
    await following
  })
})

describe('a channel that is off', () => {
  const fetch = () => assert.fail('nothing is asked')
  const tryOut = (kind: 'reddit' | 'x', config: Record<string, string | number>, secrets = {}, more = {}) => {
    const state = {
      id: 'one',
      kind,
      config,
      secrets,
      openedAt: 'x',
      posts: 0,
      sources: {},
      reads: [],
      gaps: [],
      health: [],
      knownAt: 'x',
      ...more,
    }
    return createTryChannel({ fetch, vault: createMemoryVault({ now: Date.now }), now: Date.now })(state)
  }

  it('says what it needs, and what its platform wants first', async () => {
    await assert.rejects(
      tryOut('reddit', { subreddit: 'acme' }),
      /trying channel "one": it is off until clientId and clientSecret are set\. Reddit wants to approve what is read before anything is/,
    )
    await assert.rejects(
      tryOut('x', { query: 'acme' }),
      /trying channel "one": it is off until token is set\. X bills every post and user it answers/,
    )
  })

  it('because its reads of the day are used up is not tried either', async () => {
    const billed = { day: new Date().toISOString().slice(0, 10), reads: 1_950 }
    await assert.rejects(
      tryOut('x', { query: 'acme' }, { token: 'tag' }, { billed }),
      /the cap of 2,000 reads a day is reached/,
    )
  })
})

describe('a search on X that is capped', () => {
  const server = webDouble()
  const folder = scratchFolder('x-cap')
  let day: Day
  before(async () => {
    day = await startDay(folder, server.host, startMs)
  })
  after(async () => {
    await day?.stop()
    remove(folder)
  })

  it('stays under its reads of a day, and what it left out is a gap or comes the next day', async () => {
    const cap = 400
    const x = createX(day.now, cap)
    server.answers(x.answer)
    const all = Array.from({ length: 900 }, (_, n) =>
      x.add({ user: `user_${n % 30}`, atMs: startMs + 10 * hourMs + n * 10_000, text: `said number ${n} of all` }),
    )
    await day.put({
      id: 'acme',
      kind: 'x',
      query: 'acme',
      token: 't',
      baseUrl: server.url,
      pollEvery: '10m',
      maxReadsPerDay: cap,
      retentionDays: 3,
    })
    await day.passTo(startMs + 20 * hourMs, 10 * minuteMs)
    const first = await day.kept('acme')
    assert.ok(first.length > 150 && first.length < 400, `${first.length} of a busy day`)
    const health = await day.health('acme')
    assert.match(health?.problem ?? '', /the cap of 400 reads a day is reached; it goes on at midnight UTC/)
    await day.passTo(startMs + 44 * hourMs, 10 * minuteMs)
    const kept = new Map((await day.kept('acme')).map(({ id, at }) => [id, Date.parse(at)]))
    assert.deepEqual(x.violations, [])
    assert.ok([...x.bills.values()].every((billed) => billed <= cap))
    const gaps = (await day.ofChannel('acme')).flatMap((event) => (event.type === 'ChannelGap' ? [event.data] : []))
    for (const { versions } of all) {
      const [{ id, atMs } = assert.fail()] = versions
      const isMissing = gaps.some(({ from, to }) => Date.parse(from) - minuteMs <= atMs && atMs <= Date.parse(to))
      assert.ok(kept.has(id) || isMissing, `${new Date(atMs).toISOString()} is neither kept nor told as missing`)
    }
    assert.ok(gaps.length > 0 && kept.size > first.length)
  })
})
