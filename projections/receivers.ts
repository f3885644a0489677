// Receivers: what each is, which alerts wait for it, in order, and what became of the others.
import type { AlertTrigger } from '../events/alert.ts'
import { withdrawalId } from '../events/alert-decisions.ts'
import type { RecordedEvent } from '../events/catalogue.ts'
import type { SecretTags } from '../events/channel.ts'
import type { Receiver } from '../events/receiver.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'

/** Times are ISO 8601 UTC. */
export type Delivery = {
  /** Id of the alert, or of the message that it is withdrawn. */
  readonly alert: string
  readonly slug: string
  readonly trigger: AlertTrigger
  readonly title: string
  readonly raisedAt: string
  /** Since when it is to be sent: when it was raised, its quiet hours ended, or it was asked for again. */
  readonly dueAt: string
  /** The end of quiet hours. */
  readonly notBefore?: string
  readonly status: 'waiting' | 'delivered' | 'given up' | 'withdrawn'
  /** All tries, those before a resend too. */
  readonly attempts: number
  /** Of the last try. */
  readonly triedAt?: string
  readonly answered?: number
  readonly problem?: string
  /** It was taken once, whatever came of later tries. */
  readonly isHad?: true
  /** When the alert was withdrawn, and the end of the quiet hours then. */
  readonly withdrawn?: { readonly at: string; readonly notBefore?: string }
  /** The alert whose withdrawal this message tells. */
  readonly withdraws?: string
}

export type ReceiverState = Receiver & {
  readonly secrets: SecretTags
  /** Empty: there is no such receiver, or not any more. */
  readonly setAt: string
  readonly off?: { readonly since: string; readonly why: string }
  /** Tries that failed since one did not. */
  readonly failures: number
  /** Nothing is sent before. */
  readonly retryAt?: string
  /** In the order in which they were raised. */
  readonly deliveries: readonly Delivery[]
}

const unset: ReceiverState = {
  id: '',
  kind: 'webhook',
  name: '',
  quotes: false,
  secrets: {},
  setAt: '',
  failures: 0,
  deliveries: [],
}

const mostSettled = 200
const mostWaiting = 500

/** The newest are kept; of those that wait too many, the oldest are given up. */
const bounded = (deliveries: readonly Delivery[]): readonly Delivery[] => {
  const waiting = deliveries.filter(({ status }) => status === 'waiting').length
  let overWaiting = waiting - mostWaiting
  let overSettled = deliveries.length - waiting - mostSettled
  if (overWaiting <= 0 && overSettled <= 0) return deliveries
  return deliveries.flatMap((one): Delivery[] => {
    if (one.status !== 'waiting') return overSettled-- > 0 ? [] : [one]
    return overWaiting-- > 0 ? [{ ...one, status: 'given up', problem: 'too many others waited behind it' }] : [one]
  })
}

const change = (state: ReceiverState, alert: string, to: (one: Delivery) => Delivery): ReceiverState => ({
  ...state,
  deliveries: bounded(state.deliveries.map((one) => (one.alert === alert ? to(one) : one))),
})

/** Once an alert that it got is withdrawn, it is told so, behind all that waits: once, and only then. */
const withWithdrawal = (state: ReceiverState, alert: string, tellableAt: string): ReceiverState => {
  const told = state.deliveries.find((one) => one.alert === alert)
  const id = withdrawalId(alert)
  if (told?.withdrawn === undefined || told.isHad === undefined) return state
  if (state.deliveries.some((one) => one.alert === id)) return state
  const { slug, trigger, title, withdrawn } = told
  const { at: raisedAt, notBefore } = withdrawn
  const waits = notBefore === undefined ? { dueAt: tellableAt } : { dueAt: notBefore, notBefore }
  const message: Delivery = {
    alert: id,
    slug,
    trigger,
    title: `Withdrawn: ${title}`,
    raisedAt,
    ...waits,
    status: 'waiting',
    attempts: 0,
    withdraws: alert,
  }
  return { ...state, deliveries: bounded([...state.deliveries, message]) }
}

/** Its next try need not wait. */
const fresh = ({ retryAt: _, ...state }: ReceiverState): ReceiverState => ({ ...state, failures: 0 })

const settled = ({ problem: _, answered: __, ...one }: Delivery): Delivery => one

const isKnown = ({ setAt }: ReceiverState) => setAt !== ''

