// A receiver: somebody who is told of alerts by webhook, chat or mail, and what became of each delivery.
import type { SecretTags } from './channel.ts'
import type { Event } from './event.ts'

export const receiverKinds = ['webhook', 'slack', 'discord', 'mail'] as const
export type ReceiverKind = (typeof receiverKinds)[number]

/** What of a receiver is no secret. Addresses and signing secrets lie sealed in the vault. */
export type Receiver = {
  /** 1 to 63 of a-z, 0-9 and -. */
  readonly id: string
  readonly kind: ReceiverKind
  readonly name: string
  /** Typical posts are quoted to it, where their source lets us. */
  readonly quotes: boolean
}

/** Why a receiver is switched off that a person switched off. */
export const byHand = 'by hand'

type OfReceiver = { readonly id: string; readonly at: string }
/** New or changed: the whole of it. `secrets`: of each a keyed hash, which changes when it does. */
export type ReceiverSet = Event<'ReceiverSet', Receiver & { readonly secrets: SecretTags }>
export type ReceiverRemoved = Event<'ReceiverRemoved', OfReceiver>
/** Nothing is sent until it is switched on again; what it missed waits. `why` in words. */
export type ReceiverSwitchedOff = Event<'ReceiverSwitchedOff', OfReceiver & { readonly why: string }>
export type ReceiverSwitchedOn = Event<'ReceiverSwitchedOn', OfReceiver>

/** `alert`: its id, which every try carries; `attempt` counts from 1, over all tries of this alert. */
type OfDelivery = { readonly receiver: string; readonly alert: string; readonly attempt: number; readonly at: string }
/** `status`: of HTTP; of mail the server's, such as 250. */
export type AlertDelivered = Event<'AlertDelivered', OfDelivery & { readonly status: number }>
/** `problem` in words, without the address. Nothing is sent to this receiver before `retryAt`. */
export type AlertDeliveryFailed = Event<
  'AlertDeliveryFailed',
  OfDelivery & { readonly problem: string; readonly retryAt: string }
>
/** Not tried any more. */
export type AlertDeliveryGivenUp = Event<
  'AlertDeliveryGivenUp',
  Omit<OfDelivery, 'attempt'> & { readonly why: 'failed too long' | 'withdrawn'; readonly problem: string }
>
/** A person wants it to be sent again. */
export type AlertResendAsked = Event<'AlertResendAsked', Omit<OfDelivery, 'attempt'>>

export type ReceiverEvent =
  | ReceiverSet
  | ReceiverRemoved
  | ReceiverSwitchedOff
  | ReceiverSwitchedOn
  | AlertDelivered
  | AlertDeliveryFailed
  | AlertDeliveryGivenUp
  | AlertResendAsked

export const receiverStream = (id: string) => `receiver-${id}`
