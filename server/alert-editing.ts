// How people set, change and remove alert rules, whichever way they ask: API, outcry.yaml or command line.
import { type AlertRule, alertRulesStream } from '../events/alert.ts'
import { type AlertChange, type AlertEntry, ruleOf } from '../events/alert-entry.ts'
import * as alertRules from '../events/alert-rules.ts'
import { carryOut } from '../events/carry-out.ts'
import type { EventLog } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'
import { receiverStream } from '../events/receiver.ts'
import { receiverStateOf } from '../events/receiver-rules.ts'
import { storyStream } from '../events/story.ts'
import { storyStateOf } from '../events/story-state.ts'

/** The version of the last event that it took; undefined when nothing differed. */
type Edited = { readonly version: number | undefined }

export const createAlertEditing = (log: Pick<EventLog, 'read' | 'append'>) => {
  const kindOfReceiver = async (id: string) => {
    const state = receiverStateOf(await log.read(receiverStream(id)))
    return 'settings' in state ? state.settings.kind : undefined
  }
  const isKnownReceiver = async (id: string) => (await kindOfReceiver(id)) !== undefined
  const isKnownStory = async (slug: string) => storyStateOf(await log.read(storyStream(slug))).status !== 'unknown'

  const needNamed = async ({ id, stories, to }: Pick<AlertRule, 'id' | 'stories' | 'to'>) => {
    const known = {
      stories: await Promise.all(stories.map(isKnownStory)),
      to: await Promise.all(to.map(isKnownReceiver)),
    }
    const faults = [
      ...stories.map((slug, i) => ({ isKnown: known.stories[i], pointer: `/stories/${i}`, what: `story "${slug}"` })),
      ...to.map((id, i) => ({ isKnown: known.to[i], pointer: `/to/${i}`, what: `receiver "${id}"` })),
    ]
      .filter(({ isKnown }) => !isKnown)
      .map(({ pointer, what }) => ({ pointer, detail: `there is no ${what}` }))
    if (faults.length > 0)
      throw new Problem('invalid', `setting alert rule "${id}": name stories and receivers that are there`, { faults })
  }

  const changeAlertRules = (decide: (state: alertRules.AlertRulesState) => ReturnType<typeof alertRules.decideRule>) =>
    carryOut(log, alertRulesStream, alertRules.alertRulesOf, decide)

  const setAlertRule = async (entry: AlertEntry, decide: typeof alertRules.decideRule): Promise<Edited> => {
    await needNamed(entry)
    const rule = ruleOf(entry)
    return changeAlertRules((state) => decide(state, rule))
  }

  return {
    addAlertRule: (entry: AlertEntry) => setAlertRule(entry, alertRules.decideNewRule),
    /** Adds or changes it, whichever it takes. */
    putAlertRule: (entry: AlertEntry) => setAlertRule(entry, alertRules.decideRule),
    /** @throws Problem `not-found` */
    changeAlertRule: async (id: string, change: AlertChange): Promise<Edited> => {
      await needNamed({ id, stories: change.stories ?? [], to: change.to ?? [] })
      return changeAlertRules((state) => alertRules.decideRuleChange(state, id, change))
    },
    /** @throws Problem `not-found` */
    removeAlertRule: (id: string): Promise<Edited> =>
      changeAlertRules((state) => alertRules.decideRuleRemoval(state, id)),
    isKnownStory,
    isKnownReceiver,
    kindOfReceiver,
  }
}
