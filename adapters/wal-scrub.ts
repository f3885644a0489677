// Makes deleted bytes leave the disk: empties the write-ahead log and has that emptiness itself made durable.
import { closeSync, fsyncSync, openSync } from 'node:fs'
import type { DatabaseSync } from 'node:sqlite'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import { Problem } from '../events/problem.ts'

const waitForReadersMs = 20
/** A backup of a big vault reads for so long; then the erasure stays open in the ledger and is carried on later. */
const giveUpAfterMs = 10 * 60_000

/** The cut of a checkpoint is not fsynced by SQLite: without this a power loss can bring old frames back (measured). */
const syncWal = (file: string) => {
  let handle: number
  try {
    handle = openSync(`${file}-wal`, 'r+')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return // nothing was ever written to it
    throw error
  }
  try {
    fsyncSync(handle)
  } finally {
    closeSync(handle)
  }
}

/**
 * Those who ask in the same turn of the event loop share one scrub. An open reader elsewhere keeps it waiting.
 * @param file of `db`; only its `-wal` is opened here: closing a second handle of the file itself would drop SQLite's locks
 */
export const createWalScrub = (db: DatabaseSync, file: string): { now: () => boolean; soon: () => Promise<void> } => {
  const checkpoint = db.prepare('PRAGMA wal_checkpoint(TRUNCATE)')
  const now = () => {
    if (checkpoint.get()?.busy !== 0) return false
    syncWal(file)
    return true
  }
  const untilDone = async () => {
    for (let waitedMs = 0; !now(); waitedMs += waitForReadersMs) {
      if (waitedMs >= giveUpAfterMs)
        throw new Problem('busy', 'forgetting posts: another process keeps reading the vault; it is tried again later')
      await wait(waitForReadersMs)
    }
  }
  let coming: Promise<void> | undefined
  const atEndOfTurn = async () => {
    await nextTurn()
    coming = undefined
    await untilDone()
  }
  return {
    now,
    soon: () => {
      coming ??= atEndOfTurn()
      return coming
    },
  }
}
