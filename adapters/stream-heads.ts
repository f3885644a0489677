// Where each stream ends. Recent streams wait in memory and go to the table in key order, one part of the keys at a time.
import type { DatabaseSync } from 'node:sqlite'
import { type StreamKey, streamKey, streamName } from './event-rows.ts'

// Refs are random keys: put straight into a B-tree each dirties a page of its own. At 2,000,000 posts (one event and one
// analysis each, 200 a commit) that made 20,000 posts/s and 16.8 KB written per post, with UNIQUE(stream, revision)
// 13,000 and 19.1 KB at half the posts; this way 60,000 and 2.3 KB. Nothing is lost by waiting in memory: events carry
// their stream, and those above `merged` are read again at start.
const parts = 1_024
const waitingStreams = 65_536
const rowsPerRead = 10_000
/** After a kill twice the limit waits: it is worked off beside the posts that come in, not before the first of them. */
const partsPerMerge = 16

export type Head = { readonly position: number; readonly revision: number }

type StreamHeads = {
  readonly of: (stream: string) => Head | undefined
  readonly set: (stream: string, head: Head) => void
  /**
   * Inside a transaction, as its last step: streams waiting beyond the limit go to the table, a few parts at a time, or all of them.
   * @param position of the last event before this transaction; streams set since then wait on
   */
  readonly merge: (position: number, all?: boolean) => void
  readonly committed: () => void
  readonly rolledBack: () => void
}

const partOf = (stream: string) => (stream.startsWith('post-') ? Number.parseInt(stream.slice(5, 9), 16) >> 6 : 0)

/** Reads what the table lacks from `events`, so this comes before the first append. */
export const createStreamHeads = (db: DatabaseSync, maxWaiting = waitingStreams): StreamHeads => {
  db.exec(`CREATE TABLE IF NOT EXISTS heads (stream ANY PRIMARY KEY, position INTEGER NOT NULL, revision INTEGER NOT NULL)
      STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS merged (one INTEGER PRIMARY KEY CHECK (one = 1), position INTEGER NOT NULL) STRICT;
    INSERT OR IGNORE INTO merged VALUES (1, 0)`)
  const find = db.prepare('SELECT position, revision FROM heads WHERE stream = ?')
  const put = db.prepare('INSERT OR REPLACE INTO heads VALUES (?, ?, ?)')
  const note = db.prepare('UPDATE merged SET position = ?')
  const merged = Number(db.prepare('SELECT position FROM merged').get()?.position)

  const waiting = Array.from({ length: parts }, () => new Map<string, Head>())
  /** Per part: no event up to this position waits in it. */
  const clearUpTo: number[] = new Array(parts).fill(merged)
  const uncommitted = new Map<string, Head>()
  let size = 0
  let next = 0
  let merging = { count: 0, clearUpTo: merged }

  const partAt = (index: number) => waiting[index % parts] as Map<string, Head>
  const keep = (stream: string, head: Head) => {
    const part = partAt(partOf(stream))
    if (!part.has(stream)) size++
    part.set(stream, head)
  }
  const settle = () => {
    uncommitted.clear()
    merging = { count: 0, clearUpTo: merged }
  }

  const tail = db.prepare(
    `SELECT position, stream, revision FROM events WHERE position > ? ORDER BY position LIMIT ${rowsPerRead}`,
  )
  tail.setReturnArrays(true)
  let rows: [position: number, key: StreamKey, revision: number][]
  for (let from = merged; ; from = rows.at(-1)?.[0] ?? from) {
    rows = tail.all(from) as unknown as typeof rows
    for (const [position, key, revision] of rows) keep(streamName(key), { position, revision })
    if (rows.length < rowsPerRead) break
  }

  return {
    of: (stream) => {
      const known = uncommitted.get(stream) ?? partAt(partOf(stream)).get(stream)
      if (known !== undefined) return known
      const row = find.get(streamKey(stream))
      return row === undefined ? undefined : { position: Number(row.position), revision: Number(row.revision) }
    },
    set: (stream, head) => {
      uncommitted.set(stream, head)
    },
    merge: (position, all = false) => {
      const most = all ? parts : partsPerMerge
      let [count, left] = [0, size + uncommitted.size]
      for (; (all || left > maxWaiting) && count < most; count++) {
        const part = partAt(next + count)
        for (const stream of [...part.keys()].sort()) {
          const head = part.get(stream) as Head
          put.run(streamKey(stream), head.position, head.revision)
        }
        left -= part.size
      }
      merging = { count, clearUpTo: position }
      // The part whose turn comes next was merged longest ago: below its mark nothing waits anywhere.
      if (count > 0) note.run(count === parts ? position : (clearUpTo[(next + count) % parts] as number))
    },
    committed: () => {
      for (let i = 0; i < merging.count; i++) {
        size -= partAt(next + i).size
        partAt(next + i).clear()
        clearUpTo[(next + i) % parts] = merging.clearUpTo
      }
      next = (next + merging.count) % parts
      for (const [stream, head] of uncommitted) keep(stream, head)
      settle()
    },
    rolledBack: settle,
  }
}
