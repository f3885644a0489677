// The rules of receivers and of followers: given what happened, when somebody asks, then these events.
import assert from 'node:assert/strict'
import type { FollowerEvent } from '../../events/follower.ts'
import {
  decideAsk,
  decideConfirmation,
  decideLeaving,
  decideTold,
  followerOf,
  isOwed,
} from '../../events/follower-rules.ts'
import type { ReceiverEvent } from '../../events/receiver.ts'
import { receiverEntry } from '../../events/receiver-entry.ts'
import {
  decideOutcome,
  decideRemoval,
  decideResend,
  decideSet,
  decideSwitch,
  isOpen,
  receiverStateOf,
} from '../../events/receiver-rules.ts'
import { receiverSet, recorded } from '../given.ts'

const at = '2026-11-26T07:00:00.000Z'
const later = (minutes: number) => new Date(Date.parse(at) + minutes * 60_000).toISOString()
const codeOf = (act: () => unknown) => {
  try {
    act()
    return 'taken'
  } catch (error) {
    return (error as { code: string }).code
  }
}

describe('a receiver', () => {
  const state = (...events: readonly ReceiverEvent[]) => receiverStateOf(recorded(events))
  const on = receiverSet('a')
  const off = { type: 'ReceiverSwitchedOff', data: { id: 'a', at, why: 'it answered 410' } } as const
  const removed = { type: 'ReceiverRemoved', data: { id: 'a', at } } as const
  const delivered = {
    type: 'AlertDelivered',
    data: { receiver: 'a', alert: 'x', attempt: 1, at, status: 204 },
  } as const
  const resend = { receiver: 'a', alert: 'x', at }

  it('is set again only where something differs, and keeps its kind', () => {
    const settings = { id: 'a', kind: 'webhook', name: 'a', quotes: false } as const
    assert.deepEqual(decideSet(state(on), settings, {}), [])
    assert.equal(decideSet(state(on), { ...settings, quotes: true }, {}).length, 1)
    assert.equal(decideSet(state(on), settings, { url: 'tag' }).length, 1)
    assert.equal(
      codeOf(() => decideSet(state(on), { ...settings, kind: 'mail' }, {})),
      'conflict',
    )
    assert.equal(decideSet(state(on, removed), { ...settings, kind: 'mail' }, {}).length, 1)
  })

  it('is switched once, and needs to be there', () => {
    assert.deepEqual(decideSwitch(state(on), 'a', at, undefined), [])
    assert.deepEqual(decideSwitch(state(on, off), 'a', at, 'by hand'), [])
    assert.equal(decideSwitch(state(on, off), 'a', at, undefined)[0]?.type, 'ReceiverSwitchedOn')
    for (const gone of [state(), state(on, removed)])
      for (const act of [
        () => decideSwitch(gone, 'a', at, 'x'),
        () => decideRemoval(gone, 'a', at),
        () => decideResend(gone, resend),
      ])
        assert.equal(codeOf(act), 'not-found')
  })

  it('is sent an alert until that is settled, and again when somebody asks', () => {
    assert.ok(isOpen(state(on), 'x'))
    assert.ok(!isOpen(state(on, delivered), 'x'))
    assert.ok(isOpen(state(on, delivered), 'y'))
    assert.ok(isOpen(state(on, delivered, { type: 'AlertResendAsked', data: resend }), 'x'))
    for (const none of [state(), state(on, off), state(on, removed)]) assert.ok(!isOpen(none, 'x'))
  })

  it('keeps nothing of a try that ends after it was removed', () => {
    assert.deepEqual(decideOutcome(state(on, removed), [delivered]), [])
    assert.deepEqual(decideOutcome(state(on, off), [delivered]), [delivered])
  })

  it('has a state that stays small however much is delivered', () => {
    const many = Array.from({ length: 1_000 }, (_, i) => ({ ...delivered, data: { ...delivered.data, alert: `${i}` } }))
    assert.ok(JSON.stringify(state(on, ...many)).length < 4_000)
  })

  it('is refused without what its kind needs, or with what it has not', () => {
    const secret = `whsec_${Buffer.alloc(24).toString('base64')}`
    const url = 'https://a.example/hook'
    const faultsOf = (entry: object) =>
      receiverEntry.safeParse({ id: 'a', ...entry }).error?.issues.map(({ path }) => path.join('.')) ?? []
    assert.deepEqual(faultsOf({ kind: 'webhook', url, secret }), [])
    assert.deepEqual(faultsOf({ kind: 'webhook', url, secret: [secret, secret] }), [])
    assert.deepEqual(faultsOf({ kind: 'mail', address: 'a@example.org' }), [])
    assert.deepEqual(faultsOf({ kind: 'slack' }), ['url'])
    assert.deepEqual(faultsOf({ kind: 'slack', url, secret }), ['secret'])
    assert.deepEqual(faultsOf({ kind: 'webhook', url: 'javascript:alert(1)' }), ['url'])
    assert.deepEqual(faultsOf({ kind: 'webhook', url, secret: 'whsec_short' }), ['secret'])
    assert.deepEqual(faultsOf({ kind: 'mail', address: 'a@example.org\r\nBcc: b@example.org' }), ['address'])
    assert.deepEqual(faultsOf({ kind: 'mail', address: 'a@example.org, b@example.org' }), ['address'])
  })
})

