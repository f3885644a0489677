// The rules of a removal request: it waits, until it is granted or declined once and for all.
import type { RecordedEvent } from './catalogue.ts'
import { Problem } from './problem.ts'
import type { RemovalDeclined, RemovalEvent, RemovalGranted, RemovalRequested } from './removal.ts'

/** Times are ISO 8601 UTC. */
export type KnownRemoval =
  | { readonly status: 'waiting'; readonly requestedAt: string }
  | {
      readonly status: 'granted'
      readonly requestedAt: string
      readonly settledAt: string
      readonly posts: number
      readonly receipt?: string
    }
  | {
      readonly status: 'declined'
      readonly requestedAt: string
      readonly settledAt: string
      readonly reason: string
    }
export type RemovalState = { readonly status: 'unknown' } | KnownRemoval

export const initial: RemovalState = { status: 'unknown' }

export const evolve = (state: RemovalState, event: RemovalEvent): RemovalState => {
  const requestedAt = state.status === 'unknown' ? event.data.at : state.requestedAt
  switch (event.type) {
    case 'RemovalRequested':
      return { status: 'waiting', requestedAt }
    case 'RemovalGranted': {
      const { at: settledAt, posts, receipt } = event.data
      return { status: 'granted', requestedAt, settledAt, posts, ...(receipt === undefined ? {} : { receipt }) }
    }
    case 'RemovalDeclined':
      return { status: 'declined', requestedAt, settledAt: event.data.at, reason: event.data.reason }
  }
}

/** By the whole stream of a request; events of other streams have no place in it and are passed over. */
export const removalOf = (history: readonly RecordedEvent[]): RemovalState => {
  let state: RemovalState = initial
  for (const event of history)
    if (event.stream.startsWith('removal-')) state = evolve(state, event as RemovalEvent & RecordedEvent)
  return state
}

export const noSuchRequest = (operation: string) =>
  new Problem('not-found', `${operation}: there is no request of this id; it stands in the answer to the request`)

/** @throws Problem `not-found`, `conflict` */
export const needWaiting = (state: RemovalState, operation: string): void => {
  if (state.status === 'unknown') throw noSuchRequest(operation)
  if (state.status !== 'waiting') throw new Problem('conflict', `${operation}: this request is ${state.status} already`)
}

/** @throws Problem `conflict` when the id was used before */
export const decideRequest = (state: RemovalState, data: RemovalRequested['data']): readonly RemovalEvent[] => {
  if (state.status !== 'unknown') throw new Problem('conflict', 'asking for a removal: this id was used before')
  return [{ type: 'RemovalRequested', data }]
}

/** @throws Problem `not-found`, `conflict` */
export const decideGrant = (state: RemovalState, data: RemovalGranted['data']): readonly RemovalEvent[] => {
  needWaiting(state, 'granting a removal')
  return [{ type: 'RemovalGranted', data }]
}

/** @throws Problem `not-found`, `conflict` */
export const decideDecline = (state: RemovalState, data: RemovalDeclined['data']): readonly RemovalEvent[] => {
  needWaiting(state, 'declining a removal')
  return [{ type: 'RemovalDeclined', data }]
}
