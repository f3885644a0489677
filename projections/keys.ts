// API keys: who may do what, until when. The key itself is known only as SHA-256.
import type { KeyIssued } from '../events/key.ts'
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'

type KeyState = KeyIssued['data'] & { readonly issuedAt: string; readonly revokedAt?: string }

const unissued: KeyState = { id: '', name: '', hash: '', scopes: [], issuedAt: '' }

/** Key: the key's id. */
export const keys: Projection<KeyState> = {
  name: 'keys',
  initial: unissued,
  keys: (event) => (event.type === 'KeyIssued' || event.type === 'KeyRevoked' ? [event.data.id] : []),
  evolve: (state, event) => {
    switch (event.type) {
      case 'KeyIssued':
        return { ...event.data, issuedAt: event.recordedAt }
      case 'KeyRevoked':
        return { ...state, id: event.data.id, revokedAt: event.recordedAt }
      default:
        return state
    }
  },
}

/** All keys ever issued, revoked and expired ones too, by id. */
export const keysOf = (readModel: ReadModel): readonly KeyState[] =>
  readModel
    .scan('keys', { from: '', to: afterPrefix('') })
    .map(({ state }) => state as KeyState)
    .filter(({ hash }) => hash !== '')
