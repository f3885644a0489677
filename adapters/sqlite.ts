// Opens SQLite files the way durable data needs it, and says in our words what went wrong with one.
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Problem } from '../events/problem.ts'

/** Older ones, and 3.52.0, can corrupt a file when its write-ahead log is reset. */
export const assertSqliteVersion = (version = process.versions.sqlite ?? '0.0.0') => {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number)
  const number = major * 1_000_000 + minor * 1_000 + patch
  if (number >= 3_051_003 && number !== 3_052_000) return
  throw new Problem(
    'unavailable',
    `starting: this Node carries SQLite ${version}, which can corrupt data; use a newer release of Node 24 or later`,
  )
}

type SqliteOptions = {
  /** Less than FULL loses acknowledged posts in a power cut: for what can be made anew only. */
  readonly synchronous?: 'FULL' | 'NORMAL' | 'OFF'
  readonly cacheBytes?: number
  /** Pages in the write-ahead log before they move to the file. */
  readonly checkpointPages?: number
  readonly readOnly?: boolean
}

/** @throws Problem `unavailable` or `damaged`, naming the file */
export const openSqlite = (file: string, options: SqliteOptions = {}): DatabaseSync => {
  assertSqliteVersion()
  const { synchronous = 'FULL', cacheBytes = 16 * 1024 * 1024, checkpointPages = 2_000, readOnly = false } = options
  let db: DatabaseSync | undefined
  try {
    db = new DatabaseSync(file, { readOnly, timeout: 2_000 })
    if (!readOnly) db.exec(`PRAGMA page_size = 4096; PRAGMA journal_mode = WAL; PRAGMA synchronous = ${synchronous}`)
    db.exec(`PRAGMA cache_size = -${Math.ceil(cacheBytes / 1024)}; PRAGMA wal_autocheckpoint = ${checkpointPages};
      PRAGMA trusted_schema = OFF`)
    return db
  } catch (error) {
    if (db?.isOpen) db.close()
    throw sqliteProblem(error, `opening ${path.basename(file)}`)
  }
}

/** SQLite's extended result code; 0 when the error is not SQLite's. */
const codeOf = (error: unknown): number => Number((error as { errcode?: unknown }).errcode ?? 0)

const [ioError, corrupt, full, cannotOpen, notADatabase, readOnlyFile] = [10, 11, 13, 14, 26, 8]
const syncErrors = new Set([1034, 1290]) // SQLITE_IOERR_FSYNC, SQLITE_IOERR_DIR_FSYNC

/** After a failed fsync nobody knows what is on disk: the process must stop acknowledging and start anew. */
export const isSyncFailure = (error: unknown) => syncErrors.has(codeOf(error))

/** What is not SQLite's error comes back as it is. */
export const sqliteProblem = (error: unknown, operation: string): unknown => {
  const say = (code: 'unavailable' | 'damaged', words: string) =>
    new Problem(code, `${operation}: ${words}`, {
      cause: error,
      ...(code === 'unavailable' && { retryAfterSeconds: 5 }),
    })
  const code = codeOf(error)
  switch (code & 0xff) {
    case 0:
      return error
    case full:
      return say('unavailable', 'the disk is full; nothing was kept, free some space')
    case readOnlyFile:
    case cannotOpen:
      return say(
        'unavailable',
        'the file cannot be written; check the folder’s rights and that it is not mounted read-only',
      )
    case ioError:
      return say('unavailable', `the disk answers with an error (SQLite ${code}); check the disk`)
    case corrupt:
    case notADatabase:
      return say('damaged', 'the file is damaged; run "outcry verify", then restore a backup')
    default:
      return say('unavailable', `${(error as Error).message} (SQLite ${code})`)
  }
}
