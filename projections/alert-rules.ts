// Alert rules: each as it is now, and since when it takes what happens.
import type { AlertRule } from '../events/alert.ts'
import type { WatchingRule } from '../events/alert-decisions.ts'
import { canonicalJson } from '../events/canonical.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'

const none: WatchingRule | undefined = undefined

/** What a rule takes; the rest says how it is told. */
const taken = ({ stories, on, minimumPosts, sensitivity }: AlertRule) =>
  canonicalJson([stories, on, minimumPosts, sensitivity])

/** Key: the id of the rule. One that takes something else takes only what happens from then on. */
export const alertRules: Projection<WatchingRule | undefined> = {
  name: 'alert-rules',
  initial: none,
  keys: (event) => (event.type === 'AlertRuleSet' || event.type === 'AlertRuleRemoved' ? [event.data.id] : []),
  evolve: (state, event) => {
    switch (event.type) {
      case 'AlertRuleSet': {
        const rule = event.data
        return state !== undefined && taken(state.rule) === taken(rule)
          ? { ...state, rule }
          : { rule, fromVersion: event.version, fromAt: event.recordedAt }
      }
      case 'AlertRuleRemoved':
        return none
      default:
        return state
    }
  },
}

/** By id. */
export const alertRulesIn = (readModel: ReadModel): readonly WatchingRule[] =>
  readModel.scan('alert-rules', { from: '', to: afterPrefix('') }).map(({ state }) => state as WatchingRule)

export const alertRuleOf = (readModel: ReadModel, id: string): WatchingRule | undefined =>
  readModel.load('alert-rules', [id]).get(id) as WatchingRule | undefined
