// Channels that are polled, from a server that behaves in every way a server can, into a real store.
import assert from 'node:assert/strict'
import { remove, scratchFolder } from '../running.ts'
import { webDouble } from '../web-double.ts'
import { type Polled, startPolled } from './polled.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs

type Entry = readonly [id: string, at: Date, text: string]
const rss = (...items: readonly Entry[]) =>
  `<?xml version="1.0"?><rss version="2.0"><channel><title>Forum</title>${items
    .map(
      ([id, at, text]) =>
        `<item><guid>${id}</guid><title>On ${id}</title><pubDate>${at.toUTCString()}</pubDate><description>${text}</description></item>`,
    )
    .join('')}</channel></rss>`

describe('a channel that is polled', () => {
  const server = webDouble()
  const folder = scratchFolder('poll')
  let polled: Polled
  let id = ''
  let tests = 0
  let beganMs = 0
  const open = (more = {}) => polled.put({ id, kind: 'feed', url: `${server.url}/feed`, pollEvery: '1m', ...more })
  /** By the clock of the installation when the test began, in whole seconds. */
  const ago = (ms: number) => new Date(beganMs - ms)
  const shows = (...items: readonly Entry[]) =>
    server.answers((_, response) => void response.writeHead(200, { 'content-type': 'text/xml' }).end(rss(...items)))
  const texts = async () => (await polled.kept(id)).map(({ text }) => text)

  /** Another channel was opened and failed since: the scheduler has looked at all of them. */
  const looked = async () => {
    await polled.put({ id: `other-${id}`, kind: 'feed', url: 'http://127.0.0.1:1/' })
    await polled.nth(`other-${id}`, 'ChannelFailed')
    await polled.close(`other-${id}`)
  }

  before(async () => {
    polled = await startPolled(folder, server.host, { answerMs: 1_000 })
  })
  // One installation for all: each test has a channel of its own.
  beforeEach(() => {
    id = `news-${++tests}`
    beganMs = Math.floor(polled.now() / 1_000) * 1_000
  })
  afterEach(async () => {
    await polled.close(id)
  })
  after(async () => {
    await polled.stop()
    remove(folder)
  })

  it('keeps what it shows, follows edits, and takes nothing twice', async () => {
    shows(['b', ago(hourMs), 'second'], ['a', ago(2 * hourMs), 'first'])
    await open()
    const first = await polled.nth(id, 'ChannelRead')
    assert.deepEqual(await texts(), ['second', 'first'])
    assert.deepEqual((await polled.health(id))?.state, 'ok')
    shows(['c', ago(0), 'third'], ['b', ago(hourMs), 'second, edited'])
    polled.pass(minuteMs)
    const second = await polled.nth(id, 'ChannelRead', 2)
    assert.deepEqual((await texts()).toSorted(), ['first', 'second, edited', 'third'])
    assert.ok(first.type === 'ChannelRead' && second.type === 'ChannelRead')
    assert.ok(
      Math.abs(Date.parse(first.data.from) - ago(2 * hourMs).getTime()) < minuteMs,
      'covered from its oldest entry on',
    )
    assert.equal(second.data.from, first.data.to, 'the second goes on where the first ended')
  })

  it('asks only whether it has changed, and records quiet rounds every five minutes', async () => {
    const stamped: unknown[] = []
    server.answers(({ headers }, response) => {
      stamped.push(headers['if-none-match'])
      if (headers['if-none-match'] === '"1"') response.writeHead(304).end()
      else response.writeHead(200, { etag: '"1"' }).end(rss(['a', ago(hourMs), 'first']))
    })
    await open()
    await polled.nth(id, 'ChannelRead')
    for (let round = 2; round <= 6; round++) {
      polled.pass(minuteMs)
      await polled.until(() => stamped.length >= round)
    }
    const read = await polled.nth(id, 'ChannelRead', 2)
    assert.ok(read.type === 'ChannelRead')
    assert.ok(Date.parse(read.data.to) - Date.parse(read.data.from) >= 5 * minuteMs)
    assert.deepEqual(stamped, [undefined, '"1"', '"1"', '"1"', '"1"', '"1"'])
  })

  it('says that something was missed when a feed no longer reaches back', async () => {
    shows(['a', ago(hourMs), 'first'])
    await open()
    const before = await polled.nth(id, 'ChannelRead')
    polled.pass(3 * hourMs)
    const oldest = ago(-2 * hourMs)
    shows(['z', ago(-2.5 * hourMs), 'last'], ['y', oldest, 'before it'])
    const gap = await polled.nth(id, 'ChannelGap')
    assert.ok(gap.type === 'ChannelGap' && before.type === 'ChannelRead')
    assert.deepEqual([gap.data.from, gap.data.to], [before.data.to, oldest.toISOString()])
  })

  it('tries again what is the fault of the server, tells it, and recovers', async () => {
    const faults = [
      [503, 'the server answered 503, a fault of its own.', ''],
      [200, 'this is a web page, not a feed.', '<!DOCTYPE html><html><body>Be right back</body></html>'],
      [200, 'the feed breaks off before its first entry is complete.', rss(['a', ago(hourMs), 'x']).slice(0, 90)],
      [200, 'the answer is empty.', ''],
    ] as const
    let asked = 0
    server.answers((_, response) => {
      const [status, , body] = faults[Math.min(asked++, faults.length - 1)] ?? faults[0]
      response.writeHead(status).end(body)
    })
    await open()
    for (const [i, [, words]] of faults.entries()) {
      const failed = await polled.nth(id, 'ChannelFailed', i + 1)
      assert.ok(failed.type === 'ChannelFailed')
      assert.deepEqual([failed.data.problem, failed.data.retryAt], [words, undefined])
      if (i === 2) assert.equal((await polled.health(id))?.state, 'delayed')
      polled.pass(5 * minuteMs)
    }
    polled.pass(hourMs)
    assert.equal((await polled.health(id))?.state, 'failing')
    shows(['a', ago(hourMs), 'back'])
    // A round that had begun before may still fail, and then waits for time to pass.
    const passing = setInterval(() => polled.pass(5 * minuteMs), 250)
    await polled.nth(id, 'ChannelRead').finally(() => clearInterval(passing))
    assert.deepEqual([await texts(), (await polled.health(id))?.state], [['back'], 'ok'])
  })

  it('ends slow drips and endless bodies, and goes on', async () => {
    let timer: NodeJS.Timeout | undefined
    server.answers((_, response) => {
      timer = setInterval(() => response.write(' '), 50)
    })
    await open()
    const slow = await polled.nth(id, 'ChannelFailed')
    clearInterval(timer)
    assert.ok(slow.type === 'ChannelFailed')
    assert.match(slow.data.problem, /no answer in time/)
  })

  it('stops where somebody has to act, at once, and is tried again when its settings change', async () => {
    server.answers(({ url }, response) => {
      if (url === '/feed') response.writeHead(404).end('gone')
      else response.end(rss(['a', ago(hourMs), 'here']))
    })
    await open()
    const failed = await polled.nth(id, 'ChannelFailed')
    assert.ok(failed.type === 'ChannelFailed' && failed.data.retryAt !== undefined)
    assert.equal(Date.parse(failed.data.retryAt) - Date.parse(failed.data.at) >= 6 * hourMs - 1_000, true)
    const health = await polled.health(id)
    assert.deepEqual([health?.state, health?.problem?.includes('nothing at this address')], ['failing', true])
    polled.pass(2 * hourMs)
    await open({ url: `${server.url}/moved` })
    await polled.nth(id, 'ChannelRead')
    assert.deepEqual([await texts(), server.asked.map(({ url }) => url)], [['here'], ['/feed', '/moved']])
  })

  it('rests as long as it is asked to', async () => {
    let asked = 0
    server.answers((_, response) => {
      if (asked++ === 0) response.writeHead(429, { 'retry-after': '120' }).end()
      else response.end(rss(['a', ago(hourMs), 'later']))
    })
    await open()
    await polled.nth(id, 'ChannelFailed')
    polled.pass(100_000)
    await looked()
    assert.equal(asked, 1)
    polled.pass(60_000)
    await polled.nth(id, 'ChannelRead')
    assert.deepEqual(await texts(), ['later'])
  })

  it('repeats after a restart what was not recorded, and skips nothing', async () => {
    shows(['a', ago(hourMs), 'first'])
    await open()
    await polled.nth(id, 'ChannelRead')
    await polled.stop()
    shows(['b', ago(0), 'second'], ['a', ago(hourMs), 'first'])
    polled = await startPolled(folder, server.host, {
      answerMs: 1_000,
      aheadMs: polled.now() - Date.now() + 2 * minuteMs,
    })
    await polled.nth(id, 'ChannelRead', 2)
    assert.deepEqual(await texts(), ['first', 'second'])
    assert.equal(
      (await polled.ofChannel(id)).some(({ type }) => type === 'ChannelGap'),
      false,
    )
  })

  it('is left alone once it is closed', async () => {
    shows(['a', ago(hourMs), 'first'])
    await open()
    await polled.nth(id, 'ChannelRead')
    await polled.close(id)
    assert.equal((await polled.health(id))?.state, 'off')
    const before = server.asked.length
    polled.pass(hourMs)
    await looked()
    assert.equal(server.asked.filter(({ url }) => url === '/feed').length, before)
  })
})
