// Alert rules as the operator sees them: the list with a form to add one, one with its settings, and what was raised lately.
import { alertEntry } from '../../events/alert-entry.ts'
import { timeOf } from '../wording.ts'
import { field, tabs, type Values, valuesOf } from './fields.ts'

export type Rule = {
  readonly id: string
  readonly stories: readonly string[]
  readonly on: readonly string[]
  readonly to: readonly string[]
  readonly minimumPosts: number
  readonly sensitivity: string
  readonly cooldown: string
  readonly quietHours: string | null
  readonly severity: number
}
export type Raised = {
  readonly slug: string
  readonly title: string
  readonly reason: string
  readonly rule: string
  readonly raisedAt: string
  readonly withdrawn: { readonly why: string } | null
}
type Words = { readonly triggers: readonly string[]; readonly sensitivities: readonly string[] }

const triggerWords: { readonly [trigger: string]: string } = {
  'phase-change': 'phase change: a backlash, a second wave, that it cools, that it is over; that the story is closed',
  'early-signs': 'early signs, before a backlash is confirmed',
  statement: 'a statement of the company is recorded',
  'new-topic': 'many begin to write the same words (up to ten phrases within hours)',
  volume: 'many more posts than usual',
  'negative-share': 'a larger share of the posts than usual is negative',
  leaving: 'more posts than usual say they leave',
  'source-silent': 'a channel is not heard any more',
}

const triggerField = (trigger: string) => `on-${trigger}`

/** What a rule is as values of the form. */
const valuesOfRule = ({ stories, on, to, minimumPosts, quietHours, severity, ...rule }: Rule): Values => ({
  ...rule,
  stories: stories.join('\n'),
  to: to.join('\n'),
  minimumPosts: String(minimumPosts),
  quietHours: quietHours ?? '',
  severity: String(severity),
  ...Object.fromEntries(on.map((trigger) => [triggerField(trigger), 'yes'])),
})

/** As if nothing was said. */
const usual = valuesOfRule({ ...alertEntry.parse({ id: 'new' }), id: '', quietHours: null })

const formOf = (form: string, values: Values, { triggers, sensitivities }: Words) => ({
  fields: [
    field(form, 'to', 'Receivers', values, { rows: 2, hint: 'One id a line; without any it is only listed here.' }),
    field(form, 'stories', 'Stories', values, { rows: 2, hint: 'As in their addresses, one a line; empty = all.' }),
  ],
  triggers: triggers.map((trigger) => ({
    name: triggerField(trigger),
    words: triggerWords[trigger] ?? trigger,
    checked: values[triggerField(trigger)] === 'yes',
  })),
  more: [
    field(form, 'sensitivity', 'Sensitivity', values, {
      options: sensitivities,
      hint: 'Strict: the worst and the end only. Sensitive: everything that is declared.',
    }),
    field(form, 'minimumPosts', 'Posts at least', values, { hint: 'In the window that decides; ends need none.' }),
    field(form, 'cooldown', 'Cooldown', values, { hint: 'Such as 60m: after an alert none of its kind for so long.' }),
    field(form, 'quietHours', 'Quiet hours', values, {
      hint: 'Such as 22:00-07:00 Europe/Berlin: delivered at their end. Empty = none.',
    }),
    field(form, 'severity', 'Severity', values, { hint: '1 (worth knowing) to 10 (wake somebody).' }),
  ],
})

const overWords = ({ stories, on, to }: Rule) =>
  [
    on.join(', '),
    stories.length === 0 ? 'all stories' : stories.join(', '),
    to.length === 0 ? 'no receiver' : to.join(', '),
  ].join('; ')

export const alertsView = (rules: readonly Rule[], raised: readonly Raised[], words: Words, entered: Values) => {
  const values = valuesOf('add', entered, usual)
  return {
    ...tabs('/admin/alerts'),
    some: rules.length > 0,
    rules: rules.map((rule) => ({ href: `/admin/alerts/${rule.id}`, id: rule.id, words: overWords(rule) })),
    name: [field('add', 'id', 'Name', values, { needed: true, hint: 'In its address: a-z, 0-9 and -, such as team.' })],
    ...formOf('add', values, words),
    hasRaised: raised.length > 0,
    raised: raised.map(({ slug, title, reason, rule, raisedAt, withdrawn }) => ({
      href: `/stories/${slug}?at=${raisedAt}`,
      title,
      reason,
      words: `${timeOf(Date.parse(raisedAt))}, by ${rule}`,
      withdrawn: withdrawn === null ? '' : `Withdrawn: ${withdrawn.why}.`,
    })),
  }
}

export const alertView = (rule: Rule, words: Words, entered: Values) => ({
  ...tabs('/admin/alerts'),
  words: overWords(rule),
  ...formOf('change', valuesOf('change', entered, valuesOfRule(rule)), words),
})

/** Triggers whose box was ticked. */
export const tickedTriggers = (form: Values, triggers: readonly string[]): readonly string[] =>
  triggers.filter((trigger) => form[triggerField(trigger)] === 'yes')
