// Removes what is kept of a thread that its platform took away whole, naming only that.
import type { KeyObject } from 'node:crypto'
import type { ChannelKind } from '../events/channel.ts'
import type { ReceivePosts } from '../events/incoming-post.ts'
import { threadRef } from '../events/refs.ts'
import type { Vault } from '../events/vault.ts'
import { removal } from './removal.ts'

type Parts = {
  readonly vault: Pick<Vault, 'refsOfThread' | 'get'>
  readonly receivePosts: ReceivePosts
  readonly kindOf: (channel: string) => ChannelKind | undefined
  readonly pepper: KeyObject
  readonly now: () => number
}

export const createRemoveThread =
  ({ vault, receivePosts, kindOf, pepper, now }: Parts) =>
  /** Answers how many posts went, once they have. */
  async (channel: string, thread: string): Promise<number> => {
    const source = kindOf(channel)
    if (source === undefined) return 0
    const kept = await vault.get(await vault.refsOfThread(threadRef(pepper, channel, source, thread)))
    const posts = [...kept.values()].map(({ content: { id } }) => removal(source, id, now()))
    const outcomes = posts.length === 0 ? [] : await receivePosts(channel, posts)
    return outcomes.filter(({ outcome }) => outcome === 'removed').length
  }
