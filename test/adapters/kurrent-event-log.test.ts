// The event log in KurrentDB: the promises of the port, over the real client. KURRENTDB_URL names a real server; without it a
// stand-in answers.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { ServerCredentials } from '@grpc/grpc-js'
import type { KurrentOptions } from '../../adapters/kurrent-cluster.ts'
import { loadKurrent } from '../../adapters/kurrent-connection.ts'
import { openKurrentEventLog } from '../../adapters/kurrent-event-log.ts'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import { eventTypes } from '../../events/catalogue.ts'
import { type EventLog, type Position, start } from '../../events/event-log.ts'
import { Problem, type ProblemCode, reasonOf } from '../../events/problem.ts'
import { createKeepUp, follower } from '../../projections/keep-up.ts'
import { eventLogContract, firstWrite, take } from '../contracts/event-log.ts'
import { origin, received } from '../given.ts'
import { connectionTo, createKurrentDouble, type KurrentDouble } from '../kurrent-double.ts'
import { remove, scratchFolder } from '../running.ts'
import { systemProgram } from '../system-program.ts'
import { openProxy } from '../tcp-proxy.ts'

const { KURRENTDB_URL: url } = process.env

describe(`the event log in KurrentDB (${url ? 'the server at KURRENTDB_URL' : 'a stand-in'})`, () => {
  eventLogContract(async () => {
    const double = createKurrentDouble()
    const connectionString = url ?? connectionTo(await double.start())
    const streamPrefix = url ? `test-${randomBytes(6).toString('hex')}-` : ''
    const log = await openKurrentEventLog({ connectionString, now: Date.now, streamPrefix })
    return {
      log,
      close: async () => {
        await log.close()
        double.stop()
      },
    }
  })
})

