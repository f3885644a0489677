// An Idempotency-Key remembers what succeeded, for a while and for its owner only.
import assert from 'node:assert/strict'
import { createIdempotency, type Sent } from '../../server/idempotency.ts'

const sent = (body: string): Sent => ({ status: 201, headers: {}, body })

describe('an Idempotency-Key', () => {
  const make = (maxKept = 3) => {
    const clock = { ms: 0 }
    return { clock, ...createIdempotency(() => clock.ms, { keptMs: 1_000, maxKept }) }
  }

  it('is refused while the first request is under way', async () => {
    const { once } = make()
    const first = Promise.withResolvers<Sent>()
    const answer = once('me', 'a', 'f', () => first.promise)
    await assert.rejects(
      once('me', 'a', 'f', async () => sent('second')),
      { code: 'conflict' },
    )
    first.resolve(sent('first'))
    assert.equal((await answer).body, 'first')
  })

  it('does not remember a failure', async () => {
    const { once } = make()
    await assert.rejects(once('me', 'a', 'f', () => Promise.reject(new Error('down'))))
    assert.equal((await once('me', 'a', 'f', async () => sent('up'))).body, 'up')
  })

  it('is nothing to others, and gone after its time', async () => {
    const { once, clock } = make()
    await once('me', 'a', 'f', async () => sent('mine'))
    assert.equal((await once('you', 'a', 'f', async () => sent('yours'))).body, 'yours')
    assert.equal((await once('me', 'a', 'f', async () => sent('again'))).body, 'mine')
    clock.ms = 1_000
    assert.equal((await once('me', 'a', 'f', async () => sent('again'))).body, 'again')
  })

  it('is forgotten early when there are too many', async () => {
    const { once } = make(2)
    for (const key of ['a', 'b', 'c']) await once('me', key, 'f', async () => sent(key))
    assert.equal((await once('me', 'a', 'f', async () => sent('anew'))).body, 'anew')
    assert.equal((await once('me', 'c', 'f', async () => sent('anew'))).body, 'c')
  })

  it('has 1 to 255 characters', async () => {
    const { once } = make()
    for (const key of ['', 'x'.repeat(256)])
      await assert.rejects(
        once('me', key, 'f', async () => sent('')),
        { code: 'malformed' },
      )
  })
})
