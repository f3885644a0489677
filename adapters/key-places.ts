// Which rows belong to a random key. Recent keys wait in memory and go to the table in key order, one part of it at a time.
import type { DatabaseSync } from 'node:sqlite'

// Random keys put straight into a B-tree dirty one page each: 14,000 posts/s at 2,000,000 rows, 28,000 with one index
// instead of two, 38,000 with this (92,000 with no index at all). Nothing is lost by waiting in memory: every row carries
// its keys, and rows above `merged` are read again at start.
const parts = 256 // by the first two hex digits of a key
// Twice as many gain a tenth of the rate and double what a start after a crash must read (0.5 s).
const waitingKeys = 65_536
const none: readonly number[] = []

type KeyPlaces = {
  /** @param key 32 hex digits; @param bytes the same */
  readonly idsOf: (key: string, bytes: Uint8Array) => readonly number[]
  readonly add: (key: string, id: number) => void
  readonly remove: (key: string, id: number) => void
  /** Inside a transaction, as its last step: what waits beyond `limit` goes to the table, at most `maxParts` parts of it. */
  readonly merge: (lastId: number, limit?: number, maxParts?: number) => void
  readonly committed: () => void
  readonly rolledBack: () => void
  /** Rows with higher ids are to be added at start. */
  readonly merged: number
}

export const createKeyPlaces = (db: DatabaseSync, maxWaiting = waitingKeys): KeyPlaces => {
  db.exec(`CREATE TABLE IF NOT EXISTS places (key BLOB NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (key, id)) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS merged (one INTEGER PRIMARY KEY CHECK (one = 1), id INTEGER NOT NULL) STRICT;
    INSERT OR IGNORE INTO merged VALUES (1, 0)`)
  const find = db.prepare('SELECT id FROM places WHERE key = ?')
  find.setReturnArrays(true)
  const insert = db.prepare('INSERT OR IGNORE INTO places VALUES (?, ?)')
  const drop = db.prepare('DELETE FROM places WHERE key = ? AND id = ?')
  const note = db.prepare('UPDATE merged SET id = ?')
  const merged = Number(db.prepare('SELECT id FROM merged').get()?.id)

  /** One id per key as a rule: an array for each would be most of the memory. */
  const waiting = Array.from({ length: parts }, () => new Map<string, number | number[]>())
  const mergedThrough: number[] = new Array(parts).fill(merged)
  let size = 0
  let next = 0
  /** What the open transaction changed in memory, in order. */
  let changes: { readonly key: string; readonly id: number; readonly added: boolean }[] = []
  let mergedNow: { part: number; through: number }[] = []

  const partOf = (key: string) => waiting[Number.parseInt(key.slice(0, 2), 16)] as Map<string, number | number[]>
  const listOf = (ids: number | number[] | undefined): readonly number[] =>
    ids === undefined ? none : typeof ids === 'number' ? [ids] : ids
  /** An author of thousands of posts is one key: its ids are added in place. */
  const addWaiting = (key: string, id: number) => {
    const part = partOf(key)
    const ids = part.get(key)
    if (ids === undefined) part.set(key, id)
    else if (typeof ids === 'number') part.set(key, [ids, id])
    else ids.push(id)
    size++
  }
  const removeWaiting = (key: string, id: number): boolean => {
    const part = partOf(key)
    const ids = part.get(key)
    const at = listOf(ids).indexOf(id)
    if (at < 0) return false
    if (typeof ids !== 'object' || ids.length === 1) part.delete(key)
    else ids.splice(at, 1)
    size--
    return true
  }

  return {
    merged,
    idsOf: (key, bytes) => {
      const recent = listOf(partOf(key).get(key))
      const older = find.all(bytes) as unknown as readonly [number][]
      return older.length === 0 ? recent : [...new Set([...recent, ...older.map(([id]) => id)])]
    },
    add: (key, id) => {
      addWaiting(key, id)
      changes.push({ key, id, added: true })
    },
    remove: (key, id) => {
      drop.run(Buffer.from(key, 'hex'), id)
      if (removeWaiting(key, id)) changes.push({ key, id, added: false })
    },
    merge: (lastId, limit = maxWaiting, maxParts = 2) => {
      let left = size
      while (left > limit && mergedNow.length < Math.min(maxParts, parts)) {
        const part = (next + mergedNow.length) % parts
        const keys = waiting[part] as Map<string, number | number[]>
        for (const key of [...keys.keys()].sort()) {
          const bytes = Buffer.from(key, 'hex')
          for (const id of listOf(keys.get(key))) {
            insert.run(bytes, id)
            left--
          }
        }
        mergedNow.push({ part, through: lastId })
      }
      // The part whose turn is next waited longest: no row up to its mark waits anywhere.
      const after = (next + mergedNow.length) % parts
      if (mergedNow.length > 0) note.run(mergedNow.length === parts ? lastId : (mergedThrough[after] as number))
    },
    committed: () => {
      for (const { part, through } of mergedNow) {
        const keys = waiting[part] as Map<string, number | number[]>
        for (const ids of keys.values()) size -= typeof ids === 'number' ? 1 : ids.length
        keys.clear()
        mergedThrough[part] = through
        next = (part + 1) % parts
      }
      mergedNow = []
      changes = []
    },
    rolledBack: () => {
      for (const { key, id, added } of changes.reverse()) {
        if (added) removeWaiting(key, id)
        else addWaiting(key, id)
      }
      mergedNow = []
      changes = []
    },
  }
}