describe('the event log in KurrentDB, over a stand-in', () => {
  let double: KurrentDouble
  let port: number
  const toClose: (() => Promise<void>)[] = []
  beforeEach(async () => {
    double = createKurrentDouble()
    port = await double.start()
  })
  afterEach(async () => {
    for (const close of toClose.splice(0)) await close()
    double.stop()
  })
  const open = async (options: Partial<KurrentOptions> = {}) => {
    const log = await openKurrentEventLog({ connectionString: connectionTo(port), now: Date.now, ...options })
    toClose.push(log.close)
    return log
  }
  const problem = (code: ProblemCode, words: RegExp) => (error: unknown) => {
    assert.ok(error instanceof Problem, String(error))
    assert.equal(error.code, code)
    assert.match(error.message, words)
    return true
  }
  const own = () => double.log.filter(({ type }) => !type.startsWith('$'))

  it('keeps the ids that content and place give, JSON, and when it was recorded', async () => {
    const log = await open({ now: () => Date.parse('2026-11-01T00:00:00Z') })
    const ref = '0123456789abcdef0123456789abcdef'
    await log.append([{ stream: `post-${ref}`, expected: 'none', events: [received(origin(0, { ref }))] }])
    const [{ id, contentType, metadata, data } = assert.fail()] = own()
    assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab]/)
    assert.equal(contentType, 'application/json')
    assert.deepEqual(JSON.parse(metadata.toString()), { recordedAt: '2026-11-01T00:00:00.000Z' })
    assert.deepEqual(JSON.parse(data.toString()), received(origin(0, { ref })).data)
  })

  it('has at most 256 appends on their way, and many', async () => {
    double.knobs.delayMs = 400
    const log = await open()
    const outcomes = await log.append(Array.from({ length: 800 }, () => firstWrite()))
    assert.ok(outcomes.every(({ outcome }) => outcome === 'appended'))
    assert.equal(double.seen.mostInFlight, 256)
  })

  it('sends again what was not answered in time, with the same ids: kept once', async () => {
    const log = await open({ appendDeadlineMs: 500 })
    await log.append([firstWrite()])
    double.knobs.keepUnanswered = 2
    const write = firstWrite()
    const [outcome] = await log.append([write])
    assert.deepEqual(outcome, { outcome: 'appended', revision: 0, version: own()[1]?.position })
    assert.equal(own().length, 2)
    assert.ok(double.seen.appends >= 3)
  })

  it('is unavailable after three times without an answer, although the client itself would wait for ever', async () => {
    const log = await open({ appendDeadlineMs: 400 })
    await log.append([firstWrite()])
    double.knobs.swallow = true
    const began = performance.now()
    await assert.rejects(log.append([firstWrite()]), problem('unavailable', /^appending to post-.*try again$/))
    assert.ok(performance.now() - began > 1_200)
    const sent = double.seen.appends
    assert.ok(sent > 1 && sent <= 4)
    // Who waited in line meanwhile is told at once, and nothing more is sent for a while.
    const many = Array.from({ length: 1_000 }, () => firstWrite())
    await assert.rejects(log.append(many), problem('unavailable', /again$/))
    assert.equal(double.seen.appends, sent)

    const { KurrentDBClient, jsonEvent } = await import('@kurrent/kurrentdb-client')
    const client = KurrentDBClient.connectionString(connectionTo(port))
    const append = client.appendToStream('a', jsonEvent({ type: 'A', data: {} }), { deadline: 100 })
    const rival = new Promise((resolve) => setTimeout(resolve, 800, 'still waiting'))
    assert.equal(await Promise.race([append.catch(() => 'ended'), rival]), 'still waiting')
    await client.dispose()
    assert.equal(await append.catch(() => 'ended'), 'ended')
  })

  it('answers a repeat as the first time though the server knows its place no more, or takes it for a wrong version', async () => {
    const log = await open()
    const write = firstWrite()
    const first = await log.append([write])
    for (const told of ['none', 'minus one'] as const) {
      double.knobs.repeatPosition = told
      assert.deepEqual(await log.append([write]), first)
    }
    double.knobs.forgetIds = true
    assert.deepEqual(await log.append([write]), first)
    const other = { ...write, events: [received(origin(0, { ref: write.stream.slice(5), channel: 'other' }))] }
    assert.deepEqual(await log.append([other]), [{ outcome: 'conflict', actual: 0 }])
  })

  it('tries again what the server itself gave up, and names a refusal', async () => {
    const log = await open()
    double.knobs.fail = { count: 2, as: 'Timeout' }
    assert.equal((await log.append([firstWrite()]))[0]?.outcome, 'appended')
    double.knobs.fail = { count: 1, as: 'AccessDenied' }
    await assert.rejects(log.append([firstWrite()]), problem('unavailable', /refuses access; check user and password/))
  })

  it('does not send again what the server takes for malformed', async () => {
    const log = await open()
    double.knobs.fail = { count: 9, as: 'BadRequest' }
    await assert.rejects(log.append([firstWrite()]), /Could not recognize BadRequest/)
    assert.equal(double.seen.appends, 1)
  })

  it('goes to the leader that it is told of', async () => {
    const proxy = await openProxy(port)
    toClose.push(async () => proxy.close())
    const log = await open({ connectionString: connectionTo(proxy.port) })
    double.knobs.notLeader = { appends: 1, reads: 1, port }
    const [one, other] = await log.append([firstWrite(), firstWrite()])
    assert.deepEqual([one?.outcome, other?.outcome], ['appended', 'appended'])
    assert.equal(await log.head(), own()[1]?.position)
    assert.deepEqual(double.knobs.notLeader, { appends: 0, reads: 0, port })
  })

  it('appends to a server whose clock is ahead', async () => {
    double.knobs.aheadMs = 12 * 3_600_000
    assert.equal((await (await open()).append([firstWrite()]))[0]?.outcome, 'appended')
  })

  it('is folded into a read model, which goes on from its checkpoint in another run', async () => {
    const log = await open()
    const readModel = createMemoryReadModel()
    const subscriptions = () => double.seen.subscriptions
    for (const [round, count] of [5, 12].entries()) {
      await log.append(Array.from({ length: count }, () => firstWrite()))
      const stop = new AbortController()
      const keepUp = createKeepUp({ log, readModel, onProblem: (words) => assert.fail(words) })
      const ran = keepUp.run(stop.signal)
      while (!keepUp.isCaughtUp() || keepUp.version() !== (await log.head())) await pause(5)
      stop.abort()
      await ran
      assert.equal(subscriptions(), round + 1)
    }
    assert.deepEqual(readModel.checkpoint(follower), {
      position: `${own().at(-1)?.position}/${own().at(-1)?.position}`,
      version: own().at(-1)?.position,
    })
  })

  it('refuses an append that is too large before anything is sent, and takes the server’s own refusal', async () => {
    const log = await open()
    const big = (bytes: number) => {
      const { stream } = firstWrite()
      const ref = stream.slice(5)
      return { ...firstWrite(ref), events: [received(origin(0, { ref, source: 'x'.repeat(bytes) }))] }
    }
    await assert.rejects(log.append([firstWrite(), big(1_100_000)]), problem('too-large', /one append holds 1000000$/))
    assert.equal(double.seen.appends, 0)
    assert.equal((await log.append([big(900_000)]))[0]?.outcome, 'appended')
    double.knobs.maxAppendBytes = 10_000
    await assert.rejects(log.append([big(50_000)]), problem('too-large', /takes no append of that size/))
  })

  it('is unavailable, not broken, where nothing listens, and works once something does', async () => {
    double.stop()
    const log = await open()
    await assert.rejects(log.append([firstWrite()]), problem('unavailable', /^appending to /))
    await assert.rejects(log.read('keys'), problem('unavailable', /^reading keys/))
    await assert.rejects(log.head(), problem('unavailable', /^reading the end of the log/))
    await double.start(port)
    assert.equal((await log.append([firstWrite()]))[0]?.outcome, 'appended')
    assert.equal(await log.head(), own()[0]?.position)
  })

  it('says where nobody answers, and why, when it is opened', async () => {
    double.knobs.hangReads = true
    const log = await open({ readDeadlineMs: 50 })
    await assert.rejects(log.reach(), ({ message, cause }) => {
      assert.match(message, new RegExp(`^opening the event log at 127.0.0.1:${port}: KurrentDB does not answer`))
      return /does not answer reads|no answer within/.test(cause.message) // the latter on a busy machine
    })
    double.stop()
    await assert.rejects((await open()).reach(), (error: Problem) => /ECONNREFUSED/.test(reasonOf(error)))
  })

  it('gives a read up that gets no answer', async () => {
    double.knobs.hangReads = true
    const log = await open({ readDeadlineMs: 100 })
    await assert.rejects(log.read('keys'), problem('unavailable', /^reading keys/))
  })

  it('lets the server filter by our event types, and filters again itself', async () => {
    const log = await open({ streamPrefix: 'one-' })
    const other = await open({ streamPrefix: 'other-' })
    await other.append([firstWrite()])
    await log.append([firstWrite()])
    await other.append([firstWrite()])
    double.storeStats()
    const { events } = await take(log, 1)
    assert.match(events[0]?.stream ?? '', /^post-/)
    assert.deepEqual(double.seen.filters, [eventTypes])
    assert.equal(await log.head(), own()[1]?.position)
    assert.equal(await other.head(), own()[2]?.position)
    assert.equal((await take(other, 2)).events.length, 2)
  })

  it('moves its position over what the server leaves out, so that it is not looked through again', async () => {
    const log = await open()
    await log.append([firstWrite()])
    for (let i = 0; i < 1_200; i++) double.storeStats()
    const stop = new AbortController()
    let reached: Position = start
    for await (const { position, live } of log.follow(start, stop.signal)) {
      reached = position
      if (live) stop.abort()
    }
    const [event, mark] = [own()[0]?.position, double.log[1023]?.position]
    assert.equal(reached, `${mark}/${mark}@${event}/${event}`)
    await log.append([firstWrite()])
    assert.equal((await take(log, 1, reached)).events.length, 1)
  })

  /** The position of the first batch that is live. */
  const caughtUpAt = async (log: EventLog, from: Position = start): Promise<Position> => {
    for await (const { position, live } of log.follow(from, new AbortController().signal)) if (live) return position
    return assert.fail()
  }

  it('goes on from its last event where the server names a place past its end, or no place at all', async () => {
    const log = await open()
    double.knobs.endMark = 'no place'
    assert.equal(await caughtUpAt(log), start)
    double.knobs.endMark = 'end of the log'
    const beforeAll = await caughtUpAt(log)
    assert.match(beforeAll, /^\d+\/0@start$/)
    await log.append([firstWrite()])
    assert.equal((await take(log, 1, beforeAll)).events.length, 1)
    const afterOne = await caughtUpAt(log)
    await log.append([firstWrite()])
    for (const position of [afterOne, `999999/0@${afterOne.split('@')[1]}`])
      assert.deepEqual(
        (await take(log, 1, position)).events.map(({ version }) => version),
        [own()[1]?.position],
      )
  })

  it('refuses to follow from beyond its end, from a position of another log, and from where nothing begins', async () => {
    const log = await open()
    await log.append([firstWrite()])
    double.knobs.invalidPosition = true
    for (const position of ['999999/999999', '999999/0@999998/999998', '12', '50/50'])
      await assert.rejects(
        log.follow(position, new AbortController().signal)[Symbol.asyncIterator]().next(),
        problem('conflict', /^following the log.*rebuild the read model$/),
      )
  })

  it('waits at its end for what is on its way, takes no more, and does not wait for ever', async () => {
    const log = await open()
    await log.append([firstWrite()])
    double.knobs.delayMs = 200
    const onItsWay = log.append([firstWrite()])
    const follower = take(log, 99)
    await log.close()
    assert.equal((await onItsWay)[0]?.outcome, 'appended')
    assert.ok((await follower).events.length <= 2)
    await assert.rejects(log.append([firstWrite()]), problem('unavailable', /closed/))

    double.knobs.swallow = true
    const warned: string[] = []
    const stuck = await open({ closeMs: 100, onWarning: (words) => warned.push(words) })
    const lost = stuck.append([firstWrite()])
    lost.catch(() => undefined)
    const began = performance.now()
    await stuck.close()
    assert.ok(performance.now() - began < 30_000)
    assert.deepEqual(warned, ['closing the log: some appends had no answer'])
    await assert.rejects(lost, problem('unavailable', /it is closed$/))
  })

  it('finds a cluster of several hosts although there was none when it first looked', async () => {
    double.stop()
    const log = await open({ connectionString: `kurrentdb://127.0.0.1:${port},localhost:${port}?tls=false` })
    await assert.rejects(log.append([firstWrite()]), problem('unavailable', /^appending to /))
    await double.start(port)
    for (const first = performance.now(); ; )
      try {
        assert.equal((await log.append([firstWrite()]))[0]?.outcome, 'appended')
        break
      } catch (error) {
        assert.ok(performance.now() - first < 60_000, String(error))
        await pause(200)
      }
    assert.equal((await take(log, 1)).events.length, 1)
  })

  it('comes in over TLS with a password of any letters: appends, reads and subscriptions, found by one host or several', async function () {
    const folder = scratchFolder('kurrent-tls')
    const [key, certificate] = [path.join(folder, 'key.pem'), path.join(folder, 'cert.pem')]
    const ofKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-keyout', key]
    // No authority's own: the client's native part takes none of those for a server's.
    const extensions = [
      '-addext',
      'subjectAltName=DNS:localhost,IP:127.0.0.1',
      '-addext',
      'basicConstraints=critical,CA:FALSE',
    ]
    const names = ['-subj', '/CN=localhost', ...extensions]
    const openssl = systemProgram(this, 'openssl')
    execFileSync(openssl, ['req', '-x509', ...ofKey, ...names, '-out', certificate, '-days', '1'], { stdio: 'ignore' })
    const pair = { private_key: readFileSync(key), cert_chain: readFileSync(certificate) }
    double.stop()
    double.knobs.user = 'us@er:p:w/ %ä'
    await double.start(port, ServerCredentials.createSsl(null, [pair]))
    const hosts = [`localhost:${port}`, `localhost:${port},localhost:${port}`]
    const to = (user: string, host: string, file: string) =>
      open({ connectionString: `kurrentdb://${user}@${host}?tls=true${file}` })
    try {
      for (const host of hosts) {
        const log = await to('us%40er:p%3Aw%2F%20%25%C3%A4', host, `&tlsCAFile=${certificate}`)
        assert.equal((await log.append([firstWrite()]))[0]?.outcome, 'appended')
        assert.equal(await log.head(), own().at(-1)?.position)
        assert.equal((await take(log, own().length)).events.length, own().length)
      }
      const other = await to('us%40er:wrong', hosts[0] as string, `&tlsCAFile=${certificate}`)
      for (const refused of [other.append([firstWrite()]), other.head()])
        await assert.rejects(refused, problem('unavailable', /refuses access; check user and password/))
      const distrusting = await to('us%40er:p', hosts[0] as string, '')
      await assert.rejects(distrusting.append([firstWrite()]), problem('unavailable', /certificate.*tlsCAFile/))
    } finally {
      remove(folder)
    }
  })

  it('says what to install when the client is missing', async () => {
    const missing = Object.assign(new Error('Cannot find package'), { code: 'ERR_MODULE_NOT_FOUND' })
    await assert.rejects(
      loadKurrent(() => Promise.reject(missing)),
      problem('unavailable', /it is not installed, .* run "npm install --no-save @kurrent\/kurrentdb-client@/),
    )
  })

  it('refuses a connection string that means something else than it says, and repeats no password of it', async () => {
    const { warn } = console
    const printed: unknown[] = []
    console.warn = (...words: unknown[]) => printed.push(words)
    try {
      for (const [connectionString, words] of [
        ['http://127.0.0.1', /no connection string such as/],
        ['kurrentdb://user:secret@127.0.0.1?tls=true&', /no connection string such as/],
        ['kurrentdb://user:secret#@127.0.0.1?tls=true&=', /knows no option $/],
        ['kurrentdb://user:secr%et@127.0.0.1?tls=true', /%25 for a %$/],
        ['kurrentdb://user:secret:more@127.0.0.1?tls=true', /%3A for a colon/],
        ['kurrentdb://user:secret@more@127.0.0.1?tls=true', /%40 for an @/],
        ['kurrentdb://user:secret@127.0.0.1?tls=true&retries=3', /knows no option retries$/],
        ['kurrentdb://user:secret@127.0.0.1?tls=false', /without TLS a password would be sent in clear/],
        ['kurrentdb://user:secret@127.0.0.1?throwOnAppendFailure=false', /leave throwOnAppendFailure out/],
        ['kurrentdb://user:secret@127.0.0.1?tlsCAFile=/there/is/none', /^opening.*certificate file/],
        ['kurrentdb+discover://us%40er:sec%3Aret%25@127.0.0.1?tls=true&keepAliveInterval=10000', undefined],
      ] as const)
        await (words === undefined
          ? open({ connectionString })
          : assert.rejects(open({ connectionString }), (error: Error) => {
              assert.ok(!`${error.message} ${error.cause}`.includes('secr'), error.message)
              return problem('usage', words)(error)
            }))
    } finally {
      console.warn = warn
    }
    assert.deepEqual(printed, [])
  })
})
