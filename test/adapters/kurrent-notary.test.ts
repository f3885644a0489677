// The notary of a cluster and the verification: one records, another takes over, and what somebody changed is found.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { readAnchor } from '../../adapters/anchor.ts'
import { type KurrentEventLog, openKurrentEventLog } from '../../adapters/kurrent-event-log.ts'
import { type Notary, openKurrentNotary } from '../../adapters/kurrent-notary.ts'
import { verifyKurrentEventLog } from '../../adapters/verify-kurrent-event-log.ts'
import { firstWrite } from '../contracts/event-log.ts'
import { analysed, feels, origin } from '../given.ts'
import { connectionTo, createKurrentDouble, type KurrentDouble, type StoredEvent } from '../kurrent-double.ts'
import { remove, scratchFolder, until } from '../running.ts'
import { openProxy } from '../tcp-proxy.ts'

describe('the notary of a KurrentDB cluster', () => {
  let double: KurrentDouble
  let port: number
  let log: KurrentEventLog
  let folder: string
  const running: { readonly notary: Notary; readonly stop: () => Promise<void> }[] = []
  beforeEach(async () => {
    folder = scratchFolder('notary')
    double = createKurrentDouble()
    port = await double.start()
    log = await openKurrentEventLog({ connectionString: connectionTo(port), now: Date.now })
  })
  afterEach(async () => {
    for (const { stop } of running.splice(0)) await stop()
    await log.close()
    double.stop()
    remove(folder)
  })
  const anchorFile = () => path.join(folder, 'anchor')
  const start = async (at = port, options: { anchorFile?: string } = {}) => {
    const timing = { leaseMs: 400, recordEveryMs: 40, appendDeadlineMs: 100, readDeadlineMs: 2_000 }
    const notary = await openKurrentNotary({ connectionString: connectionTo(at), now: Date.now, ...timing, ...options })
    const ending = new AbortController()
    const ran = notary.run(ending.signal)
    const stop = async () => {
      ending.abort()
      await ran
      await notary.close()
    }
    const one = { notary, stop }
    running.push(one)
    return one
  }
  const append = (count: number) => log.append(Array.from({ length: count }, () => firstWrite()))
  const own = () => double.log.filter(({ stream }) => stream.startsWith('post-'))
  const records = () => double.streams.get('notary') ?? []
  const recordedAll = () => JSON.parse(records().at(-1)?.data.toString() ?? '{}').version === own().at(-1)?.position
  const verify = (options: { anchorFile?: string } = {}) =>
    verifyKurrentEventLog({ connectionString: connectionTo(port), now: Date.now, ...options })

  it('is one at a time: another waits, and goes on with the chain when the first gives the lease back', async () => {
    const first = await start()
    await until('the first', first.notary.isHolder)
    const second = await start()
    await append(10)
    await until('the record', recordedAll)
    await pause(500)
    assert.ok(first.notary.isHolder() && !second.notary.isHolder())
    await first.stop()
    await until('the second', second.notary.isHolder)
    await append(10)
    await until('the record of the second', recordedAll)
    const { head, anchor, damage } = await verify()
    assert.equal(damage, undefined)
    assert.deepEqual(anchor, head)
  })

  it('is replaced when it is cut off, and steps back when it returns', async () => {
    const proxy = await openProxy(port)
    const first = await start(proxy.port)
    await until('the first', first.notary.isHolder)
    const second = await start()
    proxy.cut()
    await append(10)
    await until('the second', second.notary.isHolder)
    await until('the record of the second', recordedAll)
    proxy.heal()
    await until('the first to step back', () => !first.notary.isHolder())
    await append(10)
    await until('the record', recordedAll)
    assert.ok(second.notary.isHolder())
    const { damage, events } = await verify()
    assert.deepEqual({ damage, events }, { damage: undefined, events: 20 })
    proxy.close()
  })

  /** Changes what the server has, as somebody with its files could. */
  const damaged = async (change: (events: readonly StoredEvent[]) => void) => {
    await append(40)
    const { stop } = await start(port, { anchorFile: anchorFile() })
    await until('the record', recordedAll)
    await stop()
    change(own())
    const { damage } = await verify()
    return damage
  }
  const drop = (event: StoredEvent) => double.log.splice(double.log.indexOf(event), 1)

  it('finds an event whose content was changed', async () => {
    let position = 0
    const damage = await damaged((events) => {
      const event = events[17] as StoredEvent
      event.data = Buffer.from(event.data.toString().replace('"version":1', '"version":2'))
      position = event.position
    })
    assert.deepEqual([damage?.kind, damage?.version], ['altered', position])
  })

  it('finds an event whose time was changed, at the next point that was recorded', async () => {
    const damage = await damaged(([event]) => {
      if (event) event.metadata = Buffer.from('{"recordedAt":"2017-01-01T00:00:00.000Z"}')
    })
    assert.equal(damage?.kind, 'altered')
    assert.match(damage?.detail ?? '', /not the ones that the notary recorded/)
  })

  it('finds an event that was taken out, two that changed places, one that was put in, and a cut-off end', async () => {
    const kinds: (string | undefined)[] = []
    for (const change of [
      (events: readonly StoredEvent[]) => drop(events[7] as StoredEvent),
      (events: readonly StoredEvent[]) => {
        const [a, b] = [double.log.indexOf(events[3] as StoredEvent), double.log.indexOf(events[4] as StoredEvent)]
        ;[double.log[a], double.log[b]] = [events[4] as StoredEvent, events[3] as StoredEvent]
      },
      (events: readonly StoredEvent[]) => {
        const { id, ...event } = events[5] as StoredEvent
        double.log.splice(9, 0, { ...event, id, stream: 'post-x', position: (events[5]?.position ?? 0) + 1 })
      },
      (events: readonly StoredEvent[]) => events.slice(-3).map(drop),
    ]) {
      kinds.push((await damaged(change))?.kind)
      await log.close()
      double.stop()
      double = createKurrentDouble()
      port = await double.start()
      log = await openKurrentEventLog({ connectionString: connectionTo(port), now: Date.now })
    }
    assert.deepEqual(kinds, ['altered', 'altered', 'altered', 'cut-off'])
  })

  it('finds by the file that the end was cut off together with the notary’s records', async () => {
    await damaged((events) => {
      for (const event of events.slice(-3)) drop(event)
      for (const event of records()) drop(event)
      double.streams.delete('notary')
    })
    assert.equal((await verify()).damage, undefined)
    const { damage, anchor } = await verify({ anchorFile: anchorFile() })
    assert.equal(damage?.kind, 'cut-off')
    assert.deepEqual(anchor, readAnchor(anchorFile()))
  })
})

