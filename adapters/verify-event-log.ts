// Walks a whole event log on a connection of its own and names the first thing that is wrong with it.
import type { DatabaseSync } from 'node:sqlite'
import { isEventType } from '../events/catalogue.ts'
import { chainHash, chainStart } from '../events/chain.ts'
import { Problem } from '../events/problem.ts'
import { type AnchorPoint, readAnchor } from './anchor.ts'
import { hex, linkOf, type Row, rowColumns } from './event-rows.ts'
import { openSqlite } from './sqlite.ts'

export type LogDamage = {
  /** The first version that is not as it was written; the one after the last where the end is missing. */
  readonly version: number
  readonly kind: 'altered' | 'missing' | 'cut-off' | 'out-of-order' | 'unknown-type' | 'unreadable' | 'index' | 'anchor'
  readonly detail: string
}

export type Verification = {
  /** How many events were found to be as they were written. */
  readonly events: number
  readonly streams: number
  /** Where the walk ended. */
  readonly head: AnchorPoint
  /** `undefined`: there is no anchor, a cut-off end would not be noticed. */
  readonly anchor: AnchorPoint | undefined
  readonly damage: LogDamage | undefined
}

const pageEvents = 1_000

type Walk = { head: AnchorPoint; damage: LogDamage | undefined }

/** Positions without a gap, every hash the one that follows from the hash before, the anchor's on the way. */
const walkChain = (db: DatabaseSync, anchor: AnchorPoint | undefined): Walk => {
  const page = db.prepare(
    `SELECT ${rowColumns}, hash FROM events WHERE position > ? ORDER BY position LIMIT ${pageEvents}`,
  )
  page.setReturnArrays(true)
  let hash = chainStart
  let position = 0
  const stop = (kind: LogDamage['kind'], detail: string, version = position + 1): Walk => ({
    head: { position, hash: hex(hash) },
    damage: { version, kind, detail },
  })
  for (;;) {
    let rows: [...Row, hash: Uint8Array][]
    try {
      rows = page.all(position) as unknown as typeof rows
    } catch (error) {
      return stop('unreadable', `the database cannot be read behind event ${position}: ${(error as Error).message}`)
    }
    for (const row of rows) {
      if (row[0] !== position + 1) return stop('missing', `event ${position + 1} is missing`)
      const next = chainHash(hash, linkOf(row))
      if (hex(next) !== hex(row[6])) return stop('altered', `event ${row[0]} is not the one that was recorded`)
      if (!isEventType(row[3]))
        return stop('unknown-type', `event ${row[0]} is of a type that this version of Outcry does not know`)
      if (row[0] === anchor?.position && hex(next) !== anchor.hash)
        return stop('altered', `event ${row[0]} is not the one that was anchored`)
      position = row[0]
      hash = next
    }
    if (rows.length < pageEvents) break
  }
  if (anchor !== undefined && position < anchor.position)
    return stop('cut-off', `the log ends at event ${position}, but ${anchor.position} were anchored`)
  return { head: { position, hash: hex(hash) }, damage: undefined }
}

/** Each stream's revisions from 0 without a gap, each event naming the one before it. */
const walkStreams = (db: DatabaseSync, through: number): { streams: number; damage: LogDamage | undefined } => {
  const ordered = db.prepare(
    'SELECT stream, revision, position, before FROM events WHERE position <= ? ORDER BY stream, revision, position',
  )
  ordered.setReturnArrays(true)
  let streams = 0
  let stream: string | undefined
  let revision = -1
  let before: number | null = null
  for (const row of ordered.iterate(through)) {
    const [key, at, position, named] = row as unknown as [Uint8Array | string, number, number, number | null]
    const name = typeof key === 'string' ? key : hex(key)
    if (name !== stream) [stream, revision, before, streams] = [name, -1, null, streams + 1]
    if (at !== revision + 1 || named !== before) {
      const detail = `event ${position} does not follow the event before it in its stream`
      return { streams, damage: { version: position, kind: 'out-of-order', detail } }
    }
    revision = at
    before = position
  }
  return { streams, damage: undefined }
}

/** The index of streams: what it holds is true, and it holds all that it should. */
const checkIndex = (db: DatabaseSync): LogDamage | undefined => {
  const wrong = db.prepare(`SELECT h.position AS version FROM heads h LEFT JOIN events e USING (position)
    WHERE e.position IS NULL OR e.stream IS NOT h.stream OR e.revision <> h.revision LIMIT 1`)
  const lacking = db.prepare(`SELECT e.position AS version FROM events e LEFT JOIN heads h USING (stream)
    WHERE e.position <= (SELECT position FROM merged) AND (h.stream IS NULL OR h.revision < e.revision) LIMIT 1`)
  const found = wrong.get() ?? lacking.get()
  if (found === undefined) return undefined
  return { version: Number(found.version), kind: 'index', detail: 'the index of streams does not fit the events' }
}

/**
 * Synchronous and long (about 10 s for a million events): for a thread or a process of its own, also beside a running server.
 * @param file log.db
 * @throws Problem `unavailable` when there is no such file
 */
export const verifyEventLog = (file: string, anchorFile: string): Verification => {
  const nothing = { events: 0, streams: 0, head: { position: 0, hash: hex(chainStart) }, anchor: undefined }
  let anchor: AnchorPoint | undefined
  let db: DatabaseSync | undefined
  try {
    anchor = readAnchor(anchorFile)
    db = openSqlite(file, { readOnly: true })
    const { head, damage } = walkChain(db, anchor)
    const events = head.position
    if (damage !== undefined) return { events, streams: 0, head, anchor, damage }
    db.exec('BEGIN')
    const ordered = walkStreams(db, head.position)
    return { events, streams: ordered.streams, head, anchor, damage: ordered.damage ?? checkIndex(db) }
  } catch (error) {
    if (error instanceof Problem && error.code === 'unavailable') throw error
    const kind = anchor === undefined && db === undefined ? 'anchor' : 'unreadable'
    return { ...nothing, anchor, damage: { version: 1, kind, detail: (error as Error).message } }
  } finally {
    db?.close()
  }
}
