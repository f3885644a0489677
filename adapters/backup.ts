// A backup of a data folder, taken while a server writes to it; and its files put back into an empty one.
import { existsSync } from 'node:fs'
import { readdir, rm } from 'node:fs/promises'
import path from 'node:path'
import { Problem } from '../events/problem.ts'
import { copyAll, copyIfThere, makeFolder, readIfThere, settle, sha256, writeWhole } from './durable-files.ts'
import { openSqlite, sqliteProblem } from './sqlite.ts'

type DataFiles = Readonly<Record<'log' | 'anchor' | 'vault' | 'keys' | 'ledger' | 'readModel', string>>

/** Which ledger is as new as the backup: one that begins with these bytes. */
type Manifest = {
  readonly format: 1
  readonly at: string
  readonly ledger: { readonly bytes: number; readonly sha256: string }
}

const layout = (folder: string) => ({
  log: path.join(folder, 'log', 'log.db'),
  anchor: path.join(folder, 'log', 'anchor'),
  ledger: path.join(folder, 'log', 'erasures.log'),
  vault: path.join(folder, 'vault', 'content.db'),
  keys: path.join(folder, 'keys'),
  manifest: path.join(folder, 'backup.json'),
})

const vacuumInto = async (from: string, to: string) => {
  const db = openSqlite(from, { readOnly: true })
  try {
    db.prepare('VACUUM INTO ?').run(to)
  } catch (error) {
    throw sqliteProblem(error, `backing up ${path.basename(from)}`)
  } finally {
    db.close()
  }
  await settle(to)
}

/** Without a line that is being written just now. */
const wholeLines = (bytes: Buffer) => bytes.subarray(0, bytes.lastIndexOf(10) + 1)

/**
 * The order matters: the anchor may lag behind the log, every event copied has its row in the vault copied after it,
 * every row has its key, and the ledger knows of all that was erased until the end.
 * @param to made when it is missing; must be empty
 * @throws Problem `conflict`, `unavailable`
 */
export const backUp = async (files: DataFiles, to: string, now: () => number): Promise<Manifest> => {
  if (!existsSync(files.log))
    throw new Problem('not-found', 'backing up: the data folder holds no log; set OUTCRY_DATA to the folder in use')
  const target = layout(to)
  for (const file of [target.log, target.vault]) await makeFolder(path.dirname(file))
  const there = (await readdir(to, { recursive: true, withFileTypes: true })).filter((entry) => !entry.isDirectory())
  if (there.length > 0) throw new Problem('conflict', `backing up: ${to} is not empty; name a new folder`)
  await copyIfThere(files.anchor, target.anchor)
  await vacuumInto(files.log, target.log)
  await vacuumInto(files.vault, target.vault)
  await copyAll(files.keys, target.keys)
  const ledger = wholeLines((await readIfThere(files.ledger)) ?? Buffer.alloc(0))
  await writeWhole(target.ledger, ledger)
  const manifest: Manifest = {
    format: 1,
    at: new Date(now()).toISOString(),
    ledger: { bytes: ledger.length, sha256: sha256(ledger) },
  }
  await writeWhole(target.manifest, `${JSON.stringify(manifest)}\n`)
  return manifest
}

const readManifest = async (file: string): Promise<Manifest> => {
  const bytes = await readIfThere(file)
  const manifest = bytes === undefined ? undefined : (JSON.parse(String(bytes)) as Manifest)
  if (manifest?.format === 1) return manifest
  throw new Problem(
    'invalid',
    `restoring: ${path.dirname(file)} is not a whole backup; name a folder that "outcry backup" made`,
  )
}

/** While this file is there the folder is not whole, and nothing else opens it. */
export const restoringMark = (folder: string) => path.join(folder, 'restoring')

type RestoreOptions = {
  /** A copy of erasures.log kept elsewhere; else the one in the data folder. */
  readonly ledger?: string | undefined
  /** Takes the backup's own ledger: posts erased after it come back. */
  readonly force?: boolean | undefined
}

/** The newest ledger at hand that goes on from the backup's own. */
const findLedger = async (manifest: Manifest, candidates: readonly string[], own: string, force: boolean) => {
  const { bytes, sha256: digest } = manifest.ledger
  const found: Buffer[] = []
  for (const file of candidates) {
    const ledger = await readIfThere(file)
    if (ledger && ledger.length >= bytes && sha256(ledger.subarray(0, bytes)) === digest) found.push(ledger)
  }
  const newest = found.sort((a, b) => b.length - a.length)[0] ?? (force ? await readIfThere(own) : undefined)
  if (newest !== undefined) return newest
  throw new Problem(
    'conflict',
    'restoring: there is no erasures ledger as new as the backup, so erased posts would come back; ' +
      'put erasures.log into the data folder or name it with --ledger, or force it with --force',
  )
}

/**
 * Puts the files of a backup into a data folder and leaves the mark; what has gone since must go again before it is removed.
 * @throws Problem `invalid` (no backup), `conflict` (the folder is in use, or no ledger is new enough)
 */
export const putBack = async (from: string, folder: string, files: DataFiles, options: RestoreOptions) => {
  const source = layout(from)
  const manifest = await readManifest(source.manifest)
  const mark = restoringMark(folder)
  await makeFolder(folder)
  if (existsSync(files.log) && !existsSync(mark))
    throw new Problem('conflict', 'restoring: the data folder holds a log; move all but erasures.log away first')
  const candidates = [files.ledger, ...(options.ledger === undefined ? [] : [options.ledger])]
  const ledger = await findLedger(manifest, candidates, source.ledger, options.force ?? false)
  await writeWhole(mark, manifest.at)
  for (const file of [files.log, files.vault, files.readModel])
    for (const end of ['', '-wal', '-shm']) await rm(file + end, { force: true })
  await writeWhole(files.ledger, ledger)
  await copyAll(source.keys, files.keys)
  await copyIfThere(source.vault, files.vault)
  await copyIfThere(source.anchor, files.anchor)
  await copyIfThere(source.log, files.log)
  return manifest
}

export const finishRestore = async (folder: string) => {
  await rm(restoringMark(folder))
  await settle(folder)
}