const { KURRENTDB_URL: url } = process.env

describe(`the notary and the verification (${url ? 'the server at KURRENTDB_URL' : 'a stand-in'})`, () => {
  it('records the head of the chain, in the log and in a file, and verify finds all as it was recorded', async () => {
    const folder = scratchFolder('notary')
    const double = createKurrentDouble()
    const connectionString = url ?? connectionTo(await double.start())
    const streamPrefix = `test-${randomBytes(6).toString('hex')}-`
    const cluster = { connectionString, streamPrefix, now: Date.now, anchorFile: path.join(folder, 'anchor') }
    const log = await openKurrentEventLog(cluster)
    await log.append(Array.from({ length: 30 }, () => firstWrite()))
    const notary = await openKurrentNotary({ ...cluster, recordEveryMs: 40 })
    const stop = new AbortController()
    const ran = notary.run(stop.signal)
    const write = firstWrite()
    const ref = write.stream.slice(5)
    const analysis = analysed(origin(0, { ref }), { sentiment: feels('negative'), stories: [] })
    await log.append([write, { stream: write.stream, expected: 0, events: [analysis] }])
    const head = await log.head()
    await until('the record', () => notary.recorded().position === head)
    stop.abort()
    await ran
    await notary.close()
    const verified = await verifyKurrentEventLog(cluster)
    assert.equal(verified.damage, undefined)
    assert.deepEqual([verified.events, verified.streams, verified.head.position], [32, 31, head])
    assert.deepEqual(verified.anchor, verified.head)
    assert.deepEqual(readAnchor(cluster.anchorFile), verified.head)
    await log.close()
    double.stop()
    remove(folder)
  })
})
