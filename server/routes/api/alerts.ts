// Alerts: the rules that raise them, and those that were raised in a story.
import { z } from 'zod'
import { type AlertRule, alertTriggers, sensitivities } from '../../../events/alert.ts'
import { alertChange, alertEntry, alertSettings, entryOf } from '../../../events/alert-entry.ts'
import { unknownRule } from '../../../events/alert-rules.ts'
import { alertRuleOf, alertRulesIn } from '../../../projections/alert-rules.ts'
import { alertsOf, type RaisedAlert } from '../../../projections/alerts.ts'
import type { ReadModel } from '../../../projections/read-model.ts'
import { limits } from '../../../settings.ts'
import { readCursor, writeCursor } from '../../cursor.ts'
import { parse } from '../../parse.ts'
import { type ApiPorts, limitSchema, operation, orNull } from './operation.ts'
import { moment } from './shapes.ts'
import { needStory } from './story-lookup.ts'

const ruleShape = z
  .object({
    id: z.string(),
    stories: z.array(z.string()),
    on: z.array(z.enum(alertTriggers)),
    to: z.array(z.string()),
    minimumPosts: z.int(),
    sensitivity: z.enum(sensitivities),
    cooldown: z.string(),
    quietHours: z.string().nullable(),
    severity: z.int(),
  })
  .meta({ id: 'AlertRule', description: 'As an entry of outcry.yaml.' })

const counted = z.array(z.object({ name: z.string(), posts: z.int() }))
const alertShape = z
  .object({
    id: z.string().meta({ description: 'Also the `webhook-id` of its deliveries.' }),
    rule: z.string(),
    trigger: z.enum(alertTriggers),
    severity: z.int(),
    at: moment.meta({ description: 'When it happened, by the time of the posts.' }),
    since: moment.nullable(),
    raisedAt: moment,
    title: z.string(),
    reason: z.string().meta({ description: 'What, and how unusual; every number can be counted again.' }),
    topics: counted,
    sources: counted,
    phrases: counted,
    posts: z.array(z.string()).meta({ description: 'Refs of typical posts.' }),
    to: z.array(z.string()),
    notBefore: moment.nullable().meta({ description: 'Not delivered before: quiet hours.' }),
    withdrawn: z
      .object({ at: moment, why: z.string() })
      .nullable()
      .meta({ description: 'What it told of is no longer held to be true.' }),
  })
  .meta({ id: 'Alert' })

const ruleRow = (rule: AlertRule) => {
  const { quietHours, ...entry } = entryOf(rule)
  return { ...entry, quietHours: orNull(quietHours) }
}

const alertRow = ({ slug: _, since, notBefore, withdrawn, ...alert }: RaisedAlert) => ({
  ...alert,
  since: orNull(since),
  notBefore: orNull(notBefore),
  withdrawn: orNull(withdrawn),
})

const ruleAnswer = (readModel: ReadModel, id: string, status = 200) => {
  const watching = alertRuleOf(readModel, id)
  if (watching === undefined) throw unknownRule('reading an alert rule', id)
  return { status, json: ruleRow(watching.rule) }
}

const afterEdit = async ({ settled, readModel }: ApiPorts, id: string, version: number | undefined, status = 200) => {
  await settled(version)
  return ruleAnswer(readModel, id, status)
}

const unknown = { description: 'No such rule' }

export const alertOperations = [
  operation({
    id: 'listAlertRules',
    method: 'get',
    path: '/alerts',
    summary: 'The alert rules: who is told of what, and how often at most',
    access: 'edit',
    answers: { 200: { description: 'All rules, by id', schema: z.object({ rules: z.array(ruleShape) }) } },
    run: ({ readModel }) => ({ json: { rules: alertRulesIn(readModel).map(({ rule }) => ruleRow(rule)) } }),
  }),
  operation({
    id: 'getAlertRule',
    method: 'get',
    path: '/alerts/{id}',
    summary: 'One alert rule',
    access: 'edit',
    answers: { 200: { description: 'The rule', schema: ruleShape }, 404: unknown },
    run: ({ readModel }, { params: { id = '' } }) => ruleAnswer(readModel, id),
  }),
  operation({
    id: 'addAlertRule',
    method: 'post',
    path: '/alerts',
    summary: 'Add an alert rule',
    description: 'The body is an entry of outcry.yaml. It takes what happens from now on, in stories with live posts.',
    access: 'edit',
    body: alertEntry,
    answers: {
      201: { description: 'Added', schema: ruleShape },
      409: { description: 'There is a rule of this id' },
    },
    run: async (ports, { body }) => {
      const { version } = await ports.editing.addAlertRule(body)
      return { location: `/api/v1/alerts/${body.id}`, ...(await afterEdit(ports, body.id, version, 201)) }
    },
  }),
  operation({
    id: 'putAlertRule',
    method: 'put',
    path: '/alerts/{id}',
    summary: 'Set an alert rule, new or instead of the one of this id',
    description: 'What is not named gets its default.',
    access: 'edit',
    body: alertSettings,
    answers: { 200: { description: 'As it is now', schema: ruleShape } },
    run: async (ports, { params: { id = '' }, body }) => {
      const entry = parse(alertEntry, { ...body, id }, 'setting an alert rule')
      return afterEdit(ports, id, (await ports.editing.putAlertRule(entry)).version)
    },
  }),
  operation({
    id: 'changeAlertRule',
    method: 'patch',
    path: '/alerts/{id}',
    summary: 'Change an alert rule',
    description: 'What is not named stays; null takes the quiet hours away.',
    access: 'edit',
    body: alertChange,
    answers: { 200: { description: 'As it is now', schema: ruleShape }, 404: unknown },
    run: async (ports, { params: { id = '' }, body }) =>
      afterEdit(ports, id, (await ports.editing.changeAlertRule(id, body)).version),
  }),
  operation({
    id: 'removeAlertRule',
    method: 'delete',
    path: '/alerts/{id}',
    summary: 'Remove an alert rule',
    description: 'Alerts that it raised stay.',
    access: 'edit',
    answers: { 204: { description: 'Removed' }, 404: unknown },
    run: async ({ editing, settled }, { params: { id = '' } }) => {
      await settled((await editing.removeAlertRule(id)).version)
      return { status: 204 }
    },
  }),
  operation({
    id: 'listAlerts',
    method: 'get',
    path: '/stories/{slug}/alerts',
    summary: 'Alerts that were raised in a story, the newest first',
    description: 'The last five hundred.',
    access: 'read',
    query: z.strictObject({
      cursor: z.string().min(1).max(400).optional().meta({ description: '`next` of the page before.' }),
      limit: limitSchema(limits.maxPageSize),
    }),
    answers: {
      200: { description: 'One page', schema: z.object({ alerts: z.array(alertShape), next: z.string().nullable() }) },
      404: { description: 'No such story' },
    },
    run: ({ readModel, pepper }, { params: { slug = '' }, query: { cursor, limit } }) => {
      needStory(readModel, slug, 'listing alerts')
      const filter = { alerts: slug }
      const before = cursor === undefined ? {} : { before: readCursor(pepper, filter, cursor) }
      const { alerts, next } = alertsOf(readModel, slug, { limit, ...before })
      return {
        json: {
          alerts: alerts.map(alertRow),
          next: orNull(next === undefined ? undefined : writeCursor(pepper, filter, next)),
        },
      }
    },
  }),
]
