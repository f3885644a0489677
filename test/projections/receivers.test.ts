// Receivers as folded: in the order of raising, bounded, and nothing of those who are not there.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { nextDelivery, type ReceiverState, receivers } from '../../projections/receivers.ts'
import { alertRaised, receiverSet, recorded } from '../given.ts'

const fromMs = Date.UTC(2026, 10, 26, 7)
const at = new Date(fromMs).toISOString()
const fold = (...events: readonly OutcryEvent[]): ReceiverState =>
  recorded(events, { fromMs })
    .filter((event) => receivers.keys(event).includes('pager'))
    .reduce((state, event) => receivers.evolve(state, event, 'pager'), receivers.initial)
const many = (count: number) => Array.from({ length: count }, (_, i) => alertRaised(`a${i}`, ['pager']))
const delivered = (alert: string): OutcryEvent => ({
  type: 'AlertDelivered',
  data: { receiver: 'pager', alert, attempt: 1, at, status: 204 },
})
const failed = (alert: string, retryAt: string): OutcryEvent => ({
  type: 'AlertDeliveryFailed',
  data: { receiver: 'pager', alert, attempt: 1, at, problem: 'it answered 500', retryAt },
})
const later = (minutes: number) => new Date(fromMs + minutes * 60_000).toISOString()
const nextAt = (state: ReceiverState, minutes: number) => nextDelivery(state, fromMs + minutes * 60_000)?.alert

describe('receivers as folded', () => {
  it('have no row before they are set and after they are removed, whatever is raised for them', () => {
    assert.equal(fold(alertRaised('a', ['pager'])), receivers.initial)
    const removed = { type: 'ReceiverRemoved', data: { id: 'pager', at } } as const
    assert.equal(fold(receiverSet('pager'), alertRaised('a', ['pager']), removed, delivered('a')), receivers.initial)
    assert.deepEqual(
      fold(receiverSet('pager'), alertRaised('a', ['pager']), removed, receiverSet('pager')).deliveries,
      [],
    )
  })

  it('keep five hundred that wait and two hundred that are settled, the newest', () => {
    const waiting = fold(receiverSet('pager'), ...many(800)).deliveries
    assert.equal(waiting.filter(({ status }) => status === 'waiting').length, 500)
    assert.equal(waiting.at(-1)?.alert, 'a799')
    assert.match(waiting[0]?.problem ?? '', /too many others/)
    const settled = fold(receiverSet('pager'), ...many(300).flatMap((one) => [one, delivered(one.data.id)])).deliveries
    assert.deepEqual([settled.length, settled[0]?.alert], [200, 'a100'])
  })

  it('wait for the one that failed, and no longer once it is sent again, set anew or switched on', () => {
    const set = receiverSet('pager')
    const waiting = [set, alertRaised('a', ['pager']), alertRaised('b', ['pager']), failed('a', later(30))]
    assert.equal(nextAt(fold(...waiting), 29), undefined)
    assert.equal(nextAt(fold(...waiting), 30), 'a')
    const off = { type: 'ReceiverSwitchedOff', data: { id: 'pager', at, why: 'it answered 410' } } as const
    const on = { type: 'ReceiverSwitchedOn', data: { id: 'pager', at } } as const
    assert.equal(nextAt(fold(...waiting, off), 40), undefined)
    for (const event of [
      receiverSet('pager', { secrets: { url: 'another' } }),
      { type: 'AlertResendAsked', data: { receiver: 'pager', alert: 'a', at } } as const,
    ])
      assert.equal(nextAt(fold(...waiting, event), 1), 'a')
    assert.equal(nextAt(fold(...waiting, off, on), 1), 'a')
  })

  it('count an alert once that is raised twice, and pass over what they never had', () => {
    const state = fold(
      receiverSet('pager'),
      alertRaised('a', ['pager']),
      alertRaised('a', ['pager']),
      delivered('other'),
    )
    assert.deepEqual(
      state.deliveries.map(({ alert, status }) => [alert, status]),
      [['a', 'waiting']],
    )
  })
})
