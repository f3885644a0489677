// The rules of API keys: which were issued, which of them still hold, and what issuing and revoking add.
import type { RecordedEvent } from './catalogue.ts'
import type { KeyEvent, KeyIssued } from './key.ts'
import { Problem } from './problem.ts'

export type IssuedKey = KeyIssued['data'] & { readonly issuedAt: string; readonly revokedAt?: string }

/** Every key ever issued, by id, in the order of issuing. */
export type KeysState = ReadonlyMap<string, IssuedKey>

export const initial: KeysState = new Map()

/** @param recordedAt ISO 8601 UTC */
export const evolve = (state: KeysState, event: KeyEvent, recordedAt: string): KeysState => {
  switch (event.type) {
    case 'KeyIssued':
      return new Map(state).set(event.data.id, { ...event.data, issuedAt: recordedAt })
    case 'KeyRevoked': {
      const key = state.get(event.data.id)
      return key === undefined ? state : new Map(state).set(key.id, { ...key, revokedAt: recordedAt })
    }
  }
}

/** By the whole stream `keys`. */
export const keysStateOf = (history: readonly RecordedEvent[]): KeysState =>
  history.reduce(
    (state, event) =>
      event.type === 'KeyIssued' || event.type === 'KeyRevoked' ? evolve(state, event, event.recordedAt) : state,
    initial,
  )

/** @throws Problem `conflict` when the key is known already */
export const decideIssue = (state: KeysState, key: KeyIssued['data']): readonly KeyEvent[] => {
  if (state.has(key.id)) throw new Problem('conflict', `issuing key "${key.name}": this key was issued before`)
  return [{ type: 'KeyIssued', data: key }]
}

/** Nothing when it is revoked already. @throws Problem `not-found` */
export const decideRevoke = (state: KeysState, id: string): readonly KeyEvent[] => {
  const key = state.get(id)
  if (key === undefined) throw new Problem('not-found', `revoking a key: there is no key "${id}"`)
  return key.revokedAt === undefined ? [{ type: 'KeyRevoked', data: { id } }] : []
}
