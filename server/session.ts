// Who is signed in at the operator's page: random tokens, known here only as SHA-256, gone when the process ends.
import { createHash } from 'node:crypto'
import type { Identity } from './keys.ts'

const tokenBytes = 32
const cookieName = 'outcry_session'
/** The oldest is signed out when more come. */
const maxSessions = 1_000

type SessionParts = {
  /** Asked at every request: a key that is revoked or expired ends its sessions at once. */
  readonly holder: (key: string) => Identity | undefined
  readonly random: (bytes: number) => Uint8Array
  /** Real time, also while a re-enactment plays; milliseconds since 1970. */
  readonly now: () => number
  readonly sessionMs: number
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('base64url')

const tokenIn = (cookies: string | undefined) =>
  cookies
    ?.split(';')
    .map((cookie) => cookie.trim())
    .find((cookie) => cookie.startsWith(`${cookieName}=`))
    ?.slice(cookieName.length + 1)

/** @param secure the page came by TLS: the cookie never goes without it then */
export const sessionCookie = (token: string, maxAgeMs: number, secure: boolean) =>
  `${cookieName}=${token}; Path=/admin; HttpOnly; SameSite=Strict; Max-Age=${Math.floor(maxAgeMs / 1_000)}${secure ? '; Secure' : ''}`

export const createSessions = ({ holder, random, now, sessionMs }: SessionParts) => {
  const kept = new Map<string, { readonly key: string; readonly endsAtMs: number }>()

  return {
    /** The token of a new session; `undefined` when the key is not valid. */
    open: (key: string): string | undefined => {
      if (holder(key) === undefined) return undefined
      for (const [hash, { endsAtMs }] of kept) if (endsAtMs <= now()) kept.delete(hash)
      for (const hash of kept.keys()) {
        if (kept.size < maxSessions) break
        kept.delete(hash)
      }
      const token = Buffer.from(random(tokenBytes)).toString('base64url')
      kept.set(hashOf(token), { key, endsAtMs: now() + sessionMs })
      return token
    },
    /** @param cookies the header as it came */
    holderOf: (cookies: string | undefined): Identity | undefined => {
      const token = tokenIn(cookies)
      const session = token === undefined ? undefined : kept.get(hashOf(token))
      return session === undefined || session.endsAtMs <= now() ? undefined : holder(session.key)
    },
    close: (cookies: string | undefined): void => {
      const token = tokenIn(cookies)
      if (token !== undefined) kept.delete(hashOf(token))
    },
    sessionMs,
  }
}
export type Sessions = ReturnType<typeof createSessions>
