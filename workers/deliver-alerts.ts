// Delivers alerts out of the log: to each receiver one at a time, the oldest first, until it is taken or given up.
import { carryOut } from '../events/carry-out.ts'
import type { EventLog } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'
import { type ReceiverEvent, receiverStream } from '../events/receiver.ts'
import { decideOutcome, isOpen, receiverStateOf } from '../events/receiver-rules.ts'
import type { Vault } from '../events/vault.ts'
import type { Changed, KeepUp } from '../projections/keep-up.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { type Delivery, nextDelivery, type ReceiverState, receiverOf, receiversOf } from '../projections/receivers.ts'
import { alertData, alertText, withdrawalData, withdrawalText } from '../views/alert-text.ts'
import { createAlertFacts } from './alert-facts.ts'
import { backOffMs, isOver } from './back-off.ts'
import { createLooking } from './looking.ts'
import type { Message, SendAlert, Sent } from './send-alert.ts'

export type DeliverParts = {
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly vault: Pick<Vault, 'get'>
  readonly readModel: ReadModel
  readonly keepUp: Pick<KeepUp, 'version' | 'isCaughtUp' | 'subscribe'>
  readonly send: SendAlert
  /** Where this service is reached, without a slash at the end; empty where nobody said. */
  readonly address: () => string
  readonly now: () => number
  /** 0 ≤ … < 1. */
  readonly random: () => number
  /** Without content. */
  readonly onProblem: (words: string, error?: unknown) => void
  /** Aborted: what is under way is not recorded as failed. */
  readonly signal: AbortSignal
}

/** A process that was killed between sending and recording sends the same once more, under the same id. */
export const createDeliverAlerts = (parts: DeliverParts) => {
  const { log, readModel, keepUp, send, now, random, onProblem, signal } = parts
  const factsOf = createAlertFacts(parts)

  const outcomeOf = (receiver: ReceiverState, delivery: Delivery, sent: Sent): readonly ReceiverEvent[] => {
    const nowMs = now()
    const at = new Date(nowMs).toISOString()
    const of = { receiver: receiver.id, alert: delivery.alert }
    const attempt = delivery.attempts + 1
    if (sent.problem === undefined)
      return [{ type: 'AlertDelivered', data: { ...of, attempt, at, status: sent.status } }]
    const { problem, gone = false, retryAfterMs } = sent
    const failures = receiver.failures + 1
    const retryMs = nowMs + backOffMs(failures, random(), retryAfterMs)
    const retryAt = new Date(retryMs).toISOString()
    return [
      { type: 'AlertDeliveryFailed', data: { ...of, attempt, at, problem, retryAt } },
      ...(gone ? [{ type: 'ReceiverSwitchedOff', data: { id: receiver.id, at, why: problem } } as const] : []),
      ...(isOver(nowMs - Date.parse(delivery.dueAt), failures) && !gone
        ? [{ type: 'AlertDeliveryGivenUp', data: { ...of, at, why: 'failed too long', problem } } as const]
        : []),
    ]
  }

  const withdrawn = (receiver: string, alert: string, problem: string): readonly ReceiverEvent[] => {
    const at = new Date(now()).toISOString()
    return [{ type: 'AlertDeliveryGivenUp', data: { receiver, alert, at, why: 'withdrawn', problem } }]
  }

  const messageOf = async (
    { quotes }: ReceiverState,
    { alert: id, withdraws }: Delivery,
  ): Promise<Message | string> => {
    const facts = await factsOf(withdraws ?? id, quotes && withdraws === undefined)
    if (facts === undefined) return 'there is no such alert'
    const { alert, withdrawn } = facts
    if (withdrawn === undefined)
      return { id, at: alert.at, type: 'alert.raised', data: alertData(facts), text: alertText(facts) }
    if (withdraws === undefined) return withdrawn.why
    const [data, text] = [withdrawalData(facts, withdrawn), withdrawalText(facts, withdrawn)]
    return { id, at: withdrawn.at, type: 'alert.withdrawn', data, text }
  }

  const sendTo = async (receiver: ReceiverState, delivery: Delivery): Promise<Sent | { withdrawn: string }> => {
    const message = await messageOf(receiver, delivery)
    return typeof message === 'string' ? { withdrawn: message } : send(receiver, message)
  }

  const record = (id: string, outcome: readonly ReceiverEvent[]) =>
    looking.record(id, `a delivery to receiver "${id}"`, () =>
      carryOut(log, receiverStream(id), receiverStateOf, (state) => decideOutcome(state, outcome)),
    )

  /** Answers whether the next one may be looked for at once. */
  const deliver = async (receiver: ReceiverState, delivery: Delivery): Promise<boolean> => {
    const { id } = receiver
    const { alert } = delivery
    // The log decides: another process may have seen to it.
    if (!isOpen(receiverStateOf(await log.read(receiverStream(id))), alert)) return false
    let sent: Awaited<ReturnType<typeof sendTo>>
    try {
      sent = await sendTo(receiver, delivery)
    } catch (error) {
      if (error instanceof Problem) throw error // log or vault are away: that is no failure of the receiver
      onProblem(`making a message to receiver "${id}" failed; it is tried again`, error)
      sent = { problem: 'an error of this service' }
    }
    if (signal.aborted && 'problem' in sent) return false
    await record(id, 'withdrawn' in sent ? withdrawn(id, alert, sent.withdrawn) : outcomeOf(receiver, delivery, sent))
    return true
  }

  /** As they are folded; read again only where something changed. */
  let known: Map<string, ReceiverState> | undefined

  const lookNow = () => {
    known ??= new Map(receiversOf(readModel).map((receiver) => [receiver.id, receiver]))
    for (const receiver of known.values()) {
      const { id } = receiver
      const delivery = looking.isBusy(id) ? undefined : nextDelivery(receiver, now())
      if (delivery !== undefined) looking.begin(id, `delivering to receiver "${id}"`, () => deliver(receiver, delivery))
    }
  }

  const notice = (changed: Changed['changed']): boolean => {
    // Folded anew, or another read model was put in place.
    if (!keepUp.isCaughtUp()) known = undefined
    const ids = changed.get('receivers')
    for (const id of ids ?? []) {
      const receiver = receiverOf(readModel, id)
      if (receiver === undefined) known?.delete(id)
      else known?.set(id, receiver)
    }
    return ids !== undefined
  }
  const looking = createLooking(parts, { lookNow, notice })
  return looking
}
