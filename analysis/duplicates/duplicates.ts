// Which recent post a text repeats: near-duplicates form clusters, and the first post received is a cluster's original.

import type { Words } from '../words.ts'
import { createRecentTexts } from './recent-texts.ts'
import { compare, createShingle, type Shingles } from './shingles.ts'

export type Limits = {
  readonly maxPosts: number
  /** For all posts together, 4 bytes each; a post of n words has n - 2, at most 256. */
  readonly maxShingles: number
  /** Between an original and what repeats it, by the posts' own times. */
  readonly windowMs: number
  /** Of a repost's shingles, those in its original: 0..1. */
  readonly minContained: number
}
export const defaults: Limits = {
  maxPosts: 200_000,
  maxShingles: 5_000_000,
  windowMs: 72 * 3_600_000,
  minContained: 0.9,
}

export type Looked = {
  readonly ref: string
  readonly version: number
  /** Version of the log at which the post was first received: an original came before what repeats it. */
  readonly order: number
  readonly atMs: number
  /** The sorted slugs of its stories, joined by a comma: an original is in every story of what repeats it, or it would not be counted there. */
  readonly groups: string
  readonly words: Words
}
export type Answer = {
  /** Of the cluster's original; undefined: the post repeats nothing. */
  readonly duplicateOf: string | undefined
  /** Oldest first: posts that repeated this one and may do so no longer, to be looked at again. */
  readonly released: readonly string[]
}

export type Duplicates = {
  /** Asked again about the same version and groups, the answer is the same. Another version replaces the one before. */
  readonly look: (post: Looked) => Answer
  /** The original of a native repost's words, whole or cut off. Keeps nothing: a repost is no post. */
  readonly lookReposted: (repost: Pick<Looked, 'order' | 'atMs' | 'words'>) => string | undefined
  /** Drops all that is known of a post. Answers the posts that repeated it, oldest first: to be looked at again, in this order. */
  readonly forget: (ref: string) => readonly string[]
  readonly has: (ref: string) => boolean
  readonly size: () => number
  /** Fixed from the start; refs and clusters come on top, about 150 bytes a post. */
  readonly bytes: number
}

/** Kept apart from the original's own entry, which may be dropped while the cluster goes on. */
type Cluster = {
  readonly ref: string
  readonly order: number
  readonly atMs: number
  groups: string
  readonly members: Set<string>
}
type Entry = Omit<Cluster, 'members'> & {
  readonly version: number
  readonly slot: number
  cluster: Cluster | undefined
  /** Its original went: the answer is to be found again. */
  isReleased: boolean
}

const isWithin = (groups: string, others: string): boolean => {
  if (groups === others || groups === '') return true
  const all = others.split(',')
  return groups.split(',').every((group) => all.includes(group))
}
/**
 * Of the shingles that two posts have together, those in both. One word changed in twenty changes up to three shingles of eighteen,
 * which leaves 15 of 21; in shorter posts one word more or less may be all that differs between two voices.
 */
export const minJaccardOf = (size: number) => (size < 18 ? 0.8 : 0.7)
const none: readonly string[] = []

