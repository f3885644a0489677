// When the files of Redis are written anew: what closing does to it. The rest is tried over a real Redis, see redis-vault.test.ts.
import assert from 'node:assert/strict'
import type { Redis } from 'ioredis'
import { createRewriter } from '../../adapters/redis-rewrite.ts'

describe('writing the files of Redis anew', () => {
  it('holds no process up that is told to end: who waits hears that it goes on after the next start', async () => {
    const asked = Promise.withResolvers<void>()
    const answer = Promise.withResolvers<string>()
    const redis = {
      get: async () => '1',
      hgetall: async () => ({}),
      time: async () => [1_800_000_000, 0],
      // Of a large file: no end in sight.
      info: () => {
        asked.resolve()
        return answer.promise
      },
    } as unknown as Redis
    const rewriter = createRewriter({ run: async (_operation, work) => work(redis) }, 'test:')
    const done = rewriter.done(1)
    await asked.promise
    await rewriter.close()
    answer.reject(new Error('Connection is closed.'))
    await assert.rejects(done, /closing; it is carried on after the next start/)
  })
})
