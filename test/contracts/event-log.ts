// What every event log promises, whatever keeps it: run over each adapter.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import type { RecordedEvent } from '../../events/catalogue.ts'
import { type Batch, type EventLog, type Position, start, type Write } from '../../events/event-log.ts'
import { keysStream } from '../../events/key.ts'
import { postStream } from '../../events/post.ts'
import { analysed, feels, origin, received } from '../given.ts'

type OpenedLog = { readonly log: EventLog; readonly close: () => Promise<void> }

const freshRef = () => randomBytes(16).toString('hex')
export const firstWrite = (ref = freshRef()): Write => ({
  stream: postStream(ref),
  expected: 'none',
  events: [received(origin(0, { ref }))],
})
const analysis = (ref: string) => analysed(origin(0, { ref }), { sentiment: feels('negative'), stories: [] })

/** The first `count` events after `from`; stops following then. */
export const take = async (log: EventLog, count: number, from: Position = start) => {
  const stop = new AbortController()
  const events: RecordedEvent[] = []
  let position = from
  for await (const batch of log.follow(from, stop.signal)) {
    events.push(...batch.events)
    position = batch.position
    if (events.length >= count) stop.abort()
  }
  return { events, position }
}

/** Versions are the log's own: they only rise. */
const versionsOf = (events: readonly { readonly version: number }[]) => {
  const versions = events.map(({ version }) => version)
  for (const [i, version] of versions.entries()) assert.ok(version > (versions[i - 1] ?? 0), `versions ${versions}`)
  return versions
}

