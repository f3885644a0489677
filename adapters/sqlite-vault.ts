// The vault in one SQLite file: sealed rows, durable when it answers, and no byte left when it has forgotten.
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { KeptContent, Vault } from '../events/vault.ts'
import { createGroupCommit } from './group-commit.ts'
import { epochOf, type Keys } from './key-files.ts'
import { sealItem, sealSecret, unsealSecret } from './sealed-rows.ts'
import { openVaultRows } from './vault-rows.ts'
import { createWalScrub } from './wal-scrub.ts'

/** Small enough for one transaction to take several: see group-commit.ts. */
const itemsPerWork = 100
const refsPerRead = 500
const backupsLastMs = 35 * 24 * 3_600_000

/** `chunks([1, 2, 3], 2)` → [1, 2], [3] */
const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))

type SqliteVaultOptions = {
  readonly now: () => number
  /** After a failed fsync nothing is acknowledged any more; the process should exit and start anew. */
  readonly onFatal?: (error: Error) => void
}

/** @param db of openSqlite, for this vault alone; closed with it */
export const createSqliteVault = (db: DatabaseSync, keys: Keys, { now, onFatal }: SqliteVaultOptions): Vault => {
  const file = db.location()
  if (file === null) throw new RangeError('a vault needs a file')
  // A busy checkpoint is tried again by wal-scrub.ts, without keeping the event loop waiting.
  db.exec('PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY; PRAGMA busy_timeout = 0')
  const rows = openVaultRows(db, keys, now)
  const scrub = createWalScrub(db, file)
  scrub.now() // what a crash left half forgotten

  const commits = createGroupCommit(db, { ...rows.hooks, operation: 'keeping content', onFatal })
  const { run } = commits
  const each = <T>(items: readonly T[], work: (item: T) => void) =>
    Promise.all(chunks(items, itemsPerWork).map((chunk) => run(() => chunk.forEach(work))))
  const read = async <T, R>(items: readonly T[], one: (item: T) => R): Promise<R[]> => {
    const answers: R[] = []
    for (const chunk of chunks(items, refsPerRead)) {
      if (answers.length > 0) await nextTurn()
      for (const item of chunk) answers.push(one(item))
    }
    return answers
  }

  const findSecret = db.prepare('SELECT sealed FROM secrets WHERE name = ?')
  const putSecret = db.prepare('INSERT OR REPLACE INTO secrets VALUES (?, ?)')
  const secretsFrom = db.prepare('SELECT name FROM secrets WHERE name >= ? AND substr(name, 1, ?) = ?')
  const dropSecret = db.prepare('DELETE FROM secrets WHERE name = ?')
  const setMark = db.prepare('UPDATE checked SET id = ?')
  const noteUnused = db.prepare('INSERT OR IGNORE INTO unused_epochs VALUES (?, ?)')
  const noteUsed = db.prepare('DELETE FROM unused_epochs WHERE epoch = ?')
  const unusedSince = db.prepare('SELECT epoch FROM unused_epochs WHERE since <= ?')

  /** A key goes once no row needs it and no backup can hold such a row any more. */
  const destroyOldKeys = async (at: number) => {
    const epochs = keys.epochs().filter((epoch) => epoch !== epochOf(at))
    const over = await run(() => {
      const used = new Set(rows.epochs())
      for (const epoch of epochs)
        if (used.has(epoch)) noteUsed.run(epoch)
        else noteUnused.run(epoch, at)
      return unusedSince.all(at - backupsLastMs).map(({ epoch }) => Number(epoch))
    })
    for (const epoch of over) if (epoch !== epochOf(at)) keys.destroyEpoch(epoch)
  }

  const forget = async (refs: readonly string[]) => {
    await each(refs, (ref) => rows.remove(ref, () => true))
    await scrub.soon()
  }

  return {
    put: async (items) => {
      const at = now()
      const parts = chunks(items, itemsPerWork).map((chunk) => {
        const sealed = chunk.map((item) => sealItem(keys, item, item.keptAt ?? at))
        return run(() => sealed.map(rows.put))
      })
      return (await Promise.all(parts)).flat()
    },
    get: async (refs) => {
      const kept = await read(refs, (ref): [string, KeptContent | undefined] => [ref, rows.get(ref)])
      return new Map(kept.filter((entry): entry is [string, KeptContent] => entry[1] !== undefined))
    },
    forget,
    drop: forget,
    supersede: async (items) => {
      await each(items, ({ ref, version }) => rows.remove(ref, (older) => older < version))
    },
    discard: async (items) => {
      await each(items, ({ ref, version }) => rows.remove(ref, (one) => one === version))
    },
    page: async (mark, limit) => rows.page(mark, limit),
    refsOfAuthor: async (authorRef) => rows.refsOfAuthor(authorRef),
    refsOfThread: async (threadRef) => rows.refsOfThread(threadRef),
    refsOfChannel: async (channel) => {
      const refs = new Set<string>()
      for (let after = 0; ; ) {
        const page = rows.ofChannel(channel, after, refsPerRead)
        for (const { ref } of page) refs.add(ref)
        if (page.length < refsPerRead) return [...refs]
        after = page.at(-1)?.id ?? after
        await nextTurn()
      }
    },
    origins: async () =>
      db
        .prepare('SELECT channel, source FROM origins')
        .all()
        .map(({ channel, source }) => ({ channel: String(channel), source: String(source) })),
    noteOrigins: async (origins) => {
      await each(origins, rows.noteOrigin)
    },
    unchecked: async (keptBefore, limit) => rows.unchecked(keptBefore, limit),
    checked: async (mark) => {
      await run(() => setMark.run(mark))
    },
    toRecheck: async (channel, at, limit) => rows.toRecheck(channel, at, limit),
    rechecked: async (items) => {
      await each(items, rows.rechecked)
    },
    rechecks: async (at) => rows.rechecks(at),
    sweep: async (at) => {
      let gone = 0
      for (const epoch of rows.epochs())
        for (;;) {
          const some = await run(() => rows.removeExpired(epoch, at, itemsPerWork))
          gone += some
          if (some < itemsPerWork) break
        }
      await destroyOldKeys(at)
      await scrub.soon()
      return gone
    },
    keepSecret: async (name, secret) => {
      if (secret === undefined) await run(() => dropSecret.run(name))
      else {
        const sealed = sealSecret(keys, name, secret)
        await run(() => putSecret.run(name, sealed))
      }
      await scrub.soon()
    },
    secret: async (name) => {
      const sealed = findSecret.get(name)?.sealed as Uint8Array | undefined
      return sealed === undefined ? undefined : unsealSecret(keys, name, sealed)
    },
    secretNames: async (prefix) => secretsFrom.all(prefix, prefix.length, prefix).map(({ name }) => String(name)),
    close: async () => {
      await run(rows.mergeAll).catch(() => {}) // a full disk: the next start reads a little more, nothing else
      await commits.idle()
      db.close()
    },
  }
}
