// Makes deleted bytes leave the disks: the append-only files of the primary and its replicas are written anew, shared and bounded.
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { Problem } from '../events/problem.ts'
import type { RedisConnection } from './redis-connection.ts'
import { infoOf, pollMs, settingOf, untilInfo } from './redis-durability.ts'
import { redisScript } from './redis-script.ts'

/** Rewriting takes at most a tenth of the time, and is put off for a day at most. */
const restFactor = 9
const longestRestMs = 24 * 3_600_000 - 3_600_000
const replicaMs = 5_000
/** Redis goes on by itself; who notes that it was done, notes it after the next one. */
const closeMs = 1_000
const operation = 'making what was forgotten leave the disks of Redis'

type Work = { readonly command: string; readonly running: readonly string[]; readonly status: string }
const rewriting: Work = {
  command: 'BGREWRITEAOF',
  running: ['aof_rewrite_in_progress', 'aof_rewrite_scheduled'],
  status: 'aof_last_bgrewrite_status',
}
const snapshot: Work = { command: 'BGSAVE', running: ['rdb_bgsave_in_progress'], status: 'rdb_last_bgsave_status' }
const isIdle = (info: ReadonlyMap<string, string>) =>
  [...rewriting.running, ...snapshot.running].every((name) => info.get(name) !== '1')

const failed = (command: string, cause?: unknown) =>
  new Problem('unavailable', `${operation}: ${command} did not end well; see the log of Redis`, {
    cause,
    retryAfterSeconds: 60,
  })

/** One that was begun before does not count: it may hold what was deleted since. */
const carryOut = async (redis: Redis, { command, status }: Work) => {
  const runId = (await untilInfo(redis, isIdle)).get('run_id')
  for (;;) {
    try {
      await redis.call(command)
      break
    } catch (error) {
      if (!/progress|active|already/i.test((error as Error).message)) throw failed(command, error)
      await pause(pollMs.first)
      await untilInfo(redis, isIdle)
    }
  }
  const info = await untilInfo(redis, isIdle)
  if (info.get(status) !== 'ok' || info.get('run_id') !== runId) throw failed(command)
}

/** A snapshot lies there where any is made: by `save`, or by a replica's first copy, on both sides. */
const rewriteOne = async (redis: Redis, hasPartner: boolean) => {
  const info = await infoOf(redis)
  if (info.get('aof_enabled') === '1') await carryOut(redis, rewriting)
  if (hasPartner || (await settingOf(redis, 'save')) !== '') await carryOut(redis, snapshot)
}

const replicasOf = (info: ReadonlyMap<string, string>) =>
  [...info].flatMap(([name, value]) => {
    const place = /^slave\d+$/.test(name) ? /^ip=([^,]+),port=(\d+)/.exec(value) : null
    return place === null ? [] : [{ host: place[1] ?? '', port: Number(place[2]) }]
  })

const rewriteAll = async (redis: Redis) => {
  const replicas = replicasOf(await infoOf(redis))
  if (replicas.length > 0 && (await redis.wait(replicas.length, replicaMs)) < replicas.length)
    throw new Problem('unavailable', `${operation}: a replica has not heard of it yet`, { retryAfterSeconds: 60 })
  await rewriteOne(redis, replicas.length > 0)
  for (const place of replicas) {
    const replica = redis.duplicate({ ...place, lazyConnect: true, retryStrategy: null })
    replica.on('error', () => {}) // whoever awaits hears of it
    try {
      await replica.connect()
      await rewriteOne(replica, true)
    } finally {
      replica.disconnect()
    }
  }
}

/** Forgetting goes on when memory is full, and so does noting that it was done. */
const record = redisScript(`#!lua flags=allow-oom
return redis.call('HSET', ARGV[1], 'deleted', ARGV[2], 'endedAtMs', ARGV[3], 'tookMs', ARGV[4])`)

type State = { readonly deleted: number; readonly rewritten: number; readonly nextAtMs: number; readonly nowMs: number }
type Waiting = { readonly deleted: number; readonly resolve: () => void; readonly reject: (error: unknown) => void }

export type Rewriter = {
  /** Resolves once nothing of the first `deleted` deletions lies on a disk. @throws Problem `unavailable` */
  readonly done: (deleted: number) => Promise<void>
  /** Rewrites where there is something to and it is time. */
  readonly ifDue: () => Promise<void>
  /** Rejects what waits for its turn, and waits a moment for what runs. */
  readonly close: () => Promise<void>
}

/** @param connection its own: the wait for replicas must not keep others waiting. Keys: `deleted` counts deletions, `rewritten` says how far. */
export const createRewriter = (connection: Pick<RedisConnection, 'run'>, prefix: string): Rewriter => {
  const closing = new AbortController()
  let waiting: Waiting[] = []
  let running: Promise<void> | undefined

  const look = (): Promise<State> =>
    connection.run(operation, async (redis) => {
      const [deleted, record, [seconds]] = await Promise.all([
        redis.get(`${prefix}deleted`),
        redis.hgetall(`${prefix}rewritten`),
        redis.time(),
      ])
      const restMs = Math.min(Number(record.tookMs ?? 0) * restFactor, longestRestMs)
      return {
        deleted: Number(deleted ?? 0),
        rewritten: Number(record.deleted ?? 0),
        nextAtMs: Number(record.endedAtMs ?? 0) + restMs,
        nowMs: Number(seconds) * 1_000,
      }
    })

  const rewrite = (deleted: number) =>
    connection.run(operation, async (redis) => {
      const began = performance.now()
      await rewriteAll(redis)
      const [seconds] = await redis.time()
      const tookMs = Math.round(performance.now() - began)
      await record.run(redis, `${prefix}rewritten`, deleted, Number(seconds) * 1_000, tookMs)
    })

  const serve = (rewritten: number) => {
    for (const one of waiting) if (one.deleted <= rewritten) one.resolve()
    waiting = waiting.filter((one) => one.deleted > rewritten)
  }
  const work = async () => {
    try {
      while (waiting.length > 0) {
        const state = await look()
        serve(state.rewritten)
        if (waiting.some((one) => one.deleted > state.deleted))
          throw new Problem('unavailable', `${operation}: Redis has lost what it knew; see its log`)
        if (waiting.length === 0) break
        // Another node may rewrite meanwhile: look again after the wait.
        if (state.nextAtMs > state.nowMs)
          await pause(Math.min(state.nextAtMs - state.nowMs, 60_000), undefined, { signal: closing.signal })
        else await rewrite(state.deleted)
      }
    } catch (error) {
      const why = closing.signal.aborted
        ? new Problem('unavailable', `${operation}: closing; it is carried on after the next start`)
        : error
      for (const { reject } of waiting.splice(0)) reject(why)
    }
    running = undefined
  }
  const done = (deleted: number) =>
    new Promise<void>((resolve, reject) => {
      waiting.push({ deleted, resolve, reject })
      running ??= Promise.resolve().then(work)
    })

  return {
    done,
    ifDue: async () => {
      const { deleted, rewritten, nextAtMs, nowMs } = await look()
      if (deleted > rewritten && nextAtMs <= nowMs) await done(deleted)
    },
    close: async () => {
      closing.abort()
      await Promise.race([running, pause(closeMs)])
    },
  }
}
