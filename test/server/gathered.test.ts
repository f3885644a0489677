// Small lists made into large ones, without holding back what comes slowly.
import assert from 'node:assert/strict'
import { setImmediate } from 'node:timers/promises'
import { gathered } from '../../server/gathered.ts'

const neverMs = 600_000

describe('lists that are gathered', () => {
  it('are as long as wanted, all there, in order', async () => {
    async function* lists() {
      for (let n = 0; n < 10; n++) yield [n, n + 0.5]
    }
    const lots: (readonly number[])[] = []
    for await (const lot of gathered(lists(), 6, neverMs)) lots.push(lot)
    assert.deepEqual(
      lots.map((lot) => lot.length),
      [6, 6, 6, 2],
    )
    assert.deepEqual(
      lots.flat(),
      Array.from({ length: 20 }, (_, i) => i / 2),
    )
  })
  it('are handed on when nothing more comes', async () => {
    const more = Promise.withResolvers<void>()
    async function* lists() {
      yield [1]
      await more.promise
      yield [2]
    }
    const lots = gathered(lists(), 6, 1)
    assert.deepEqual((await lots.next()).value, [1])
    more.resolve()
    assert.deepEqual((await lots.next()).value, [2])
  })
  it('end with the failure of what they come from, and end it when nobody reads on', async () => {
    let ended = false
    async function* lists(fails: boolean) {
      try {
        yield [1]
        if (fails) throw new Error('cut')
        yield [2]
      } finally {
        ended = true
      }
    }
    await assert.rejects(gathered(lists(true), 6, neverMs).next(), /cut/)
    const late = gathered(lists(true), 1, neverMs)
    assert.deepEqual((await late.next()).value, [1])
    await setImmediate() // it fails while nobody asks
    await assert.rejects(late.next(), /cut/)
    ended = false
    for await (const _ of gathered(lists(false), 1, neverMs)) break
    await setImmediate()
    assert.ok(ended)
  })
})
