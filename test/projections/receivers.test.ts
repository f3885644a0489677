// Receivers as folded: in the order of raising, bounded, and nothing of those who are not there.
import assert from 'node:assert/strict'
import { createSeeded } from '../../analysis/seeded.ts'
import { withdrawalId } from '../../events/alert-decisions.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { nextDelivery, type ReceiverState, receivers } from '../../projections/receivers.ts'
import { alertRaised, alertWithdrawn, receiverSet, recorded } from '../given.ts'

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

describe('a receiver of an alert that is withdrawn', () => {
  const set = receiverSet('pager')
  const raised = (id: string) => alertRaised(id, ['pager'])
  const gone = (id: string, more = {}) => alertWithdrawn(id, 'plex', 'posts came late', { to: ['pager'], ...more })
  const resent = (alert: string): OutcryEvent => ({ type: 'AlertResendAsked', data: { receiver: 'pager', alert, at } })
  const givenUp = (alert: string): OutcryEvent => ({
    type: 'AlertDeliveryGivenUp',
    data: { receiver: 'pager', alert, at, why: 'withdrawn', problem: 'posts came late' },
  })
  const rows = (...events: readonly OutcryEvent[]) =>
    fold(set, ...events).deliveries.map(({ alert, status, withdraws }) => [alert, status, withdraws])
  const told = (id: string, status = 'waiting') => [withdrawalId(id), status, id]

  it('is told so where it got it, behind what waits, with an id made of that of the alert', () => {
    assert.deepEqual(rows(raised('a'), delivered('a'), raised('b'), gone('a')), [
      ['a', 'delivered', undefined],
      ['b', 'waiting', undefined],
      told('a'),
    ])
    assert.match(withdrawalId('a'), /^[0-9a-f-]{36}$/)
    const title = fold(set, raised('a'), delivered('a'), gone('a')).deliveries.at(-1)?.title
    assert.equal(title, 'Withdrawn: Plex: Backlash a')
  })

  it('is told so, too, where it was on its way just then, and where it got it before a resend', () => {
    assert.deepEqual(rows(raised('a'), gone('a'), delivered('a')).at(-1), told('a'))
    assert.deepEqual(rows(raised('a'), delivered('a'), resent('a'), gone('a'), givenUp('a')), [
      ['a', 'withdrawn', undefined],
      told('a'),
    ])
  })

  it('is not told where it did not get it, nor by a log of before, nor twice', () => {
    assert.deepEqual(rows(raised('a'), failed('a', later(5)), gone('a'), givenUp('a')), [['a', 'withdrawn', undefined]])
    assert.deepEqual(rows(raised('a'), delivered('a'), alertWithdrawn('a', 'plex')), [['a', 'delivered', undefined]])
    assert.equal(rows(raised('a'), delivered('a'), gone('a'), gone('a'), resent('a'), delivered('a')).length, 2)
    assert.deepEqual(
      rows(raised('a'), delivered('a'), gone('a'), delivered(withdrawalId('a'))).at(-1),
      told('a', 'delivered'),
    )
  })

  it('is not told before the end of quiet hours', () => {
    const state = fold(set, raised('a'), delivered('a'), gone('a', { notBefore: later(60) }))
    assert.equal(nextAt(state, 59), undefined)
    assert.equal(nextAt(state, 60), withdrawalId('a'))
  })

  it('in random logs is told exactly of what it got and what is withdrawn, each once, after the alert', () => {
    for (let seed = 1; seed <= 50; seed++) {
      const random = createSeeded(seed)
      const pick = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)] as T
      const ids = ['a', 'b', 'c', 'd', 'e']
      const events: OutcryEvent[] = [set, ...ids.map(raised)]
      const [got, fell] = [new Set<string>(), new Set<string>()]
      for (let step = 0; step < 40; step++) {
        const id = pick(ids)
        const one = pick([
          delivered(id),
          failed(id, later(5)),
          gone(id),
          resent(id),
          ...(fell.has(id) ? [givenUp(id)] : []),
        ])
        events.push(one)
        if (one.type === 'AlertDelivered') got.add(id)
        if (one.type === 'AlertWithdrawn') fell.add(id)
      }
      const { deliveries } = fold(...events)
      const withdrawals = deliveries.flatMap(({ withdraws = '' }) => (withdraws === '' ? [] : [withdraws]))
      assert.deepEqual(withdrawals.toSorted(), [...got].filter((id) => fell.has(id)).toSorted(), `seed ${seed}`)
      assert.ok(
        deliveries.slice(0, ids.length).every(({ withdraws }) => withdraws === undefined),
        `seed ${seed}`,
      )
    }
  })
})
