// Reads the SQLite event log on a connection of its own: for a thread beside the one that writes.
import { type EventLog, type Position, start } from '../events/event-log.ts'
import { type Row, recordedEvent, rowColumns } from './event-rows.ts'
import { openSqlite, sqliteProblem } from './sqlite.ts'

const pageEvents = 1_000

type SqliteLogReader = {
  /** Everything after `from`, and ends where the log ends; its last batch is `live`. */
  readonly follow: EventLog['follow']
  readonly close: () => void
}

/** @throws Problem `unavailable` or `damaged` */
export const openSqliteLogReader = (file: string): SqliteLogReader => {
  const db = openSqlite(file, { readOnly: true })
  const page = db.prepare(`SELECT ${rowColumns} FROM events WHERE position > ? ORDER BY position LIMIT ${pageEvents}`)
  page.setReturnArrays(true)
  const read = (after: number): Row[] => {
    try {
      return page.all(after) as unknown as Row[]
    } catch (error) {
      throw sqliteProblem(error, 'reading the log')
    }
  }
  return {
    follow: async function* (from: Position, signal: AbortSignal) {
      let position = from === start ? 0 : Number(from)
      let live = false
      while (!signal.aborted && !live) {
        const rows = read(position)
        position = rows.at(-1)?.[0] ?? position
        live = rows.length < pageEvents
        const events = rows.map(recordedEvent).filter((event) => event !== undefined)
        yield { events, position: String(position), live }
      }
    },
    close: () => db.close(),
  }
}
