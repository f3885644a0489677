// Large bodies in turn.
import assert from 'node:assert/strict'
import { createTurns } from '../../server/turns.ts'

describe('turns', () => {
  it('come one per round of the event loop, in order', async () => {
    const turn = createTurns()
    const seen: string[] = []
    let rounds = 0
    const count = () => {
      rounds++
      if (seen.length < 3) setImmediate(count)
    }
    setImmediate(count)
    await Promise.all(['a', 'b', 'c'].map((name) => turn().then(() => seen.push(`${name}${rounds}`))))
    assert.equal(new Set(seen.map((one) => one.slice(1))).size, 3)
    assert.equal(seen.map((one) => one[0]).join(''), 'abc')
  })
})
