// Keyed hashes that stand for a post or an author wherever content must not go.
import { createHash, createHmac, type KeyObject } from 'node:crypto'
import { canonicalJson } from './canonical.ts'
import type { Content } from './vault.ts'

/** First 128 bits of HMAC-SHA256(pepper, parts joined by NUL), 32 hex digits. A `KeyObject` is seven times faster than a Buffer. */
const keyed = (pepper: KeyObject, parts: readonly string[]) =>
  createHmac('sha256', pepper).update(parts.join('\0')).digest('hex').slice(0, 32)

export const postRef = (pepper: KeyObject, channel: string, source: string, id: string) =>
  keyed(pepper, ['post', channel, source, id])

/** Whether a stranger's word can be a ref at all. */
export const isRef = (text: string): boolean => /^[0-9a-f]{32}$/.test(text)

/** Of a whole thread, in the vault only. */
export const threadRef = (pepper: KeyObject, channel: string, source: string, thread: string) =>
  keyed(pepper, ['thread', channel, source, thread])

export const authorRef = (pepper: KeyObject, source: string, author: string) =>
  keyed(pepper, ['author', source, author])

/** Tells a secret from the one before without saying anything of either. */
export const secretTag = (pepper: KeyObject, key: string, secret: string) =>
  keyed(pepper, ['secret', key, secret]).slice(0, 16)

/** Of a mail address, in the vault only; letters count alike in either case. */
export const addressRef = (pepper: KeyObject, address: string) => keyed(pepper, ['address', address.toLowerCase()])

/** What a follower's links carry beside the id, which the log holds too. */
export const followerToken = (pepper: KeyObject, id: string) => keyed(pepper, ['follower', id])

/** SHA-256(salt, canonical content), hex. Guessing a short text from it is hopeless without the salt. */
export const commitment = (salt: Uint8Array, content: Content) =>
  createHash('sha256').update(salt).update(canonicalJson(content)).digest('hex')
