// How far the log is finished: up to the first page with something open.
import assert from 'node:assert/strict'
import { createUnfinished } from '../../workers/unfinished.ts'

describe('what is unfinished', () => {
  const page = (version: number) => ({ position: String(version), version })
  it('lets the checkpoint pass a page only when all of it and of the pages before is finished', () => {
    const unfinished = createUnfinished<string>()
    unfinished.turnPage(page(1))
    unfinished.add('a', 1, 'A')
    unfinished.turnPage(page(2))
    unfinished.add('b', 1, 'B')
    unfinished.turnPage(page(3))
    unfinished.finish('b', 1)
    assert.equal(unfinished.advance(), undefined)
    unfinished.finish('a', 1)
    assert.deepEqual(unfinished.advance(), page(3))
    assert.equal(unfinished.advance(), undefined)
    assert.equal(unfinished.size(), 0)
  })
  it('moves on with the later of two things under one key, and does not take the earlier for it', () => {
    const unfinished = createUnfinished<string>()
    unfinished.turnPage(page(1))
    unfinished.add('a', 1, 'first')
    unfinished.turnPage(page(2))
    unfinished.add('a', 2, 'second')
    assert.deepEqual(unfinished.advance(), page(1))
    assert.equal(unfinished.finish('a', 1), false)
    assert.equal(unfinished.get('a'), 'second')
    assert.equal(unfinished.finish('a', 2), true)
    assert.equal(unfinished.finish('a', 2), false)
    assert.deepEqual(unfinished.advance(), page(2))
  })
})
