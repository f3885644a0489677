// API keys: 256 random bits, shown once, known to the log only as SHA-256.
import type { Event } from './event.ts'

export const scopes = ['read', 'ingest', 'edit', 'admin'] as const
export type Scope = (typeof scopes)[number]

export type KeyIssued = Event<
  'KeyIssued',
  {
    readonly id: string
    readonly name: string
    /** SHA-256 of the key, hex. */
    readonly hash: string
    readonly scopes: readonly Scope[]
    readonly expiresAt?: string
  }
>
export type KeyRevoked = Event<'KeyRevoked', { readonly id: string }>
export type KeyEvent = KeyIssued | KeyRevoked

export const keysStream = 'keys'
