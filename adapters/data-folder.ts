// The data folder of a process: what lies where in it, made when it is missing, refused in words when it cannot be used.
import { accessSync, constants, mkdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { Problem } from '../events/problem.ts'
import { sqliteProblem } from './sqlite.ts'

/** What lies where in a data folder; docs/operating.md says what losing each of them means. */
export const dataFiles = (folder: string) => ({
  log: path.join(folder, 'log.db'),
  anchor: path.join(folder, 'anchor'),
  vault: path.join(folder, 'content.db'),
  keys: path.join(folder, 'keys'),
  ledger: path.join(folder, 'erasures.log'),
  readModel: path.join(folder, 'read.db'),
})

/** What the system or SQLite says of a part of the folder, in our words; what is no such error comes back as it is. */
export const folderProblem = (folder: string, error: unknown): unknown => {
  const operation = `opening the data folder ${folder}`
  const { errno, code, path: file } = error as NodeJS.ErrnoException
  if (errno === undefined) return sqliteProblem(error, operation)
  const words = `${operation}: ${code} at ${path.basename(file ?? folder)}; check its rights and the disk`
  return new Problem('unavailable', words, { cause: error })
}

export const prepareFolder = (folder: string) => {
  /** The words name the reason: what the system said is not told beside them. */
  const refuse = (words: string): never => {
    throw new Problem('unavailable', `opening the data folder ${folder}: ${words}`)
  }
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST' || code === 'ENOTDIR') refuse('it is a file, not a folder; set OUTCRY_DATA to a folder')
    refuse(`it cannot be made (${code}); make it, or set OUTCRY_DATA to another folder`)
  }
  if (!statSync(folder).isDirectory()) refuse('it is not a folder; set OUTCRY_DATA to a folder')
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK)
  } catch {
    refuse('it is read-only for this user; change its rights, or set OUTCRY_DATA to another folder')
  }
}
