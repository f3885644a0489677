// Receivers of alerts: set, tried, removed; what was delivered to each, and sent again.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { alertTriggers } from '../../../events/alert.ts'
import { canonicalJson } from '../../../events/canonical.ts'
import { Problem } from '../../../events/problem.ts'
import { receiverKinds } from '../../../events/receiver.ts'
import { receiverChange, receiverEntry, receiverSecretNames } from '../../../events/receiver-entry.ts'
import type { ReceiverState as RulesState } from '../../../events/receiver-rules.ts'
import { type Delivery, type ReceiverState, receiverOf, receiversOf } from '../../../projections/receivers.ts'
import { type ApiPorts, limitSchema, operation, orNull } from './operation.ts'
import { moment } from './shapes.ts'

const count = z.int().min(0)

const receiverShape = z
  .object({
    id: z.string(),
    kind: z.enum(receiverKinds),
    name: z.string(),
    quotes: z.boolean(),
    secrets: z.array(z.enum(receiverSecretNames)).meta({ description: 'Which are set; never their values.' }),
    off: z
      .object({ since: moment, why: z.string() })
      .nullable()
      .meta({ description: 'Switched off, by hand or because it answered 410: what comes waits.' }),
    waiting: count.meta({ description: 'Alerts that are still to be delivered.' }),
    failures: count.meta({ description: 'Tries in a row that failed.' }),
    retryAt: moment.nullable().meta({ description: 'Nothing is sent before.' }),
    problem: z.string().nullable().meta({ description: 'Of the last try, where it failed.' }),
  })
  .meta({ id: 'Receiver' })
const madeShape = receiverShape.extend({
  secret: z.string().optional().meta({ description: 'Of a webhook, made just now: shown this once.' }),
})

const deliveryShape = z
  .object({
    alert: z.string().meta({ description: 'Its id: the `webhook-id` of every try.' }),
    story: z.string(),
    trigger: z.enum(alertTriggers),
    title: z.string(),
    raisedAt: moment,
    status: z.enum(['waiting', 'delivered', 'given up', 'withdrawn']),
    attempts: count,
    triedAt: moment.nullable(),
    answered: z.int().nullable().meta({ description: 'Status of HTTP or of the mail server, where it was taken.' }),
    problem: z.string().nullable(),
    nextAt: moment.nullable().meta({ description: 'When it is tried, where that is known: not before.' }),
  })
  .meta({ id: 'Delivery' })

/** What its receiver waits for holds for each that waits. */
const deliveryRow = (delivery: Delivery, { retryAt = '', off }: ReceiverState) => {
  const { alert, slug: story, trigger, title, raisedAt, dueAt, status, attempts } = delivery
  return {
    alert,
    story,
    trigger,
    title,
    raisedAt,
    status,
    attempts,
    triedAt: orNull(delivery.triedAt),
    answered: orNull(delivery.answered),
    problem: orNull(delivery.problem),
    nextAt: status !== 'waiting' || off !== undefined ? null : dueAt > retryAt ? dueAt : retryAt,
  }
}

const receiverRow = (receiver: ReceiverState) => {
  const { id, kind, name, quotes, secrets, off, failures, retryAt, deliveries } = receiver
  const waiting = deliveries.filter(({ status }) => status === 'waiting')
  const lastTried = deliveries
    .filter(({ triedAt }) => triedAt !== undefined)
    .sort(byTried)
    .at(-1)
  return {
    id,
    kind,
    name,
    quotes,
    secrets: receiverSecretNames.filter((one) => secrets[one] !== undefined),
    off: orNull(off),
    waiting: waiting.length,
    failures,
    retryAt: orNull(retryAt),
    problem: failures === 0 ? null : orNull(lastTried?.problem),
  }
}
const byTried = ({ triedAt: a = '' }: Delivery, { triedAt: b = '' }: Delivery) => (a < b ? -1 : 1)

const stampOf = (settings: object, off: boolean) =>
  createHash('sha256').update(canonicalJson({ settings, off })).digest('base64url').slice(0, 12)

const knownOf = (readModel: ApiPorts['readModel'], id: string): ReceiverState => {
  const receiver = receiverOf(readModel, id)
  if (receiver === undefined)
    throw new Problem('not-found', `reading a receiver: there is no receiver "${id}"; GET /api/v1/receivers lists them`)
  return receiver
}

const answerOf = ({ readModel }: ApiPorts, id: string, secret?: string) => {
  const receiver = knownOf(readModel, id)
  const { kind, name, quotes, secrets, off } = receiver
  return {
    json: { ...receiverRow(receiver), ...(secret === undefined ? {} : { secret }) },
    stamp: stampOf({ kind, name, quotes, secrets }, off !== undefined),
  }
}

const notFound = { 404: { description: 'No such receiver' } }

