// What is read of a story is kept for the same version, and a costly reading rests before another version is read.
import assert from 'node:assert/strict'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import { createRested } from '../../server/rested.ts'

const never = { cheapMs: Number.POSITIVE_INFINITY, restFactor: 0 }

describe('what was read of a story', () => {
  const readModel = createMemoryReadModel()
  let made = 0
  const make = () => ++made
  beforeEach(() => {
    made = 0
  })

  it('is read once for one version and question', () => {
    const rested = createRested<number>(never)
    const ask = (asked: string, version: number, slug = 's') => rested(readModel, slug, { asked, version }, make)
    assert.deepEqual([ask('a', 1), ask('a', 1), ask('a', 2), ask('b', 2), ask('b', 2, 'other')], [1, 1, 2, 3, 4])
  })

  it('belongs to its read model: what stood at a past moment is another', () => {
    const rested = createRested<number>(never)
    rested(readModel, 's', { asked: 'a', version: 1 }, make)
    assert.equal(rested(createMemoryReadModel(), 's', { asked: 'a', version: 1 }, make), 2)
  })

  it('is good for a while where reading took long, whatever the version, and not for another question', () => {
    const rested = createRested<number>({ cheapMs: 0, restFactor: 1_000_000 })
    const slow = () => {
      const endMs = performance.now() + 1
      while (performance.now() < endMs); // a reading of a millisecond
      return make()
    }
    assert.deepEqual(
      [1, 2, 3].map((version) => rested(readModel, 's', { asked: 'a', version }, slow)),
      [1, 1, 1],
    )
    assert.equal(rested(readModel, 's', { asked: 'b', version: 3 }, slow), 2)
  })
})
