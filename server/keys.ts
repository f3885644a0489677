// Who may do what: API keys, shown once, kept as SHA-256, compared in constant time.
import { createHash, timingSafeEqual } from 'node:crypto'
import { carryOut } from '../events/carry-out.ts'
import type { EventLog } from '../events/event-log.ts'
import { keysStream, type Scope } from '../events/key.ts'
import { decideIssue, decideRevoke, type IssuedKey, type KeysState, keysStateOf } from '../events/key-rules.ts'
import { Problem } from '../events/problem.ts'

const keyBytes = 32
const idLength = 12
const minGivenLength = 20

const digestOf = (key: string) => createHash('sha256').update(key).digest()

/** Whoever showed a valid key. */
export type Identity = { readonly id: string; readonly name: string; readonly scopes: readonly Scope[] }

const includes: Record<Scope, readonly Scope[]> = {
  read: ['read', 'edit', 'admin'],
  ingest: ['ingest', 'admin'],
  edit: ['edit', 'admin'],
  admin: ['admin'],
}
export const allows = ({ scopes }: Pick<Identity, 'scopes'>, scope: Scope): boolean =>
  includes[scope].some((one) => scopes.includes(one))

type Known = Identity & { readonly digest: Buffer; readonly expiresAtMs: number }

export type KeyRequest = {
  readonly name: string
  readonly scopes: readonly Scope[]
  readonly expiresAt?: string | undefined
}

export type Keys = {
  /** `key` is told here and never again. */
  readonly issue: (
    request: KeyRequest,
  ) => Promise<{ readonly key: string; readonly issued: IssuedKey; readonly version: number }>
  /** @throws Problem `not-found` */
  readonly revoke: (id: string) => Promise<{ readonly version: number | undefined }>
  /** All of them, revoked and expired ones too, in the order of issuing. Use is remembered by this process only. */
  readonly all: () => readonly (IssuedKey & { readonly lastUsedAt?: string })[]
  /** @throws Problem `unauthorised`, `forbidden` */
  readonly authenticate: (authorization: string | undefined, scope: Scope) => Identity
  /** The holder of a key, whatever it may do; `undefined` when it is not valid. */
  readonly holder: (key: string) => Identity | undefined
  /** Reads the log again: another process may have issued or revoked. */
  readonly refresh: () => Promise<void>
  /** On the first start of all: an admin key, to be shown once. `undefined` when there is or was one. */
  readonly firstAdminKey: () => Promise<string | undefined>
}

export type KeysParts = {
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  /** Keys that hold for this run only and are in no log: name → key. All may all. */
  readonly given?: { readonly [name: string]: string }
}

export const makeKey = (random: (bytes: number) => Uint8Array) =>
  `ock_${Buffer.from(random(keyBytes)).toString('base64url')}`

const bearer = (authorization: string | undefined) => /^Bearer +(\S+) *$/i.exec(authorization ?? '')?.[1]

/** @throws Problem `usage` when a given key is too short to be safe; what reading the log throws */
export const createKeys = async ({ log, now, random, given = {} }: KeysParts): Promise<Keys> => {
  const ofThisRun = Object.entries(given).map(([name, key]): Known => {
    if (key.length < minGivenLength || /\s/.test(key))
      throw new Problem(
        'usage',
        `setting the ${name} key: it must have ${minGivenLength} characters or more, no blanks`,
      )
    return { id: name, name, scopes: ['admin'], digest: digestOf(key), expiresAtMs: Number.POSITIVE_INFINITY }
  })
  let state: KeysState = new Map()
  let known: readonly Known[] = ofThisRun
  const usedAtMs = new Map<string, number>()

  const refresh = async () => {
    state = keysStateOf(await log.read(keysStream))
    const valid = [...state.values()].filter(({ revokedAt }) => revokedAt === undefined)
    known = [
      ...ofThisRun,
      ...valid.map(({ id, name, scopes, hash, expiresAt }) => ({
        id,
        name,
        scopes,
        digest: Buffer.from(hash, 'hex'),
        expiresAtMs: expiresAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(expiresAt),
      })),
    ]
  }
  await refresh()

  const holder = (key: string): Identity | undefined => {
    const digest = digestOf(key)
    let found: Known | undefined
    // To the end of the list, whichever fits: the time says nothing about which, or how nearly.
    for (const one of known) if (timingSafeEqual(one.digest, digest) && one.expiresAtMs > now()) found = one
    if (found === undefined) return undefined
    usedAtMs.set(found.id, now())
    return { id: found.id, name: found.name, scopes: found.scopes }
  }

  const issue = async ({ name, scopes, expiresAt }: KeyRequest) => {
    const key = makeKey(random)
    const hash = digestOf(key).toString('hex')
    const id = hash.slice(0, idLength)
    const data = { id, name, hash, scopes, ...(expiresAt === undefined ? {} : { expiresAt }) }
    const { version = 0 } = await carryOut(log, keysStream, keysStateOf, (before) => decideIssue(before, data))
    await refresh()
    return { key, issued: state.get(id) as IssuedKey, version }
  }

  return {
    issue,
    revoke: async (id) => {
      const { version } = await carryOut(log, keysStream, keysStateOf, (before) => decideRevoke(before, id))
      await refresh()
      return { version }
    },
    all: () =>
      [...state.values()].map((key) => {
        const usedMs = usedAtMs.get(key.id)
        return usedMs === undefined ? key : { ...key, lastUsedAt: new Date(usedMs).toISOString() }
      }),
    holder,
    refresh,
    authenticate: (authorization, scope) => {
      const key = bearer(authorization)
      const identity = key === undefined ? undefined : holder(key)
      if (identity === undefined)
        throw new Problem('unauthorised', 'checking the key: send a valid one as "Authorization: Bearer ock_…"')
      if (!allows(identity, scope))
        throw new Problem('forbidden', `checking the key: it is valid but lacks the scope "${scope}"`)
      return identity
    },
    firstAdminKey: async () => {
      if (given.admin !== undefined || [...state.values()].some(({ scopes }) => scopes.includes('admin')))
        return undefined
      return (await issue({ name: 'admin, made at first start', scopes: ['admin'] })).key
    },
  }
}
