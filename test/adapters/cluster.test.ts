// What a process of a cluster opens together: parts that do not belong to one another are refused.
import assert from 'node:assert/strict'
import { openCluster } from '../../adapters/cluster.ts'
import { postStream } from '../../events/post.ts'
import { itemOf, refOf } from '../contracts/vault.ts'
import { origin, received } from '../given.ts'
import { connectionTo, createKurrentDouble } from '../kurrent-double.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { tempFolder } from '../temp-folder.ts'

describe('a process of a cluster', () => {
  const folder = tempFolder()
  const doubles = [createKurrentDouble(), createKurrentDouble()] as const
  let redis: RedisServer
  before(async function () {
    redis = await startRedis(this)
  })
  after(async () => {
    for (const double of doubles) double.stop()
    await redis?.stop()
  })

  it('begins with nothing, goes on, and does not begin anew beside a vault that holds texts', async () => {
    const [its, another] = [await doubles[0].start(), await doubles[1].start()]
    const open = (port: number) =>
      openCluster(folder('node'), {
        kurrent: connectionTo(port),
        redis: redis.url,
        jobs: redis.url,
        name: 'outcry',
        replicas: 0,
        keysFolder: folder('keys'),
        now: Date.now,
      })
    const first = await open(its)
    assert.equal(first.isNew, true)
    await first.vault.put([itemOf('a', { expiresAt: Date.now() + 3_600_000 })])
    await first.log.append([{ stream: postStream(refOf('a')), expected: 'none', events: [received(origin(1))] }])
    await first.close()
    await assert.rejects(open(another), { code: 'conflict', message: /it is empty, beside a vault that holds texts/ })
    const second = await open(its)
    assert.equal(second.isNew, false)
    await second.close()
  })
})
