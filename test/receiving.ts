// What posts are received into, in memory, with a clock that the test sets.
import { createSecretKey, randomBytes } from 'node:crypto'
import { createMemoryEventLog } from '../adapters/memory-event-log.ts'
import { createMemoryLedger } from '../adapters/memory-ledger.ts'
import { createMemoryVault } from '../adapters/memory-vault.ts'
import type { IncomingPost } from '../events/incoming-post.ts'
import { postStream } from '../events/post.ts'
import { postOf } from '../events/post-rules.ts'
import { createReceivePosts } from '../events/receive-posts.ts'
import { postRef } from '../events/refs.ts'

export const dayMs = 24 * 3_600_000
export const atMs = Date.UTC(2026, 10, 24, 12)

export const receiving = () => {
  const clock = { ms: atMs }
  const now = () => clock.ms
  const log = createMemoryEventLog({ now })
  const vault = createMemoryVault({ now })
  const ledger = createMemoryLedger()
  const pepper = createSecretKey(Buffer.alloc(32, 7))
  const parts = {
    log,
    vault,
    ledger,
    pepper,
    now,
    random: randomBytes,
    keeping: () => ({ keptMs: 90 * dayMs, longestMs: 90 * dayMs }),
    clockAheadMs: 5 * 60_000,
  }
  const refOf = (id: string, channel = 'feedback', source = 'webhook') => postRef(pepper, channel, source, id)
  return {
    ...parts,
    clock,
    receivePosts: createReceivePosts(parts),
    refOf,
    history: (id: string) => log.read(postStream(refOf(id))),
    types: async (id: string) => (await log.read(postStream(refOf(id)))).map(({ type }) => type),
    stateOf: async (id: string) => postOf(await log.read(postStream(refOf(id)))),
    kept: async (id: string) => (await vault.get([refOf(id)])).get(refOf(id)),
  }
}

export const post = (id: string, text = 'some text', more: Partial<IncomingPost> = {}): IncomingPost => ({
  source: 'webhook',
  kind: 'post',
  atMs,
  removed: undefined,
  content: { id, text },
  ...more,
})
