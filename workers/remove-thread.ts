// Removes what is kept of a thread that its platform took away whole. Which posts are of it is known to the vault alone, sealed: all of the
// channel is looked through, some 10 µs a post, in steps. That is rare, and threads told of meanwhile share the next look.
import type { KeyObject } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ChannelKind } from '../events/channel.ts'
import type { IncomingPost, ReceivePosts } from '../events/incoming-post.ts'
import { postRef } from '../events/refs.ts'
import type { Vault } from '../events/vault.ts'

const refsPerStep = 200

type Parts = {
  readonly vault: Pick<Vault, 'refsOfChannel' | 'get'>
  readonly receivePosts: ReceivePosts
  readonly kindOf: (channel: string) => ChannelKind | undefined
  readonly pepper: KeyObject
  readonly now: () => number
}

/** By thread, how many posts went. */
type Removed = ReadonlyMap<string, number>

export const createRemoveThread = ({ vault, receivePosts, kindOf, pepper, now }: Parts) => {
  const waiting = new Map<string, { readonly threads: Set<string>; readonly removed: Promise<Removed> }>()
  const last = new Map<string, Promise<unknown>>()

  const removal = (source: string, id: string): IncomingPost => ({
    source,
    kind: 'post',
    atMs: now(),
    removed: true,
    content: { id, text: '' },
  })

  const remove = async (channel: string, threads: ReadonlySet<string>): Promise<Removed> => {
    const removed = new Map<string, number>()
    const source = kindOf(channel)
    if (source === undefined) return removed
    const refs = await vault.refsOfChannel(channel)
    const found: { readonly id: string; readonly thread: string }[] = []
    for (let from = 0; from < refs.length; from += refsPerStep) {
      for (const [ref, { content }] of await vault.get(refs.slice(from, from + refsPerStep))) {
        const { id, threadId = '' } = content
        if (threads.has(threadId) && postRef(pepper, channel, source, id) === ref) found.push({ id, thread: threadId })
      }
      await nextTurn()
    }
    const outcomes = await receivePosts(
      channel,
      found.map(({ id }) => removal(source, id)),
    )
    for (const [i, { thread }] of found.entries())
      if (outcomes[i]?.outcome === 'removed') removed.set(thread, (removed.get(thread) ?? 0) + 1)
    return removed
  }

  /** Answers how many posts went, once they have. */
  return async (channel: string, thread: string): Promise<number> => {
    const joined = waiting.get(channel)
    if (joined !== undefined) {
      joined.threads.add(thread)
      return (await joined.removed).get(thread) ?? 0
    }
    const threads = new Set([thread])
    const before = last.get(channel) ?? Promise.resolve()
    const removed = before
      .catch(() => {})
      .then(() => {
        waiting.delete(channel)
        return remove(channel, threads)
      })
    waiting.set(channel, { threads, removed })
    last.set(channel, removed)
    return (await removed).get(thread) ?? 0
  }
}
