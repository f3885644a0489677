// The rows of content.db: sealed, found by keyed hashes, deleted without trace. Synchronous; whoever calls holds the transaction.
import type { DatabaseSync } from 'node:sqlite'
import type { DueRow, KeptContent, KeptRow, Rechecks, Vault, VaultItem } from '../events/vault.ts'
import { hex } from './event-rows.ts'
import type { Epoch, Keys } from './key-files.ts'
import { createKeyPlaces } from './key-places.ts'
import { type SealedItem, unsealRow } from './sealed-rows.ts'

// Rows come in the order of arrival, so every index but the one of the keys (key-places.ts) grows at few places.
const schema = `
  CREATE TABLE IF NOT EXISTS content (
    id INTEGER PRIMARY KEY, ref BLOB NOT NULL, version INTEGER NOT NULL, author BLOB, channel TEXT NOT NULL,
    epoch INTEGER NOT NULL, kept_at INTEGER NOT NULL, expires_at INTEGER NOT NULL, sealed BLOB NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS content_expiry ON content (epoch, expires_at);
  CREATE INDEX IF NOT EXISTS content_channel ON content (channel);
  CREATE TABLE IF NOT EXISTS rechecks (id INTEGER PRIMARY KEY, channel TEXT NOT NULL, due_at INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS rechecks_due ON rechecks (channel, due_at);
  CREATE TABLE IF NOT EXISTS threads (id INTEGER PRIMARY KEY, thread BLOB NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS threads_thread ON threads (thread);
  CREATE TABLE IF NOT EXISTS origins (channel TEXT, source TEXT, PRIMARY KEY (channel, source)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS unused_epochs (epoch INTEGER PRIMARY KEY, since INTEGER NOT NULL) STRICT;
  CREATE TABLE IF NOT EXISTS checked (one INTEGER PRIMARY KEY CHECK (one = 1), id INTEGER NOT NULL) STRICT;
  INSERT OR IGNORE INTO checked VALUES (1, 0);
  CREATE TABLE IF NOT EXISTS secrets (name TEXT PRIMARY KEY, sealed BLOB NOT NULL) STRICT, WITHOUT ROWID;`

type Head = {
  readonly id: number
  readonly ref: Uint8Array
  readonly version: number
  readonly author: Uint8Array | null
}
type Row = Head & { readonly epoch: number; readonly expires_at: number; readonly sealed: Uint8Array }

type WholeRow = Row & {
  readonly channel: string
  readonly kept_at: number
  readonly thread: Uint8Array | null
  readonly due_at: number | null
}

