// What every erasures ledger promises.
import assert from 'node:assert/strict'
import type { Erasure, Ledger } from '../../events/ledger.ts'
import { refOf } from './vault.ts'

export const erasureOf = (id: string, rest: Partial<Erasure> = {}): Erasure => ({
  id,
  reason: 'request',
  requestedAt: '2017-08-20T10:00:00.000Z',
  refs: [refOf(id)],
  authorRefs: [],
  ...rest,
})

export const ledgerContract = (open: () => Promise<Ledger>) => {
  let ledger: Ledger
  beforeEach(async () => {
    ledger = await open()
  })
  afterEach(() => ledger.close())

  it('knows who is erased, post or author', async () => {
    await ledger.enter(erasureOf('a', { authorRefs: [refOf('author')] }))
    assert.ok(ledger.isErased(refOf('a')))
    assert.ok(ledger.isErased(refOf('any post'), refOf('author')))
    assert.ok(!ledger.isErased(refOf('b'), refOf('another author')))
  })

  it('keeps an erasure open until it is completed', async () => {
    await Promise.all([ledger.enter(erasureOf('a')), ledger.enter(erasureOf('b'))])
    const completedAt = '2017-08-20T10:00:01.000Z'
    await ledger.complete('a', { completedAt })
    assert.deepEqual(
      ledger.open().map(({ id }) => id),
      ['b'],
    )
    assert.deepEqual(ledger.receipt('a'), { ...erasureOf('a'), completedAt })
    assert.equal(ledger.receipt('nothing'), undefined)
  })

  it('adds refs to an open erasure', async () => {
    await ledger.enter(erasureOf('a'))
    await ledger.enter(erasureOf('a', { refs: [refOf('late')] }))
    assert.deepEqual(ledger.receipt('a')?.refs, [refOf('a'), refOf('late')])
    assert.equal(ledger.open().length, 1)
  })
}
