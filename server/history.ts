// The main thread's side of the history thread: one task at a time, new read models switched in, the past kept for a while.
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { Problem } from '../events/problem.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { removalsOf } from '../projections/removals.ts'
import { type HistoryFiles, runHistoryTask, type TaskAnswer } from './history-task.ts'

/** A read model that ends at `version` and does not change any more. */
type PastReadModel = { readonly readModel: ReadModel; readonly version: number }

export type History = {
  /**
   * What was recorded by `atMs`, without posts removed or erased since. To be used at once, not kept.
   * @throws Problem `busy` when many moments are asked for at the same time
   */
  readonly asOf: (atMs: number) => Promise<PastReadModel>
  /** Reads the whole log, and compares the read model with a rebuild. */
  readonly verify: () => Promise<TaskAnswer['verify']>
  /** Folds the whole log beside the read model that is used, and then switches. */
  readonly rebuild: () => Promise<TaskAnswer['rebuild'] & { readonly tookMs: number }>
  /** Stops what runs, forgets the past. */
  readonly close: () => Promise<void>
}

type HistoryParts = {
  readonly files: HistoryFiles
  readonly readModel: ReadModel & { readonly adopt: (built: string) => void }
  readonly keepUp: { readonly version: () => number; readonly replace: (change: () => void) => void }
  /** Opens a finished read model for reading. */
  readonly openReadModel: (file: string) => ReadModel
  readonly now: () => number
}

const maxPasts = 8
const maxWaiting = 8
/** Somebody may still be reading a past that is no longer kept. */
const closeAfterMs = 60_000

type Past = { readonly removals: number; readonly found: PastReadModel }

export const createHistory = ({ files, readModel, keepUp, openReadModel, now }: HistoryParts): History => {
  const folder = path.join(path.dirname(files.readModel), 'history')
  rmSync(folder, { recursive: true, force: true }) // left by a process that was killed
  const ending = new AbortController()
  const pasts = new Map<number, Promise<Past>>()
  const opened = new Set<ReadModel>()
  let waiting = 0
  let last: Promise<unknown> = Promise.resolve()
  let made = 0

  /** One after the other: each reads the whole log. */
  const inTurn = async <Answer>(work: (built: string) => Promise<Answer>): Promise<Answer> => {
    if (waiting >= maxWaiting)
      throw new Problem('busy', 'reading the past of the log: many ask for it; try again', { retryAfterSeconds: 5 })
    waiting++
    const mine = last.then(async () => {
      if (ending.signal.aborted) throw new Problem('unavailable', 'reading the past of the log: the server is stopping')
      mkdirSync(folder, { recursive: true })
      return await work(path.join(folder, `${made++}.db`))
    })
    last = mine.catch(() => undefined)
    try {
      return await mine
    } finally {
      waiting--
    }
  }

  const build = (atMs: number): Promise<Past> =>
    inTurn(async (built) => {
      const { version, removals } = await runHistoryTask({ name: 'at', files, built, atMs }, ending.signal)
      const past = openReadModel(built)
      opened.add(past)
      rmSync(built, { force: true }) // it is open: its name is not needed any more
      return { removals, found: { readModel: past, version } }
    })

  const close = (past: ReadModel) => {
    if (opened.delete(past)) past.close()
  }

  const forget = (atMs: number) => {
    const past = pasts.get(atMs)
    pasts.delete(atMs)
    past?.then(
      ({ found }) => setTimeout(() => close(found.readModel), closeAfterMs).unref(),
      () => undefined, // told to whoever waited for it
    )
  }

  const begin = (atMs: number): Promise<Past> => {
    const past = build(atMs)
    pasts.set(atMs, past)
    past.catch(() => pasts.delete(atMs))
    const [oldest] = pasts.keys()
    if (pasts.size > maxPasts && oldest !== undefined) forget(oldest)
    return past
  }

  const asOf = async (atMs: number): Promise<PastReadModel> => {
    if (atMs >= now()) return { readModel, version: keepUp.version() }
    const known = pasts.get(atMs)
    const past = await known
    // A post removed since must not be shown: then the past is made anew.
    if (past !== undefined && past.removals >= removalsOf(readModel)) return past.found
    if (known !== undefined && known === pasts.get(atMs)) forget(atMs)
    return (await (pasts.get(atMs) ?? begin(atMs))).found
  }

  return {
    asOf,
    verify: () => inTurn((built) => runHistoryTask({ name: 'verify', files, built }, ending.signal)),
    rebuild: () =>
      inTurn(async (built) => {
        const begun = performance.now()
        const answer = await runHistoryTask({ name: 'rebuild', files, built }, ending.signal)
        keepUp.replace(() => readModel.adopt(built))
        return { ...answer, tookMs: Math.round(performance.now() - begun) }
      }),
    close: async () => {
      ending.abort()
      await last
      pasts.clear()
      for (const past of opened) close(past)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
