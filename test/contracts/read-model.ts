// What every read model promises.
import assert from 'node:assert/strict'
import { afterPrefix, type ReadModel } from '../../projections/read-model.ts'

export const readModelContract = (name: string, open: () => ReadModel) => {
  describe(`the read model ${name}`, () => {
    let readModel: ReadModel
    beforeEach(() => {
      readModel = open()
    })
    afterEach(() => readModel.close())
    const checkpoint = { position: '7', version: 7 }
    const row = (key: string, state: unknown, projection = 'timeline') => ({ projection, key, state })
    const keysOf = (rows: readonly { key: string }[]) => rows.map(({ key }) => key)

    it('has nothing at first', () => {
      assert.equal(readModel.checkpoint('projections'), undefined)
      assert.equal(readModel.load('timeline', ['a']).size, 0)
      assert.deepEqual(readModel.scan('timeline', { from: '', to: afterPrefix('') }), [])
    })

    it('gives back the states and the checkpoint that were saved', () => {
      readModel.save([row('a', [1, 2]), row('b', { c: 'd' })], 'projections', checkpoint)
      assert.deepEqual([...readModel.load('timeline', ['b', 'x', 'a'])].sort(), [
        ['a', [1, 2]],
        ['b', { c: 'd' }],
      ])
      assert.deepEqual(readModel.checkpoint('projections'), checkpoint)
      assert.equal(readModel.checkpoint('another'), undefined)
    })

    it('keeps the last state of a key, and none of a key that was deleted', () => {
      readModel.save([row('a', 1), row('b', 1), row('a', 2)], 'projections', checkpoint)
      readModel.save([row('b', undefined), row('c', undefined)], 'projections', { position: '8', version: 8 })
      assert.deepEqual(readModel.scan('timeline', { from: '', to: 'z' }), [{ key: 'a', state: 2 }])
      assert.equal(readModel.checkpoint('projections')?.version, 8)
    })

    it('saves all of a batch or nothing, and goes on after a failure', () => {
      assert.throws(() => readModel.save([row('a', 1), row('b', 1n)], 'projections', checkpoint))
      assert.equal(readModel.load('timeline', ['a']).size, 0)
      assert.equal(readModel.checkpoint('projections'), undefined)
      readModel.save([row('a', 2)], 'projections', checkpoint)
      assert.deepEqual(readModel.scan('timeline', { from: '', to: 'z' }), [{ key: 'a', state: 2 }])
    })

    it('scans a range by key, from either end, bounded, within one projection', () => {
      const all = ['s|a', 's|b', 's|c', 't|a'].map((key) => row(key, key))
      readModel.save([...all, row('s|b', 0, 'posts')], 'projections', checkpoint)
      assert.deepEqual(keysOf(readModel.scan('timeline', { from: 's|', to: afterPrefix('s|') })), ['s|a', 's|b', 's|c'])
      assert.deepEqual(keysOf(readModel.scan('timeline', { from: 's|a', to: 's|c' })), ['s|a', 's|b'])
      const newest = readModel.scan('timeline', { from: 's|', to: afterPrefix('s|'), limit: 2, reverse: true })
      assert.deepEqual(keysOf(newest), ['s|c', 's|b'])
    })

    it('is equal to another with the same rows, however it came to them', () => {
      const other = open()
      readModel.save([row('b', 1), row('a', 2), row('a', 0, 'posts')], 'projections', checkpoint)
      const one = readModel.digest()
      readModel.clear()
      readModel.save([row('a', 0, 'posts'), row('x', 9)], 'projections', checkpoint)
      readModel.save([row('a', 1), row('x', undefined)], 'projections', checkpoint)
      assert.notEqual(readModel.digest(), one)
      readModel.save([row('a', 2), row('b', 1)], 'projections', { position: '9', version: 9 })
      assert.equal(readModel.digest(), one)
      other.close()
    })

    it('is empty after it was cleared', () => {
      readModel.save([row('a', 1)], 'projections', checkpoint)
      readModel.clear()
      assert.equal(readModel.checkpoint('projections'), undefined)
      assert.equal(readModel.load('timeline', ['a']).size, 0)
    })
  })
}
