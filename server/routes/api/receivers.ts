// Receivers of alerts: set, tried, removed; what was delivered to each, and sent again.
import { createHash } from 'node:crypto'
import { z } from 'zod'
import { canonicalJson } from '../../../events/canonical.ts'
import { Problem } from '../../../events/problem.ts'
import { receiverChange, receiverEntry } from '../../../events/receiver-entry.ts'
import type { ReceiverState as RulesState } from '../../../events/receiver-rules.ts'
import { type ReceiverState, receiverOf, receiversOf } from '../../../projections/receivers.ts'
import { type ApiPorts, limitSchema, operation } from './operation.ts'
import { deliveryRow, deliveryShape, madeShape, receiverRow, receiverShape } from './receiver-rows.ts'

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
