// What raises an alert and what does not: each cause once, cooldowns, quiet hours, and clocks that jump.
import assert from 'node:assert/strict'
import type { AlertRule } from '../../events/alert.ts'
import {
  alertId,
  alertStateOf,
  decideAlerts,
  decideRaising,
  decideWithdrawals,
  decideWithdrawing,
  type Occasion,
  type ToldAlert,
} from '../../events/alert-decisions.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { alertRaised, alertRule, alertWithdrawn, recorded } from '../given.ts'

const noon = Date.UTC(2026, 10, 26, 12)
const minuteMs = 60_000
const yearMs = 365 * 24 * 60 * minuteMs
const iso = (ms: number) => new Date(ms).toISOString()

/** The n-th thing that happened. */
const occasion = (version: number, changes: Partial<Occasion> = {}): Occasion => ({
  slug: 's',
  cause: `cause-${version}`,
  trigger: 'statement',
  at: iso(noon),
  version,
  bar: 'strict',
  isUrgent: false,
  isOver: false,
  ...changes,
})
const phase = (version: number, changes: Partial<Occasion> = {}) =>
  occasion(version, { trigger: 'phase-change', posts: 40, ...changes })

const told = (cause: string, raisedAtMs: number, changes: Partial<ToldAlert> = {}): ToldAlert => ({
  id: alertId('team', cause),
  rule: 'team',
  trigger: 'statement',
  raisedAt: iso(raisedAtMs),
  isWithdrawn: false,
  ...changes,
})

const decide = (
  occasions: readonly Occasion[],
  {
    rule = {},
    alerts = [],
    nowMs = noon,
  }: { rule?: Partial<AlertRule>; alerts?: readonly ToldAlert[]; nowMs?: number } = {},
) =>
  decideAlerts({ rule: alertRule(rule), fromVersion: 10, fromAt: iso(noon - 60 * minuteMs) }, occasions, alerts, nowMs)
const raised = (...asked: Parameters<typeof decide>) => decide(...asked).raise.map(({ occasion }) => occasion.cause)

