// The rules of a receiver: what its history says, and what setting, removing, switching and delivering add.
import { canonicalJson } from './canonical.ts'
import type { RecordedEvent } from './catalogue.ts'
import type { SecretTags } from './channel.ts'
import { Problem } from './problem.ts'
import type { Receiver, ReceiverEvent } from './receiver.ts'

type Settings = Omit<Receiver, 'id'> & { readonly secrets: SecretTags }

/** What becomes of alerts is no part of it, but for which of the latest are settled. */
export type ReceiverState =
  | { readonly status: 'unknown' | 'removed' }
  | {
      readonly status: 'on' | 'off'
      readonly settings: Settings
      /** Alerts delivered or given up, the latest last. */
      readonly settled: readonly string[]
    }

export const initial: ReceiverState = { status: 'unknown' }

/** A process that took over has not read further behind than that. */
const mostSettled = 200

const isKnown = (state: ReceiverState): state is Extract<ReceiverState, { settings: Settings }> => 'settings' in state

export const evolve = (state: ReceiverState, event: ReceiverEvent): ReceiverState => {
  if (!isKnown(state)) {
    if (event.type !== 'ReceiverSet') return state
    const { id: _, ...settings } = event.data
    return { status: 'on', settings, settled: [] }
  }
  switch (event.type) {
    case 'ReceiverSet': {
      const { id: _, ...settings } = event.data
      return { ...state, settings }
    }
    case 'ReceiverRemoved':
      return { status: 'removed' }
    case 'ReceiverSwitchedOff':
      return { ...state, status: 'off' }
    case 'ReceiverSwitchedOn':
      return { ...state, status: 'on' }
    case 'AlertDelivered':
    case 'AlertDeliveryGivenUp':
      return { ...state, settled: [...state.settled, event.data.alert].slice(-mostSettled) }
    case 'AlertResendAsked':
      return { ...state, settled: state.settled.filter((id) => id !== event.data.alert) }
    case 'AlertDeliveryFailed':
      return state
  }
}

/** The state of a receiver by its whole stream. */
export const receiverStateOf = (history: readonly RecordedEvent[]): ReceiverState =>
  history.reduce<ReceiverState>(
    (state, event) => (event.stream.startsWith('receiver-') ? evolve(state, event as ReceiverEvent) : state),
    initial,
  )

const needKnown = (state: ReceiverState, id: string, operation: string) => {
  if (!isKnown(state)) throw new Problem('not-found', `${operation} a receiver: there is no receiver "${id}"`)
  return state
}

/** @throws Problem `conflict` (other kind) */
export const decideSet = (state: ReceiverState, receiver: Receiver, secrets: SecretTags): readonly ReceiverEvent[] => {
  const { id, ...settings } = receiver
  if (isKnown(state)) {
    if (state.settings.kind !== receiver.kind)
      throw new Problem(
        'conflict',
        `changing receiver "${id}": it is of kind ${state.settings.kind} and cannot become ${receiver.kind}; add another one`,
      )
    if (canonicalJson(state.settings) === canonicalJson({ ...settings, secrets })) return []
  }
  return [{ type: 'ReceiverSet', data: { ...receiver, secrets } }]
}

/** @throws Problem `not-found` */
export const decideRemoval = (state: ReceiverState, id: string, at: string): readonly ReceiverEvent[] => {
  needKnown(state, id, 'removing')
  return [{ type: 'ReceiverRemoved', data: { id, at } }]
}

/** Nothing when it is so already. @param why `undefined`: switched on. @throws Problem `not-found` */
export const decideSwitch = (
  state: ReceiverState,
  id: string,
  at: string,
  why: string | undefined,
): readonly ReceiverEvent[] => {
  const { status } = needKnown(state, id, 'switching')
  if ((status === 'off') === (why !== undefined)) return []
  return [
    why === undefined
      ? { type: 'ReceiverSwitchedOn', data: { id, at } }
      : { type: 'ReceiverSwitchedOff', data: { id, at, why } },
  ]
}

/** Whether this alert is still to be sent: somebody else may have seen to it. */
export const isOpen = (state: ReceiverState, alert: string): boolean =>
  isKnown(state) && state.status === 'on' && !state.settled.includes(alert)

/** What became of a try; nothing once the receiver is removed. */
export const decideOutcome = (state: ReceiverState, outcome: readonly ReceiverEvent[]): readonly ReceiverEvent[] =>
  isKnown(state) ? outcome : []

/** @throws Problem `not-found` */
export const decideResend = (
  state: ReceiverState,
  data: { readonly receiver: string; readonly alert: string; readonly at: string },
): readonly ReceiverEvent[] => {
  needKnown(state, data.receiver, 'sending again to')
  return [{ type: 'AlertResendAsked', data }]
}
