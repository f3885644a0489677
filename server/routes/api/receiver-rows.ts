// Receivers and deliveries as the API tells them.
import { z } from 'zod'
import { alertTriggers } from '../../../events/alert.ts'
import { receiverKinds } from '../../../events/receiver.ts'
import { receiverSecretNames } from '../../../events/receiver-entry.ts'
import type { Delivery, ReceiverState } from '../../../projections/receivers.ts'
import { orNull } from './operation.ts'
import { moment } from './shapes.ts'

const count = z.int().min(0)

export const receiverShape = z
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
export const madeShape = receiverShape.extend({
  secret: z.string().optional().meta({ description: 'Of a webhook, made just now: shown this once.' }),
})

export const deliveryShape = z
  .object({
    alert: z
      .string()
      .meta({ description: 'Its id, or that of the message that it is withdrawn: the `webhook-id` of every try.' }),
    withdraws: z.string().nullable().meta({ description: 'The alert whose withdrawal this tells.' }),
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
export const deliveryRow = (delivery: Delivery, { retryAt = '', off }: ReceiverState) => {
  const { alert, slug: story, trigger, title, raisedAt, dueAt, status, attempts } = delivery
  return {
    alert,
    withdraws: orNull(delivery.withdraws),
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

export const receiverRow = (receiver: ReceiverState) => {
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
