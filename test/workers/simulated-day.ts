// A day that passes as fast as it can be worked through: a real installation on a clock that only moves when told, and what scripted platforms share.

import { createSeeded } from '../../analysis/seeded.ts'
import { totalOf } from '../../projections/sources.ts'
import { limits } from '../../settings.ts'
import { createChannelCourses } from '../../workers/channel-course.ts'
import { createHostTurns } from '../../workers/host-turns.ts'
import type { JobName, JobQueue, Jobs } from '../../workers/jobs.ts'
import { startPolling } from '../../workers/polling.ts'
import { startWorkers } from '../../workers/start.ts'
import { until } from '../running.ts'
import { openPolled } from './polled.ts'

const minuteMs = 60_000
const lane = 'linear'

type Job = () => Promise<void>

/** Jobs that ask platforms, and timed ones, run one after the other when `run` says so; the others by themselves. */
const createSteppedJobs = (jobs: JobQueue, now: () => number) => {
  const stepped: readonly JobName[] = ['poll-channel', 'recheck-channel', 'expire-content', 'end-access']
  const handlers = new Map<JobName, (data: never) => Promise<void>>()
  const waiting: Job[] = []
  const timed: { readonly everyMs: number; readonly job: Job; dueMs: number }[] = []
  const jobOf =
    (name: JobName, data: Jobs[JobName]): Job =>
    async () =>
      handlers.get(name)?.(data as never)
  const queue: JobQueue = {
    ...jobs,
    enqueue: async (name, data) => {
      if (!stepped.includes(name)) return jobs.enqueue(name, data)
      waiting.push(jobOf(name, data))
    },
    work: (name, handle) => {
      if (stepped.includes(name)) handlers.set(name, handle)
      else jobs.work(name, handle)
    },
    every: (name, everyMs, data) => {
      if (stepped.includes(name)) timed.push({ everyMs, job: jobOf(name, data), dueMs: now() + everyMs })
    },
  }
  const run = async () => {
    for (const one of timed)
      if (one.dueMs <= now()) {
        one.dueMs += one.everyMs
        waiting.push(one.job)
      }
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) await job()
  }
  return { queue, run }
}

/** @param fromMs when the day begins. Pauses between requests move the clock. */
export const startDay = async (folder: string, host: string, fromMs: number, seed = 1) => {
  let nowMs = fromMs
  const now = () => nowMs
  let step: () => Promise<void> = async () => undefined
  const workers: { waiting: () => number }[] = []
  const polled = await openPolled(folder, {
    host,
    now,
    start: ({ polling, keepUp: _, ...parts }) => {
      const { queue, run } = createSteppedJobs(parts.jobs, now)
      const stopping = new AbortController()
      const onWorkers = startWorkers({ ...parts, jobs: queue, limits: { ...limits, analysisSaveEveryMs: 10 } })
      const { look } = startPolling({
        ...parts,
        ...polling,
        jobs: queue,
        courses: createChannelCourses(parts.log),
        turns: createHostTurns(),
        pause: async (ms) => {
          nowMs += Math.ceil(ms)
        },
        random: createSeeded(seed),
        signal: stopping.signal,
      })
      step = async () => {
        look()
        await run()
      }
      workers.push(onWorkers)
      return {
        close: async () => {
          stopping.abort()
          await onWorkers.close()
        },
      }
    },
  })
  return {
    ...polled,
    /** Until then, in steps: at each, all that is due is done to its end. */
    passTo: async (untilMs: number, stepMs = minuteMs) => {
      while (nowMs < untilMs) {
        nowMs = Math.min(untilMs, nowMs + stepMs)
        await step()
      }
    },
    /** Posts that a story counts, once all that was received is counted. */
    counted: async (story: string) => {
      await until('the end of all analysis', async () => {
        const { version } = polled.readModel.checkpoint('analyse-posts') ?? {}
        return (workers.every((one) => one.waiting() === 0) && version === (await polled.head())) || undefined
      })
      await polled.settled()
      return totalOf(polled.readModel, story, lane)
    },
  }
}
export type Day = Awaited<ReturnType<typeof startDay>>

/** What happens on a platform, each at its time: done when somebody looks at it. */
export const createScript = (now: () => number) => {
  const planned: { readonly atMs: number; readonly happens: (atMs: number) => void }[] = []
  return {
    at: (atMs: number, happens: (atMs: number) => void) => void planned.push({ atMs, happens }),
    /** To be called before each answer. */
    play: () => {
      for (;;) {
        const [first] = planned.filter(({ atMs }) => atMs <= now()).sort((a, b) => a.atMs - b.atMs)
        if (first === undefined) return
        planned.splice(planned.indexOf(first), 1)
        first.happens(first.atMs)
      }
    },
  }
}

/** A limit of so many requests in windows of a length, as platforms count: `take` is false beyond it. */
export const createAllowance = (limit: number, windowMs: number, now: () => number) => {
  let windowStart = Number.NEGATIVE_INFINITY
  let used = 0
  let total = 0
  let refused = 0
  const roll = () => {
    if (now() < windowStart + windowMs) return
    windowStart = now()
    used = 0
  }
  return {
    take: (): boolean => {
      roll()
      const isLeft = used < limit
      total++
      if (isLeft) used++
      else refused++
      return isLeft
    },
    used: () => used,
    left: () => limit - used,
    /** Ms since 1970. */
    resetsAt: () => windowStart + windowMs,
    /** Ever, refused ones too. */
    total: () => total,
    /** Requests beyond the limit so far. */
    refused: () => refused,
  }
}
