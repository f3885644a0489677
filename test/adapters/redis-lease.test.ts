// A lease in a real Redis: one at a time, passed on when it ends, is killed or cannot be renewed.
import assert from 'node:assert/strict'
import { once } from 'node:events'
import { openRedisLease } from '../../adapters/redis-lease.ts'
import type { Lease } from '../../workers/lease.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { until } from '../running.ts'

describe('the lease in Redis', () => {
  const lastsMs = 1_200
  let redis: RedisServer
  let leases: Lease[] = []
  let holding: string[] = []
  let most = 0
  let stop = new AbortController()
  before(async function () {
    redis = await startRedis(this)
  })
  after(() => redis?.stop())
  beforeEach(() => {
    ;[leases, holding, most, stop] = [[], [], 0, new AbortController()]
  })
  afterEach(async () => {
    stop.abort()
    await Promise.all(leases.map((lease) => lease.close()))
  })

  /** Holds the lease until its signal is aborted. */
  const contend = async (who: string, end: AbortSignal = stop.signal) => {
    const lease = await openRedisLease({ url: redis.url, prefix: 'test', lastsMs })
    leases.push(lease)
    const held = lease.hold(
      'phases',
      async (signal) => {
        holding.push(who)
        most = Math.max(most, holding.length)
        if (!signal.aborted) await once(signal, 'abort')
        holding = holding.filter((one) => one !== who)
      },
      end,
    )
    return { held, lease }
  }
  const holder = (others: readonly string[]) => until('a holder', () => holding.find((one) => others.includes(one)))

  it('is one process’s at a time, renewed for as long as that works, and another’s when it ends', async () => {
    const first = new AbortController()
    const { held, lease } = await contend('a', first.signal)
    await holder(['a'])
    assert.deepEqual([await lease.isHeld('phases'), await lease.isHeld('another')], [true, false])
    await contend('b')
    await new Promise((resolve) => setTimeout(resolve, 2 * lastsMs))
    assert.deepEqual(holding, ['a'])
    first.abort()
    await held
    await holder(['b'])
    assert.equal(most, 1)
  })

  it('is given up before another can have it when Redis does not answer, and taken again later', async () => {
    await contend('a')
    await contend('b')
    await holder(['a', 'b'])
    redis.process().kill('SIGSTOP')
    const stoppedAt = performance.now()
    await until('the end of the work', () => holding.length === 0 || undefined)
    assert.ok(performance.now() - stoppedAt < lastsMs)
    redis.process().kill('SIGCONT')
    await holder(['a', 'b'])
    assert.equal(most, 1)
  })

  it('ends where another has it, as after a Redis that lost it', async () => {
    await contend('a')
    await holder(['a'])
    await redis.kill()
    await until('the end of the work', () => holding.length === 0 || undefined)
    await redis.start()
    await holder(['a'])
  })
})
