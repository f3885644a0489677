// A back-off: at once, then later and later, and at once again after it helped.
import assert from 'node:assert/strict'
import { createBackOff } from '../../adapters/back-off.ts'

describe('a back-off', () => {
  it('is due at once, then later and later up to its longest, and at once after it helped', () => {
    let nowMs = 1_000
    const backOff = createBackOff(100, 400, () => nowMs)
    const waits = () => {
      const from = nowMs
      while (!backOff.isDue()) nowMs += 50
      return nowMs - from
    }
    assert.deepEqual([waits(), waits(), waits(), waits(), waits()], [0, 100, 200, 400, 400])
    backOff.reset()
    assert.deepEqual([waits(), waits()], [0, 100])
    assert.equal(backOff.isDue(nowMs - 1), false, 'it had helped before the last time')
    nowMs += 50
    assert.equal(backOff.isDue(nowMs), true, 'it has helped since')
  })
})
