// Whether this process can do its work: the log takes writes, the read model has caught up, the disk has room.
import { access, constants, statfs } from 'node:fs/promises'
import type { Problem } from '../events/problem.ts'
import type { Reached } from './reach.ts'

export type Readiness = {
  readonly ready: boolean
  /** `ok`, or why not. */
  readonly checks: { readonly log: string; readonly readModel: string; readonly disk: string; readonly vault?: string }
}

type ReadinessParts = {
  readonly log: { readonly damage?: Problem | undefined }
  readonly keepUp: { readonly isCaughtUp: () => boolean }
  /** The data folder; absent where nothing is kept on this machine. */
  readonly folder?: string
  readonly isDraining: () => boolean
  /** Given where log and vault are on other machines. */
  readonly reach?: () => Promise<Reached>
}

/** Little in both senses: a small part of a large disk is still a lot. */
const littleShare = 0.05
const littleBytes = 256 * 1024 * 1024

const diskProblem = async (folder: string): Promise<string | undefined> => {
  try {
    const { bavail, blocks, bsize } = await statfs(folder)
    const freeBytes = bavail * bsize
    if (freeBytes < littleBytes && bavail < littleShare * blocks)
      return `only ${Math.floor(freeBytes / 1024 / 1024)} MB are free; make room, see docs/operating.md`
    await access(folder, constants.W_OK)
    return undefined
  } catch (error) {
    return `the data folder cannot be written (${(error as NodeJS.ErrnoException).code}); see docs/operating.md`
  }
}

export const createReadiness =
  ({ log, keepUp, folder, isDraining, reach }: ReadinessParts) =>
  async (): Promise<Readiness> => {
    const reached = await reach?.()
    const stopping = isDraining() ? 'stopping: takes nothing more' : undefined
    const checks = {
      log: log.damage?.message ?? stopping ?? reached?.log ?? 'ok',
      readModel: keepUp.isCaughtUp() ? 'ok' : 'catching up with the log',
      disk: (folder === undefined ? undefined : await diskProblem(folder)) ?? 'ok',
      ...(reached === undefined ? {} : { vault: reached.vault }),
    }
    return { ready: Object.values(checks).every((words) => words === 'ok'), checks }
  }
