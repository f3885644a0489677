// The erasures ledger of a cluster: a stream in Redis that every node follows into a ledger of its own, on its own disk.
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Ledger, Receipt } from '../events/ledger.ts'
import { Problem } from '../events/problem.ts'
import { createErasures, type LedgerRecord } from './erasures.ts'
import { connectRedis } from './redis-connection.ts'
import { checkDurable } from './redis-durability.ts'

const recordsPerRead = 500
const followedMs = 5_000
const againMs = 200

type RedisLedgerOptions = {
  readonly url: string
  readonly prefix: string
  readonly replicas?: number
  /**
   * A node whose copy is older refuses to say who is erased, and thereby posts; an erasure answers when it is that old. So once it has
   * answered, no node takes what it names.
   */
  readonly lagMs?: number
  readonly onWarning?: (words: string, error?: unknown) => void
}

const unavailable = (words: string) => new Problem('unavailable', words, { retryAfterSeconds: 1 })

/** Milliseconds since it was made, by the clock that says more: one stands still while a machine sleeps, the other may be set back. */
const startClock = () => {
  const [steady, wall] = [performance.now(), Date.now()]
  return () => Math.max(performance.now() - steady, Date.now() - wall)
}

const isBefore = (a: string, b: string): boolean => {
  const [aMs = 0, aSeq = 0] = a.split('-').map(Number)
  const [bMs = 0, bSeq = 0] = b.split('-').map(Number)
  return aMs < bMs || (aMs === bMs && aSeq < bSeq)
}

/** What of `receipt` a ledger that has `there` does not have. */
const missing = (receipt: Receipt, there: Receipt | undefined): LedgerRecord[] => {
  const { forgottenAt, recordedAt, completedAt, ...entered } = receipt
  const lacks = (mine: readonly string[], theirs: readonly string[] = []) => {
    const known = new Set(theirs)
    return mine.some((ref) => !known.has(ref))
  }
  const records: LedgerRecord[] = []
  const isNew = there === undefined || lacks(entered.refs, there.refs) || lacks(entered.authorRefs, there.authorRefs)
  if (isNew) records.push({ entered })
  if (completedAt !== undefined && (isNew || there?.completedAt === undefined))
    records.push({
      completed: {
        id: receipt.id,
        completedAt,
        ...(forgottenAt === undefined ? {} : { forgottenAt }),
        ...(recordedAt === undefined ? {} : { recordedAt }),
      },
    })
  return records
}

/**
 * @param local this node's own, on its disk: it gets every record of every node, and gives the stream what that lost
 * @throws Problem `unavailable`
 */
export const openRedisLedger = async (local: Ledger, options: RedisLedgerOptions): Promise<Ledger> => {
  const { url, prefix, replicas = 0, lagMs = 3_000, onWarning = () => {} } = options
  const key = `${prefix}:erasures`
  const what = 'the erasures ledger in Redis'
  let settled: (redis: Redis) => Promise<void> = async () => {}
  /** The last entry that is in the local ledger. From the first again after each connecting: Redis may have been emptied. */
  let through = '0-0'
  let inStream = createErasures()
  let gaveBack = false
  const writing = await connectRedis({
    url,
    what,
    onWarning,
    check: async (redis) => {
      settled = await checkDurable(redis, what, replicas)
    },
  })
  const following = await connectRedis({
    url,
    what: `following ${what}`,
    check: async () => {
      through = '0-0'
      inStream = createErasures()
      gaveBack = false
    },
  })

  const write = (record: LedgerRecord): Promise<string> =>
    writing.run('writing the erasures ledger', async (redis) => {
      const id = await redis.xadd(key, '*', 'record', JSON.stringify(record))
      await settled(redis)
      return id ?? ''
    })

  const copy = async (record: LedgerRecord) => {
    inStream.apply(record)
    const id = 'entered' in record ? record.entered.id : record.completed.id
    const receipt = inStream.receipt(id)
    if (receipt === undefined) return
    for (const one of missing(receipt, local.receipt(id)))
      if ('entered' in one) await local.enter(one.entered)
      else await local.complete(id, one.completed)
  }
  const giveBack = async () => {
    for (const receipt of local.all())
      for (const record of missing(receipt, inStream.receipt(receipt.id))) await write(record)
    gaveBack = true
  }

  let ageMs: () => number = () => Number.POSITIVE_INFINITY
  let moved = Promise.withResolvers<void>()
  let isClosed = false

  const read = async () => {
    const asked = startClock()
    const entries = await following.run('following the erasures ledger', async (redis) => {
      const answer = await redis.xread('COUNT', recordsPerRead, 'BLOCK', Math.ceil(lagMs / 6), 'STREAMS', key, through)
      return answer?.[0]?.[1] ?? []
    })
    for (const [id, [, text = '']] of entries) {
      await copy(JSON.parse(text) as LedgerRecord)
      through = id
    }
    if (entries.length === recordsPerRead) return
    if (!gaveBack) await giveBack()
    ageMs = asked
    moved.resolve()
    moved = Promise.withResolvers()
  }
  const follow = async () => {
    let told = false
    while (!isClosed) {
      try {
        await read()
        told = false
      } catch (error) {
        if (!told && !isClosed) onWarning('following the erasures ledger failed; it is tried again', error)
        told = true
        await pause(againMs)
      }
    }
  }
  await read()
  while (!gaveBack) await read()
  const running = follow()

  const isHere = async (id: string) => {
    for (const waited = startClock(); isBefore(through, id); ) {
      if (isClosed || waited() > followedMs)
        throw unavailable('writing the erasures ledger: this node does not follow it; try again')
      await Promise.race([moved.promise, pause(followedMs)])
    }
  }

  return {
    isErased: (ref, authorRef) => {
      if (ageMs() > lagMs)
        throw unavailable('looking into the erasures ledger: this node has not heard of it lately; try again')
      return local.isErased(ref, authorRef)
    },
    enter: async (erasure) => {
      await isHere(await write({ entered: erasure }))
      await pause(lagMs)
    },
    complete: async (id, times) => isHere(await write({ completed: { id, ...times } })),
    receipt: local.receipt,
    open: local.open,
    all: local.all,
    close: async () => {
      isClosed = true
      await Promise.all([writing.close(), following.close()])
      await running
      await local.close()
    },
  }
}
