// An installation for tests of erasing: everything on disk in a folder, or in memory.
import { createSecretKey, randomBytes } from 'node:crypto'
import path from 'node:path'
import { openFileLedger } from '../adapters/file-ledger.ts'
import { openKeyFiles } from '../adapters/key-files.ts'
import { createMemoryEventLog } from '../adapters/memory-event-log.ts'
import { createMemoryLedger } from '../adapters/memory-ledger.ts'
import { createMemoryVault } from '../adapters/memory-vault.ts'
import { openSqlite } from '../adapters/sqlite.ts'
import { createSqliteEventLog } from '../adapters/sqlite-event-log.ts'
import { createSqliteVault } from '../adapters/sqlite-vault.ts'
import { createErasePosts } from '../events/erase-posts.ts'
import type { EventLog } from '../events/event-log.ts'
import type { IncomingPost } from '../events/incoming-post.ts'
import type { Ledger } from '../events/ledger.ts'
import { postStream } from '../events/post.ts'
import { createReceivePosts } from '../events/receive-posts.ts'
import { postRef } from '../events/refs.ts'
import type { Vault } from '../events/vault.ts'

export const noonMs = Date.UTC(2017, 7, 18, 12)
export const dayMs = 24 * 3_600_000

export const incoming = (id: string, text: string, rest: Partial<IncomingPost> = {}): IncomingPost => ({
  source: 'webhook',
  kind: 'post',
  atMs: noonMs,
  removed: undefined,
  content: { id, text, author: `author of ${id}`, url: `https://example.org/${id}`, title: `title of ${id}` },
  ...rest,
})

type Stores = { readonly log: EventLog; readonly vault: Vault; readonly ledger: Ledger }

export const onStores = (stores: Stores, pepper: Parameters<typeof postRef>[0], now: () => number) => {
  const parts = { ...stores, pepper, now, random: randomBytes }
  return {
    ...stores,
    pepper,
    receive: createReceivePosts({
      ...parts,
      keeping: () => ({ keptMs: 90 * dayMs, longestMs: 90 * dayMs }),
      clockAheadMs: 300_000,
    }),
    erasing: createErasePosts(parts),
    refOf: (id: string, channel = 'feedback', source = 'webhook') => postRef(pepper, channel, source, id),
    typesOf: async (ref: string) => (await stores.log.read(postStream(ref))).map(({ type }) => type),
  }
}

export const inMemory = (now = () => noonMs) =>
  onStores(
    { log: createMemoryEventLog({ now }), vault: createMemoryVault({ now }), ledger: createMemoryLedger() },
    createSecretKey(Buffer.alloc(32, 7)),
    now,
  )

export const inFolder = async (folder: string, now = () => noonMs) => {
  const keys = openKeyFiles(path.join(folder, 'keys'), true)
  const log = createSqliteEventLog(openSqlite(path.join(folder, 'log.db')), {
    now,
    anchorFile: path.join(folder, 'anchor'),
  })
  const vault = createSqliteVault(openSqlite(path.join(folder, 'content.db')), keys, { now })
  const ledger = await openFileLedger(path.join(folder, 'erasures.log'))
  return {
    ...onStores({ log, vault, ledger }, keys.pepper, now),
    keys,
    close: async () => {
      await Promise.all([log.close(), vault.close(), ledger.close()])
    },
  }
}
