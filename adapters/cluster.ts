// A process of a cluster: the log in KurrentDB, the vault, the erasures, the leases and the jobs in Redis; keys, a copy of the ledger and a read model of its own in its folder.
import { existsSync } from 'node:fs'
import type { Ledger } from '../events/ledger.ts'
import { Problem } from '../events/problem.ts'
import type { JobQueue } from '../workers/jobs.ts'
import type { Lease } from '../workers/lease.ts'
import { loadBull, openBullJobQueue } from './bull-job-queue.ts'
import { dataFiles, folderProblem, prepareFolder } from './data-folder.ts'
import { openFileLedger } from './file-ledger.ts'
import { openKeyFiles } from './key-files.ts'
import { openKurrentEventLog } from './kurrent-event-log.ts'
import { openKurrentNotary } from './kurrent-notary.ts'
import { createParts } from './parts.ts'
import { openRedisLease } from './redis-lease.ts'
import { openRedisLedger } from './redis-ledger.ts'
import { openRedisVault } from './redis-vault.ts'
import { openSqliteReadModel } from './sqlite-read-model.ts'
import { takeWriterLock } from './writer-lock.ts'

type ClusterOptions = {
  /** `kurrentdb://…` */
  readonly kurrent: string
  /** `redis://…` */
  readonly redis: string
  /** Redis of the jobs; it may be another one. */
  readonly jobs: string
  /** Before every key of Redis and every stream: one for each installation. */
  readonly name: string
  /** Copies of Redis that must have a write before it is answered; 0: the primary syncs each. */
  readonly replicas: number
  /** The same keys for every process; absent: those of the folder. */
  readonly keysFolder?: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** What an operator should know of, in words, without content. */
  readonly onWarning?: (words: string, error?: unknown) => void
}

const emptyLog = () =>
  new Problem(
    'conflict',
    'opening the event log of KURRENTDB_URL: it is empty, beside a vault that holds texts; check KURRENTDB_URL and OUTCRY_CLUSTER, or restore KurrentDB',
  )

/**
 * Opens what every process of a cluster has.
 * @throws Problem `unavailable` when KurrentDB or Redis is away or a package is not installed, `conflict` when another process holds the
 * folder or the log is not the one of the vault, `damaged` when keys are missing
 */
export const openCluster = async (folder: string, options: ClusterOptions) => {
  const { kurrent, redis: url, name: prefix, replicas, now, onWarning = () => {} } = options
  prepareFolder(folder)
  const files = { ...dataFiles(folder), ...(options.keysFolder === undefined ? {} : { keys: options.keysFolder }) }
  if (existsSync(files.log))
    throw new Problem('conflict', `opening the data folder ${folder}: it holds a log of its own; a node needs another`)
  const parts = createParts()
  try {
    parts.addEnd(takeWriterLock(folder).release)
    const streamPrefix = prefix === 'outcry' ? '' : `${prefix}-`
    const log = parts.add(await openKurrentEventLog({ connectionString: kurrent, now, streamPrefix, onWarning }))
    const isNew = (await log.reach()) === 0
    const keys = openKeyFiles(files.keys, isNew)
    const local = await openFileLedger(files.ledger)
    const ledger: Ledger = parts.add(await openRedisLedger(local, { url, prefix, replicas, onWarning }))
    const vault = parts.add(await openRedisVault(keys, { url, prefix, now, mayBegin: isNew, replicas, onWarning }))
    // A wrong address, or a log that was lost: to begin anew would drop every text as one that no event speaks of.
    if (isNew && (await vault.page(0, 1)).rows.length > 0) throw emptyLog()
    const readModel = parts.add(openSqliteReadModel(files.readModel, { onDiscard: onWarning }))
    const lease: Lease = parts.add(await openRedisLease({ url, prefix, onWarning }))
    /** Records the chain of the log, in one process at a time; its newest head also in this folder. */
    const openNotary = () =>
      openKurrentNotary({ connectionString: kurrent, streamPrefix, now, onWarning, anchorFile: files.anchor })
    const openJobs = (): Promise<JobQueue> =>
      openBullJobQueue({ url: options.jobs, prefix, anew: true, onProblem: onWarning })
    return {
      log: { ...log, damage: undefined },
      vault,
      ledger,
      readModel,
      lease,
      /** @throws Problem `unavailable` when their package is not installed */
      loadJobs: loadBull,
      openJobs,
      openNotary,
      pepper: keys.pepper,
      now,
      files: { ...files, cluster: { connectionString: kurrent, streamPrefix } },
      isNew,
      close: parts.close,
    }
  } catch (error) {
    await parts.close()
    throw folderProblem(folder, error)
  }
}
export type Cluster = Awaited<ReturnType<typeof openCluster>>
