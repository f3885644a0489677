// The job queue of a cluster: BullMQ on Redis, one queue for each job. Opens only what is used: who never works has no worker.
import { setTimeout as pause } from 'node:timers/promises'
import type { Job, JobsOptions, Queue, Worker } from 'bullmq'
import type { Redis, RedisOptions } from 'ioredis'
import { Problem } from '../events/problem.ts'
import { type JobName, type JobQueue, type Jobs, jobNames, jobPolicy } from '../workers/jobs.ts'
import { optionalPackage } from './optional-package.ts'
import { isDemoted, loadRedis, redisProblem } from './redis-connection.ts'

const enqueueMs = 1_000
/** The process ends 10 s after it was told to; the rest closes in what is left of them. */
const drainMs = 7_000
const lookAfterMs = 60_000
/** Of jobs that ended; they hold refs only. */
const keptSeconds = { done: 3_600, failed: 24 * 3_600 }
const keptJobs = 1_000

type BullJobQueueParts = {
  readonly url: string
  /** Before the colon of every key. */
  readonly prefix: string
  /** A job is out of tries, without its data; Redis is away, or back, once for each time. */
  readonly onProblem: (words: string, error?: unknown) => void
  /** A job whose worker has not been heard of for so long is run again, by another. */
  readonly stalledMs?: number
  /** What waits from before is let go, once Redis is there: who takes the work over makes all of it again from the log. */
  readonly anew?: boolean
}

const optionsOf = (name: JobName): JobsOptions => ({
  attempts: jobPolicy[name].attempts,
  backoff: { type: 'exponential', delay: jobPolicy[name].backOffMs },
  removeOnComplete: { age: keptSeconds.done, count: keptJobs },
  removeOnFail: { age: keptSeconds.failed, count: keptJobs },
})

/** What a handler says of its failure may quote a stranger: Redis is told that it failed, and no more. */
const failed = () => Object.assign(new Error('failed: see the program log'), { stack: '' })

/** All else is what Redis or BullMQ says of a job, such as that it is not there any more. */
const isOfConnection = (error: unknown): boolean => {
  const { name, message, code } = error as { name?: unknown; message?: unknown; code?: unknown }
  return (
    name !== 'ReplyError' && (typeof code === 'string' || /^(Connection|Stream|Command timed)/.test(String(message)))
  )
}

const unavailable = (name: JobName, words: string, cause?: unknown) =>
  new Problem('unavailable', `enqueueing job ${name}: ${words}`, { cause, retryAfterSeconds: 5 })

/** @throws Problem `unavailable` when it is not installed */
export const loadBull = () => optionalPackage('bullmq', () => import('bullmq'))

