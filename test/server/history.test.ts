// The thread beside the running server: what it rebuilds, verifies and shows of the past is the same as the log says.
import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import path from 'node:path'
import { openEmbedded } from '../../adapters/embedded.ts'
import { openSqliteReadModel } from '../../adapters/sqlite-read-model.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import type { Problem } from '../../events/problem.ts'
import { createKeepUp, type KeepUp } from '../../projections/keep-up.ts'
import { sourcesOf, totalOf } from '../../projections/sources.ts'
import { createHistory, type History } from '../../server/history.ts'
import {
  analysed,
  erased,
  finding,
  inLane,
  inStory,
  origin,
  received,
  removed,
  restored,
  storyOpened,
  streamOf,
} from '../given.ts'
import { tempFolder } from '../temp-folder.ts'

const bad = finding('negative', [inStory('s')])
const post = (n: number) => origin(n, { at: new Date(Date.UTC(2017, 7, 18) + n * 60_000).toISOString() })
const counted = (n: number): OutcryEvent[] => [received(post(n)), analysed(post(n), bad)]

describe('history', () => {
  const file = tempFolder()
  let nowMs: number
  let embedded: Awaited<ReturnType<typeof openEmbedded>>
  let keepUp: KeepUp
  let history: History
  let ending: AbortController
  let running: Promise<void>

  const append = async (...events: readonly OutcryEvent[]) => {
    const { log } = embedded
    for (const event of events) {
      const revision = (await log.read(streamOf(event))).length - 1
      await log.append([{ stream: streamOf(event), expected: revision < 0 ? 'none' : revision, events: [event] }])
    }
    const head = await log.head()
    while (keepUp.version() < head) await new Promise((resolve) => setImmediate(resolve))
  }
  beforeEach(async () => {
    nowMs = Date.UTC(2017, 7, 19)
    embedded = await openEmbedded(file('data'), { now: () => nowMs })
    const { log, readModel, files } = embedded
    ending = new AbortController()
    keepUp = createKeepUp({ log, readModel, onProblem: (words, error) => assert.fail(`${words} ${error}`) })
    running = keepUp.run(ending.signal)
    const openReadModel = (built: string) => openSqliteReadModel(built, { mode: 'read' })
    history = createHistory({ files, readModel, keepUp, openReadModel, now: () => nowMs })
    await append(storyOpened('s'), ...[1, 2, 3].flatMap(counted))
  })
  afterEach(async () => {
    await history.close()
    ending.abort()
    await running
    await embedded.close()
  })

  it('rebuilds the same bytes, switches, and goes on', async () => {
    const { readModel } = embedded
    const before = readModel.digest()
    const { version, events } = await history.rebuild()
    assert.deepEqual([version, events], [7, 7])
    assert.equal(readModel.digest(), before)
    await append(...counted(4))
    assert.equal(totalOf(readModel, 's', 'afinn').posts, 4)
    assert.deepEqual(readdirSync(file('data', 'history')), [])
  })

  it('makes a wrong read model right', async () => {
    const { readModel } = embedded
    readModel.save([{ projection: 'sources', key: 's|afinn|webhook', state: [9, 0, 0, 0, 0, 0, 0] }], 'another', {
      position: '0',
      version: 0,
    })
    assert.deepEqual((await history.verify()).readModel, { version: 7, parked: 0, equal: false })
    await history.rebuild()
    assert.deepEqual((await history.verify()).readModel, { version: 7, parked: 0, equal: true })
    assert.equal(totalOf(readModel, 's', 'afinn').posts, 3)
  })

  it('verifies a sound folder', async () => {
    const { log, readModel } = await history.verify()
    assert.equal(log.damage, undefined)
    assert.equal(log.events, 7)
    assert.deepEqual(readModel, { version: 7, parked: 0, equal: true })
  })

  it('shows what was recorded by then', async () => {
    const then = nowMs
    nowMs += 3_600_000
    await append(...counted(4))
    nowMs += 3_600_000
    const past = await history.asOf(then)
    assert.equal(past.version, 7)
    assert.equal(totalOf(past.readModel, 's', 'afinn').posts, 3)
    assert.equal((await history.asOf(then)).readModel, past.readModel, 'it is kept')
    assert.equal((await history.asOf(then - 1)).version, 0)
    assert.equal((await history.asOf(nowMs)).version, 9)
  })

  it('leaves out posts removed or erased since, from the moment they are', async () => {
    const then = nowMs
    nowMs += 3_600_000
    assert.equal(totalOf((await history.asOf(then)).readModel, 's', 'afinn').posts, 3)
    await append(removed(post(1), inLane(bad)), erased(post(2), [inLane(bad)]))
    const [row] = sourcesOf((await history.asOf(then)).readModel, 's', 'afinn')
    assert.deepEqual([row?.posts, row?.removed], [1, 0])
    await append(restored(post(1), 2, inLane(bad)))
    assert.equal(totalOf((await history.asOf(then)).readModel, 's', 'afinn').posts, 2)
  })

  it('serves many who ask for the same moment from one look, and refuses too many moments at once', async () => {
    const then = nowMs
    nowMs += 3_600_000
    const all = await Promise.all(Array.from({ length: 20 }, () => history.asOf(then)))
    assert.equal(new Set(all).size, 1)
    const moments = await Promise.allSettled(Array.from({ length: 12 }, (_, i) => history.asOf(then - i - 1)))
    const refused = moments.flatMap((one) => (one.status === 'rejected' ? [one.reason as Problem] : []))
    assert.equal(refused.length, 4)
    assert.equal(refused[0]?.code, 'busy')
  })

  it('stops in the middle when it is closed, and leaves no file', async () => {
    nowMs += 3_600_000
    const asked = history.asOf(nowMs - 1)
    const stopped = assert.rejects(asked, { code: 'unavailable' })
    await history.close()
    await stopped
    assert.ok(!readdirSync(path.dirname(embedded.files.readModel)).includes('history'))
  })
})
