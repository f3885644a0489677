// The event log in KurrentDB when the wire or the server fails: nothing lost, nothing twice, soon back, memory flat.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { KurrentOptions } from '../../adapters/kurrent-cluster.ts'
import { type KurrentEventLog, openKurrentEventLog } from '../../adapters/kurrent-event-log.ts'
import type { RecordedEvent } from '../../events/catalogue.ts'
import { type EventLog, start, type Write } from '../../events/event-log.ts'
import { Problem } from '../../events/problem.ts'
import { firstWrite, take } from '../contracts/event-log.ts'
import { seeded } from '../durability/seeded.ts'
import { origin, received } from '../given.ts'
import { connectionTo, createKurrentDouble, type KurrentDouble } from '../kurrent-double.ts'
import { until } from '../running.ts'
import { openProxy } from '../tcp-proxy.ts'

type Proxy = Awaited<ReturnType<typeof openProxy>>

/** As a caller does: what is unavailable is sent again, the same. */
const keepIn = async (log: EventLog, write: Write): Promise<void> => {
  for (;;)
    try {
      const [outcome] = await log.append([write])
      assert.equal(outcome?.outcome, 'appended')
      return
    } catch (error) {
      if (!(error instanceof Problem && error.code === 'unavailable')) throw error
      await pause(50)
    }
}
const followingOf = (log: EventLog) => {
  const stop = new AbortController()
  const seen: RecordedEvent[] = []
  const ended = (async () => {
    for await (const { events } of log.follow(start, stop.signal)) seen.push(...events)
  })()
  return {
    seen,
    has: (count: number) => until(`event ${count}`, () => seen.length >= count || undefined),
    stop: () => {
      stop.abort()
      return ended
    },
  }
}

const { KURRENTDB_URL: url } = process.env
/** Of a single server without TLS, which a proxy can stand before. */
const [, realHost, realPort] = /^\w+:\/\/([^@:/,]+):(\d+)\/?\?(?:.*&)?tls=false/.exec(url ?? '') ?? []

describe(`500 events in KurrentDB (${url ? 'the server at KURRENTDB_URL' : 'a stand-in'})`, () => {
  it('come whole and once, whatever the wire does', async () => {
    const double = createKurrentDouble()
    const [host, port] = url ? [realHost, Number(realPort)] : ['127.0.0.1', await double.start()]
    const proxy = host === undefined ? undefined : await openProxy(port, host)
    const streamPrefix = `test-${randomBytes(6).toString('hex')}-`
    const open = (connectionString: string) => openKurrentEventLog({ connectionString, now: Date.now, streamPrefix })
    const direct = await open(url ?? connectionTo(port))
    const log = await open(proxy ? connectionTo(proxy.port) : (url as string))
    const { integer: between, seed } = seeded()
    const follower = followingOf(log)
    // Without a proxy somebody stops servers of the cluster by hand meanwhile.
    const faults = proxy
      ? [proxy.cut, () => proxy.delay(between(20, 120)), proxy.halfOpen, proxy.dropReplies, proxy.reset]
      : []
    const writes = Array.from({ length: 500 }, () => firstWrite())
    for (let from = 0, round = 0; from < writes.length; round++) {
      const some = writes.slice(from, from + between(20, 80))
      from += some.length
      const kept = some.map(async (write, i) => {
        await pause(i)
        if (i === Math.floor(some.length / 2)) faults[round % faults.length]?.()
        await keepIn(log, write)
      })
      await pause(proxy ? between(100, 400) : 5_000)
      proxy?.heal()
      await Promise.all(kept)
      await follower.has(from)
    }
    const { events } = await take(direct, 500)
    await pause(100)
    await follower.stop()
    await log.close()
    await direct.close()
    proxy?.close()
    double.stop()
    const sorted = (all: readonly { readonly stream: string }[]) => all.map(({ stream }) => stream).sort()
    assert.deepEqual(sorted(events), sorted(writes), `seed ${seed}`)
    assert.deepEqual(follower.seen, events)
  })
})

