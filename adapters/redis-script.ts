// A Lua script of Redis: one atomic step, called by its hash, sent whole where Redis does not know it.
import { createHash } from 'node:crypto'
import type { Redis } from 'ioredis'

type Argument = string | number | Buffer

export type RedisScript = {
  /** Binary answers: texts come as Buffers. */
  readonly run: (redis: Redis, ...args: readonly Argument[]) => Promise<unknown>
  /** Before anything else on a connection: calls of the same moment then keep their order. */
  readonly load: (redis: Redis) => Promise<unknown>
}

/** @param lua without keys: one primary has them all */
export const redisScript = (lua: string): RedisScript => {
  const sha = createHash('sha1').update(lua).digest('hex')
  return {
    load: (redis) => redis.call('SCRIPT', ['LOAD', lua]),
    run: async (redis, ...args) => {
      try {
        return await redis.callBuffer('EVALSHA', [sha, 0, ...args])
      } catch (error) {
        if (!(error as Error).message.startsWith('NOSCRIPT')) throw error
        return redis.callBuffer('EVAL', [lua, 0, ...args])
      }
    },
  }
}