const next = (state: ReceiverState, event: RecordedEvent): ReceiverState => {
  switch (event.type) {
    case 'AlertRaised': {
      const { id: alert, slug, trigger, title, notBefore } = event.data
      if (state.deliveries.some((one) => one.alert === alert)) return state
      const raisedAt = event.recordedAt
      const waits = notBefore === undefined ? { dueAt: raisedAt } : { dueAt: notBefore, notBefore }
      const delivery: Delivery = { alert, slug, trigger, title, raisedAt, ...waits, status: 'waiting', attempts: 0 }
      return { ...state, deliveries: bounded([...state.deliveries, delivery]) }
    }
    case 'AlertWithdrawn': {
      const { id, notBefore } = event.data
      const at = event.recordedAt
      const withdrawn = { at, ...(notBefore === undefined ? {} : { notBefore }) }
      return withWithdrawal(
        change(state, id, (one) => ({ withdrawn, ...one })),
        id,
        at,
      )
    }
    case 'ReceiverRemoved':
      return unset
    case 'ReceiverSwitchedOff':
      return { ...state, off: { since: event.data.at, why: event.data.why } }
    case 'ReceiverSwitchedOn': {
      const { off: _, ...on } = fresh(state)
      return on
    }
    case 'AlertDelivered': {
      const { alert, attempt: attempts, at: triedAt, status: answered } = event.data
      const delivered = change(fresh(state), alert, (one) => ({
        ...settled(one),
        status: 'delivered',
        attempts,
        triedAt,
        answered,
        isHad: true,
      }))
      return withWithdrawal(delivered, alert, event.recordedAt)
    }
    case 'AlertDeliveryFailed': {
      const { alert, attempt: attempts, at: triedAt, problem, retryAt } = event.data
      const failed = { ...state, failures: state.failures + 1, retryAt }
      return change(failed, alert, (one) => ({ ...settled(one), attempts, triedAt, problem }))
    }
    case 'AlertDeliveryGivenUp': {
      const { alert, why, problem } = event.data
      const status = why === 'withdrawn' ? 'withdrawn' : 'given up'
      return change(state, alert, (one) => ({ ...settled(one), status, problem }))
    }
    case 'AlertResendAsked': {
      const { alert, at: dueAt } = event.data
      return change(fresh(state), alert, ({ notBefore: _, ...one }) => ({ ...one, status: 'waiting', dueAt }))
    }
    default:
      return state
  }
}

/** Key: the receiver's id. */
export const receivers: Projection<ReceiverState> = {
  name: 'receivers',
  initial: unset,
  keys: (event) => {
    switch (event.type) {
      case 'AlertRaised':
        return event.data.to
      case 'AlertWithdrawn':
        return event.data.to ?? []
      case 'ReceiverSet':
      case 'ReceiverRemoved':
      case 'ReceiverSwitchedOff':
      case 'ReceiverSwitchedOn':
        return [event.data.id]
      case 'AlertDelivered':
      case 'AlertDeliveryFailed':
      case 'AlertDeliveryGivenUp':
      case 'AlertResendAsked':
        return [event.data.receiver]
      default:
        return []
    }
  },
  evolve: (state, event) => {
    if (event.type === 'ReceiverSet') return { ...fresh(state), ...event.data, setAt: state.setAt || event.recordedAt }
    return isKnown(state) ? next(state, event) : state
  },
}

/** Neither quiet hours nor a wait between two tries are longer: what is further ahead was set by a clock that was wrong. */
const longestWaitMs = 27 * 3_600_000
const isAhead = (at: string | undefined, nowMs: number) => {
  const waitMs = at === undefined ? 0 : Date.parse(at) - nowMs
  return waitMs > 0 && waitMs <= longestWaitMs
}

/** What is to be sent now: the oldest that may be, once the one that failed last may be tried again. */
export const nextDelivery = ({ off, retryAt, deliveries }: ReceiverState, nowMs: number): Delivery | undefined =>
  off !== undefined || isAhead(retryAt, nowMs)
    ? undefined
    : deliveries.find(({ status, notBefore }) => status === 'waiting' && !isAhead(notBefore, nowMs))

export const receiverOf = (readModel: ReadModel, id: string): ReceiverState | undefined => {
  const receiver = readModel.load('receivers', [id]).get(id) as ReceiverState | undefined
  return receiver !== undefined && isKnown(receiver) ? receiver : undefined
}

/** By id. */
export const receiversOf = (readModel: ReadModel): readonly ReceiverState[] =>
  readModel
    .scan('receivers', { from: '', to: afterPrefix('') })
    .map(({ state }) => state as ReceiverState)
    .filter(isKnown)
