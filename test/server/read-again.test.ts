// What changed elsewhere is read again: the newest comes last, and a failure is no end.
import assert from 'node:assert/strict'
import { mock } from 'node:test'
import { createReadAgain } from '../../server/read-again.ts'

describe('reading again', () => {
  const turns = async () => {
    for (let turn = 0; turn < 10; turn++) await new Promise(setImmediate)
  }
  beforeEach(() => mock.timers.enable({ apis: ['setTimeout'] }))
  afterEach(() => mock.timers.reset())

  it('reads once at a time, and once more for all that changed meanwhile', async () => {
    const answers: (() => void)[] = []
    const changed = createReadAgain({
      read: () => new Promise((resolve) => answers.push(resolve)),
      onFailure: () => assert.fail(),
      signal: new AbortController().signal,
    })
    for (let change = 0; change < 3; change++) changed()
    await turns()
    assert.equal(answers.length, 1)
    answers[0]?.()
    await turns()
    assert.equal(answers.length, 2)
    answers[1]?.()
    await turns()
    assert.equal(answers.length, 2)
    changed()
    assert.equal(answers.length, 3)
  })

  it('reads again a second after it failed, until it is ended', async () => {
    const ending = new AbortController()
    const failures: unknown[] = []
    let reads = 0
    const changed = createReadAgain({
      read: async () => {
        reads++
        throw new Error('away')
      },
      onFailure: (error) => failures.push(error),
      signal: ending.signal,
    })
    changed()
    await turns()
    assert.deepEqual([reads, failures.length], [1, 1])
    mock.timers.tick(1_000)
    await turns()
    assert.equal(reads, 2)
    ending.abort()
    mock.timers.tick(10_000)
    await turns()
    assert.equal(reads, 2)
  })
})