describe('the event log in KurrentDB, over a wire that fails', () => {
  let double: KurrentDouble
  let port: number
  let proxy: Proxy
  let log: KurrentEventLog
  const warned: string[] = []
  const open = async (options: Partial<KurrentOptions> = {}) => {
    const onWarning = (words: string) => warned.push(words)
    log = await openKurrentEventLog({
      connectionString: connectionTo(proxy.port),
      now: Date.now,
      onWarning,
      ...options,
    })
  }
  beforeEach(async () => {
    warned.length = 0
    double = createKurrentDouble()
    port = await double.start()
    proxy = await openProxy(port)
  })
  afterEach(async () => {
    await log.close()
    proxy.close()
    double.stop()
  })
  const own = () => double.log.filter(({ type }) => !type.startsWith('$'))

  const keep = (write: Write) => keepIn(log, write)
  const following = () => followingOf(log)

  it('outlives a stream that breaks while appends wait to be sent, which the client has nobody catch', async () => {
    await open()
    await log.append([firstWrite()])
    const all = process.listeners('unhandledRejection')
    const [ours = assert.fail(), ...more] = all.filter(({ name }) => name === 'ignoreStray')
    assert.equal(more.length, 0)
    assert.throws(() => ours(new Error('of somebody else'), Promise.resolve()), /of somebody else/)
    ours(new Error('Failed to discover after 10 attempts.'), Promise.resolve())
    const ofMocha = all.filter((listener) => listener !== ours)
    for (const listener of ofMocha) process.off('unhandledRejection', listener)
    const strays: unknown[] = []
    const note = (error: unknown) => strays.push(error)
    process.on('unhandledRejection', note)
    try {
      const writes = Array.from({ length: 60 }, () => {
        const write = firstWrite()
        return { ...write, events: [received(origin(0, { ref: write.stream.slice(5), source: 'x'.repeat(50_000) }))] }
      })
      proxy.halfOpen()
      const kept = log.append(writes)
      await pause(300)
      proxy.reset()
      assert.ok((await kept).every(({ outcome }) => outcome === 'appended'))
      assert.ok(strays.length > 0, 'there was nothing to outlive')
    } finally {
      process.off('unhandledRejection', note)
      for (const listener of ofMocha) process.on('unhandledRejection', listener)
    }
    assert.equal(own().length, 61)
  })

  it('goes on after every kind of end of a subscription, from what was processed last', async () => {
    await open({ backOffMs: [5, 50] })
    await log.append(Array.from({ length: 100 }, () => firstWrite()))
    const follower = following()
    await follower.has(100)
    for (const how of ['error', 'end', 'error', 'end'] as const) {
      double.dropSubscriptions(how)
      await log.append([firstWrite(), firstWrite()])
    }
    await follower.has(108)
    assert.ok(double.seen.subscriptions >= 3)
    for (const how of ['error', 'end'] as const) {
      double.knobs.endAfter = { events: 3, how }
      double.dropSubscriptions('end')
      await log.append(Array.from({ length: 20 }, () => firstWrite()))
      await follower.has(how === 'error' ? 128 : 148)
    }
    await follower.stop()
    assert.deepEqual(
      follower.seen.map(({ version }) => version),
      own().map(({ position }) => position),
    )
    const [off, on] = ['following the log at KurrentDB broke off; it goes on', 'following the log at KurrentDB goes on']
    assert.deepEqual([...new Set(warned)], [off, on])
  })

  it('waits longer and longer between subscriptions that bring nothing', async () => {
    await open({ backOffMs: [10, 100] })
    double.knobs.endAfter = { events: 0, how: 'error' }
    await log.append([firstWrite()])
    const follower = following()
    const began = performance.now()
    while (double.seen.subscriptions < 7) await pause(1)
    // At the least half of 10, 20, 40, 80, 100 and 100 ms; without longer waits it would be 30.
    assert.ok(performance.now() - began >= 160, `${performance.now() - began} ms`)
    double.knobs.endAfter = undefined
    await follower.has(1)
    await follower.stop()
  })

  it('begins anew after silence, and where not even a confirmation comes', async () => {
    await open({ silenceMs: 200, readDeadlineMs: 200, backOffMs: [5, 50] })
    double.knobs.mute = true
    await log.append([firstWrite()])
    const follower = following()
    await pause(300)
    assert.equal(follower.seen.length, 0)
    double.knobs.mute = false
    await follower.has(1)
    assert.ok(double.seen.subscriptions >= 2)

    double.knobs.unconfirmed = true
    double.dropSubscriptions('end')
    await pause(400)
    await log.append([firstWrite()])
    double.knobs.unconfirmed = false
    await follower.has(2)
    await follower.stop()
    assert.ok(warned.length > 0)
  })

  it('goes on when the server was restarted', async () => {
    await open()
    const follower = following()
    await keep(firstWrite())
    await follower.has(1)
    double.stop()
    const kept = keep(firstWrite())
    await pause(500)
    await double.start(port)
    await kept
    await follower.has(2)
    await follower.stop()
    assert.deepEqual(
      follower.seen.map(({ version }) => version),
      own().map(({ position }) => position),
    )
  })

  it('says that it has caught up from what was processed, where the client says so early', async () => {
    await open()
    await log.append(Array.from({ length: 1_500 }, () => firstWrite()))
    // The control: what the client itself says, and when.
    const { KurrentDBClient } = await import('@kurrent/kurrentdb-client')
    const client = KurrentDBClient.connectionString(connectionTo(proxy.port))
    const subscription = client.subscribeToAll()
    let saidAfter: number | undefined
    let processed = 0
    subscription.on('caughtUp', () => {
      saidAfter = processed
    })
    for await (const _ of subscription) {
      await pause(0)
      if (++processed === double.log.length) break
    }
    await client.dispose()
    assert.ok(saidAfter !== undefined && saidAfter < double.log.length, `said after ${saidAfter}`)

    const stop = new AbortController()
    let count = 0
    for await (const { events, live } of log.follow(start, stop.signal)) {
      await pause(5)
      count += events.length
      assert.ok(!live || count === 1_500, `live after ${count}`)
      if (live) stop.abort()
    }
  })

  it('holds a bounded part of the log in memory, however slowly it is read', async () => {
    await open()
    const large = () => {
      const { stream } = firstWrite()
      const event = received(origin(0, { ref: stream.slice(5), source: 'x'.repeat(2_000) }))
      return { stream, expected: 'none', events: [event] } as const
    }
    await log.append(Array.from({ length: 2_500 }, large))
    const stop = new AbortController()
    let count = 0
    for await (const { events } of log.follow(start, stop.signal)) {
      if (count === 0) await pause(300)
      count += events.length
      assert.ok(double.seen.sent - count < 1_500, `${double.seen.sent} sent, ${count} processed`)
      if (count === 2_500) stop.abort()
    }
  })
})
