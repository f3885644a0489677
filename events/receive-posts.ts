// Posts in → refs, content to the vault, events to the log → one outcome per post.
// Made for posts never seen: those cost no read. The rest go to settle-posts.ts.
import type { KeyObject } from 'node:crypto'
import type { IncomingPost, Outcome, ReceivePosts } from './incoming-post.ts'
import { type Keeping, keptUntil } from './keeping.ts'
import { postStream } from './post.ts'
import { decideDelivery, initial } from './post-rules.ts'
import { Problem } from './problem.ts'
import { authorRef, commitment, postRef, threadRef } from './refs.ts'
import { createSettlePosts, type Draft, type SettleParts } from './settle-posts.ts'
import type { VaultItem } from './vault.ts'

const saltBytes = 32
const saltsAtOnce = 128 // one call for random bytes costs as much as a hash
const first = 1 // version of a first wording

type ReceiveParts = SettleParts & {
  readonly pepper: KeyObject
  readonly now: () => number
  readonly random: (bytes: number) => Uint8Array
  /** How long the text is kept, and how often its source is asked again whether it still shows it. */
  readonly keeping: (channel: string, source: string) => Keeping
  /** Posts made later than now are taken as made now up to this far ahead, and rejected beyond. */
  readonly clockAheadMs: number
}

const outcomeOf = (outcome: Exclude<Outcome['outcome'], 'rejected'>): Outcome => ({ outcome })
const tooFarAhead: Outcome = {
  outcome: 'rejected',
  problem: new Problem('invalid', 'taking a post: it was made in the future; correct its time', {
    faults: [{ pointer: '/at', detail: 'is more than 5 minutes ahead of our clock' }],
  }),
}

/** Each salt is given out once. */
const createSalts = (random: (bytes: number) => Uint8Array) => {
  let pool: Uint8Array = new Uint8Array(0)
  let used = 0
  return (): Uint8Array => {
    if (used === pool.length) {
      pool = random(saltBytes * saltsAtOnce)
      used = 0
    }
    used += saltBytes
    return pool.subarray(used - saltBytes, used)
  }
}

export const createReceivePosts = (parts: ReceiveParts): ReceivePosts => {
  const { log, vault, ledger, pepper, now, random, keeping, clockAheadMs } = parts
  const settle = createSettlePosts(parts)
  const nextSalt = createSalts(random)
  /** Posts of one ref are handled one after the other: the end of the last call that holds each ref. */
  const lastOf = new Map<string, Promise<void>>()

  const draft = (channel: string, post: IncomingPost, index: number, nowMs: number): Draft => {
    const { source, kind, removed, content, repostOf, revision } = post
    const ref = postRef(pepper, channel, source, content.id)
    const at = new Date(Math.min(post.atMs, nowMs)).toISOString()
    const { author, threadId } = content
    const refs = {
      ...(author === undefined ? {} : { authorRef: authorRef(pepper, source, author) }),
      ...(post.threadGoes && threadId ? { threadRef: threadRef(pepper, channel, source, threadId) } : {}),
    }
    return {
      index,
      origin: { ref, channel, source, kind, at },
      post,
      said: {
        ...(post.atMs > nowMs ? { clockAhead: true } : {}),
        ...(post.estimated ? { estimated: true } : {}),
        ...(repostOf === undefined ? {} : { amplifies: postRef(pepper, channel, source, repostOf) }),
        ...(revision === undefined ? {} : { revision }),
      },
      row: removed
        ? undefined
        : {
            ref,
            channel,
            source,
            ...refs,
            salt: nextSalt(),
            content,
            ...keptUntil(keeping(channel, source), nowMs, nowMs),
          },
    }
  }

  /** Answers the drafts that turned out to be known. */
  const receiveFresh = async (drafts: readonly Draft[], outcomes: Outcome[]): Promise<Draft[]> => {
    const rows = drafts.map(({ row }) => ({ ...(row as VaultItem), version: first }))
    const kept = await vault.put(rows)
    const mine = drafts.filter((_, i) => kept[i] === 'kept')
    const writes = mine.map(({ origin, row, said }) => {
      const content = row === undefined ? '' : commitment(row.salt, row.content)
      const delivery = { removed: undefined, origin, wording: 'changed', version: first, content, ...said } as const
      return {
        stream: postStream(origin.ref),
        expected: 'none' as const,
        events: decideDelivery(initial, delivery).events,
      }
    })
    const written = writes.length === 0 ? [] : await log.append(writes)
    const known = drafts.filter((_, i) => kept[i] !== 'kept')
    for (const [i, one] of mine.entries()) {
      // An erasure may have come in between, and then it has not seen this post.
      if (written[i]?.outcome !== 'appended' || ledger.isErased(one.origin.ref, one.row?.authorRef)) known.push(one)
      else outcomes[one.index] = outcomeOf('accepted')
    }
    return known
  }

  return async (channel, posts) => {
    const nowMs = now()
    const outcomes = new Array<Outcome>(posts.length)
    const { promise: done, resolve } = Promise.withResolvers<void>()
    const refs: string[] = []
    const before = new Set<Promise<void>>()
    const fresh: Draft[] = []
    const later: Draft[] = []
    for (const [index, post] of posts.entries()) {
      if (post.atMs > nowMs + clockAheadMs) {
        outcomes[index] = tooFarAhead
        continue
      }
      const one = draft(channel, post, index, nowMs)
      const { ref } = one.origin
      if (ledger.isErased(ref, one.row?.authorRef)) {
        outcomes[index] = outcomeOf('refused')
        continue
      }
      const last = lastOf.get(ref)
      if (last !== undefined && last !== done) before.add(last)
      lastOf.set(ref, done)
      refs.push(ref)
      if (last === undefined && one.row !== undefined) fresh.push(one)
      else later.push(one)
    }
    try {
      const known = fresh.length === 0 ? [] : await receiveFresh(fresh, outcomes)
      if (known.length + later.length > 0) {
        await Promise.all(before)
        for (const [index, outcome] of await settle([...known, ...later])) outcomes[index] = outcomeOf(outcome)
      }
      return outcomes
    } finally {
      for (const ref of refs) if (lastOf.get(ref) === done) lastOf.delete(ref)
      resolve()
    }
  }
}
