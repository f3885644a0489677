// What the page of a removal request is made of. Times are ISO 8601 UTC.
import type { Receipt } from '../events/ledger.ts'

type OfRequest = { readonly id: string; readonly requestedAt: string }
type Settled = OfRequest & { readonly settledAt: string }

export type RemovalFacts =
  | (OfRequest & { readonly state: 'waiting' })
  /** `receipt` of the erasure, as far as it is known. */
  | (Settled & {
      readonly state: 'under way' | 'done'
      readonly posts: number
      readonly receipt: Receipt | undefined
    })
  | (Settled & { readonly state: 'declined'; readonly reason: string })
  /** Nothing of it is kept. `refusedLater`: should it come, it is not taken. */
  | (Settled & { readonly state: 'not found'; readonly refusedLater: boolean })
