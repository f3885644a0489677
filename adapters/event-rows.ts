// How the SQLite event log lays events out in its file: the table, the short form of stream names, a row and back.
import type { DatabaseSync } from 'node:sqlite'
import { isEventType, type RecordedEvent } from '../events/catalogue.ts'
import type { Link } from '../events/chain.ts'
import { Problem } from '../events/problem.ts'

/** Raised when the layout changes; a file of a newer program is refused. */
const layoutVersion = 1

/**
 * The name of a post's stream is random and made for every post: kept as its 16 bytes. Other streams keep their name.
 * `before` is the position of the stream's event before this one: so a stream is read without an index over all events.
 */
const schema = `
  CREATE TABLE IF NOT EXISTS events (
    position INTEGER PRIMARY KEY,
    stream ANY NOT NULL,
    revision INTEGER NOT NULL,
    before INTEGER,
    type TEXT NOT NULL,
    recordedAt INTEGER NOT NULL,
    data TEXT NOT NULL,
    hash BLOB NOT NULL
  ) STRICT;
  PRAGMA user_version = ${layoutVersion}`

/** @throws Problem `unavailable` when a newer program made the file */
export const prepareLayout = (db: DatabaseSync) => {
  const found = Number(db.prepare('PRAGMA user_version').get()?.user_version)
  if (found > layoutVersion)
    throw new Problem(
      'unavailable',
      `opening log.db: a newer Outcry wrote it (layout ${found}, this one knows ${layoutVersion}); use that version`,
    )
  if (found < layoutVersion) db.exec(schema)
}

export const hex = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

export type StreamKey = Uint8Array | string
const postStreamName = /^post-[0-9a-f]{32}$/
export const streamKey = (stream: string): StreamKey =>
  postStreamName.test(stream) ? Buffer.from(stream.slice(5), 'hex') : stream
export const streamName = (key: StreamKey): string => (typeof key === 'string' ? key : `post-${hex(key)}`)

/** Columns of a statement with `setReturnArrays(true)`, in this order. */
export const rowColumns = 'position, stream, revision, type, recordedAt, data'
export type Row = [
  position: number,
  stream: StreamKey,
  revision: number,
  type: string,
  recordedAt: number,
  data: string,
]

/** Many events are recorded in the same second. */
let last = { second: 0, iso: '1970-01-01T00:00:00.' }
/** ISO 8601 UTC; of a damaged row, which may hold any number, its digits. */
export const isoTime = (ms: number): string => {
  if (!(Math.abs(ms) <= 8.64e15)) return String(ms)
  const second = Math.floor(ms / 1000)
  if (second !== last.second) last = { second, iso: new Date(second * 1000).toISOString().slice(0, -4) }
  return `${last.iso}${String(ms - second * 1000).padStart(3, '0')}Z`
}

/** The row as it is hashed into the chain. */
export const linkOf = ([, key, revision, type, at, data]: readonly [...Row, ...unknown[]]): Link => ({
  stream: streamName(key),
  revision,
  type,
  recordedAt: isoTime(at),
  data,
})

/** `undefined`: an event that this version of the program does not know. @throws Problem `damaged` */
export const recordedEvent = ([position, key, revision, type, at, data]: Row): RecordedEvent | undefined => {
  if (!isEventType(type)) return undefined
  try {
    const event = { type, data: JSON.parse(data) } as RecordedEvent
    return { ...event, stream: streamName(key), revision, version: position, recordedAt: isoTime(at) }
  } catch (error) {
    throw new Problem('damaged', `reading the log: event ${position} is damaged; run "outcry verify"`, { cause: error })
  }
}
