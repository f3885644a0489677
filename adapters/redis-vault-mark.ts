// Whether this Redis holds the vault that it held before, and whether this node has the keys that the others have.
import { createHmac, type KeyObject, randomBytes } from 'node:crypto'
import type { Redis } from 'ioredis'
import { Problem } from '../events/problem.ts'
import type { Epoch, Keys } from './key-files.ts'

/** Says of a key whether it is the same, and nothing else. */
const printOf = (key: KeyObject, name: string) =>
  createHmac('sha256', key).update(`outcry ${name}`).digest('hex').slice(0, 16)

const opening = 'opening the vault in Redis'

export type VaultMark = {
  /** For each connecting. @throws Problem `damaged` */
  readonly check: (redis: Redis) => Promise<void>
  /** Before a month's key seals anything. @throws Problem `unavailable` where another node made another */
  readonly checkMonth: (redis: Redis, epoch: Epoch) => Promise<void>
}

/** @param mayBegin false where posts are kept already: a vault that is not there is then a loss, not a beginning */
export const createVaultMark = (prefix: string, keys: Keys, mayBegin: boolean): VaultMark => {
  const print = printOf(keys.pepper, 'pepper')
  let known: string | undefined
  const months = new Map<Epoch, KeyObject>()

  const begin = async (redis: Redis) => {
    const allowed = known === undefined && (mayBegin || (await redis.del(`${prefix}begin`)) === 1)
    if (!allowed)
      throw new Problem(
        'damaged',
        `${opening}: it is empty, beside a log that has posts; restore the files of Redis, or accept the loss: ` +
          `redis-cli SET ${prefix}begin yes, then start again`,
      )
    await redis.set(`${prefix}vault`, `${print} ${randomBytes(8).toString('hex')}`, 'NX')
    return redis.get(`${prefix}vault`)
  }

  return {
    check: async (redis) => {
      const mark = (await redis.get(`${prefix}vault`)) ?? (await begin(redis)) ?? ''
      if (!mark.startsWith(`${print} `))
        throw new Problem(
          'damaged',
          `${opening}: it was begun with another pepper; every node needs the same keys folder`,
        )
      if (known !== undefined && mark !== known)
        throw new Problem('damaged', `${opening}: this is another vault than before; restore the files of Redis`)
      known = mark
    },
    checkMonth: async (redis, epoch) => {
      const key = keys.forEpoch(epoch)
      if (months.get(epoch) === key) return
      const mine = printOf(key, 'month')
      await redis.hsetnx(`${prefix}keys`, `${epoch}`, mine)
      if ((await redis.hget(`${prefix}keys`, `${epoch}`)) !== mine)
        throw new Problem(
          'unavailable',
          `keeping content: the key of ${epoch} is another than other nodes have; every node needs the same keys folder`,
          { retryAfterSeconds: 60 },
        )
      months.set(epoch, key)
    },
  }
}
