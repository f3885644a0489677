// How a removal request stands, for its page and the API: what its events say, and the receipt of its erasure.
import type { ErasePosts } from '../events/erase-posts.ts'
import type { RemovalFacts } from '../views/removal-facts.ts'
import type { Removing } from '../workers/removing.ts'

type Ports = { readonly removing: Pick<Removing, 'state'>; readonly erasing: Pick<ErasePosts, 'receipt'> }

/** @throws Problem `not-found` */
export const removalFacts = async ({ removing, erasing }: Ports, id: string): Promise<RemovalFacts> => {
  const state = await removing.state(id)
  const { requestedAt } = state
  switch (state.status) {
    case 'waiting':
      return { id, state: 'waiting', requestedAt }
    case 'declined':
      return { id, state: 'declined', requestedAt, settledAt: state.settledAt, reason: state.reason }
    case 'granted': {
      const { settledAt, posts } = state
      if (posts === 0)
        return { id, state: 'not found', requestedAt, settledAt, refusedLater: state.receipt !== undefined }
      const receipt = state.receipt === undefined ? undefined : erasing.receipt(state.receipt)
      // A ledger that came out of a backup may not know it: what the log says is what is known then.
      const isOver = receipt === undefined || receipt.completedAt !== undefined
      return { id, state: isOver ? 'done' : 'under way', requestedAt, settledAt, posts, receipt }
    }
  }
}
