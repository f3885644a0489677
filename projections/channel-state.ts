// What is known of a channel: what it is, what of it was read, what failed, and how it did.
import type { ChannelConfig, ChannelKind, SecretTags, Shows } from '../events/channel.ts'
import type { Span } from './spans.ts'

type ChannelGapSpan = Span & { readonly reason: string }

export type ChannelState = {
  readonly id: string
  readonly kind: ChannelKind
  readonly config: ChannelConfig
  readonly secrets: SecretTags
  readonly openedAt: string
  readonly closedAt?: string
  /** Ever received, later removed ones too; per source. */
  readonly posts: number
  readonly sources: { readonly [source: string]: number }
  /** By when posts were made. */
  readonly firstPostAt?: string
  readonly lastPostAt?: string
  /** When something last came in, or was last read to its end. */
  readonly lastReadAt?: string
  /** What was read to its end, in order, apart. */
  readonly reads: readonly Span[]
  readonly gaps: readonly ChannelGapSpan[]
  /** Where its source goes on. */
  readonly cursor?: string
  /** What there is of it to read, where that is not all. */
  readonly shows?: Shows
  /** Its source asks not to be read before. */
  readonly nextAt?: string
  /** Since the last success. `retryAt`: somebody must act, it is tried again only then. */
  readonly failing?: {
    readonly since: string
    readonly at: string
    readonly times: number
    readonly problem: string
    readonly retryAt?: string
    readonly refused?: true
  }
  /** Objects its platform billed on that day (UTC, `2026-11-24`). */
  readonly billed?: { readonly day: string; readonly reads: number }
  /** Since when its platform cannot be asked any more: switched off, or without credentials that are taken. Only where that ends the right to keep anything. */
  readonly accessLostAt?: string
  /** When what was kept was erased for that. */
  readonly erasedAt?: string
  /** How it did until `knownAt`, when it was last looked at, within a minute of its last event: each change in order; the last of them. */
  readonly health: readonly HealthChange[]
  readonly knownAt: string
}

export type ChannelHealth = {
  readonly state: 'ok' | 'delayed' | 'failing' | 'silent' | 'off'
  /** ISO 8601 UTC: since when it is so; absent while ok. */
  readonly since?: string
  /** One sentence; absent while ok. */
  readonly problem?: string
}

/** `at`: when it could be seen, ISO 8601 UTC. */
export type HealthChange = ChannelHealth & { readonly at: string }

/** Somebody posts to it: not all of its posts lie in what an import read. */
export const isPushed = ({ kind, firstPostAt, lastPostAt, reads }: ChannelState): boolean => {
  const [first, last] = [reads[0], reads.at(-1)]
  if (kind !== 'webhook' || firstPostAt === undefined || lastPostAt === undefined) return false
  return first === undefined || last === undefined || firstPostAt < first.from || lastPostAt > last.to
}
