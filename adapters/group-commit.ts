// Group commit: what is handed in while the event loop keeps bringing more shares one transaction and one fsync.
import type { DatabaseSync } from 'node:sqlite'
import { isSyncFailure, sqliteProblem } from './sqlite.ts'

type GroupCommit = {
  /**
   * `work` runs inside a transaction, synchronously; its answer comes once that is durable. Give it at most about 5 ms to do.
   * @throws Problem `unavailable`: the whole transaction was undone, nothing was kept
   */
  readonly run: <T>(work: () => T) => Promise<T>
  /** Resolves when nothing waits. */
  readonly idle: () => Promise<void>
}

type CommitHooks = {
  /** For the Problem of those whose transaction failed: "keeping content". */
  readonly operation: string
  /** The last step inside the transaction. */
  readonly beforeCommit?: () => void
  readonly committed?: () => void
  readonly rolledBack?: () => void
  /** After a failed fsync nobody knows what is on disk: nothing is acknowledged any more, the process should start anew. */
  readonly onFatal?: ((error: Error) => void) | undefined
}

type Call = { readonly work: () => void; readonly resolve: () => void; readonly reject: (error: unknown) => void }

/**
 * What follows from a commit, as the log follows the vault, is committed in the same turn, once everyone it concerns has
 * handed it in: so the posts of a turn stay together over both. Once a turn, so that others get theirs.
 */
let isFollowing = false

const mostGathered = 200 // calls; a transaction of as many takes its 5 ms

/** @param maxMs when a transaction takes no more work in, so that the event loop gets its turn */
export const createGroupCommit = (db: DatabaseSync, hooks: CommitHooks, maxMs = 5): GroupCommit => {
  const begin = db.prepare('BEGIN IMMEDIATE')
  const commit = db.prepare('COMMIT')
  const rollback = db.prepare('ROLLBACK')
  const waiting: Call[] = []
  let scheduled = false
  let idle: (() => void)[] = []
  let broken: unknown

  const undo = (error: unknown): unknown => {
    if (db.isTransaction) rollback.run()
    hooks.rolledBack?.()
    const problem = sqliteProblem(error, hooks.operation)
    if (isSyncFailure(error)) {
      broken = problem
      hooks.onFatal?.(problem as Error)
    }
    return problem
  }

  /** How many of `waiting` are done. */
  const transaction = (): number => {
    const until = performance.now() + maxMs
    let taken = 0
    try {
      if (broken !== undefined) throw broken
      begin.run()
      do waiting[taken++]?.work()
      while (taken < waiting.length && performance.now() < until)
      hooks.beforeCommit?.()
      commit.run()
    } catch (error) {
      const problem = undo(error)
      for (const { reject } of waiting.splice(0, Math.max(taken, 1))) reject(problem)
      return 0
    }
    hooks.committed?.()
    return taken
  }

  const flush = () => {
    const done = waiting.splice(0, transaction())
    scheduled = waiting.length > 0
    if (scheduled) setImmediate(flushInTurn)
    for (const { resolve } of done) resolve()
    if (scheduled) return
    for (const tell of idle) tell()
    idle = []
  }

  const flushInTurn = () => {
    flush()
    isFollowing = true
    // The first microtask, so its tick ends this after all microtasks and before any commit that follows.
    queueMicrotask(() =>
      process.nextTick(() => {
        isFollowing = false
      }),
    )
  }

  /** While more keeps coming, one turn more is waited for it: fewer commits of more. */
  const gather = (before: number) => {
    if (waiting.length > before && waiting.length < mostGathered) setImmediate(gather, waiting.length)
    else flushInTurn()
  }

  return {
    run: <T>(work: () => T) =>
      new Promise<T>((resolve, reject) => {
        let answer: T
        waiting.push({
          work: () => {
            answer = work()
          },
          resolve: () => resolve(answer),
          reject,
        })
        if (!scheduled && isFollowing) process.nextTick(flush)
        else if (!scheduled) setImmediate(gather, 0)
        scheduled = true
      }),
    idle: () => (scheduled ? new Promise((resolve) => idle.push(resolve)) : Promise.resolve()),
  }
}