/** @throws Problem `unavailable` when the packages are not installed. Redis may come later. */
export const openBullJobQueue = async ({
  url,
  prefix,
  onProblem,
  stalledMs = 30_000,
  anew = false,
}: BullJobQueueParts): Promise<JobQueue> => {
  const bull = await loadBull()
  const Client = await loadRedis()
  const closing = new AbortController()
  const isClosed = () => closing.signal.aborted
  const clients: Redis[] = []
  let isAway = false

  const trouble = (error: unknown) => {
    const isOff = isOfConnection(error)
    if (isClosed() || (isOff && isAway)) return
    isAway ||= isOff
    const words = isOff
      ? 'the job queue cannot reach Redis; jobs wait until it is back'
      : 'the job queue had trouble with a job; it is run again, or made again from the log'
    onProblem(words, redisProblem('keeping jobs', error))
  }
  const connect = (options: Omit<RedisOptions, 'replyMapping'>) => {
    const client = new Client(url, {
      maxRetriesPerRequest: null,
      reconnectOnError: isDemoted,
      retryStrategy: (times: number) => Math.min(100 * times, 2_000),
      ...options,
    })
    client.on('error', trouble)
    client.on('ready', () => {
      if (isAway) onProblem('the job queue reaches Redis again')
      isAway = false
    })
    clients.push(client)
    return client
  }
  const producer = connect({ enableOfflineQueue: false, autoResendUnfulfilledCommands: false, commandTimeout: 5_000 })
  let consumer: Redis | undefined
  const connectConsumer = () => {
    const client = connect({})
    // Each worker has a connection of its own to wait on. BullMQ cannot end them while Redis is away.
    const { duplicate } = client
    client.duplicate = (...options) => {
      const copy = duplicate.apply(client, options)
      clients.push(copy)
      return copy
    }
    return client
  }

  const queues = new Map<JobName, Queue>()
  const workers: Worker[] = []
  const running = new Set<Promise<void>>()
  let stopped: Promise<void> | undefined

  const makeQueue = (name: JobName): Queue => {
    const queue = new bull.Queue(name, { connection: producer, prefix, streams: { events: { maxLen: keptJobs } } })
    queue.on('error', trouble)
    queues.set(name, queue)
    return queue
  }
  /** One whose connection broke off in its first moments says so for ever: another is made next time. */
  const queueOf = async (name: JobName): Promise<Queue> => {
    const queue = queues.get(name) ?? makeQueue(name)
    try {
      await queue.waitUntilReady()
      return queue
    } catch (error) {
      if (queues.get(name) === queue) queues.delete(name)
      queue.close().catch(() => {}) // it has nothing but the connection of all
      throw error
    }
  }

  let isBegun = !anew
  const begin = async () => {
    if (isBegun) return
    for (const name of jobNames) await (await queueOf(name)).drain()
    isBegun = true
  }

  /** Before it is connected nothing may be handed over: it would wait there without a bound. */
  const add = async (name: JobName, data: Jobs[JobName], signal: AbortSignal) => {
    while (producer.status !== 'ready' || !isBegun) await pause(10, undefined, { signal })
    await (await queueOf(name)).add(name, data, optionsOf(name))
  }

  /** Redis may have lost it: its next time then is missing, or long past. */
  const schedule = async (name: JobName, intervalMs: number, data: Jobs[JobName], isNew: boolean) => {
    const id = `every-${name}`
    const queue = await queueOf(name)
    const next = isNew ? undefined : (await queue.getJobScheduler(id))?.next
    if (next !== undefined && next > Date.now() - intervalMs - lookAfterMs) return
    await queue.upsertJobScheduler(id, { every: intervalMs }, { name, data, opts: optionsOf(name) })
  }
  const schedules: (() => Promise<void>)[] = []
  const lookAll = () => {
    for (const look of schedules) look().catch(trouble) // again when it is back, or at the next look
  }
  const onReady = () => {
    begin().then(lookAll, trouble)
  }
  producer.on('ready', onReady)
  const looking = setInterval(onReady, lookAfterMs)

  const stop = async () => {
    closing.abort()
    clearInterval(looking)
    const closed = Promise.all(workers.map((worker) => worker.close()))
    closed.catch(() => {}) // cut off below: what was not finished stalls, and is run again
    const late = new AbortController()
    const drained = isAway ? Promise.allSettled(running) : closed
    await Promise.race([drained, pause(drainMs, undefined, { signal: late.signal })]).catch(() => {})
    late.abort()
    for (const client of clients) client.disconnect()
  }

  return {
    enqueue: async (name, data) => {
      if (isClosed()) throw unavailable(name, 'the queue is closed; start again')
      const late = new AbortController()
      const { signal } = late
      const added = add(name, data, signal)
      added.catch(() => {}) // too late for anybody to hear of it
      try {
        const inTime = pause(enqueueMs, undefined, { signal }).then(() => {
          throw new Error(`no answer in ${enqueueMs} ms`)
        })
        inTime.catch(() => {})
        await Promise.race([added, inTime])
      } catch (error) {
        const words = error instanceof Error ? error.message : String(error)
        throw unavailable(name, `Redis is away (${words}); it is enqueued again later`, new Error(words))
      } finally {
        late.abort()
      }
    },
    work: (name, handle) => {
      const { attempts, atOnce } = jobPolicy[name]
      const causes = new WeakMap<Job, unknown>()
      consumer ??= connectConsumer()
      const run = async (job: Job) => {
        const handled = handle(job.data)
        running.add(handled)
        try {
          await handled
        } catch (error) {
          causes.set(job, error)
          throw failed()
        } finally {
          running.delete(handled)
        }
      }
      const worker = new bull.Worker(name, run, {
        connection: consumer,
        prefix,
        concurrency: atOnce,
        lockDuration: stalledMs,
        stalledInterval: stalledMs,
        maxStalledCount: 10, // a worker that is restarted often is no bad job
      })
      worker.on('error', trouble)
      worker.on('failed', (job, error) => {
        if (job !== undefined && job.attemptsMade < attempts) return
        const times = job?.attemptsMade ?? attempts
        onProblem(`job ${name} failed ${times} times and is given up`, (job && causes.get(job)) ?? error)
      })
      workers.push(worker)
    },
    every: (name, intervalMs, data) => {
      let isNew = true
      const look = async () => {
        if (producer.status !== 'ready' || !isBegun) return
        await schedule(name, intervalMs, data, isNew)
        isNew = false
      }
      schedules.push(look)
      look().catch(trouble)
    },
    close: () => {
      stopped ??= stop()
      return stopped
    },
  }
}
