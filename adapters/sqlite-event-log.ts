// The event log in one SQLite file: single writer, group commit, every event chained to the one before.
import type { DatabaseSync } from 'node:sqlite'
import { canonicalJson } from '../events/canonical.ts'
import type { RecordedEvent } from '../events/catalogue.ts'
import { chainHash } from '../events/chain.ts'
import { type EventLog, type Position, start, type Write, type WriteOutcome } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'
import { type AnchorPoint, keepAnchor } from './anchor.ts'
import { createAppendedBell } from './appended-bell.ts'
import { hex, isoTime, prepareLayout, type Row, recordedEvent, rowColumns, streamKey } from './event-rows.ts'
import { createGroupCommit } from './group-commit.ts'
import { checkTail, type Tail } from './log-tail.ts'
import { sqliteProblem } from './sqlite.ts'
import { createStreamHeads } from './stream-heads.ts'

const pageEvents = 1_000
const writesPerWork = 100

type SqliteEventLogOptions = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly anchorFile: string
  readonly anchorEveryMs?: number
  /** After a failed fsync nothing is acknowledged any more; the process should exit and start anew. */
  readonly onFatal?: ((error: Error) => void) | undefined
}

export type SqliteEventLog = EventLog & {
  /** Why writes are refused: the log failed its check at start. */
  readonly damage: Problem | undefined
  readonly anchorPoint: () => AnchorPoint
  /** Events read that this version of the program does not know; they are skipped. */
  readonly unknownEvents: () => number
  /** Finishes what waits, anchors, closes the file. */
  readonly close: () => Promise<void>
}

/** An event as it waits to be appended: `data` is its canonical JSON. */
type Encoded = { readonly type: string; readonly data: string }
type EncodedWrite = Omit<Write, 'events'> & { readonly events: readonly Encoded[] }

const encode = (write: Write): EncodedWrite => ({
  ...write,
  events: write.events.map(({ type, data }) => ({ type, data: canonicalJson(data) })),
})

/**
 * @param db log.db as openSqlite opens it; closed with the log. A second process must be kept out before (writer-lock.ts)
 * @throws Problem `unavailable` or `damaged` when the file cannot even be read
 */
export const createSqliteEventLog = (db: DatabaseSync, options: SqliteEventLogOptions): SqliteEventLog => {
  const { now, anchorFile, anchorEveryMs = 1_000, onFatal } = options
  const opened = () => {
    try {
      prepareLayout(db)
      return { ...checkTail(db, anchorFile), heads: createStreamHeads(db) }
    } catch (error) {
      db.close()
      throw sqliteProblem(error, 'opening log.db')
    }
  }
  const { damage, heads, tail: found } = opened()
  let tail: Tail = found
  /** `tail` once the running transaction is through. */
  let end: Tail = found
  let unknown = 0
  const bell = createAppendedBell()
  const anchorPoint = () => ({ position: tail.position, hash: hex(tail.hash) })
  const anchor = keepAnchor(anchorFile, anchorPoint, anchorEveryMs)
  if (damage === undefined) anchor.moved()

  const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, ?, ?, ?, ?, ?)')
  const one = db.prepare(`SELECT ${rowColumns}, before FROM events WHERE position = ?`)
  const page = db.prepare(`SELECT ${rowColumns} FROM events WHERE position > ? ORDER BY position LIMIT ${pageEvents}`)
  for (const statement of [one, page]) statement.setReturnArrays(true)

  /** Rows of a stream, oldest first, from `fromRevision`: back from its end, one event to the one before it. */
  const history = (stream: string, fromRevision: number): Row[] => {
    const rows: Row[] = []
    let position = heads.of(stream)?.position ?? null
    while (position !== null) {
      const found = one.get(position) as unknown as [...Row, number | null] | undefined
      if (found === undefined || found[2] < fromRevision) break
      const [, , , , , , before] = found
      rows.push(found.slice(0, 6) as Row)
      position = before
    }
    return rows.reverse()
  }

  const repeatOf = ({ stream, events }: EncodedWrite, first: number): WriteOutcome | undefined => {
    const rows = history(stream, first).slice(0, events.length)
    const same =
      rows.length === events.length &&
      rows.every(([, , , type, , data], i) => type === events[i]?.type && data === events[i]?.data)
    const last = rows.at(-1)
    return same && last ? { outcome: 'appended', revision: last[2], version: last[0] } : undefined
  }

  const add = (write: EncodedWrite): WriteOutcome => {
    const { stream, expected, events, recordedAt: copied } = write
    const head = heads.of(stream)
    const actual = head?.revision ?? 'none'
    const first = expected === 'none' ? 0 : expected + 1
    if (actual !== expected) return repeatOf(write, first) ?? { outcome: 'conflict', actual }
    const key = streamKey(stream)
    const at = copied === undefined ? now() : Date.parse(copied)
    const recordedAt = isoTime(at)
    let before = head?.position ?? null
    let revision = first
    let { position, hash } = end
    for (const { type, data } of events) {
      hash = chainHash(hash, { stream, revision, type, recordedAt, data })
      insert.run(++position, key, revision++, before, type, at, data, hash)
      before = position
    }
    end = { position, hash }
    heads.set(stream, { position, revision: revision - 1 })
    return { outcome: 'appended', revision: revision - 1, version: position }
  }
  const group = createGroupCommit(db, {
    operation: 'appending to log.db',
    beforeCommit: () => heads.merge(tail.position),
    committed: () => {
      heads.committed()
      if (end.position === tail.position) return
      tail = end
      anchor.moved()
      bell.ring()
    },
    rolledBack: () => {
      heads.rolledBack()
      end = tail
    },
    onFatal,
  })

  const known = (rows: readonly Row[]): RecordedEvent[] => {
    const events: RecordedEvent[] = []
    for (const row of rows) {
      const event = recordedEvent(row)
      if (event === undefined) unknown++
      else events.push(event)
    }
    return events
  }
  const reading = <T>(read: () => T): T => {
    try {
      return read()
    } catch (error) {
      throw sqliteProblem(error, 'reading log.db')
    }
  }

  return {
    append: async (writes) => {
      const encoded = writes.map(encode)
      const parts: Promise<WriteOutcome[]>[] = []
      for (let from = 0; from < encoded.length; from += writesPerWork) {
        const part = encoded.slice(from, from + writesPerWork)
        const work = () => {
          if (damage) throw damage
          return part.map(add)
        }
        parts.push(group.run(work))
      }
      return (await Promise.all(parts)).flat()
    },
    read: async (stream, fromRevision = 0) => known(reading(() => history(stream, fromRevision))),
    follow: async function* (from: Position, signal: AbortSignal) {
      let position = from === start ? 0 : Number(from)
      if (!(position <= tail.position))
        throw new Problem(
          'conflict',
          `following the log from event ${from}: it ends at ${tail.position}; rebuild the read model`,
        )
      let caughtUp = false
      while (!signal.aborted) {
        const rows = reading(() => page.all(position) as unknown as Row[])
        position = rows.at(-1)?.[0] ?? position
        const live = position === tail.position
        if (rows.length > 0 || (live && !caughtUp)) yield { events: known(rows), position: String(position), live }
        else await bell.next(signal)
        caughtUp = live
      }
    },
    head: async () => tail.position,
    damage,
    anchorPoint,
    unknownEvents: () => unknown,
    close: async () => {
      await group.idle()
      if (damage === undefined) {
        // So that the next start has nothing to read again; without it, it only takes longer.
        await group.run(() => heads.merge(tail.position, true)).catch(() => undefined)
        await anchor.close()
      }
      db.close()
    },
  }
}
