// An event that a projection cannot fold: parked, visible, and folded later.
import assert from 'node:assert/strict'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import type { RecordedEvent } from '../../events/catalogue.ts'
import { type AnyProjection, projections } from '../../projections/all.ts'
import { createFold } from '../../projections/fold.ts'
import { follower } from '../../projections/keep-up.ts'
import { parkedOf } from '../../projections/parked.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { recorded } from '../given.ts'
import { appendAll, createFollowing, type Following, posts, until } from './following.ts'

describe('keeping up past an event that cannot be folded', () => {
  let at: Following
  beforeEach(() => {
    at = createFollowing()
  })
  afterEach(() => at.end())

  const poison = (healed: () => boolean): readonly AnyProjection[] =>
    projections.map((projection) =>
      projection.name !== 'sources'
        ? projection
        : {
            ...projection,
            evolve: (state: unknown, event: RecordedEvent, key: string) => {
              if (event.version === 4 && !healed()) throw new Error('cannot fold this')
              return projection.evolve(state, event, key)
            },
          },
    )

  it('parks it for that projection, visibly, and goes on', async () => {
    await appendAll(at.log, posts(0, 5))
    const keepUp = at.started({ projections: poison(() => false) })
    await until(keepUp.isCaughtUp)
    assert.equal(at.total(), 4)
    const [parked, ...others] = parkedOf(at.readModel)
    assert.deepEqual(others, [])
    assert.equal(parked?.key, '0000000000000004|sources')
    assert.equal(parked?.error, 'Error: cannot fold this')
    assert.match(at.problems.join(), /parked an event .*version 4, PostAnalysed, projection sources/)
  })

  it('changes no key of it at all', () => {
    const twice: AnyProjection = {
      name: 'twice',
      initial: 0,
      keys: () => ['a', 'b'],
      evolve: (state, _, key) => {
        if (key === 'b') throw new Error('half way')
        return (state as number) + 1
      },
    }
    const fold = createFold({ follower, readModel: at.readModel, projections: [twice], tries: 5 })
    for (const event of recorded(posts(0, 3))) fold.fold(event)
    fold.save({ position: '6', version: 6 })
    assert.equal(at.readModel.load('twice', ['a', 'b']).size, 0)
    assert.equal(parkedOf(at.readModel).length, 6)
  })

  it('folds it when asked again and the fault is gone', async () => {
    let healed = false
    await appendAll(at.log, posts(0, 5))
    const keepUp = at.started({ projections: poison(() => healed) })
    await until(keepUp.isCaughtUp)
    await assert.rejects(keepUp.replay('0000000000000004|sources'), { code: 'conflict' })
    healed = true
    await keepUp.replay('0000000000000004|sources')
    assert.equal(at.total(), 5)
    assert.deepEqual(parkedOf(at.readModel), [])
    const other = createMemoryReadModel()
    await rebuild({ log: at.log, readModel: other })
    assert.equal(at.readModel.digest(), other.digest())
    await assert.rejects(keepUp.replay('0000000000000004|sources'), { code: 'not-found' })
  })
})
