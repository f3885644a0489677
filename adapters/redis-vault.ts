// The vault in Redis: sealed rows that end by themselves, durable when it answers, off the disks when it has forgotten. Long, as the port has many functions.
import type { Redis } from 'ioredis'
import type { KeptContent, KeptRow, Vault, VaultItem } from '../events/vault.ts'
import { type Epoch, epochOf, type Keys } from './key-files.ts'
import { connectRedis } from './redis-connection.ts'
import { checkClock, checkDurable, checkReplicas } from './redis-durability.ts'
import { createRewriter } from './redis-rewrite.ts'
import { createVaultMark } from './redis-vault-mark.ts'
import * as steps from './redis-vault-scripts.ts'
import { sealItem, sealSecret, unsealRow, unsealSecret } from './sealed-rows.ts'

/** A step keeps Redis from all others: a millisecond or two. */
const rowsPerStep = 100
const refsPerScan = 1_000
const backupsLastMs = 35 * 24 * 3_600_000

type RedisVaultOptions = {
  readonly url: string
  /** Before the colon of every key; one for each instance of Outcry. */
  readonly prefix: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** False where posts are kept already: an empty Redis is then a loss. */
  readonly mayBegin: boolean
  /** That must have a write before it is answered; 0: the primary syncs each. */
  readonly replicas?: number
  readonly onWarning?: (words: string, error?: unknown) => void
}

const chunks = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, i) => items.slice(i * size, (i + 1) * size))

/** In their order: a new group wherever the month changes. One, but for rows of another vault. */
const monthsOf = (items: readonly VaultItem[], now: number) => {
  const groups: { readonly epoch: Epoch; readonly some: VaultItem[] }[] = []
  for (const item of items) {
    const epoch = epochOf(item.keptAt ?? now)
    const last = groups.at(-1)
    if (last?.epoch === epoch) last.some.push(item)
    else groups.push({ epoch, some: [item] })
  }
  return groups
}

type Found = {
  readonly ref: string
  readonly version: number
  readonly keptAt: number
  readonly expiresAt: number
  readonly order: number
  readonly named: Pick<VaultItem, 'channel' | 'authorRef' | 'threadRef' | 'recheckAt'>
}

export type RedisVault = Vault & {
  /** That it answers, and can keep what it is given. @throws Problem `unavailable` */
  readonly reach: () => Promise<void>
}

/**
 * Keys: see redis-vault-scripts.ts.
 * @throws Problem `unavailable` (away, or settings that would lose what was answered), `damaged` (another or an emptied vault)
 */