export const eventLogContract = (open: () => Promise<OpenedLog>) => {
  let opened: OpenedLog
  let log: EventLog
  beforeEach(async () => {
    opened = await open()
    log = opened.log
  })
  afterEach(() => opened.close())

  it('keeps events with stream, revision, version and time, and reads them oldest first', async () => {
    const ref = freshRef()
    await log.append([firstWrite(ref)])
    const [outcome] = await log.append([{ stream: postStream(ref), expected: 0, events: [analysis(ref)] }])
    const events = await log.read(postStream(ref))
    assert.deepEqual(
      events.map(({ type, stream, revision }) => ({ type, stream, revision })),
      [
        { type: 'PostReceived', stream: postStream(ref), revision: 0 },
        { type: 'PostAnalysed', stream: postStream(ref), revision: 1 },
      ],
    )
    assert.deepEqual(outcome, { outcome: 'appended', revision: 1, version: events[1]?.version })
    assert.ok((events[0]?.version ?? 0) < (events[1]?.version ?? 0))
    assert.match(events[0]?.recordedAt ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/)
    assert.deepEqual(events[1]?.data, analysis(ref).data)
    assert.deepEqual(await log.read(postStream(ref), 1), events.slice(1))
    assert.equal(await log.head(), events[1]?.version)
  })

  it('is empty where nothing was written', async () => {
    assert.deepEqual(await log.read(postStream(freshRef())), [])
    assert.deepEqual(await log.read('story-none'), [])
    assert.equal(await log.head(), 0)
    assert.deepEqual(await log.append([]), [])
  })

  it('tells streams with readable names from posts', async () => {
    const event = { type: 'KeyRevoked', data: { id: 'k' } } as const
    await log.append([{ stream: keysStream, expected: 'none', events: [event] }, firstWrite()])
    assert.deepEqual(
      (await log.read(keysStream)).map(({ stream, type }) => `${stream} ${type}`),
      ['keys KeyRevoked'],
    )
  })

  it('answers a conflict with the true end of the stream, and keeps nothing of that write', async () => {
    const ref = freshRef()
    const stream = postStream(ref)
    const other = received(origin(0, { ref, channel: 'other' }))
    assert.deepEqual(await log.append([{ stream, expected: 0, events: [analysis(ref)] }]), [
      { outcome: 'conflict', actual: 'none' },
    ])
    const [first] = await log.append([firstWrite(ref)])
    assert.deepEqual(
      await log.append([
        { stream, expected: 'none', events: [other, analysis(ref)] },
        { stream, expected: 4, events: [analysis(ref)] },
      ]),
      [
        { outcome: 'conflict', actual: 0 },
        { outcome: 'conflict', actual: 0 },
      ],
    )
    const [event, ...more] = await log.read(stream)
    assert.deepEqual(more, [])
    assert.deepEqual(first, { outcome: 'appended', revision: 0, version: event?.version })
    assert.equal(await log.head(), event?.version)
  })

  it('keeps the other writes of a batch when one conflicts, and says so for each', async () => {
    const ref = freshRef()
    await log.append([firstWrite(ref)])
    const outcomes = await log.append([
      firstWrite(),
      { stream: postStream(ref), expected: 7, events: [analysis(ref)] },
      { stream: postStream(ref), expected: 0, events: [analysis(ref)] },
      firstWrite(),
    ])
    assert.deepEqual(
      outcomes.map(({ outcome }) => outcome),
      ['appended', 'conflict', 'appended', 'appended'],
    )
    const { events } = await take(log, 4)
    assert.equal(await log.head(), versionsOf(events).at(-1))
  })

  it('sees the earlier writes of the same batch', async () => {
    const ref = freshRef()
    const stream = postStream(ref)
    const outcomes = await log.append([
      firstWrite(ref),
      { stream, expected: 0, events: [analysis(ref)] },
      { stream, expected: 0, events: [received(origin(1, { ref }))] },
    ])
    const [one, two] = versionsOf(await log.read(stream))
    assert.deepEqual(outcomes, [
      { outcome: 'appended', revision: 0, version: one },
      { outcome: 'appended', revision: 1, version: two },
      { outcome: 'conflict', actual: 1 },
    ])
  })

  it('answers the same events sent again as it did the first time, also after the stream went on', async () => {
    const ref = freshRef()
    const stream = postStream(ref)
    const twoEvents: Write = { stream, expected: 'none', events: [received(origin(0, { ref })), analysis(ref)] }
    const first = await log.append([twoEvents])
    assert.deepEqual(await log.append([twoEvents]), first)
    await log.append([{ stream, expected: 1, events: [received(origin(1, { ref }))] }])
    assert.deepEqual(await log.append([twoEvents, twoEvents]), [...first, ...first])
    assert.equal((await log.read(stream)).length, 3)
  })

  it('takes a repeat with more events than are there for a conflict', async () => {
    const ref = freshRef()
    await log.append([firstWrite(ref)])
    const longer: Write = { ...firstWrite(ref), events: [received(origin(0, { ref })), analysis(ref)] }
    assert.deepEqual(await log.append([longer]), [{ outcome: 'conflict', actual: 0 }])
  })

  it('gives one of many concurrent writers the place, the others a conflict', async () => {
    const ref = freshRef()
    const rivals = Array.from({ length: 20 }, (_, i) =>
      log.append([{ ...firstWrite(ref), events: [received(origin(0, { ref, channel: `rival-${i}` }))] }]),
    )
    const outcomes = (await Promise.all(rivals)).flat()
    assert.equal(outcomes.filter(({ outcome }) => outcome === 'appended').length, 1)
    assert.equal((await log.read(postStream(ref))).length, 1)
  })

  it('follows everything from any position, in order, across many pages', async () => {
    const writes = Array.from({ length: 2_500 }, () => firstWrite())
    await log.append(writes)
    const all = await take(log, 2_500)
    versionsOf(all.events)
    assert.deepEqual(all.events.map(({ stream }) => stream).sort(), writes.map(({ stream }) => stream).sort())
    const half = await take(log, 1)
    const rest = await take(log, 2_500 - half.events.length, half.position)
    assert.deepEqual([...half.events, ...rest.events], all.events)
  })

  it('says when a follower has caught up, also when there was nothing to read', async () => {
    const stop = new AbortController()
    const batches: Batch[] = []
    for await (const batch of log.follow(start, stop.signal)) {
      if (batch.events.length > 0 || batch.live) batches.push(batch)
      if (batch.live) stop.abort()
    }
    assert.deepEqual(
      batches.map(({ events, live }) => ({ events, live })),
      [{ events: [], live: true }],
    )
    await log.append(Array.from({ length: 1_500 }, () => firstWrite()))
    const lives: boolean[] = []
    const stopAgain = new AbortController()
    for await (const batch of log.follow(start, stopAgain.signal)) {
      lives.push(batch.live)
      if (batch.live) stopAgain.abort()
    }
    assert.ok(lives.length > 1 && lives.slice(0, -1).every((live) => !live))
  })

  it('goes on live for several followers at once', async () => {
    const followers = Array.from({ length: 3 }, () => take(log, 30))
    for (let i = 0; i < 30; i++) await log.append([firstWrite()])
    const seen = await Promise.all(followers)
    for (const { events } of seen) {
      assert.equal(events.length, 30)
      assert.deepEqual(versionsOf(events), versionsOf(seen[0]?.events ?? []))
    }
  })

  it('ends a waiting follower without an error when it is aborted', async () => {
    const stop = new AbortController()
    const ended = (async () => {
      for await (const { live } of log.follow(start, stop.signal)) assert.ok(live)
    })()
    setImmediate(() => stop.abort())
    await ended
    await (async () => {
      for await (const _ of log.follow(start, stop.signal)) assert.fail('an aborted follower read on')
    })()
  })

  it('keeps the time that another log recorded, so that it can be copied', async () => {
    const recordedAt = '2017-08-18T17:00:00.123Z'
    const copied = { ...firstWrite(), recordedAt }
    const first = await log.append([copied])
    const [event] = await log.read(copied.stream)
    assert.equal(event?.recordedAt, recordedAt)
    assert.deepEqual(await log.append([{ ...copied, recordedAt: '2026-01-01T00:00:00.000Z' }]), first)
    assert.deepEqual(await log.read(copied.stream), [event])
  })

  it('gives back what was written, without members that are undefined', async () => {
    const ref = freshRef()
    const text = 'NUL \0, lone \ud800, emoji 😀, quote " and \u2028'
    const data = { ...origin(0, { ref, source: text }), version: 1, content: 'c', clockAhead: undefined } as never
    await log.append([{ stream: postStream(ref), expected: 'none', events: [{ type: 'PostReceived', data }] }])
    const [event] = await log.read(postStream(ref))
    assert.deepEqual(event?.data, { ...origin(0, { ref, source: text }), version: 1, content: 'c' })
  })
}