describe('a follower', () => {
  const id = 'a'.repeat(22)
  const of = { id, slug: 'plex' }
  const asked = (when = at) => ({ type: 'FollowerAsked', data: { ...of, at: when, every: false } }) as const
  const confirmed = { type: 'FollowerConfirmed', data: { ...of, at } } as const
  const left = { type: 'FollowerLeft', data: { ...of, at, why: 'left' } } as const
  const state = (...events: readonly FollowerEvent[]) => followerOf(recorded(events))
  const ask = (minutes: number, ...events: readonly FollowerEvent[]) =>
    decideAsk(state(...events), { ...of, at: later(minutes), every: false }).length

  it('is asked three times at most, an hour apart, and never again once confirmed or gone', () => {
    assert.equal(ask(0), 1)
    assert.equal(ask(59, asked()), 0)
    assert.equal(ask(60, asked()), 1)
    assert.equal(ask(180, asked(), asked(later(60)), asked(later(120))), 0)
    assert.equal(ask(60, asked(), confirmed), 0)
    assert.equal(ask(60, asked(), left), 0)
  })

  it('confirms within two days of being asked first', () => {
    const confirm = (minutes: number, ...events: readonly FollowerEvent[]) =>
      codeOf(() => decideConfirmation(state(...events), { ...of, at: later(minutes) }))
    assert.equal(confirm(48 * 60 - 1, asked()), 'taken')
    assert.equal(confirm(48 * 60, asked()), 'not-found')
    assert.equal(confirm(48 * 60, asked(), asked(later(60))), 'not-found')
    assert.equal(confirm(1, asked(), left), 'not-found')
    assert.equal(confirm(1), 'not-found')
    assert.deepEqual(decideConfirmation(state(asked(), confirmed), { ...of, at }), [])
  })

  it('leaves once, and is told nothing more', () => {
    const data = { ...of, at, why: 'left' } as const
    assert.equal(decideLeaving(state(asked()), data).length, 1)
    assert.deepEqual(decideLeaving(state(asked(), confirmed, left), data), [])
    assert.equal(decideTold(state(asked(), confirmed), { ...of, at, revision: 3 }).length, 1)
    assert.deepEqual(decideTold(state(asked(), confirmed, left), { ...of, at, revision: 3 }), [])
  })

  it('is owed each mail once, whoever sent it', () => {
    const told = (revision?: number) =>
      ({ type: 'FollowerTold', data: { ...of, at, ...(revision === undefined ? {} : { revision }) } }) as const
    assert.ok(isOwed(state(asked()), undefined))
    assert.ok(!isOwed(state(asked(), told()), undefined))
    assert.ok(isOwed(state(asked(), told(), asked(later(60))), undefined))
    assert.ok(!isOwed(state(asked(), told()), 4))
    assert.ok(isOwed(state(asked(), told(), confirmed), 4))
    assert.ok(!isOwed(state(asked(), told(), confirmed, told(4)), 4))
    assert.ok(isOwed(state(asked(), told(), confirmed, told(4)), 5))
    assert.ok(!isOwed(state(asked(), confirmed, left), 5))
  })
})
