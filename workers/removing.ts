// How an installation takes requests to remove a post by its link, and how the operator settles them.
import { randomBytes } from 'node:crypto'
import { carryOut } from '../events/carry-out.ts'
import type { ErasePosts } from '../events/erase-posts.ts'
import { Problem } from '../events/problem.ts'
import { isRemovalId, type RemovalEvent, removalSecret, removalStream } from '../events/removal.ts'
import {
  decideDecline,
  decideGrant,
  decideRequest,
  initial,
  type KnownRemoval,
  needWaiting,
  noSuchRequest,
  type RemovalState,
  removalOf,
} from '../events/removal-rules.ts'
import { openRequestsOf } from '../projections/removal-requests.ts'
import { readLink } from '../sources/link.ts'
import { createFindLinked, type Linked } from './find-linked.ts'
import type { Ports } from './ports.ts'

/** What somebody wrote; sealed in the vault until it is settled. */
export type Asked = { readonly link: string; readonly note?: string }
type Kept = Asked & { readonly at: string }

/** `asked` is absent where the vault lost it: then it can only be declined. */
export type OpenRemoval = { readonly id: string; readonly requestedAt: string; readonly asked: Asked | undefined }

/** What was found is the same for so long, so that the operator erases what was looked at. */
const foundKeptMs = 5 * 60_000
const maxFoundKept = 100

type Parts = Omit<Ports, 'jobs' | 'ledger'> & {
  readonly erasing: Pick<ErasePosts, 'erase'>
  readonly limits: { readonly maxOpenRemovals: number }
}

export type Removing = {
  /** Durable when this answers. @throws Problem `invalid` (no link of a web page), `busy` (too many wait), `unavailable` */
  readonly ask: (asked: Asked) => Promise<{ readonly id: string; readonly version: number | undefined }>
  /** @throws Problem `not-found` */
  readonly state: (id: string) => Promise<KnownRemoval>
  /** Those that wait, oldest first. */
  readonly open: () => Promise<readonly OpenRemoval[]>
  /** Looks for its posts, which may take a while. @throws Problem `not-found`, `conflict` (settled) */
  readonly find: (id: string) => Promise<{ readonly request: OpenRemoval; readonly found: Linked }>
  /**
   * Erases these of the posts found, all of them when none are named, and has the link refused later.
   * @throws Problem `not-found`, `conflict` (settled), `invalid` (a ref that was not found)
   */
  readonly grant: (id: string, refs?: readonly string[]) => Promise<{ readonly version: number | undefined }>
  /** @throws Problem `not-found`, `conflict` (settled) */
  readonly decline: (id: string, reason: string) => Promise<{ readonly version: number | undefined }>
}

export const createRemoving = ({ log, vault, readModel, pepper, now, erasing, limits }: Parts): Removing => {
  const findLinked = createFindLinked({ log, vault, readModel, pepper })
  const isoNow = () => new Date(now()).toISOString()
  /** Asked here and not folded yet. */
  const recent = new Set<string>()
  const settling = new Set<string>()
  const kept = new Map<string, { readonly untilMs: number; readonly found: Promise<Linked> }>()

  const openNow = () => {
    const open = openRequestsOf(readModel)
    for (const { id } of open) recent.delete(id)
    return open
  }

  const state = async (id: string): Promise<KnownRemoval> => {
    const known = isRemovalId(id) ? removalOf(await log.read(removalStream(id))) : initial
    if (known.status === 'unknown') throw noSuchRequest('reading a request')
    return known
  }

  const askedOf = async (id: string): Promise<Asked | undefined> => {
    const sealed = await vault.secret(removalSecret(id))
    if (sealed === undefined) return undefined
    const { at: _, ...asked } = JSON.parse(sealed) as Kept
    return asked
  }

  const needOpen = async (id: string, operation: string): Promise<OpenRemoval> => {
    const known = await state(id)
    needWaiting(known, operation)
    return { id, requestedAt: known.requestedAt, asked: await askedOf(id) }
  }

  const foundOf = ({ id, asked }: OpenRemoval): Promise<Linked> => {
    if (asked === undefined) return Promise.resolve({ posts: [], more: false, erased: 0, unknown: [] })
    const before = kept.get(id)
    if (before !== undefined && before.untilMs > now()) return before.found
    const found = findLinked(asked.link)
    kept.set(id, { untilMs: now() + foundKeptMs, found })
    found.catch(() => kept.delete(id))
    for (const old of kept.keys()) if (kept.size > maxFoundKept) kept.delete(old)
    return found
  }

  /** One hand at a time: erasing and saying so are two steps. */
  const settle = async (
    id: string,
    operation: string,
    decide: (request: OpenRemoval) => Promise<(known: RemovalState) => readonly RemovalEvent[]>,
  ) => {
    if (settling.has(id)) throw new Problem('conflict', `${operation}: somebody settles this request just now`)
    settling.add(id)
    try {
      const decided = await decide(await needOpen(id, operation))
      const { version } = await carryOut(log, removalStream(id), removalOf, decided)
      recent.delete(id)
      kept.delete(id)
      await vault.keepSecret(removalSecret(id), undefined)
      return { version }
    } finally {
      settling.delete(id)
    }
  }

  return {
    state,
    ask: async ({ link, note }) => {
      if (readLink(link) === undefined)
        throw new Problem('invalid', 'asking for a removal: this is no link of a web page', {
          faults: [{ pointer: '/url', detail: 'must be a link that begins with http:// or https://' }],
        })
      if (openNow().length + recent.size >= limits.maxOpenRemovals)
        throw new Problem('busy', 'asking for a removal: too many requests wait for the operator; try again later', {
          retryAfterSeconds: 3_600,
        })
      const id = randomBytes(16).toString('base64url')
      const at = isoNow()
      const asked: Kept = { link, ...(note === undefined ? {} : { note }), at }
      recent.add(id)
      try {
        await vault.keepSecret(removalSecret(id), JSON.stringify(asked))
        const known = (before: RemovalState) => decideRequest(before, { id, at })
        const { version } = await carryOut(log, removalStream(id), removalOf, known)
        return { id, version }
      } catch (error) {
        recent.delete(id)
        throw error
      }
    },
    open: () => Promise.all(openNow().map(async (request) => ({ ...request, asked: await askedOf(request.id) }))),
    find: async (id) => {
      const request = await needOpen(id, 'looking for the posts of a request')
      return { request, found: await foundOf(request) }
    },
    grant: (id, refs) =>
      settle(id, 'granting a removal', async (request) => {
        if (request.asked === undefined)
          throw new Problem('conflict', 'granting a removal: its link is lost; decline it, and say so')
        const { posts, unknown } = await foundOf(request)
        const all = posts.map(({ ref }) => ref)
        const chosen = refs === undefined ? all : [...new Set(refs)]
        if (chosen.some((ref) => !all.includes(ref)))
          throw new Problem('invalid', 'granting a removal: not all of these posts were found; look at it again', {
            faults: [{ pointer: '/posts', detail: 'must be of those found for this request' }],
          })
        const enter = [...chosen, ...unknown]
        const receipt = enter.length === 0 ? undefined : (await erasing.erase({ refs: enter })).receipt.id
        const data = { id, at: isoNow(), posts: chosen.length, ...(receipt === undefined ? {} : { receipt }) }
        return (known) => decideGrant(known, data)
      }),
    decline: (id, reason) =>
      settle(id, 'declining a removal', async () => (known) => decideDecline(known, { id, at: isoNow(), reason })),
  }
}
