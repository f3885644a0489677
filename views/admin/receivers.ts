// Receivers as the operator sees them: who is told, what became of each delivery, and who follows by mail.
import { byHand } from '../../events/receiver.ts'
import { counted } from '../phrases.ts'
import { timeOf } from '../wording.ts'
import type { Rule } from './alerts.ts'
import { field, tabs, type Values, valuesOf } from './fields.ts'

type Receiver = {
  readonly id: string
  readonly kind: string
  readonly name: string
  readonly quotes: boolean
  readonly off: { readonly since: string; readonly why: string } | null
  readonly waiting: number
  readonly failures: number
  readonly retryAt: string | null
  readonly problem: string | null
}
type Delivery = {
  readonly alert: string
  readonly story: string
  readonly title: string
  readonly raisedAt: string
  readonly status: string
  readonly attempts: number
  readonly triedAt: string | null
  readonly answered: number | null
  readonly problem: string | null
  readonly nextAt: string | null
}
type Followers = { readonly story: string; readonly confirmed: number; readonly unconfirmed: number }

const time = (iso: string) => timeOf(Date.parse(iso))
const [yes, no] = ['Yes, where their source lets us', 'No']

/** `switched off since … because it answered 410` */
const stateWords = ({ off, waiting, failures, retryAt, problem }: Receiver): string => {
  const waits = waiting === 0 ? '' : `, ${counted(waiting, 'alert')} waiting`
  if (off !== null) {
    const why = off.why === byHand ? ', by hand' : ` because ${off.why}`
    return `switched off since ${time(off.since)}${why}${waits}`
  }
  if (failures === 0) return waiting === 0 ? 'ready' : `ready${waits}`
  const next = retryAt === null ? '' : `, next try ${time(retryAt)}`
  return `failing: ${problem ?? 'it does not answer'}${next}${waits}`
}

const deliveryWords = ({ status, attempts, triedAt, answered, problem, nextAt }: Delivery): string =>
  [
    status,
    attempts === 0 ? '' : `${counted(attempts, 'try', 'tries')}, the last ${triedAt === null ? '' : time(triedAt)}`,
    answered === null ? (problem ?? '') : `answered ${answered}`,
    nextAt === null ? '' : `next ${time(nextAt)}`,
  ]
    .filter((part) => part !== '')
    .join('; ')

const quotesField = (form: string, values: Values) =>
  field(form, 'quotes', 'Quote typical posts', values, { options: [no, yes] })

const secretHints = {
  url: 'Where it is sent: your webhook, or the incoming webhook of Slack or Discord.',
  address: 'Of mail only.',
}

export type ReceiversFacts = {
  readonly receivers: readonly Receiver[]
  readonly kinds: readonly string[]
  readonly followers: readonly Followers[]
}

export const receiversView = ({ receivers, kinds, followers }: ReceiversFacts, entered: Values) => {
  const values = valuesOf('add', entered, { kind: 'webhook' })
  return {
    ...tabs('/admin/receivers'),
    some: receivers.length > 0,
    receivers: receivers.map((receiver) => ({
      href: `/admin/receivers/${receiver.id}`,
      id: receiver.id,
      name: receiver.name,
      words: `${receiver.kind}, ${stateWords(receiver)}`,
    })),
    fields: [
      field('add', 'id', 'Id', values, { needed: true, hint: 'Rules name it by that: a-z, 0-9 and -, such as team.' }),
      field('add', 'kind', 'Kind', values, { options: kinds }),
      field('add', 'name', 'Name', values),
      field('add', 'url', 'Address', values, { hint: secretHints.url }),
      field('add', 'address', 'Mail address', values, { hint: secretHints.address }),
      quotesField('add', values),
    ],
    someFollow: followers.length > 0,
    followers: followers.map(({ story, confirmed, unconfirmed }) => ({
      story,
      words: `${counted(confirmed, 'follower')}${unconfirmed === 0 ? '' : `, ${unconfirmed} not confirmed yet`}`,
    })),
    erase: [field('erase', 'address', 'Mail address', valuesOf('erase', entered), { needed: true, type: 'email' })],
  }
}

/** What the API takes of a form. */
export const quotesIn = (form: Values): { readonly quotes?: boolean } =>
  form.quotes === undefined ? {} : { quotes: form.quotes === yes }

/** @param secret just made: shown this once */
export const receiverView = (
  receiver: Receiver,
  deliveries: readonly Delivery[],
  rules: readonly Pick<Rule, 'id' | 'to'>[],
  entered: Values,
  { secret = '', trial = '' }: { readonly secret?: string; readonly trial?: string } = {},
) => {
  const { id, kind, name, quotes, off } = receiver
  const telling = rules.filter(({ to }) => to.includes(id))
  const values = valuesOf('change', entered, { name, quotes: quotes ? yes : no })
  const isMail = kind === 'mail'
  return {
    ...tabs('/admin/receivers'),
    words: `${kind}, ${stateWords(receiver)}`,
    secret,
    trial,
    isOn: off === null,
    isWebhook: kind === 'webhook',
    isTold: telling.length > 0,
    rules: telling.map((rule) => ({ id: rule.id, href: `/admin/alerts/${rule.id}` })),
    settings: [
      field('change', 'name', 'Name', values),
      isMail
        ? field('change', 'address', 'Another mail address', values, { hint: 'The one that is set is not shown.' })
        : field('change', 'url', 'Another address', values, { hint: 'The one that is set is not shown.' }),
      quotesField('change', values),
    ],
    some: deliveries.length > 0,
    deliveries: deliveries.map((delivery) => ({
      alert: delivery.alert,
      href: `/stories/${delivery.story}?at=${delivery.raisedAt}`,
      title: delivery.title,
      raised: time(delivery.raisedAt),
      raisedTime: delivery.raisedAt,
      words: deliveryWords(delivery),
    })),
  }
}
