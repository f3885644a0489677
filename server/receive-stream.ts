// Hands a stream of posts on to be received: in order, at constant memory, several lots at a time so that they share a commit.
import type { Outcome, ReceivePosts } from '../events/incoming-post.ts'
import type { Problem } from '../events/problem.ts'
import type { NumberedItem } from '../sources/import/format.ts'
import type { Backlog } from './backlog.ts'

const maxLotPosts = 500
const maxLotsAtOnce = 2 // one is read while the other is written; more only lengthens the lives of posts in memory

/** `dropped`: seen, and nothing to be kept. */
export type Totals = { readonly read: number; readonly dropped: number } & {
  readonly [Name in Outcome['outcome']]: number
}

type StreamParts = {
  readonly receivePosts: ReceivePosts
  readonly backlog: Backlog
  readonly onRejected: (line: number, problem: Problem) => void
  /** After each lot. */
  readonly onProgress?: (totals: Totals) => void
}

const none: Totals = { read: 0, dropped: 0, accepted: 0, duplicate: 0, edited: 0, removed: 0, refused: 0, rejected: 0 }

/** @throws what `receivePosts` or `stream` throws, once no lot is under way; earlier lots are kept */
export const receiveStream = async (
  { receivePosts, backlog, onRejected, onProgress }: StreamParts,
  channel: string,
  stream: AsyncIterable<readonly NumberedItem[]>,
): Promise<Totals> => {
  const totals = { ...none } as { -readonly [Name in keyof Totals]: Totals[Name] }
  const underWay = new Set<Promise<void>>()
  let last = Promise.resolve()
  let failure: { readonly error: unknown } | undefined

  const reject = (line: number, problem: Problem) => {
    totals.rejected++
    onRejected(line, problem)
  }
  /** @param before the lot before: told of first */
  const receive = async (lot: readonly NumberedItem[], release: () => void, before: Promise<void>) => {
    try {
      const posts = lot.flatMap(({ item }) => ('post' in item ? [item.post] : []))
      const outcomes = posts.length === 0 ? [] : await receivePosts(channel, posts)
      await before
      let next = 0
      for (const { line, item } of lot) {
        if ('dropped' in item) {
          totals.dropped++
          continue
        }
        const outcome: Outcome | undefined =
          'problem' in item ? { outcome: 'rejected', problem: item.problem } : outcomes[next++]
        if (outcome?.outcome === 'rejected') reject(line, outcome.problem)
        else if (outcome !== undefined) totals[outcome.outcome]++
      }
      totals.read += lot.length
      onProgress?.(totals)
    } catch (error) {
      failure ??= { error }
    } finally {
      release()
    }
  }

  try {
    for await (const items of stream) {
      for (let from = 0; from < items.length && failure === undefined; from += maxLotPosts) {
        const lot = items.slice(from, from + maxLotPosts)
        const bytes = lot.reduce((sum, item) => sum + item.bytes, 0)
        last = receive(lot, await backlog.takeWhenFree(lot.length, bytes), last)
        const receiving = last
        underWay.add(receiving)
        void receiving.then(() => underWay.delete(receiving))
        if (underWay.size >= maxLotsAtOnce) await Promise.race(underWay)
      }
      if (failure !== undefined) break
    }
  } finally {
    await Promise.all(underWay)
  }
  if (failure !== undefined) throw failure.error
  return totals
}
