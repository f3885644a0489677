// Alert rules: what an entry says, and what setting, changing and removing one adds.
import assert from 'node:assert/strict'
import type { AlertRule } from '../../events/alert.ts'
import { alertEntry, changedRule, entryOf, ruleOf } from '../../events/alert-entry.ts'
import {
  alertRulesOf,
  decideNewRule,
  decideRule,
  decideRuleChange,
  decideRuleRemoval,
} from '../../events/alert-rules.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { Problem } from '../../events/problem.ts'
import { alertRule, origin, received, recorded, ruleSet } from '../given.ts'

const given = (...events: readonly OutcryEvent[]) => alertRulesOf(recorded(events))
const removed: OutcryEvent = { type: 'AlertRuleRemoved', data: { id: 'team' } }
const isProblem = (code: string) => (error: unknown) => error instanceof Problem && error.code === code
const read = (entry: object): AlertRule => ruleOf(alertEntry.parse({ id: 'team', ...entry }))
const faultOf = (entry: object) =>
  alertEntry
    .safeParse({ id: 'team', ...entry })
    .error?.issues.map(({ path, message }) => `${path.join('.')}: ${message}`)

describe('an entry of an alert rule', () => {
  it('says no more than its id: all that is not noisy, in every story, once an hour', () => {
    assert.deepEqual(read({}), alertRule())
  })

  it('is read into one form, whatever its order', () => {
    const rule = read({
      stories: ['b', 'a', 'a'],
      on: ['source-silent', 'phase-change'],
      to: ['mail', 'chat'],
      cooldown: '2h',
      quietHours: '22:00-07:00 Europe/Berlin',
    })
    assert.deepEqual(
      [rule.stories, rule.on, rule.to, rule.cooldownMinutes, rule.quietHours],
      [
        ['a', 'b'],
        ['phase-change', 'source-silent'],
        ['chat', 'mail'],
        120,
        { from: '22:00', to: '07:00', timeZone: 'Europe/Berlin' },
      ],
    )
    assert.deepEqual(ruleOf(entryOf(rule)), rule)
    assert.equal(read({ quietHours: '22:00-07:00' }).quietHours?.timeZone, 'UTC')
  })

  it('is refused with what it must be', () => {
    for (const [entry, fault] of [
      [{ on: ['phase'] }, /on\.0: must be one of phase-change, early-signs/],
      [{ on: [] }, /on: must hold at least one/],
      [{ cooldown: 60 }, /cooldown: must be a duration such as 60m/],
      [{ cooldown: '1w' }, /cooldown: must be a duration/],
      [{ severity: 11 }, /severity: /],
      [{ sensitivity: 'high' }, /sensitivity: must be one of sensitive, balanced, strict/],
      [{ quietHours: '22-7' }, /^quietHours: must be such as 22:00-07:00 Europe\/Berlin$/],
      [{ quietHours: '22:00-07:00 Europe/Nowhere' }, /quietHours: must end with a time zone/],
      [{ quietHours: '07:00-07:00' }, /quietHours: must not begin and end at the same time/],
      [{ cool: '1h' }, /Unrecognized/],
    ] as const)
      assert.match(String(faultOf(entry)), fault)
  })

  it('changes what is named, and null takes the quiet hours away', () => {
    const quiet = read({ quietHours: '22:00-07:00', severity: 8 })
    assert.deepEqual(changedRule(quiet, { cooldown: '0m' }), { ...quiet, cooldownMinutes: 0 })
    assert.deepEqual(changedRule(quiet, { quietHours: null }), alertRule({ severity: 8 }))
  })
})

describe('alert rules', () => {
  it('are those that were set last, without those removed; other streams are passed over', () => {
    assert.deepEqual([...given(ruleSet(), ruleSet({ id: 'press' }), removed).keys()], ['press'])
    assert.equal(given(ruleSet(), ruleSet({ severity: 9 })).get('team')?.severity, 9)
    assert.equal(given(received(origin(1))).size, 0)
  })

  it('set as they are already add nothing', () => {
    assert.deepEqual(decideRule(given(), alertRule()), [ruleSet()])
    assert.deepEqual(decideRule(given(ruleSet()), alertRule()), [])
    assert.deepEqual(decideRule(given(ruleSet(), removed), alertRule()), [ruleSet()])
    assert.deepEqual(decideRuleChange(given(ruleSet()), 'team', { severity: 5 }), [])
  })

  it('are added, changed and removed only where that fits what is there', () => {
    assert.throws(() => decideNewRule(given(ruleSet()), alertRule()), isProblem('conflict'))
    assert.throws(() => decideRuleChange(given(), 'team', {}), isProblem('not-found'))
    assert.throws(() => decideRuleRemoval(given(ruleSet(), removed), 'team'), isProblem('not-found'))
    assert.deepEqual(decideRuleChange(given(ruleSet()), 'team', { severity: 9 }), [ruleSet({ severity: 9 })])
    assert.deepEqual(decideRuleRemoval(given(ruleSet()), 'team'), [removed])
  })
})
