// The job queue of a single process. What it loses when the process ends, the followers of the log enqueue again.
import { Problem } from '../events/problem.ts'
import { type JobName, type JobQueue, type Jobs, jobPolicy } from '../workers/jobs.ts'

const drainMs = 10_000

type LocalJobQueueParts = {
  /** A job is out of tries: which one and how often, without its data. */
  readonly onProblem: (words: string, error: unknown) => void
}

type Job = { readonly data: Jobs[JobName]; readonly tries: number }
type Line = {
  readonly name: JobName
  readonly waiting: Job[]
  readonly timers: Set<NodeJS.Timeout>
  running: number
  handle: ((data: Jobs[JobName]) => Promise<void>) | undefined
}

/** A failed job is tried again after `backOffMs`, doubled each time; others of its name go on meanwhile. */
export const createLocalJobQueue = ({ onProblem }: LocalJobQueueParts): JobQueue => {
  const lines = new Map<JobName, Line>()
  const intervals = new Set<NodeJS.Timeout>()
  let closed = false
  let idle: (() => void) | undefined

  const lineOf = (name: JobName): Line => {
    const line = lines.get(name) ?? { name, waiting: [], timers: new Set(), running: 0, handle: undefined }
    lines.set(name, line)
    return line
  }
  const isRunning = () => [...lines.values()].some(({ running }) => running > 0)

  const failed = (line: Line, { data, tries }: Job, error: unknown) => {
    const { attempts, backOffMs } = jobPolicy[line.name]
    if (closed) return
    if (tries >= attempts) return onProblem(`job ${line.name} failed ${tries} times and is given up`, error)
    const timer = setTimeout(
      () => {
        line.timers.delete(timer)
        add(line, { data, tries })
      },
      backOffMs * 2 ** (tries - 1),
    )
    line.timers.add(timer)
  }

  const run = async (line: Line, handle: NonNullable<Line['handle']>, { data, tries }: Job) => {
    line.running++
    try {
      await handle(data)
    } catch (error) {
      failed(line, { data, tries: tries + 1 }, error)
    }
    line.running--
    if (closed && !isRunning()) idle?.()
    startNext(line)
  }

  const startNext = (line: Line) => {
    while (!closed && line.handle !== undefined && line.running < jobPolicy[line.name].atOnce) {
      const job = line.waiting.shift()
      if (job === undefined) return
      void run(line, line.handle, job)
    }
  }
  const add = (line: Line, job: Job) => {
    line.waiting.push(job)
    startNext(line)
  }

  return {
    enqueue: async (name, data) => {
      if (closed) throw new Problem('unavailable', `enqueueing job ${name}: the queue is closed; start again`)
      add(lineOf(name), { data, tries: 0 })
    },
    work: (name, handle) => {
      const line = lineOf(name)
      line.handle = handle as Line['handle']
      startNext(line)
    },
    // One that is late is not joined by a second one.
    every: (name, intervalMs, data) => {
      const line = lineOf(name)
      const due = () => {
        if (!closed && line.running + line.waiting.length + line.timers.size === 0) add(line, { data, tries: 0 })
      }
      intervals.add(setInterval(due, intervalMs))
    },
    close: async () => {
      closed = true
      for (const timer of intervals) clearInterval(timer)
      for (const line of lines.values()) {
        for (const timer of line.timers) clearTimeout(timer)
        line.waiting.length = 0
      }
      if (!isRunning()) return
      const { promise, resolve } = Promise.withResolvers<void>()
      idle = resolve
      const late = setTimeout(resolve, drainMs)
      await promise
      clearTimeout(late)
    },
  }
}