export const openVaultRows = (db: DatabaseSync, keys: Keys, now: () => number) => {
  db.exec(schema)
  const places = createKeyPlaces(db)
  const insert = db.prepare('INSERT INTO content VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
  const insertOrigin = db.prepare('INSERT OR IGNORE INTO origins VALUES (?, ?)')
  const byId = db.prepare('SELECT * FROM content WHERE id = ? AND ref = ?')
  const headById = db.prepare('SELECT id, ref, version, author FROM content WHERE id = ? AND ref = ?')
  const byAuthor = db.prepare('SELECT ref FROM content WHERE id = ? AND author = ?')
  const byChannel = db.prepare('SELECT id, ref FROM content WHERE channel = ? AND id > ? ORDER BY id LIMIT ?')
  const expired = db.prepare('SELECT id, ref, version, author FROM content WHERE epoch = ? AND expires_at <= ? LIMIT ?')
  const nextEpoch = db.prepare('SELECT min(epoch) AS epoch FROM content WHERE epoch > ?')
  const following = db.prepare(`SELECT content.*, due_at, thread FROM content LEFT JOIN rechecks USING (id)
    LEFT JOIN threads USING (id) WHERE content.id > ? ORDER BY content.id LIMIT ?`)
  const young = db.prepare('SELECT id, ref, version, kept_at FROM content WHERE id > ? ORDER BY id LIMIT ?')
  const erase = db.prepare('DELETE FROM content WHERE id = ?')
  const putRecheck = db.prepare('INSERT OR REPLACE INTO rechecks VALUES (?, ?, ?)')
  const dropRecheck = db.prepare('DELETE FROM rechecks WHERE id = ?')
  const putThread = db.prepare('INSERT INTO threads VALUES (?, ?)')
  const dropThread = db.prepare('DELETE FROM threads WHERE id = ?')
  const byThread = db.prepare('SELECT DISTINCT ref FROM threads JOIN content USING (id) WHERE thread = ?')
  const setExpiry = db.prepare('UPDATE content SET expires_at = ? WHERE id = ? RETURNING channel')
  const due = db.prepare(`SELECT content.* FROM rechecks JOIN content USING (id)
    WHERE rechecks.channel = ? AND due_at <= ? ORDER BY due_at LIMIT ?`)
  const recheckCounts = db.prepare(`SELECT channel, count(*) AS watched, min(due_at) AS first,
    count(*) FILTER (WHERE due_at <= ?) AS overdue FROM rechecks GROUP BY channel`)

  for (const row of db.prepare('SELECT id, ref, author FROM content WHERE id > ?').iterate(places.merged)) {
    const { id, ref, author } = row as Head
    places.add(hex(ref), id)
    if (author !== null) places.add(hex(author), id)
  }
  places.committed()
  const highest = Number(db.prepare('SELECT max(id) AS id FROM content').get()?.id ?? 0)
  const marked = Number(db.prepare('SELECT id FROM checked').get()?.id)
  // Ids are not used twice: what was merged or checked would otherwise be passed over.
  let lastId = Math.max(highest, places.merged, marked)
  const knownOrigins = new Set<string>()

  const headsOf = (ref: string, bytes = Buffer.from(ref, 'hex')): Head[] => {
    const ids = places.idsOf(ref, bytes)
    if (ids.length === 0) return []
    return ids.map((id) => headById.get(id, bytes) as Head | undefined).filter((row) => row !== undefined)
  }
  const remove = ({ id, ref, author }: Head) => {
    erase.run(id)
    dropRecheck.run(id)
    dropThread.run(id)
    places.remove(hex(ref), id)
    if (author !== null) places.remove(hex(author), id)
  }

  const noteOrigin = ({ channel, source }: Pick<VaultItem, 'channel' | 'source'>) => {
    const origin = `${channel} ${source}`
    if (knownOrigins.has(origin)) return
    insertOrigin.run(channel, source)
    knownOrigins.add(origin)
  }

  const open = (ref: string, { version, epoch, sealed }: Row): KeptContent | undefined =>
    unsealRow(keys, { ref, version, epoch, sealed })

  return {
    /** What belongs to each commit: see group-commit.ts. */
    hooks: {
      beforeCommit: () => places.merge(lastId),
      committed: places.committed,
      rolledBack: () => {
        places.rolledBack()
        knownOrigins.clear()
      },
    },
    /** So that the next start has nothing to read again. */
    mergeAll: () => places.merge(lastId, -1, Number.POSITIVE_INFINITY),
    put: (item: SealedItem): 'kept' | 'already' => {
      const { ref, version, channel, source, authorRef, threadRef, epoch, expiresAt, recheckAt, keptAt, sealed } = item
      const bytes = Buffer.from(ref, 'hex')
      if (headsOf(ref, bytes).some((row) => row.version === version)) return 'already'
      const id = ++lastId
      const author = authorRef === undefined ? null : Buffer.from(authorRef, 'hex')
      insert.run(id, bytes, version, author, channel, epoch, keptAt ?? now(), expiresAt, sealed)
      if (recheckAt !== undefined) putRecheck.run(id, channel, recheckAt)
      if (threadRef !== undefined) putThread.run(id, Buffer.from(threadRef, 'hex'))
      places.add(ref, id)
      if (authorRef !== undefined) places.add(authorRef, id)
      noteOrigin({ channel, source })
      return 'kept'
    },
    noteOrigin,
    get: (ref: string): KeptContent | undefined => {
      const bytes = Buffer.from(ref, 'hex')
      let newest: Row | undefined
      for (const id of places.idsOf(ref, bytes)) {
        const row = byId.get(id, bytes) as Row | undefined
        if (row !== undefined && row.expires_at > now() && row.version > (newest?.version ?? 0)) newest = row
      }
      return newest && open(ref, newest)
    },
    toRecheck: (channel: string, at: number, limit: number): DueRow[] =>
      (due.all(channel, at, limit) as (Row & { kept_at: number })[]).flatMap((row) => {
        const ref = hex(row.ref)
        const kept = row.expires_at > at ? open(ref, row) : undefined
        return kept === undefined ? [] : [{ ref, keptAt: row.kept_at, ...kept }]
      }),
    rechecked: ({
      ref,
      version,
      expiresAt,
      recheckAt,
    }: Pick<VaultItem, 'ref' | 'version' | 'expiresAt' | 'recheckAt'>) => {
      for (const { id } of headsOf(ref).filter((row) => row.version === version)) {
        const channel = setExpiry.get(expiresAt, id)?.channel
        if (recheckAt === undefined) dropRecheck.run(id)
        else putRecheck.run(id, String(channel), recheckAt)
      }
    },
    rechecks: (at: number): Map<string, Rechecks> =>
      new Map(
        recheckCounts.all(at).map(({ channel, watched, overdue, first }) => [
          String(channel),
          {
            watched: Number(watched),
            overdue: Number(overdue),
            ...(Number(overdue) > 0 ? { oldestDueMs: Number(first) } : {}),
          },
        ]),
      ),
    /** Deletes the rows of a ref whose version fits. */
    remove: (ref: string, fits: (version: number) => boolean): void => {
      for (const row of headsOf(ref)) if (fits(row.version)) remove(row)
    },
    removeExpired: (epoch: Epoch, at: number, limit: number): number => {
      const rows = expired.all(epoch, at, limit) as Head[]
      for (const row of rows) remove(row)
      return rows.length
    },
    /** Those that any row is of, by steps through the index: there are few. */
    epochs: (): Epoch[] => {
      const found: Epoch[] = []
      for (let epoch: unknown = -1; epoch !== null; ) {
        epoch = nextEpoch.get(epoch as Epoch)?.epoch ?? null
        if (epoch !== null) found.push(epoch as Epoch)
      }
      return found
    },
    page: (after: number, limit: number): Awaited<ReturnType<Vault['page']>> => {
      const some = following.all(after, limit) as WholeRow[]
      const rows = some.flatMap((row): KeptRow[] => {
        const ref = hex(row.ref)
        const kept = row.expires_at > now() ? open(ref, row) : undefined
        if (kept === undefined) return []
        const { channel, author, thread, kept_at: keptAt, expires_at: expiresAt, due_at: recheckAt } = row
        const named = {
          ...(author === null ? {} : { authorRef: hex(author) }),
          ...(thread === null ? {} : { threadRef: hex(thread) }),
          ...(recheckAt === null ? {} : { recheckAt }),
        }
        return [{ ref, ...kept, channel, ...named, keptAt, expiresAt }]
      })
      const last = some.at(-1)
      return { rows, ...(some.length < limit || last === undefined ? {} : { mark: last.id }) }
    },
    refsOfAuthor: (authorRef: string): string[] => {
      const bytes = Buffer.from(authorRef, 'hex')
      const rows = places.idsOf(authorRef, bytes).map((id) => byAuthor.get(id, bytes) as Head | undefined)
      return [...new Set(rows.filter((row) => row !== undefined).map(({ ref }) => hex(ref)))]
    },
    refsOfThread: (threadRef: string): string[] =>
      byThread.all(Buffer.from(threadRef, 'hex')).map(({ ref }) => hex(ref as Uint8Array)),
    ofChannel: (channel: string, afterId: number, limit: number): { id: number; ref: string }[] =>
      (byChannel.all(channel, afterId, limit) as Head[]).map(({ id, ref }) => ({ id, ref: hex(ref) })),
    unchecked: (keptBefore: number, limit: number) => {
      const before = Number(db.prepare('SELECT id FROM checked').get()?.id)
      const rows = young.all(before, limit) as (Head & { kept_at: number })[]
      const firstYoung = rows.findIndex(({ kept_at }) => kept_at >= keptBefore)
      const old = firstYoung < 0 ? rows : rows.slice(0, firstYoung)
      return { rows: old.map(({ ref, version }) => ({ ref: hex(ref), version })), mark: old.at(-1)?.id ?? before }
    },
  }
}
