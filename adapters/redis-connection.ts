// A connection to Redis that fails at once while Redis is away, comes back by itself, and serves nobody before it was checked.
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis, RedisOptions } from 'ioredis'
import { Problem } from '../events/problem.ts'
import { optionalPackage } from './optional-package.ts'

const connectMs = 3_000
const answerMs = 10_000
const silentMs = 15_000
const lookAgainMs = 1_000
/** For a farewell: whoever closes has had all its answers, and a Redis that hangs must not keep a process from ending. */
const quitMs = 300

type ClientOptions = Omit<RedisOptions, 'replyMapping'>

type RedisParts = {
  /** redis://user:password@host:port/database */
  readonly url: string
  /** What it is for, as in "the vault in Redis". */
  readonly what: string
  /** After each connecting, before anybody is served. @throws Problem when this Redis must not be used */
  readonly check?: (redis: Redis) => Promise<void>
  /** In words, once for each time away. */
  readonly onWarning?: (words: string, error?: unknown) => void
  readonly options?: ClientOptions
}

export type RedisConnection = {
  /** @throws Problem `unavailable` while Redis is away, refuses or was not checked: what was being written may be there or not */
  readonly run: <T>(operation: string, work: (redis: Redis) => Promise<T>) => Promise<T>
  readonly close: () => Promise<void>
}

/** Commands stand in the errors of ioredis with all they carry: sealed rows, secrets. Only the words go on. */
const wordsOnly = (error: unknown) => {
  const { message = String(error), code } = (error ?? {}) as { message?: string; code?: unknown }
  return Object.assign(new Error(message), code === undefined ? {} : { code })
}

/** What Redis says of itself; anything else that it refuses is a bug of ours. */
const itself =
  /^(OOM|LOADING|READONLY|MISCONF|NOREPLICAS|MASTERDOWN|BUSY|TRYAGAIN|CLUSTERDOWN|UNBLOCKED|NOPERM|NOAUTH|WRONGPASS|EXECABORT)/

/** It was the primary and is a replica now: its address may lead to the new one. */
export const isDemoted = (error: Error): boolean => error.message.startsWith('READONLY')

export const redisProblem = (operation: string, error: unknown): unknown => {
  if (error instanceof Problem) return error
  const cause = wordsOnly(error)
  if (error instanceof Error && error.name === 'ReplyError' && !itself.test(error.message)) return cause
  // Whoever asked hears that a connection failed, and not of which address.
  const [why] = cause.message.split(/(?<=\bE[A-Z]{3,}) |\n/)
  const words = `${operation}: Redis is away or refuses (${why}); try again`
  return new Problem('unavailable', words, { cause, retryAfterSeconds: 5 })
}

export const loadRedis = async () => (await optionalPackage('ioredis', () => import('ioredis'))).Redis

/** Never shows user or password. */
const placeOf = (url: string) => {
  const { host } = new URL(url)
  return host
}

/** @throws Problem `unavailable`, and what `check` throws */
export const connectRedis = async (parts: RedisParts): Promise<RedisConnection> => {
  const { url, what, check = async () => {}, onWarning = () => {}, options = {} } = parts
  if (!URL.canParse(url) || !/^rediss?:$/.test(new URL(url).protocol))
    throw new Problem(
      'usage',
      `opening ${what}: its address must begin with redis:// or rediss://; see docs/cluster.md`,
    )
  const Client = await loadRedis()
  const settings: ClientOptions = {
    lazyConnect: true,
    connectTimeout: connectMs,
    commandTimeout: answerMs,
    socketTimeout: silentMs,
    disconnectTimeout: quitMs,
    enableOfflineQueue: false,
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    reconnectOnError: isDemoted,
    retryStrategy: (times) => Math.min(100 * 2 ** Math.min(times, 10), 2_000) * (0.8 + 0.4 * Math.random()),
    ...options,
  }
  const redis = new Client(url, settings)
  let checked = false
  let isClosed = false
  let refusal: unknown
  let lastError: unknown
  let told = ''
  const tell = (words: string, error?: unknown) => {
    if (words !== told && !isClosed) onWarning(words, error)
    told = words
  }
  const lookAt = async () => {
    try {
      await check(redis)
      if (told !== '') onWarning(`${what} is back`)
      ;[checked, told, refusal] = [true, '', undefined]
    } catch (error) {
      refusal = redisProblem(`opening ${what}`, error)
      throw refusal
    }
  }
  redis.on('error', (error: unknown) => {
    lastError = wordsOnly(error)
  })
  try {
    await redis.connect()
  } catch (error) {
    redis.disconnect()
    throw redisProblem(`opening ${what} at ${placeOf(url)}`, lastError ?? error)
  }
  try {
    await lookAt()
  } catch (error) {
    redis.disconnect()
    throw error
  }
  redis.on('close', () => {
    checked = false
    const why = redisProblem(`reaching ${what}`, lastError ?? new Error('the connection ended'))
    tell(`${what} is away; what needs it waits or is refused until it is back`, why)
  })
  /** Again where it was refused: settings can be put right, a check can come too early. */
  let looking = false
  const lookAgain = async () => {
    if (looking) return
    looking = true
    while (redis.status === 'ready' && !checked) {
      await lookAt().catch((error: unknown) => {
        if (redis.status === 'ready') tell(error instanceof Error ? error.message : String(error))
      })
      if (!checked) await pause(lookAgainMs, undefined, { ref: false })
    }
    looking = false
  }
  redis.on('ready', () => void lookAgain())

  return {
    run: async (operation, work) => {
      if (!checked)
        throw refusal instanceof Problem && redis.status === 'ready'
          ? new Problem('unavailable', `${operation}: ${refusal.message}`, { cause: refusal, retryAfterSeconds: 30 })
          : redisProblem(operation, lastError ?? new Error('no connection'))
      try {
        return await work(redis)
      } catch (error) {
        throw redisProblem(operation, error)
      }
    },
    close: async () => {
      isClosed = true
      if (redis.status === 'ready') await Promise.race([redis.quit().catch(() => {}), pause(quitMs)])
      redis.disconnect()
    },
  }
}