export const receiverOperations = [
  operation({
    id: 'listReceivers',
    method: 'get',
    path: '/receivers',
    summary: 'Who is told of alerts',
    access: 'admin',
    answers: { 200: { description: 'By id', schema: z.object({ receivers: z.array(receiverShape) }) } },
    run: ({ readModel }) => ({ json: { receivers: receiversOf(readModel).map(receiverRow) } }),
  }),
  operation({
    id: 'getReceiver',
    method: 'get',
    path: '/receivers/{id}',
    summary: 'One receiver',
    access: 'admin',
    answers: { 200: { description: 'The receiver', schema: receiverShape }, ...notFound },
    run: (ports, { params: { id = '' } }) => answerOf(ports, id),
  }),
  operation({
    id: 'addReceiver',
    method: 'post',
    path: '/receivers',
    summary: 'Add a receiver',
    description:
      'The body is an entry of outcry.yaml. A webhook without `secret` gets one, which the answer holds this once.',
    access: 'admin',
    body: receiverEntry,
    answers: {
      201: { description: 'Added', schema: madeShape },
      409: { description: 'There is one of this id' },
    },
    run: async (ports, { body }) => {
      const { version, secret } = await ports.receivers.add(body)
      await ports.settled(version)
      return { status: 201, location: `/api/v1/receivers/${body.id}`, ...answerOf(ports, body.id, secret) }
    },
  }),
  operation({
    id: 'changeReceiver',
    method: 'patch',
    path: '/receivers/{id}',
    summary: 'Change a receiver, switch it off or on again',
    description: 'What is not named stays. `If-Match` guards its settings. Switched on, it gets what it missed.',
    access: 'admin',
    body: receiverChange,
    answers: {
      200: { description: 'As it is now', schema: receiverShape },
      ...notFound,
      412: { description: 'Changed since' },
    },
    run: async (ports, { params: { id = '' }, body, checkMatch }) => {
      const check = (state: RulesState) => {
        if ('settings' in state) checkMatch(stampOf(state.settings, state.status === 'off'))
      }
      const { version } = await ports.receivers.change(id, body, check)
      await ports.settled(version)
      return answerOf(ports, id)
    },
  }),
  operation({
    id: 'renewReceiverSecret',
    method: 'post',
    path: '/receivers/{id}/secret',
    summary: 'Make a new signing secret of a webhook',
    description: 'The answer holds it this once. The one before stays valid beside it: both sign.',
    access: 'admin',
    answers: { 200: { description: 'With the secret', schema: madeShape }, ...notFound },
    run: async (ports, { params: { id = '' } }) => {
      const { version, secret } = await ports.receivers.renewSecret(id)
      await ports.settled(version)
      return answerOf(ports, id, secret)
    },
  }),
  operation({
    id: 'removeReceiver',
    method: 'delete',
    path: '/receivers/{id}',
    summary: 'Remove a receiver',
    description: 'What waits for it is not sent; its secrets are deleted.',
    access: 'admin',
    answers: { 204: { description: 'Removed' }, ...notFound },
    run: async ({ receivers, settled }, { params: { id = '' } }) => {
      const { version } = await receivers.remove(id)
      await settled(version)
      return { status: 204 }
    },
  }),
  operation({
    id: 'testReceiver',
    method: 'post',
    path: '/receivers/{id}/test',
    summary: 'Send a test to a receiver',
    description: 'At once, whether it is switched off or not. Nothing of it is recorded.',
    access: 'admin',
    answers: {
      200: {
        description: 'What came of it',
        schema: z
          .object({
            status: z.int().nullable(),
            problem: z.string().nullable().meta({ description: 'null: it was taken.' }),
            tookMs: z.int(),
          })
          .meta({ id: 'ReceiverTrial' }),
      },
      ...notFound,
    },
    run: async ({ tryReceiver }, { params: { id = '' } }) => ({ json: await tryReceiver(id) }),
  }),
  operation({
    id: 'listDeliveries',
    method: 'get',
    path: '/receivers/{id}/deliveries',
    summary: 'What became of each alert to a receiver',
    description: 'The last two hundred that are settled, and all that wait.',
    access: 'admin',
    query: z.strictObject({ limit: limitSchema(1_000).default(200) }),
    answers: {
      200: { description: 'Newest first', schema: z.object({ deliveries: z.array(deliveryShape) }) },
      ...notFound,
    },
    run: ({ readModel }, { params: { id = '' }, query: { limit } }) => {
      const receiver = knownOf(readModel, id)
      const rows = receiver.deliveries.map((delivery) => deliveryRow(delivery, receiver))
      return { json: { deliveries: rows.reverse().slice(0, limit) } }
    },
  }),
  operation({
    id: 'resendDelivery',
    method: 'post',
    path: '/receivers/{id}/deliveries/{alert}/resend',
    summary: 'Send an alert to a receiver again',
    description: 'Under the same `webhook-id`; what waits there already is tried now.',
    access: 'admin',
    answers: {
      202: { description: 'It waits for its turn', schema: deliveryShape },
      404: { description: 'No such delivery' },
    },
    run: async ({ readModel, receivers, settled }, { params: { id = '', alert = '' } }) => {
      const find = () => knownOf(readModel, id).deliveries.find((one) => one.alert === alert)
      if (find() === undefined)
        throw new Problem('not-found', `sending an alert again: receiver "${id}" has no alert "${alert}"`)
      const { version } = await receivers.resend(id, alert)
      await settled(version)
      const found = find()
      return { status: 202, json: found && deliveryRow(found, knownOf(readModel, id)) }
    },
  }),
]