describe('what raises an alert', () => {
  it('is what a rule waits for and what happened after it was set', () => {
    assert.deepEqual(raised([occasion(11)]), ['cause-11'])
    assert.deepEqual(raised([occasion(10)]), [])
    assert.deepEqual(raised([occasion(11)], { rule: { on: ['phase-change'] } }), [])
  })

  it('has an id made of rule and cause, so that it is raised once, whoever finds it', () => {
    const [first] = decide([occasion(11)]).raise
    assert.equal(first?.id, alertId('team', 'cause-11'))
    assert.match(first?.id ?? '', /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
    assert.deepEqual(raised([occasion(11)], { alerts: [told('cause-11', noon - yearMs)] }), [])
    assert.notEqual(alertId('press', 'cause-11'), first?.id)
    assert.deepEqual(raised([occasion(11)], { alerts: [told('cause-11', noon, { rule: 'press' })] }), ['cause-11'])
  })

  it('has as many posts as the rule wants, where posts decide', () => {
    assert.deepEqual(raised([phase(11, { posts: 19 })]), [])
    assert.deepEqual(raised([phase(11, { posts: 20 })]), ['cause-11'])
    assert.deepEqual(raised([occasion(11)], { rule: { minimumPosts: 1_000 } }), ['cause-11'])
  })

  it('is above the bar of its sensitivity; early signs are a change of phase for the sensitive', () => {
    const sensitivities = ['sensitive', 'balanced', 'strict'] as const
    const by = (one: Occasion, on: AlertRule['on'] = ['phase-change']) =>
      sensitivities.filter((sensitivity) => raised([one], { rule: { sensitivity, on } }).length > 0)
    assert.deepEqual(by(phase(11, { bar: 'strict' })), ['sensitive', 'balanced', 'strict'])
    assert.deepEqual(by(phase(11, { bar: 'balanced' })), ['sensitive', 'balanced'])
    assert.deepEqual(by(phase(11, { bar: 'sensitive' })), ['sensitive'])
    const early = phase(11, { trigger: 'early-signs' })
    assert.deepEqual(by(early), ['sensitive'])
    assert.deepEqual(by(early, ['early-signs']), ['sensitive', 'balanced', 'strict'])
  })

  it('is what stands: what it took the place of is told beside it', () => {
    const early = phase(11, { trigger: 'early-signs', isOver: true })
    const backlash = phase(12, { isOver: true })
    const cooling = phase(13, { bar: 'balanced' })
    const [one, ...more] = decide([early, backlash, cooling]).raise
    assert.deepEqual([one?.occasion, one?.also, more], [cooling, [early, backlash], []])
  })

  it('is not what was told beside something else, but what came between', () => {
    const alerts = [told('cause-13', noon - 2 * 60 * minuteMs)]
    assert.deepEqual(raised([occasion(11), occasion(13)], { alerts }), [])
    assert.deepEqual(raised([occasion(11), occasion(13), occasion(14)], { alerts }), ['cause-14'])
  })
})

describe('the cooldown of a rule', () => {
  const alerts = [told('cause-11', noon - 20 * minuteMs)]
  const [first, second, third] = [occasion(11), occasion(12), occasion(13)]

  it('lets what happens in it wait until its end, and then tells the last with the others beside it', () => {
    assert.deepEqual(decide([first, second, third], { alerts }), { raise: [], untilMs: noon + 40 * minuteMs })
    const [after] = decide([first, second, third], { alerts, nowMs: noon + 40 * minuteMs }).raise
    assert.deepEqual([after?.occasion, after?.also], [third, [second]])
  })

  it('is of one trigger, one story and one rule', () => {
    assert.deepEqual(raised([first, phase(12)], { alerts }), ['cause-12'])
    assert.deepEqual(raised([occasion(12)], { alerts: [told('cause-11', noon, { rule: 'press' })] }), ['cause-12'])
  })

  it('never holds up the worst and the end', () => {
    const recovered = phase(12, { isUrgent: true })
    assert.deepEqual(raised([recovered], { alerts: [told('x', noon, { trigger: 'phase-change' })] }), ['cause-12'])
  })

  it('drops what is no longer true at its end', () => {
    const cooling = phase(12, { bar: 'balanced', isOver: true })
    const wave = phase(13, { isUrgent: true })
    const phaseTold = [told('cause-11', noon, { trigger: 'phase-change' })]
    const [one] = decide([phase(11, { isOver: true }), cooling, wave], { alerts: phaseTold }).raise
    assert.deepEqual([one?.occasion, one?.also], [wave, [cooling]])
  })

  it('is over after two cooldowns at most, whichever way the clock jumps', () => {
    for (const jumpMs of [yearMs, -yearMs, 60 * minuteMs, -60 * minuteMs, -90 * minuteMs]) {
      let waitedMs = 0
      const isHeld = () => raised([first, second], { alerts, nowMs: noon + jumpMs + waitedMs }).length === 0
      while (isHeld()) waitedMs += minuteMs
      assert.ok(waitedMs <= 120 * minuteMs, `${jumpMs}: ${waitedMs / minuteMs} min`)
    }
  })
})

describe('what is read off counts and clocks', () => {
  const silent = (since: string): Occasion => {
    const { version: _, ...one } = occasion(0, { trigger: 'source-silent', cause: 'silent', since })
    return one
  }

  it('counts when it began after the rule was set; a clock that was set back since says nothing', () => {
    assert.deepEqual(raised([silent(iso(noon - 59 * minuteMs))]), ['silent'])
    assert.deepEqual(raised([silent(iso(noon - 61 * minuteMs))]), [])
    assert.deepEqual(raised([silent(iso(noon - yearMs))], { nowMs: noon - yearMs }), ['silent'])
  })

  it('is told once while it goes on, and again after a day without it', () => {
    const { version: _, ...leaving } = occasion(0, {
      trigger: 'leaving',
      cause: 'hour',
      bar: 'balanced',
      goesOn: () => false,
    })
    const ago = (hours: number) => [told('other hour', noon - hours * 60 * minuteMs, { trigger: 'leaving' })]
    assert.deepEqual(raised([leaving]), ['hour'])
    assert.deepEqual(raised([leaving], { alerts: ago(23) }), [])
    assert.deepEqual(raised([leaving], { alerts: ago(30) }), ['hour'])
    assert.deepEqual(raised([{ ...leaving, goesOn: () => true }], { alerts: ago(30) }), [])
    assert.deepEqual(raised([{ ...leaving, goesOn: () => true }]), ['hour'])
  })
})

describe('quiet hours of a rule', () => {
  it('say when what is raised in them may be delivered', () => {
    const quietHours = { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' }
    const notBefore = (nowMs: number) => decide([occasion(11)], { rule: { quietHours }, nowMs }).raise[0]?.notBefore
    assert.equal(notBefore(noon), undefined)
    assert.equal(notBefore(Date.UTC(2026, 10, 26, 23)), '2026-11-27T06:00:00.000Z')
  })
})

describe('a revision', () => {
  const lost = [{ cause: 'cause-11', why: 'posts came late' }]

  it('withdraws what was told and stands no more, once', () => {
    const alerts = [told('cause-11', noon), told('cause-12', noon)]
    assert.deepEqual(decideWithdrawals(alerts, lost), [{ id: alertId('team', 'cause-11'), why: 'posts came late' }])
    assert.deepEqual(decideWithdrawals([told('cause-11', noon, { isWithdrawn: true })], lost), [])
    assert.deepEqual(decideWithdrawals([], lost), [])
  })

  it('that only moves a change is no news', () => {
    const moved = phase(12, { was: ['cause-11'] })
    assert.deepEqual(raised([moved], { alerts: [told('cause-11', noon, { trigger: 'phase-change' })] }), [])
  })

  it('that brings back what was withdrawn is news again, under another id', () => {
    const alerts = [told('cause-11', noon - yearMs, { isWithdrawn: true, trigger: 'phase-change' })]
    const [again] = decide([phase(11)], { alerts }).raise
    assert.notEqual(again?.id, alertId('team', 'cause-11'))
    const both = [...alerts, told('', noon, { id: again?.id ?? '', trigger: 'phase-change' })]
    assert.deepEqual(raised([phase(11)], { alerts: both }), [])
    assert.deepEqual(decideWithdrawals(both, lost), [{ id: again?.id, why: 'posts came late' }])
  })
})

describe('the stream of an alert', () => {
  const raisedEvent = alertRaised('a', [], { slug: 's' })
  const withdrawnEvent = alertWithdrawn('a', 's')
  const given = (...events: readonly OutcryEvent[]) => alertStateOf(recorded(events))

  it('holds it once, and its withdrawal once', () => {
    const { data } = raisedEvent
    assert.deepEqual(decideRaising(given(), data), [raisedEvent])
    assert.deepEqual(decideRaising(given(raisedEvent), data), [])
    assert.deepEqual(decideRaising(given(raisedEvent, withdrawnEvent), data), [])
    assert.deepEqual(decideWithdrawing(given(raisedEvent), withdrawnEvent.data), [withdrawnEvent])
    assert.deepEqual(decideWithdrawing(given(), withdrawnEvent.data), [])
    assert.deepEqual(decideWithdrawing(given(raisedEvent, withdrawnEvent), withdrawnEvent.data), [])
  })
})
