// What the page "data and deletion" is made of: how texts are kept here, channel by channel, and how late the looks at their sources are.
import type { ChannelKind } from '../events/channel.ts'
import type { Keeping } from '../events/keeping.ts'
import type { Rechecks } from '../events/vault.ts'

/** How long texts of a kind of channel are kept, unless one says otherwise. */
export type KindKeeping = Keeping & { readonly kind: ChannelKind }

/** Whether its source is asked about kept posts at present, and if not, why. */
export type Asking = 'asked' | 'closed' | 'no access' | 'not built'

/** `goneFromMs`: access ended, all of it is erased then; ms since 1970. */
export type ChannelKeeping = KindKeeping &
  Rechecks & {
    readonly id: string
    readonly posts: number
    readonly isClosed: boolean
    readonly asking: Asking
    readonly goneFromMs?: number
  }

export type DataFacts = {
  readonly channels: readonly ChannelKeeping[]
  /** Kinds that no channel here is of. */
  readonly others: readonly KindKeeping[]
  readonly nowMs: number
}
