// Both ends of a copy, a data folder and a cluster, opened together over the same keys. Nothing is written to a log here.
import { existsSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { Problem } from '../events/problem.ts'
import { dataFiles } from './data-folder.ts'
import { makeFolder, readIfThere, writeWhole } from './durable-files.ts'
import { openEmbedded } from './embedded.ts'
import { openKeyFiles } from './key-files.ts'
import { openKurrentEventLog } from './kurrent-event-log.ts'
import { createParts } from './parts.ts'
import { openRedisLedger } from './redis-ledger.ts'
import { openRedisVault } from './redis-vault.ts'
import { openSqliteReadModel } from './sqlite-read-model.ts'

type CopyOptions = {
  readonly direction: 'to' | 'from'
  readonly cluster: {
    readonly kurrent: string
    readonly redis: string
    readonly name: string
    readonly replicas: number
    readonly keysFolder?: string
  }
  /** Milliseconds since 1970. */
  readonly now: () => number
  readonly onWarning: (words: string, error?: unknown) => void
}

const isKey = (name: string) => /^(pepper|secrets|epoch-\d{6})$/.test(name)

/** @throws Problem `conflict` when `to` holds other keys: nothing is changed then */
const shareKeys = async (from: string, to: string) => {
  if (path.resolve(from) === path.resolve(to)) return
  if (!existsSync(path.join(from, 'pepper')))
    throw new Problem('usage', `copying: there are no keys in ${from}; set OUTCRY_KEYS to the keys of the installation`)
  await makeFolder(to)
  const lacking: [name: string, bytes: Buffer][] = []
  for (const name of (await readdir(from)).filter(isKey)) {
    const bytes = await readFile(path.join(from, name))
    const there = await readIfThere(path.join(to, name))
    if (there === undefined) lacking.push([name, bytes])
    else if (!there.equals(bytes))
      throw new Problem(
        'conflict',
        `copying: ${name} in ${to} is the key of another installation; both need the same keys`,
      )
  }
  for (const [name, bytes] of lacking) await writeWhole(path.join(to, name), bytes)
}

/**
 * The vaults and the erasures are opened after the logs were found to fit: an erasure of either then is one of both.
 * @throws Problem `conflict` when a server holds the folder or the keys differ, `usage`, `damaged`, `unavailable`
 */
export const openCopyEnds = async (folder: string, { direction, cluster, now, onWarning }: CopyOptions) => {
  const { kurrent, redis: url, name: prefix, replicas } = cluster
  const files = dataFiles(folder)
  const keysFolder = cluster.keysFolder ?? files.keys
  if (direction === 'to' && !existsSync(files.log))
    throw new Problem(
      'usage',
      `copying: there is no log in ${folder}; set OUTCRY_DATA to the folder that is to be copied`,
    )
  if (direction === 'from') {
    if (existsSync(files.anchor) && !existsSync(files.log))
      throw new Problem('usage', `copying: ${folder} is the folder of a node; set OUTCRY_DATA to a new one`)
    if (!existsSync(path.join(keysFolder, 'pepper')))
      throw new Problem(
        'usage',
        `copying: the keys of the cluster are not in ${keysFolder}; put them there, or set OUTCRY_KEYS`,
      )
    await shareKeys(keysFolder, files.keys)
  }
  const parts = createParts()
  try {
    const embedded = parts.add(await openEmbedded(folder, { now, onWarning }))
    if (direction === 'to') await shareKeys(files.keys, keysFolder)
    const streamPrefix = prefix === 'outcry' ? '' : `${prefix}-`
    const log = parts.add(await openKurrentEventLog({ connectionString: kurrent, now, streamPrefix, onWarning }))
    const isEmpty = (await log.reach()) === 0
    const readModel = path.join(folder, 'copy.db')
    for (const end of ['', '-wal', '-shm']) parts.addEnd(() => rmSync(readModel + end, { force: true }))
    const folded = parts.add(openSqliteReadModel(readModel))
    folded.clear()
    const there = {
      log,
      readModel: folded,
      files: {
        log: '',
        anchor: path.join(folder, 'copy.anchor'),
        readModel,
        cluster: { connectionString: kurrent, streamPrefix },
      },
    }
    const here = { log: embedded.log, readModel: embedded.readModel, files }

    const openContent = async () => {
      const keys = openKeyFiles(keysFolder, false)
      const mayBegin = direction === 'to' && isEmpty
      const vault = await openRedisVault(keys, { url, prefix, now, mayBegin, replicas, onWarning })
      const local = { ...embedded.ledger, close: async () => {} } // closed with the folder
      const ledger = await openRedisLedger(local, { url, prefix, replicas, onWarning }).catch(async (error) => {
        await vault.close()
        throw error
      })
      const close = async () => {
        await ledger.close()
        await vault.close()
      }
      const ends =
        direction === 'to' ? { source: embedded.vault, target: vault } : { source: vault, target: embedded.vault }
      return { ...ends, erasures: ledger.all().length, close }
    }
    return direction === 'to'
      ? { source: here, target: there, openContent, close: parts.close }
      : { source: there, target: here, openContent, close: parts.close }
  } catch (error) {
    await parts.close()
    throw error
  }
}
export type CopyEnds = Awaited<ReturnType<typeof openCopyEnds>>
