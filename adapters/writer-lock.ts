// One writer per data folder: held for the life of the process, free at once when it is killed.
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { Problem } from '../events/problem.ts'
import { sqliteProblem } from './sqlite.ts'

type WriterLock = { readonly release: () => void }

/** @throws Problem `conflict` at once when another process holds it */
export const takeWriterLock = (folder: string): WriterLock => {
  let db: DatabaseSync | undefined
  try {
    // A rollback journal, not WAL: there BEGIN EXCLUSIVE locks the file for every other process.
    db = new DatabaseSync(path.join(folder, 'writer.lock'), { timeout: 0 })
    db.exec('PRAGMA journal_mode = DELETE; BEGIN EXCLUSIVE')
    const held = db
    return { release: () => held.close() }
  } catch (error) {
    db?.close()
    const busy = (Number((error as { errcode?: unknown }).errcode ?? 0) & 0xff) === 5
    if (!busy) throw sqliteProblem(error, `opening the data folder ${folder}`)
    throw new Problem(
      'conflict',
      `opening the data folder ${folder}: another Outcry runs on it; stop that one, or set OUTCRY_DATA to another folder`,
    )
  }
}
