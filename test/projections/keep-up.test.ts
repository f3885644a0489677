// The loop that keeps the read model up: complete, in order, past what cannot be folded, and healing by itself.
import assert from 'node:assert/strict'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import type { EventLog } from '../../events/event-log.ts'
import { Problem } from '../../events/problem.ts'
import { projections } from '../../projections/all.ts'
import { createFold } from '../../projections/fold.ts'
import { type Changed, createKeepUp, follower, type KeepUpOptions } from '../../projections/keep-up.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { analysed, finding, origin, recorded, storyOpened } from '../given.ts'
import { appendAll, createFollowing, type Following, posts, until } from './following.ts'

describe('keeping up', () => {
  let at: Following
  let log: EventLog
  let readModel: ReadModel
  let problems: string[]
  beforeEach(() => {
    at = createFollowing()
    ;({ log, readModel, problems } = at)
  })
  afterEach(() => at.end())
  const started = (options: Partial<KeepUpOptions> = {}) => at.started(options)
  const total = () => at.total()

  it('folds what is there, says so, and goes on with what comes', async () => {
    await appendAll(log, [storyOpened('s'), ...posts(0, 300)])
    const keepUp = started()
    assert.equal(keepUp.isCaughtUp(), false)
    await until(keepUp.isCaughtUp)
    assert.equal(keepUp.version(), 601)
    assert.equal(total(), 300)
    await appendAll(log, posts(300, 310))
    await until(() => keepUp.version() === 621)
    assert.equal(total(), 310)
    assert.deepEqual(problems, [])
  })

  it('is caught up with an empty log', async () => {
    await until(started().isCaughtUp)
  })

  it('says which keys changed, after they are saved', async () => {
    const keepUp = started()
    await until(keepUp.isCaughtUp)
    const told: (Changed & { total: number })[] = []
    const stop = keepUp.subscribe((changed) => told.push({ ...changed, total: total() }))
    await appendAll(log, posts(0, 1))
    await until(() => told.some(({ version }) => version === 2))
    const last = told.at(-1)
    assert.equal(last?.total, 1)
    assert.ok(last.changed.get('timeline')?.has('s|afinn||price|1h|2017-08-18T00:00Z'))
    stop()
    const before = told.length
    await appendAll(log, posts(1, 2))
    await until(() => keepUp.version() === 4)
    assert.equal(told.length, before)
  })

  it('tells its version also where nothing changed: when it begins, and of events that no projection counts', async () => {
    await appendAll(log, posts(0, 1))
    await rebuild({ log, readModel })
    const keepUp = createKeepUp({ log, readModel, onProblem: (words) => problems.push(words) })
    const told: number[] = []
    keepUp.subscribe(({ version, changed }) => told.push(version, changed.size))
    at.run(keepUp)
    await until(keepUp.isCaughtUp)
    assert.deepEqual(told, [2, 0])
    await appendAll(log, [analysed(origin(9), finding('negative', []))])
    await until(() => told.at(-2) === 3)
    assert.deepEqual(told, [2, 0, 3, 0])
  })

  it('goes on at its checkpoint', async () => {
    await appendAll(log, posts(0, 20))
    await until(started().isCaughtUp)
    await at.end()
    await appendAll(log, posts(20, 30))
    const keepUp = started()
    await until(keepUp.isCaughtUp)
    assert.equal(total(), 30)
  })

  it('comes to the same bytes however the log is cut into batches', async () => {
    await appendAll(log, [storyOpened('s'), ...posts(0, 120)])
    await rebuild({ log, readModel })
    const expected = readModel.digest()
    const events = (await Array.fromAsync(log.follow('start', AbortSignal.timeout(20)))).flatMap(
      (batch) => batch.events,
    )
    for (const size of [1, 7, 50, 1_000]) {
      const cut = createMemoryReadModel()
      const fold = createFold({ follower, readModel: cut, projections, tries: 1, keptStates: 5 })
      for (let from = 0; from < events.length; from += size) {
        for (const event of events.slice(from, from + size)) fold.fold(event)
        fold.save({ position: '0', version: from })
      }
      assert.equal(cut.digest(), expected, `batches of ${size}`)
    }
  })

  it('folds anew when its checkpoint is ahead of the log', async () => {
    await appendAll(log, posts(0, 5))
    readModel.save([{ projection: 'sources', key: 's|afinn|x', state: [9, 0, 0, 0, 0, 0, 0] }], follower, {
      position: '99',
      version: 99,
    })
    await until(started().isCaughtUp)
    assert.equal(total(), 5)
    assert.match(problems.join(), /ahead of the log/)
  })

  it('folds anew when its checkpoint is a place that the log does not have', async () => {
    await appendAll(log, posts(0, 5))
    readModel.save([{ projection: 'sources', key: 's|afinn|x', state: [9, 0, 0, 0, 0, 0, 0] }], follower, {
      position: 'elsewhere',
      version: 3,
    })
    const follow: EventLog['follow'] = (from, signal) => {
      if (from === 'elsewhere') throw new Problem('conflict', 'following the log from elsewhere: it is another log’s')
      return log.follow(from, signal)
    }
    await until(started({ log: { ...log, follow } }).isCaughtUp)
    assert.equal(total(), 5)
    assert.equal(readModel.load('sources', ['s|afinn|x']).size, 0)
    assert.match(problems.join(), /the log is folded anew/)
  })

  it('folds anew, from the first event on, when the list of projections was another one', async () => {
    await appendAll(log, posts(0, 5))
    const old = { projection: 'sources', key: 's|afinn|x', state: [9, 0, 0, 0, 0, 0, 0] }
    readModel.save([old], 'projections timeline,sources', { position: '3', version: 3 })
    await until(started().isCaughtUp)
    assert.equal(total(), 5)
    assert.equal(readModel.load('sources', [old.key]).size, 0)
  })

  it('folds anew when the read model is damaged', async () => {
    await appendAll(log, posts(0, 5))
    await rebuild({ log, readModel })
    let damaged = true
    const broken: ReadModel = {
      ...readModel,
      checkpoint: (name) => {
        if (damaged) throw new Problem('damaged', 'reading the read model: the file is damaged')
        return readModel.checkpoint(name)
      },
      clear: () => {
        damaged = false
        readModel.clear()
      },
    }
    damaged = false
    const keepUp = createKeepUp({ log, readModel: broken, onProblem: (words) => problems.push(words) })
    damaged = true
    at.run(keepUp)
    await until(keepUp.isCaughtUp)
    assert.equal(total(), 5)
    assert.match(problems.join(), /damaged: it is folded anew/)
  })

  it('tries again after the log or the read model failed for a while', async () => {
    await appendAll(log, posts(0, 5))
    let failures = 2
    const flaky: ReadModel = {
      ...readModel,
      save: (...saved) => {
        if (failures-- > 0) throw new Problem('unavailable', 'saving the read model: the disk is full')
        readModel.save(...saved)
      },
    }
    const keepUp = started({ readModel: flaky })
    await until(keepUp.isCaughtUp)
    assert.equal(total(), 5)
    assert.equal(problems.length, 2)
  })

  it('goes on from another read model put in its place', async () => {
    await appendAll(log, posts(0, 20))
    const keepUp = started()
    await until(keepUp.isCaughtUp)
    keepUp.replace(() => readModel.clear())
    await until(keepUp.isCaughtUp)
    assert.equal(total(), 20)
    await appendAll(log, posts(20, 25))
    await until(() => keepUp.version() === 50)
    assert.equal(total(), 25)
  })

  it('saves a first change at once, and those that keep coming together', async () => {
    let saves = 0
    const counted: ReadModel = {
      ...readModel,
      save: (...given) => {
        saves++
        readModel.save(...given)
      },
    }
    await appendAll(log, [storyOpened('s')])
    const keepUp = started({ readModel: counted })
    await until(keepUp.isCaughtUp)
    const before = saves
    for (const post of posts(0, 300)) await appendAll(log, [post])
    await until(() => keepUp.version() === 601)
    assert.ok(saves - before < 100, `${saves - before} saves of 600 changes`)
  })

  it('gathers for as long as it is told to, and goes on at once when it is ended', async () => {
    const keepUp = started({ gatherForMs: () => 3_600_000 })
    await until(keepUp.isCaughtUp)
    const version = keepUp.version()
    await appendAll(log, posts(0, 3))
    for (let turn = 0; turn < 20; turn++) await new Promise(setImmediate)
    assert.equal(keepUp.version(), version)
    await at.end()
  })

  it('lets others run while it folds a long log', async () => {
    const events = recorded(posts(0, 20_000))
    const long: EventLog = {
      ...log,
      head: async () => events.length,
      follow: async function* (_, signal) {
        for (let i = 0; i < events.length && !signal.aborted; i += 1_000)
          yield { events: events.slice(i, i + 1_000), position: String(i + 1_000), live: i + 1_000 >= events.length }
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      },
    }
    const keepUp = started({ log: long })
    let turns = 0
    await until(() => {
      turns++
      return keepUp.isCaughtUp()
    })
    assert.ok(turns > 20, `only ${turns} turns for others`)
  })
})
