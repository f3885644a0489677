// The embedded installation: everything in one data folder, opened in the order in which one part needs the other.
import { existsSync } from 'node:fs'
import path from 'node:path'
import type { EventLog } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'
import { limits } from '../settings.ts'
import { restoringMark } from './backup.ts'
import { createDamagedEventLog } from './damaged-event-log.ts'
import { dataFiles, folderProblem, prepareFolder } from './data-folder.ts'
import { openFileLedger } from './file-ledger.ts'
import { openKeyFiles } from './key-files.ts'
import { createLocalJobQueue } from './local-job-queue.ts'
import { createParts } from './parts.ts'
import { openSqlite } from './sqlite.ts'
import { createSqliteEventLog, type SqliteEventLog } from './sqlite-event-log.ts'
import { openSqliteReadModel } from './sqlite-read-model.ts'
import { createSqliteVault } from './sqlite-vault.ts'
import { takeWriterLock } from './writer-lock.ts'

type EmbeddedOptions = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** A failed fsync: nothing is acknowledged any more, the process should exit and start anew. */
  readonly onFatal?: (error: Error) => void
  /** What an operator should know of, in words, without content: a damaged log, a job given up. */
  readonly onWarning?: (words: string, error?: unknown) => void
  /** Only "outcry restore" opens a folder whose restore has not come to its end: erased posts may still be in it. */
  readonly restoring?: boolean
}

type OpenLog = EventLog & Pick<SqliteEventLog, 'damage' | 'unknownEvents' | 'close'>

const openLog = (files: ReturnType<typeof dataFiles>, { now, onFatal }: EmbeddedOptions): OpenLog => {
  try {
    const db = openSqlite(files.log)
    return createSqliteEventLog(db, { now, onFatal, anchorFile: files.anchor, anchorEveryMs: limits.anchorEveryMs })
  } catch (error) {
    if (!(error instanceof Problem) || error.code !== 'damaged') throw error
    return { ...createDamagedEventLog(error), damage: error, unknownEvents: () => 0, close: async () => {} }
  }
}

/**
 * Opens the data folder, made when it is missing.
 * @throws Problem `conflict` when another process holds it, `unavailable` when it cannot be written, `damaged` when keys are missing.
 * A log that fails its check is opened all the same: `log.damage` says what is wrong, reads work, writes are refused.
 */
export const openEmbedded = async (folder: string, options: EmbeddedOptions) => {
  prepareFolder(folder)
  const { now, onFatal = () => {}, onWarning = () => {} } = options
  if (existsSync(restoringMark(folder)) && options.restoring !== true)
    throw new Problem(
      'conflict',
      `opening the data folder ${folder}: a restore into it did not come to its end; run "outcry restore" again`,
    )
  const files = dataFiles(folder)
  const parts = createParts()
  try {
    parts.addEnd(takeWriterLock(folder).release)
    const log = parts.add(openLog(files, options))
    if (log.damage) onWarning(log.damage.message)
    const isNew = log.damage === undefined && (await log.head()) === 0
    for (const file of [files.vault, files.ledger])
      if (!isNew && !existsSync(file))
        onWarning(
          `${path.basename(file)} is missing beside a log that has events: a new one is begun; restore it instead`,
        )
    const keys = openKeyFiles(files.keys, isNew)
    const ledger = parts.add(await openFileLedger(files.ledger))
    const content = openSqlite(files.vault, { cacheBytes: 32 * 1024 * 1024 })
    const vault = parts.add(createSqliteVault(content, keys, { now, onFatal }))
    const readModel = parts.add(openSqliteReadModel(files.readModel, { onDiscard: onWarning }))
    const jobs = parts.add(createLocalJobQueue({ onProblem: onWarning }))
    return { log, vault, ledger, readModel, jobs, pepper: keys.pepper, now, files, close: parts.close }
  } catch (error) {
    await parts.close()
    throw folderProblem(folder, error)
  }
}
