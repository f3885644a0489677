// Waiting for the read model: at once, when it comes, and not for ever.
import assert from 'node:assert/strict'
import type { KeepUp } from '../../projections/keep-up.ts'
import { createSettled } from '../../server/settled.ts'

type Listener = Parameters<KeepUp['subscribe']>[0]

describe('what was written', () => {
  const listeners = new Set<Listener>()
  const keepUp = {
    version: () => 5,
    subscribe: (listener: Listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }

  it('is waited for until it can be read', async () => {
    await createSettled(keepUp)(undefined)
    await createSettled(keepUp)(5)
    const settled = createSettled(keepUp)(7)
    for (const version of [6, 7]) for (const tell of listeners) tell({ version, changed: new Map() })
    await settled
    assert.equal(listeners.size, 0)
  })

  it('is never said not to be there because it cannot be read yet', async () => {
    await assert.rejects(createSettled(keepUp, 5)(6), /it was recorded, but cannot be shown yet/)
    assert.equal(listeners.size, 0)
  })
})
