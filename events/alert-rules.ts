// Which alert rules there are, and what setting, changing and removing one adds.
import { type AlertRule, type AlertRuleRemoved, type AlertRuleSet, alertRulesStream } from './alert.ts'
import { type AlertChange, changedRule } from './alert-entry.ts'
import { canonicalJson } from './canonical.ts'
import type { RecordedEvent } from './catalogue.ts'
import { Problem } from './problem.ts'

type RuleEvent = AlertRuleSet | AlertRuleRemoved

/** Those that hold, by id. */
export type AlertRulesState = ReadonlyMap<string, AlertRule>

export const initial: AlertRulesState = new Map()

export const evolve = (state: AlertRulesState, event: RuleEvent): AlertRulesState => {
  const next = new Map(state)
  switch (event.type) {
    case 'AlertRuleSet':
      return next.set(event.data.id, event.data)
    case 'AlertRuleRemoved':
      return next.delete(event.data.id) ? next : state
  }
}

/** By the whole stream of the rules; events of other streams have no place in it and are passed over. */
export const alertRulesOf = (history: readonly RecordedEvent[]): AlertRulesState =>
  history.reduce(
    (state, event) => (event.stream === alertRulesStream ? evolve(state, event as RuleEvent & RecordedEvent) : state),
    initial,
  )

export const unknownRule = (operation: string, id: string) =>
  new Problem('not-found', `${operation}: there is no alert rule "${id}"; GET /api/v1/alerts lists them`)

/** A rule that names no story is over all of them. */
export const isOver = ({ stories }: Pick<AlertRule, 'stories'>, slug: string): boolean =>
  stories.length === 0 || stories.includes(slug)

/** Nothing when it says the same already. */
export const decideRule = (state: AlertRulesState, rule: AlertRule): readonly RuleEvent[] => {
  const known = state.get(rule.id)
  return known !== undefined && canonicalJson(known) === canonicalJson(rule)
    ? []
    : [{ type: 'AlertRuleSet', data: rule }]
}

/** @throws Problem `conflict` when there is one of this id */
export const decideNewRule = (state: AlertRulesState, rule: AlertRule): readonly RuleEvent[] => {
  if (state.has(rule.id))
    throw new Problem('conflict', `adding alert rule "${rule.id}": there is one already; change it instead`)
  return decideRule(state, rule)
}

/** @throws Problem `not-found` */
export const decideRuleChange = (state: AlertRulesState, id: string, change: AlertChange): readonly RuleEvent[] => {
  const rule = state.get(id)
  if (rule === undefined) throw unknownRule('changing an alert rule', id)
  return decideRule(state, changedRule(rule, change))
}

/** @throws Problem `not-found` */
export const decideRuleRemoval = (state: AlertRulesState, id: string): readonly RuleEvent[] => {
  if (!state.has(id)) throw unknownRule('removing an alert rule', id)
  return [{ type: 'AlertRuleRemoved', data: { id } }]
}
