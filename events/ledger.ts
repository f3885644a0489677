// Port: the erasures ledger. All that remains of an erased post or author beside its events.
import type { ErasureReason } from './post.ts'

export type Erasure = {
  /** Unguessable; all that one needs to read the receipt. */
  readonly id: string
  readonly reason: ErasureReason
  readonly requestedAt: string
  /** Posts to erase, and authors whose later posts are refused too: refs only. */
  readonly refs: readonly string[]
  readonly authorRefs: readonly string[]
}

export type Receipt = Erasure & {
  readonly forgottenAt?: string
  readonly recordedAt?: string
  readonly completedAt?: string
}

export type Ledger = {
  /** Synchronous: asked for every post that comes in. @throws Problem `unavailable` where a node of a cluster has not heard of it lately */
  readonly isErased: (ref: string, authorRef?: string) => boolean
  /** Durable when this answers. The id of an open erasure entered again adds refs to it. @throws Problem `unavailable` */
  readonly enter: (erasure: Erasure) => Promise<void>
  readonly complete: (id: string, times: Pick<Receipt, 'forgottenAt' | 'recordedAt' | 'completedAt'>) => Promise<void>
  readonly receipt: (id: string) => Receipt | undefined
  /** Entered and not completed: to be carried through at start. */
  readonly open: () => readonly Receipt[]
  /** Every erasure there ever was: to be repeated on a vault that comes out of a backup. */
  readonly all: () => readonly Receipt[]
  readonly close: () => Promise<void>
}
