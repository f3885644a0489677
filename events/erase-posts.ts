// Erases posts for good: ledger, vault, log, disk, receipt, in this order, so that a crash anywhere is carried on from.
import type { KeyObject } from 'node:crypto'
import { carryOut } from './carry-out.ts'
import { channelKinds } from './channel.ts'
import type { EventLog } from './event-log.ts'
import type { Erasure, Ledger, Receipt } from './ledger.ts'
import { type ErasureReason, postStream } from './post.ts'
import { decideErasure, postOf } from './post-rules.ts'
import { Problem } from './problem.ts'
import { authorRef, isRef, postRef } from './refs.ts'
import { everyVersion, type Vault } from './vault.ts'

export type ErasureRequest =
  | { readonly ref: string }
  | { readonly source: string; readonly id: string; readonly channel?: string }
  | { readonly author: string; readonly source?: string }
  | { readonly channel: string }
  /** As they are, whether they are known or not: what is not is refused beforehand. */
  | { readonly refs: readonly string[] }

/** `completed` rejects when a step failed; the erasure then stays open and `resume` carries it on. */
type ErasureBegun = { readonly receipt: Receipt; readonly completed: Promise<Receipt> }

export type ErasePosts = {
  /**
   * Answers once the ledger has it: from then on these posts are refused, whatever happens.
   * @throws Problem `not-found`, `conflict` (several channels hold that id: name one), `unavailable`
   */
  readonly erase: (request: ErasureRequest) => Promise<ErasureBegun>
  /** Carries every open erasure through, those of a crash too. Answers how many. */
  readonly resume: () => Promise<number>
  /** Carries every erasure there ever was through again: on a vault or a log that comes out of a backup. Answers how many. */
  readonly replay: () => Promise<number>
  readonly receipt: (id: string) => Receipt | undefined
}

type Parts = {
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly vault: Vault
  readonly ledger: Ledger
  readonly pepper: KeyObject
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
}

const refsPerStep = 200
const atATime = 50

export const createErasePosts = ({ log, vault, ledger, pepper, now, random }: Parts): ErasePosts => {
  const isoNow = () => new Date(now()).toISOString()
  const running = new Map<string, Promise<Receipt>>()

  const isKnown = async (ref: string) =>
    isRef(ref) && ((await log.read(postStream(ref))).length > 0 || (await vault.get([ref])).size > 0)

  const known = async (refs: readonly string[]): Promise<string[]> => {
    const found = await Promise.all(refs.map(isKnown))
    return refs.filter((_, i) => found[i])
  }

  const refsOfId = async (source: string, id: string, channel: string | undefined): Promise<string[]> => {
    if (channel !== undefined) return [postRef(pepper, channel, source, id)]
    const origins = (await vault.origins()).filter((origin) => origin.source === source)
    const refs = await known(origins.map((origin) => postRef(pepper, origin.channel, source, id)))
    if (refs.length <= 1) return refs
    throw new Problem('conflict', `erasing a post: ${refs.length} channels hold a post of that source and id; name one`)
  }

  const authorRefs = async (author: string, source: string | undefined): Promise<string[]> => {
    // Sources that never had a post, too: connectors name theirs by their kind.
    const everySource = async () => [...(await vault.origins()).map((origin) => origin.source), ...channelKinds]
    const sources = source === undefined ? await everySource() : [source]
    return [...new Set(sources)].map((one) => authorRef(pepper, one, author))
  }

  const toErase = async (request: ErasureRequest): Promise<Pick<Erasure, 'reason' | 'refs' | 'authorRefs'>> => {
    const of = (reason: ErasureReason, refs: readonly string[], authors: readonly string[] = []) => {
      if (refs.length + authors.length > 0) return { reason, refs, authorRefs: authors }
      throw new Problem('not-found', 'erasing: there is no such post; check the source and the id, or name the channel')
    }
    if ('ref' in request) return of('request', await known([request.ref]))
    if ('refs' in request) return of('request', request.refs)
    if ('id' in request) return of('request', await refsOfId(request.source, request.id, request.channel))
    if (!('author' in request)) return of('channel', await vault.refsOfChannel(request.channel))
    const authors = await authorRefs(request.author, request.source)
    return of('author', (await Promise.all(authors.map(vault.refsOfAuthor))).flat(), authors)
  }

  /** Posts that came in between the look into the vault and the ledger's line. */
  const enterLateOnes = async (erasure: Erasure): Promise<readonly string[]> => {
    const now = (await Promise.all(erasure.authorRefs.map(vault.refsOfAuthor))).flat()
    const before = new Set(erasure.refs)
    const late = now.filter((ref) => !before.has(ref))
    if (late.length > 0) await ledger.enter({ ...erasure, refs: late })
    return [...erasure.refs, ...late]
  }

  const record = (ref: string, reason: ErasureReason) =>
    carryOut(log, postStream(ref), postOf, (state) => decideErasure(state, reason))

  const carryThrough = async (erasure: Erasure): Promise<Receipt> => {
    const refs = await enterLateOnes(erasure)
    const steps = Array.from({ length: Math.ceil(refs.length / refsPerStep) }, (_, i) =>
      refs.slice(i * refsPerStep, (i + 1) * refsPerStep),
    )
    for (const step of steps) await vault.supersede(step.map((ref) => ({ ref, version: everyVersion })))
    const forgottenAt = isoNow()
    for (const step of steps) await Promise.all(step.map((ref) => record(ref, erasure.reason)))
    const recordedAt = isoNow()
    // Again: a delivery under way may have put a row meanwhile. This one answers when no byte is left on disk.
    await vault.forget(refs)
    const before = ledger.receipt(erasure.id)
    if (before?.completedAt === undefined)
      await ledger.complete(erasure.id, { forgottenAt, recordedAt, completedAt: isoNow() })
    return ledger.receipt(erasure.id) as Receipt
  }

  const carry = (erasure: Erasure): Promise<Receipt> => {
    const already = running.get(erasure.id)
    if (already !== undefined) return already
    const completed = carryThrough(erasure).finally(() => running.delete(erasure.id))
    running.set(erasure.id, completed)
    return completed
  }

  /** Several at a time: they share commits and the last step. */
  const carryAll = async (erasures: readonly Erasure[]): Promise<number> => {
    for (let i = 0; i < erasures.length; i += atATime) await Promise.all(erasures.slice(i, i + atATime).map(carry))
    return erasures.length
  }

  return {
    erase: async (request) => {
      const what = await toErase(request)
      const id = Buffer.from(random(16)).toString('base64url')
      const erasure: Erasure = { id, requestedAt: isoNow(), ...what }
      await ledger.enter(erasure)
      const completed = carry(erasure)
      completed.catch(() => {}) // whoever awaits it hears of it; the ledger keeps it open
      return { receipt: ledger.receipt(id) as Receipt, completed }
    },
    resume: () => carryAll(ledger.open()),
    replay: () => carryAll(ledger.all()),
    receipt: ledger.receipt,
  }
}
