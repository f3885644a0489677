// What the history thread is asked, what it answers, and how it is run.
import { Worker } from 'node:worker_threads'
import { Problem, type ProblemCode } from '../events/problem.ts'

/** Files of the data folder, and where the log is when it is not in one. */
export type HistoryFiles = {
  readonly log: string
  readonly anchor: string
  readonly readModel: string
  readonly cluster?: { readonly connectionString: string; readonly streamPrefix: string }
}

type Task<Name extends string> = {
  readonly name: Name
  readonly files: HistoryFiles
  /** A new read model is built into this file. `verify` removes it again, `verify-log` has no use for it. */
  readonly built: string
}
export type HistoryTask =
  | Task<'rebuild'>
  | Task<'verify'>
  | Task<'verify-log'>
  | (Task<'at'> & { readonly atMs: number })

export type TaskAnswer = {
  readonly rebuild: { readonly events: number; readonly version: number }
  readonly 'verify-log': {
    readonly events: number
    readonly streams: number
    readonly head: { readonly position: number; readonly hash: string }
    readonly anchor: { readonly position: number; readonly hash: string } | undefined
    readonly damage: { readonly version: number; readonly kind: string; readonly detail: string } | undefined
  }
  readonly verify: {
    readonly log: TaskAnswer['verify-log']
    /** Not compared when the log is damaged. */
    readonly readModel: { readonly version: number; readonly parked: number; readonly equal: boolean } | undefined
  }
  readonly at: { readonly version: number; readonly removals: number }
}

type Message = { readonly answer: unknown } | { readonly problem: { code: ProblemCode; message: string } }

/** @throws Problem as the thread met it, or `unavailable` when it was aborted */
export const runHistoryTask = <T extends HistoryTask>(task: T, signal?: AbortSignal): Promise<TaskAnswer[T['name']]> =>
  new Promise((resolve, reject) => {
    const thread = new Worker(new URL('./history-thread.ts', import.meta.url), { workerData: task })
    const stop = () => void thread.terminate()
    signal?.addEventListener('abort', stop, { once: true })
    thread.on('message', (message: Message) => {
      if ('answer' in message) resolve(message.answer as TaskAnswer[T['name']])
      else reject(new Problem(message.problem.code, message.problem.message))
    })
    thread.on('error', reject)
    thread.on('exit', () => {
      signal?.removeEventListener('abort', stop)
      reject(new Problem('unavailable', `${task.name} of the log: stopped before its end; start it again`))
    })
    if (signal?.aborted) stop()
  })
