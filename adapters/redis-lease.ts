// A lease in Redis: a key with an end, renewed by whoever has it, given up as soon as it may be another's.
import { randomBytes } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Lease } from '../workers/lease.ts'
import { connectRedis } from './redis-connection.ts'
import { redisScript } from './redis-script.ts'

const renewal = redisScript(`if redis.call('GET', ARGV[1]) ~= ARGV[2] then return 0 end
return redis.call('PEXPIRE', ARGV[1], ARGV[3])`)
const release = redisScript(`if redis.call('GET', ARGV[1]) == ARGV[2] then return redis.call('DEL', ARGV[1]) end
return 0`)

const giveBackMs = 1_000

type RedisLeaseOptions = {
  readonly url: string
  readonly prefix: string
  /** How long a lease outlives a process that dies. A third of it is left to end the work when it cannot be renewed. */
  readonly lastsMs?: number
  readonly onWarning?: (words: string, error?: unknown) => void
}

/** @throws Problem `unavailable` when Redis is away at the start */
export const openRedisLease = async ({
  url,
  prefix,
  lastsMs = 15_000,
  onWarning = () => {},
}: RedisLeaseOptions): Promise<Lease> => {
  const connection = await connectRedis({ url, what: 'the lease in Redis', onWarning })
  const surelyMs = (lastsMs * 2) / 3
  const renewMs = lastsMs / 6

  const take = (key: string, token: string): Promise<boolean> =>
    connection
      .run('taking a lease', async (redis) => (await redis.set(key, token, 'PX', lastsMs, 'NX')) === 'OK')
      .catch(() => false) // away: told by the connection

  /** The work's signal is aborted when another has the lease, or may have it soon. */
  const keep = async (
    key: string,
    token: string,
    takenAtMs: number,
    signal: AbortSignal,
    work: (held: AbortSignal) => Promise<void>,
  ) => {
    const lost = new AbortController()
    const held = AbortSignal.any([signal, lost.signal])
    const giveUpAt = (ms: number) => setTimeout(() => lost.abort(), Math.max(0, ms - performance.now()))
    let end = giveUpAt(takenAtMs + surelyMs)
    const renew = async () => {
      const askedAtMs = performance.now()
      const answer = await connection.run('renewing a lease', (redis) => renewal.run(redis, key, token, lastsMs))
      clearTimeout(end)
      if (answer !== 1) return lost.abort()
      end = giveUpAt(askedAtMs + surelyMs)
    }
    const renewing = setInterval(() => void renew().catch(() => {}), renewMs) // away: it ends by itself
    try {
      await work(held)
    } catch (error) {
      if (!held.aborted) onWarning('work under a lease failed; it is begun again', error)
    } finally {
      clearInterval(renewing)
      clearTimeout(end)
      lost.abort()
      const given = connection.run('giving a lease back', (redis) => release.run(redis, key, token)).catch(() => {})
      await Promise.race([given, pause(giveBackMs)]) // it ends by itself, too
    }
  }

  const keyOf = (name: string) => `${prefix}:lease:${name}`

  return {
    isHeld: (name) =>
      connection.run('looking for who has a lease', async (redis) => (await redis.exists(keyOf(name))) === 1),
    hold: async (name, work, signal) => {
      const key = keyOf(name)
      while (!signal.aborted) {
        const token = randomBytes(16).toString('hex')
        const askedAtMs = performance.now()
        if (await take(key, token)) await keep(key, token, askedAtMs, signal, work)
        await pause(lastsMs / 3, undefined, { signal }).catch(() => {}) // aborted: the loop ends
      }
    },
    close: connection.close,
  }
}
