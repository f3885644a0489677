// Removal requests that wait for the operator: those only, so that there are never many.
import type { Projection } from './projection.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'

type OpenRequest = { readonly id: string; readonly requestedAt: string }

const settled: OpenRequest | undefined = undefined

/** Key: the id of the request. */
export const removalRequests: Projection<OpenRequest | undefined> = {
  name: 'removal-requests',
  initial: settled,
  overwrites: true,
  keys: (event) => {
    switch (event.type) {
      case 'RemovalRequested':
      case 'RemovalGranted':
      case 'RemovalDeclined':
        return [event.data.id]
      default:
        return []
    }
  },
  evolve: (_, event) =>
    event.type === 'RemovalRequested' ? { id: event.data.id, requestedAt: event.data.at } : settled,
}

/** Oldest first. */
export const openRequestsOf = (readModel: ReadModel): readonly OpenRequest[] =>
  readModel
    .scan('removal-requests', { from: '', to: afterPrefix('') })
    .map(({ state }) => state as OpenRequest)
    .sort((a, b) => (a.requestedAt < b.requestedAt ? -1 : 1))
