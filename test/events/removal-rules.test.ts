// The rules of a removal request.
import assert from 'node:assert/strict'
import { Problem } from '../../events/problem.ts'
import type { RemovalEvent } from '../../events/removal.ts'
import { decideDecline, decideGrant, decideRequest, initial, removalOf } from '../../events/removal-rules.ts'
import { origin, received, recorded } from '../given.ts'

const id = 'a'.repeat(22)
const at = '2026-11-24T12:00:00.000Z'
const later = '2026-11-25T12:00:00.000Z'
const requested: RemovalEvent = { type: 'RemovalRequested', data: { id, at } }
const granted: RemovalEvent = { type: 'RemovalGranted', data: { id, at: later, posts: 2, receipt: 'r' } }
const declined: RemovalEvent = { type: 'RemovalDeclined', data: { id, at: later, reason: 'Not here.' } }
const given = (...events: RemovalEvent[]) => removalOf(recorded(events))
const isProblem = (code: string) => (error: unknown) => error instanceof Problem && error.code === code

describe('a removal request', () => {
  it('waits until it is granted or declined', () => {
    assert.deepEqual(given(requested), { status: 'waiting', requestedAt: at })
    assert.deepEqual(given(requested, granted), {
      status: 'granted',
      requestedAt: at,
      settledAt: later,
      posts: 2,
      receipt: 'r',
    })
    assert.deepEqual(given(requested, declined), {
      status: 'declined',
      requestedAt: at,
      settledAt: later,
      reason: 'Not here.',
    })
  })

  it('passes events of other streams over', () => {
    assert.equal(removalOf(recorded([received(origin(1))])), initial)
  })

  it('is made once', () => {
    assert.deepEqual(decideRequest(initial, requested.data), [requested])
    assert.throws(() => decideRequest(given(requested), requested.data), isProblem('conflict'))
  })

  it('is settled once, and only where there is one', () => {
    const waiting = given(requested)
    assert.deepEqual(decideGrant(waiting, granted.data), [granted])
    assert.deepEqual(decideDecline(waiting, declined.data), [declined])
    for (const settled of [given(requested, granted), given(requested, declined)]) {
      assert.throws(() => decideGrant(settled, granted.data), isProblem('conflict'))
      assert.throws(() => decideDecline(settled, declined.data), isProblem('conflict'))
    }
    assert.throws(() => decideGrant(initial, granted.data), isProblem('not-found'))
    assert.throws(() => decideDecline(initial, declined.data), isProblem('not-found'))
  })
})
