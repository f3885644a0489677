// Door 3: a thread with reading connections of its own, for one task over the whole log; it ends with its task.
import { rmSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { openKurrentEventLog } from '../adapters/kurrent-event-log.ts'
import { openSqliteLogReader } from '../adapters/sqlite-log-reader.ts'
import { openSqliteReadModel } from '../adapters/sqlite-read-model.ts'
import { verifyEventLog } from '../adapters/verify-event-log.ts'
import { verifyKurrentEventLog } from '../adapters/verify-kurrent-event-log.ts'
import { Problem } from '../events/problem.ts'
import { follower } from '../projections/keep-up.ts'
import { parkedOf } from '../projections/parked.ts'
import { pastOf } from '../projections/past.ts'
import { type RebuildOptions, rebuild } from '../projections/rebuild.ts'
import type { HistoryFiles, HistoryTask, TaskAnswer } from './history-task.ts'

const never = new AbortController().signal

/** Into a new file; the digest is taken of it on the way out. */
const build = async (file: string, options: Pick<RebuildOptions, 'log' | 'through' | 'leaveOut'>, digest: boolean) => {
  const readModel = openSqliteReadModel(file, { mode: 'build' })
  try {
    const reached = await rebuild({ ...options, readModel })
    return { ...reached, digest: digest ? readModel.digest() : '' }
  } finally {
    readModel.close()
  }
}

/** The read model as it is kept, against one folded anew through the same version. */
const compare = async (log: RebuildOptions['log'], file: string, built: string) => {
  const kept = openSqliteReadModel(file, { mode: 'read' })
  try {
    const version = kept.checkpoint(follower)?.version ?? 0
    const parked = parkedOf(kept).length
    const fresh = await build(built, { log, through: version }, true)
    return { version, parked, equal: fresh.version === version && fresh.digest === kept.digest() }
  } finally {
    kept.close()
    rmSync(built, { force: true })
  }
}

const withLog = async <Answer>(
  { log: file, cluster }: HistoryFiles,
  work: (log: RebuildOptions['log']) => Promise<Answer>,
): Promise<Answer> => {
  const log =
    cluster === undefined ? openSqliteLogReader(file) : await openKurrentEventLog({ ...cluster, now: Date.now })
  try {
    return await work(log)
  } finally {
    await log.close()
  }
}

const answer = async (task: HistoryTask): Promise<TaskAnswer[HistoryTask['name']]> => {
  const { files, built } = task
  switch (task.name) {
    case 'rebuild': {
      const { events, version } = await withLog(files, (log) => build(built, { log }, false))
      return { events, version }
    }
    case 'verify': {
      const { log, anchor, cluster } = files
      const verified =
        cluster === undefined
          ? verifyEventLog(log, anchor)
          : await verifyKurrentEventLog({ ...cluster, now: Date.now, anchorFile: anchor })
      if (verified.damage !== undefined) return { log: verified, readModel: undefined }
      return { log: verified, readModel: await withLog(files, (log) => compare(log, files.readModel, built)) }
    }
    case 'at':
      return await withLog(files, async (log) => {
        const { through, gone, removals } = await pastOf(log, task.atMs, never)
        const leaveOut: RebuildOptions['leaveOut'] = ({ data }) => 'ref' in data && gone.has(data.ref)
        const { version } = await build(built, { log, through, leaveOut }, false)
        return { version, removals }
      })
  }
}

try {
  parentPort?.postMessage({ answer: await answer(workerData as HistoryTask) })
} catch (error) {
  if (!(error instanceof Problem)) throw error
  parentPort?.postMessage({ problem: { code: error.code, message: error.message } })
}
