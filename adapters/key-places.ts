// Which rows belong to a random key. Recent keys wait in memory and go to the table in key order, one part of it at a time.
import type { DatabaseSync } from 'node:sqlite'

// Random keys put straight into a B-tree dirty one page each: 14,000 posts/s at 2,000,000 rows, 28,000 with one index
// instead of two, 38,000 with this (92,000 with no index at all). Nothing is lost by waiting in memory: every row carries
// its keys, and rows above `merged` are read again at start.
const parts = 256 // by the first two hex digits of a key
// Twice as many gain a tenth of the rate and double what a start after a crash must read (0.5 s).
const waitingKeys = 65_536

export type KeyPlaces = {
  /** @param key 32 hex digits */
  readonly idsOf: (key: string) => readonly number[]
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
  const insert = db.prepare('INSERT OR IGNORE INTO places VALUES (?, ?)')
  const drop = db.prepare('DELETE FROM places WHERE key = ? AND id = ?')
  const note = db.prepare('UPDATE merged SET id = ?')
  const merged = Number(db.prepare('SELECT id FROM merged').get()?.id)

  const waiting = Array.from({ length: parts }, () => new Map<string, number[]>())
  const mergedThrough: number[] = new Array(parts).fill(merged)
  let size = 0
  let next = 0
  let undo: (() => void)[] = []
  let mergedNow: { part: number; through: number }[] = []

  const partOf = (key: string) => waiting[Number.parseInt(key.slice(0, 2), 16)] as Map<string, number[]>
  const addWaiting = (key: string, id: number) => {
    const part = partOf(key)
    const ids = part.get(key)
    if (ids === undefined) part.set(key, [id])
    else if (ids.includes(id)) return
    else ids.push(id)
    size++
  }
  const removeWaiting = (key: string, id: number): boolean => {
    const part = partOf(key)
    const ids = part.get(key)
    const at = ids?.indexOf(id) ?? -1
    if (ids === undefined || at < 0) return false
    if (ids.length === 1) part.delete(key)
    else ids.splice(at, 1)
    size--
    return true
  }

  return {
    merged,
    idsOf: (key) => {
      const ids = [...(partOf(key).get(key) ?? [])]
      for (const row of find.all(Buffer.from(key, 'hex'))) if (!ids.includes(Number(row.id))) ids.push(Number(row.id))
      return ids
    },
    add: (key, id) => {
      addWaiting(key, id)
      undo.push(() => removeWaiting(key, id))
    },
    remove: (key, id) => {
      drop.run(Buffer.from(key, 'hex'), id)
      if (removeWaiting(key, id)) undo.push(() => addWaiting(key, id))
    },
    merge: (lastId, limit = maxWaiting, maxParts = 2) => {
      let left = size
      while (left > limit && mergedNow.length < Math.min(maxParts, parts)) {
        const part = (next + mergedNow.length) % parts
        const keys = waiting[part] as Map<string, number[]>
        for (const key of [...keys.keys()].sort()) {
          const bytes = Buffer.from(key, 'hex')
          for (const id of keys.get(key) ?? []) {
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
        const keys = waiting[part] as Map<string, number[]>
        for (const ids of keys.values()) size -= ids.length
        keys.clear()
        mergedThrough[part] = through
        next = (part + 1) % parts
      }
      mergedNow = []
      undo = []
    },
    rolledBack: () => {
      for (const back of undo.reverse()) back()
      mergedNow = []
      undo = []
    },
  }
}