export const createDuplicates = (limits: Partial<Limits> = {}): Duplicates => {
  const { maxPosts, maxShingles, windowMs, minContained } = { ...defaults, ...limits }
  const shingle = createShingle()
  const entries = new Map<string, Entry>()
  const inSlot = new Array<Entry | undefined>(maxPosts)
  const clusters = new Map<string, Cluster>()

  const leave = (entry: Entry) => {
    const { cluster } = entry
    if (cluster === undefined) return
    entry.cluster = undefined
    cluster.members.delete(entry.ref)
    if (cluster.members.size === 0) clusters.delete(cluster.ref)
  }
  const drop = (entry: Entry) => {
    leave(entry)
    inSlot[entry.slot] = undefined
    if (entries.get(entry.ref) === entry) entries.delete(entry.ref)
  }
  const texts = createRecentTexts(maxPosts, maxShingles, (slot) => {
    const entry = inSlot[slot]
    if (entry !== undefined) drop(entry)
  })

  /** Takes out of the cluster of `ref` those that `goes` tells. */
  const release = (ref: string, goes: (entry: Entry) => boolean): readonly string[] => {
    const cluster = clusters.get(ref)
    if (cluster === undefined) return none
    const gone = [...cluster.members].flatMap((member) => {
      const entry = entries.get(member)
      return entry !== undefined && goes(entry) ? [entry] : []
    })
    for (const entry of gone) {
      leave(entry)
      entry.isReleased = true
    }
    return gone.sort((a, b) => a.order - b.order).map((entry) => entry.ref)
  }
  const forget = (ref: string) => {
    const entry = entries.get(ref)
    if (entry !== undefined) {
      texts.clear(entry.slot)
      drop(entry)
    }
    return release(ref, () => true)
  }

  const find = (
    { order, atMs, ref, groups }: Pick<Looked, 'order' | 'atMs'> & Partial<Looked>,
    shingles: Shingles,
    isSimilar: (likeness: ReturnType<typeof compare>) => boolean,
  ): Entry | Cluster | undefined => {
    const { hashes, size } = shingles
    let found: Entry | Cluster | undefined
    texts.visitSimilar(shingles, (slot, pool, offset, length) => {
      const entry = inSlot[slot]
      if (entry === undefined || entry.order >= order || entry.ref === ref) return false
      const original = entry.cluster ?? entry
      if (Math.abs(original.atMs - atMs) > windowMs || !isWithin(groups ?? '', original.groups)) return false
      if (!isSimilar(compare(hashes, size, pool, offset, length))) return false
      found = original
      return true
    })
    return found
  }
  const join = (entry: Entry, original: Entry | Cluster) => {
    const { ref, order, atMs, groups } = original
    let cluster = clusters.get(ref)
    if (cluster === undefined) {
      cluster = { ref, order, atMs, groups, members: new Set() }
      clusters.set(ref, cluster)
    }
    cluster.members.add(entry.ref)
    entry.cluster = cluster
  }

  return {
    look: (post) => {
      const { ref, version, order, atMs, groups } = post
      let entry = entries.get(ref)
      let released = none
      if (entry !== undefined && entry.version !== version) {
        released = forget(ref)
        entry = undefined
      }
      const own = clusters.get(ref)
      if (own !== undefined && own.groups !== groups) {
        own.groups = groups
        released = release(ref, (member) => !isWithin(member.groups, groups))
      }
      if (entry !== undefined) {
        entry.groups = groups
        if (entry.cluster !== undefined && !isWithin(groups, entry.cluster.groups)) {
          leave(entry)
          entry.isReleased = true
        }
        if (!entry.isReleased) return { duplicateOf: entry.cluster?.ref, released }
      }
      const shingles = shingle(post.words)
      if (shingles === undefined) return { duplicateOf: undefined, released }
      const original = find(post, shingles, ({ jaccard }) => jaccard >= minJaccardOf(shingles.size))
      if (entry === undefined) {
        const slot = texts.put(shingles)
        entry = { ref, version, order, atMs, groups, slot, cluster: undefined, isReleased: false }
        inSlot[slot] = entry
        entries.set(ref, entry)
      }
      entry.isReleased = false
      if (original === undefined) return { duplicateOf: undefined, released }
      // Only a released post can have become an original since: what repeats it repeats its own original.
      const others = release(ref, () => true)
      join(entry, original)
      return { duplicateOf: original.ref, released: [...released, ...others] }
    },
    lookReposted: (repost) => {
      const shingles = shingle(repost.words)
      if (shingles === undefined) return undefined
      return find(repost, shingles, ({ contained }) => contained >= minContained)?.ref
    },
    forget,
    has: (ref) => entries.has(ref),
    size: () => entries.size,
    bytes: texts.bytes,
  }
}
