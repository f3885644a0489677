// Whether what Redis answers is on disk: its settings, and the wait for replicas; and whether it goes by our time.
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import { Problem } from '../events/problem.ts'
import { limits } from '../settings.ts'

/** Scripts say themselves that deleting goes on when memory is full: from 7.0 on. */
const oldest = [7, 0]
const waitofSince = [7, 2]

/** `INFO` as names and values. */
export const infoOf = async (redis: Redis): Promise<ReadonlyMap<string, string>> => {
  const lines = (await redis.info()).split('\r\n').filter((line) => line.includes(':'))
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
}

const settingsOf = async (redis: Redis, names: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  try {
    const flat = (await redis.call('CONFIG', ['GET', ...names])) as string[]
    return new Map(Array.from({ length: flat.length / 2 }, (_, i) => [flat[2 * i] ?? '', flat[2 * i + 1] ?? '']))
  } catch (error) {
    const words = `opening Redis: its settings cannot be read (${(error as Error).message}); allow this user CONFIG GET`
    throw new Problem('unavailable', words)
  }
}
export const settingOf = async (redis: Redis, name: string) => (await settingsOf(redis, [name])).get(name) ?? ''

const isAtLeast = (version: string, [major = 0, minor = 0]: readonly number[]) => {
  const [a = 0, b = 0] = version.split('.').map(Number)
  return a > major || (a === major && b >= minor)
}

/**
 * By the clock of Redis texts end, by that of this machine posts are taken and dated.
 * @throws Problem `unavailable` where they are so far apart that posts of this moment would be refused
 */
export const checkClock = async (redis: Redis, what: string): Promise<void> => {
  const [seconds] = await redis.time()
  const aheadMs = Date.now() - Number(seconds) * 1_000
  if (Math.abs(aheadMs) <= limits.clockAheadMs) return
  const apart = `${Math.round(Math.abs(aheadMs) / 60_000)} minutes ${aheadMs > 0 ? 'ahead of' : 'behind'}`
  throw new Problem(
    'unavailable',
    `opening ${what}: the clock of this machine is ${apart} that of Redis; set both right, by NTP`,
  )
}

type Settled = (redis: Redis) => Promise<void>

/**
 * @param replicas that must have a write before it is answered; 0: the disk of the primary alone, which then must be synced for each
 * @returns what to await after writes, on their connection
 * @throws Problem `unavailable` saying what to set
 */
export const checkDurable = async (redis: Redis, what: string, replicas: number): Promise<Settled> => {
  const info = await infoOf(redis)
  const version = info.get('redis_version') ?? ''
  const settings = await settingsOf(redis, ['appendonly', 'appendfsync', 'maxmemory-policy'])
  const faults: string[] = []
  const must = (name: string, value: string, more = '') => {
    if (settings.get(name) !== value) faults.push(`set ${name} to ${value} (it is ${settings.get(name)})${more}`)
  }
  if (!isAtLeast(version, oldest)) faults.push(`it needs Redis ${oldest.join('.')} or newer (this is ${version})`)
  if (info.get('redis_mode') === 'cluster') faults.push('name one that is no Redis Cluster: its keys must lie together')
  if (info.get('role') !== 'master') faults.push('name the primary: this one is a replica')
  must('appendonly', 'yes')
  must('maxmemory-policy', 'noeviction')
  if (replicas === 0) must('appendfsync', 'always', ', or have writes wait for replicas (REDIS_REPLICAS)')
  if (faults.length > 0)
    throw new Problem('unavailable', `opening ${what}: it would lose what it answered for: ${faults.join('; ')}`)
  return createSettled(replicas, isAtLeast(version, waitofSince))
}

const fewReplicas = (operation: string, answer: unknown, replicas: number, after: string) =>
  new Problem(
    'unavailable',
    `${operation}: ${answer} of ${replicas} replicas ${after}; look after them, then try again`,
    { retryAfterSeconds: 5 },
  )

/** @throws Problem `unavailable` when fewer replicas are connected than every write waits for */
export const checkReplicas = async (redis: Redis, what: string, replicas: number): Promise<void> => {
  const connected = (await infoOf(redis)).get('connected_slaves') ?? '0'
  if (Number(connected) < replicas) throw fewReplicas(`reaching ${what}`, connected, replicas, 'are connected')
}

const waitMs = 2_000

/** One wait serves all that was written before it. */
const createSettled = (replicas: number, hasWaitaof: boolean): Settled => {
  if (replicas === 0) return async () => {}
  let next: Promise<void> | undefined
  let last: Promise<unknown> = Promise.resolve()
  const wait = async (redis: Redis) => {
    const answer = hasWaitaof
      ? ((await redis.call('WAITAOF', [1, replicas, waitMs])) as number[])[1]
      : await redis.wait(replicas, waitMs)
    if (Number(answer) >= replicas) return
    throw fewReplicas('keeping in Redis', answer, replicas, `have it after ${waitMs / 1000} s`)
  }
  return (redis) => {
    next ??= last.then(() => {
      next = undefined
      const waiting = wait(redis)
      last = waiting.catch(() => {})
      return waiting
    })
    return next
  }
}

export const pollMs = { first: 20, most: 1_000 }

/** Asks `INFO` until this holds; no bound but the connection. */
export const untilInfo = async (redis: Redis, holds: (info: ReadonlyMap<string, string>) => boolean) => {
  for (let waitedMs = 0; ; ) {
    const info = await infoOf(redis)
    if (holds(info)) return info
    const ms = Math.min(Math.max(pollMs.first, waitedMs / 10), pollMs.most)
    await pause(ms)
    waitedMs += ms
  }
}