export const openRedisVault = async (keys: Keys, options: RedisVaultOptions): Promise<RedisVault> => {
  const { url, now, mayBegin, replicas = 0, onWarning } = options
  const prefix = `${options.prefix}:`
  const what = 'the vault in Redis'
  const mark = createVaultMark(prefix, keys, mayBegin)
  let settled: (redis: Redis) => Promise<void> = async () => {}
  const connection = await connectRedis({
    url,
    what,
    ...(onWarning === undefined ? {} : { onWarning }),
    check: async (redis) => {
      settled = await checkDurable(redis, what, replicas)
      await checkClock(redis, what)
      await Promise.all(steps.scripts.map(({ load }) => load(redis)))
      await mark.check(redis)
    },
  })
  const rewriting = await connectRedis({ url, what: 'rewriting the files of Redis' })
  const rewriter = createRewriter(rewriting, prefix)

  const writing = <T>(operation: string, work: (redis: Redis) => Promise<T>): Promise<T> =>
    connection.run(operation, async (redis) => {
      const answer = await work(redis)
      await settled(redis)
      return answer
    })
  const reading = <T>(work: (redis: Redis) => Promise<T>): Promise<T> => connection.run('reading content', work)
  /** Redis goes by its own clock; ours may be another (a re-enactment). */
  const goesAt = (expiresAt: number) => Math.max(1, expiresAt + Math.round(Date.now() - now()))

  /** Of one month: all have one key. */
  const argumentsOf = (epoch: Epoch, items: readonly VaultItem[], now: number) => {
    const origins = new Set(items.map(({ channel, source }) => JSON.stringify([channel, source])))
    const rows = items.map((item) => {
      const at = item.keptAt ?? now
      const {
        ref,
        version,
        channel,
        authorRef = '',
        threadRef = '',
        expiresAt,
        recheckAt = '',
        sealed,
      } = sealItem(keys, item, at)
      return [
        ref,
        version,
        channel,
        authorRef,
        threadRef,
        at,
        expiresAt,
        goesAt(expiresAt),
        recheckAt,
        Buffer.from(sealed),
      ]
    })
    return [epoch, JSON.stringify([...origins]), ...rows.flat()]
  }

  const list = (set: string, from: number | string, to: number | string, limit: number, withText: boolean) =>
    reading(async (redis) => {
      const asked = [prefix, set, from, to, limit, withText ? 'text' : '']
      const [size, last, rows] = (await steps.listRows.run(redis, ...asked)) as [number, Buffer, Buffer[][]]
      const found = rows.map(([ref, version, keptAt, expiresAt, epoch, sealed = Buffer.alloc(0), order, ...texts]) => {
        const [channel = '', authorRef = '', threadRef = '', recheckAt = ''] = texts.map(String)
        const numbers = {
          version: Number(version),
          keptAt: Number(keptAt),
          expiresAt: Number(expiresAt),
          order: Number(order),
        }
        const named = {
          channel,
          ...(authorRef === '' ? {} : { authorRef }),
          ...(threadRef === '' ? {} : { threadRef }),
          ...(recheckAt === '' ? {} : { recheckAt: Number(recheckAt) }),
        }
        const row: Found = { ref: String(ref), ...numbers, named }
        const kept = sealed.length === 0 ? undefined : unsealRow(keys, { ...row, epoch: Number(epoch), sealed })
        return { row, kept }
      })
      return { size, last: Number(last.toString()), found }
    })
  const live = (found: readonly { row: Found; kept: KeptContent | undefined }[], at: number) =>
    found.flatMap(({ row: { ref, keptAt, expiresAt }, kept }) =>
      kept === undefined || expiresAt <= at ? [] : [{ ref, keptAt, ...kept }],
    )

  type Named = { readonly ref: string; readonly version: number }
  const remove = (which: 'all' | 'older' | 'exactly', items: readonly Named[]): Promise<number> =>
    writing('forgetting content', async (redis) => {
      let deleted = 0
      for (const chunk of chunks(items, rowsPerStep)) {
        const named = chunk.flatMap(({ ref, version }) => [ref, version])
        deleted = Number(await steps.removeRows.run(redis, prefix, which, ...named))
      }
      return deleted
    })

  /** What stays in a set from begin to end is found, whatever comes and goes meanwhile. */
  const refsIn = (key: string): Promise<string[]> =>
    reading(async (redis) => {
      const refs = new Set<string>()
      let cursor = '0'
      do {
        const [next, some] = await redis.sscan(prefix + key, cursor, 'COUNT', refsPerScan)
        for (const ref of some) refs.add(ref)
        cursor = next
      } while (cursor !== '0')
      return [...refs]
    })

  /** A key goes once no row needs it and no backup can hold such a row any more. */
  const destroyOldKeys = async (at: number) => {
    const epochs = keys.epochs().filter((epoch) => epoch !== epochOf(at))
    const over = await writing('destroying old keys', async (redis) => {
      const used = new Set((await redis.hkeys(`${prefix}months`)).map(Number))
      const old: Epoch[] = []
      for (const epoch of epochs) {
        if (used.has(epoch)) await redis.hdel(`${prefix}unused`, `${epoch}`)
        else await redis.hsetnx(`${prefix}unused`, `${epoch}`, at)
        if (Number((await redis.hget(`${prefix}unused`, `${epoch}`)) ?? at) <= at - backupsLastMs) old.push(epoch)
      }
      return old
    })
    for (const epoch of over) keys.destroyEpoch(epoch)
  }

  return {
    put: async (items) => {
      const at = now()
      return writing('keeping content', async (redis) => {
        const months = monthsOf(items, at)
        for (const { epoch } of months) await mark.checkMonth(redis, epoch)
        const parts = months.flatMap(({ epoch, some }) =>
          chunks(some, rowsPerStep).map((chunk) => steps.putRows.run(redis, prefix, ...argumentsOf(epoch, chunk, at))),
        )
        const answers = (await Promise.all(parts)) as number[][]
        return answers.flat().map((answer) => (answer === 1 ? 'kept' : 'already'))
      })
    },
    get: (refs) =>
      reading(async (redis) => {
        const kept = new Map<string, KeptContent>()
        for (const chunk of chunks(refs, rowsPerStep)) {
          const rows = (await steps.newestRows.run(redis, prefix, now(), ...chunk)) as Buffer[][]
          for (const [i, [version, epoch, sealed]] of rows.entries()) {
            if (sealed === undefined) continue
            const ref = chunk[i] as string
            const opened = unsealRow(keys, { ref, version: Number(version), epoch: Number(epoch), sealed })
            if (opened !== undefined) kept.set(ref, opened)
          }
        }
        return kept
      }),
    forget: async (refs) => {
      if (refs.length === 0) return
      const deleted = await remove(
        'all',
        refs.map((ref) => ({ ref, version: 0 })),
      )
      await rewriter.done(deleted)
    },
    // The next rewrite takes the bytes off the disk: no delivery waits for that.
    drop: async (refs) => {
      if (refs.length > 0)
        await remove(
          'all',
          refs.map((ref) => ({ ref, version: 0 })),
        )
    },
    supersede: async (items) => {
      await remove('older', items)
    },
    discard: async (items) => {
      await remove('exactly', items)
    },
    page: async (after, limit) => {
      const { size, last, found } = await list('order', `(${after}`, '+inf', limit, true)
      const rows = found.flatMap(({ row: { ref, keptAt, expiresAt, named }, kept }): KeptRow[] =>
        kept === undefined || expiresAt <= now() ? [] : [{ ref, ...kept, ...named, keptAt, expiresAt }],
      )
      return { rows, ...(size < limit || size === 0 ? {} : { mark: last }) }
    },
    refsOfAuthor: (authorRef) => refsIn(`author:${authorRef}`),
    refsOfThread: (threadRef) => refsIn(`thread:${threadRef}`),
    refsOfChannel: (channel) => refsIn(`channel:${channel}`),
    origins: () =>
      reading(async (redis) =>
        (await redis.smembers(`${prefix}origins`)).map((text) => {
          const [channel, source] = JSON.parse(text) as [string, string]
          return { channel, source }
        }),
      ),
    noteOrigins: async (origins) => {
      if (origins.length === 0) return
      const members = origins.map(({ channel, source }) => JSON.stringify([channel, source]))
      await writing('noting origins', (redis) => redis.sadd(`${prefix}origins`, ...members))
    },
    unchecked: async (keptBefore, limit) => {
      const before = await reading(async (redis) => Number((await redis.get(`${prefix}checked`)) ?? 0))
      const { found } = await list('order', `(${before}`, '+inf', limit, false)
      const firstYoung = found.findIndex(({ row }) => row.keptAt >= keptBefore)
      const old = firstYoung < 0 ? found : found.slice(0, firstYoung)
      return {
        rows: old.map(({ row: { ref, version } }) => ({ ref, version })),
        mark: old.at(-1)?.row.order ?? before,
      }
    },
    checked: async (upTo) => {
      await writing('noting what was checked', (redis) => redis.set(`${prefix}checked`, upTo))
    },
    sweep: async (at) => {
      const gone = await writing('forgetting what has expired', async (redis) => {
        for (let sum = 0; ; ) {
          const some = Number(await steps.removeExpired.run(redis, prefix, at, rowsPerStep))
          sum += some
          if (some < rowsPerStep) return sum
        }
      })
      await destroyOldKeys(at)
      await rewriter.ifDue()
      return gone
    },
    toRecheck: async (channel, at, limit) => live((await list(`due:${channel}`, '-inf', at, limit, true)).found, at),
    rechecked: async (items) => {
      await writing('noting what was asked', async (redis) => {
        for (const chunk of chunks(items, rowsPerStep)) {
          const named = chunk.flatMap(({ ref, version, expiresAt, recheckAt }) => [
            ref,
            version,
            expiresAt,
            goesAt(expiresAt),
            recheckAt ?? '',
          ])
          await steps.recheckedRows.run(redis, prefix, ...named)
        }
      })
    },
    rechecks: (at) =>
      reading(async (redis) => {
        const rows = (await steps.countDue.run(redis, prefix, at)) as [Buffer, number, number, Buffer][]
        return new Map(
          rows.map(([channel, watched, overdue, first]) => [
            channel.toString(),
            { watched, overdue, ...(overdue > 0 ? { oldestDueMs: Number(first.toString()) } : {}) },
          ]),
        )
      }),
    keepSecret: async (name, secret) => {
      const sealed = secret === undefined ? '' : sealSecret(keys, name, secret)
      await writing('keeping a secret', (redis) => steps.keepSecret.run(redis, prefix, name, sealed))
    },
    secret: (name) =>
      reading(async (redis) => {
        const sealed = await redis.hgetBuffer(`${prefix}secrets`, name)
        return sealed === null ? undefined : unsealSecret(keys, name, sealed)
      }),
    secretNames: (begin) =>
      reading(async (redis) => (await redis.hkeys(`${prefix}secrets`)).filter((name) => name.startsWith(begin))),
    reach: () => reading((redis) => checkReplicas(redis, what, replicas)),
    close: async () => {
      await rewriter.close()
      await Promise.all([rewriting.close(), connection.close()])
    },
  }
}
