// The erasures ledger of a cluster: one contract, and what every node knows of it, whenever it comes and whatever Redis loses.
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { openFileLedger } from '../../adapters/file-ledger.ts'
import { createMemoryLedger } from '../../adapters/memory-ledger.ts'
import { openRedisLedger } from '../../adapters/redis-ledger.ts'
import type { Ledger } from '../../events/ledger.ts'
import { erasureOf, ledgerContract } from '../contracts/ledger.ts'
import { refOf } from '../contracts/vault.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { until } from '../running.ts'

describe('the erasures ledger of a cluster', () => {
  const lagMs = 500
  const completedAt = '2017-08-20T10:00:01.000Z'
  let redis: RedisServer
  let opened = 0
  let prefix = ''
  before(async function () {
    redis = await startRedis(this)
  })
  after(() => redis?.stop())
  beforeEach(() => {
    prefix = `test-${++opened}`
  })
  const open = (local: Ledger = createMemoryLedger()) => openRedisLedger(local, { url: redis.url, prefix, lagMs })

  ledgerContract(() => open())

  it('has every node refuse what one has entered, once that has answered', async () => {
    const [one, other] = await Promise.all([open(), open()])
    await one.enter(erasureOf('a', { authorRefs: [refOf('author')] }))
    assert.ok(other.isErased(refOf('a')))
    assert.ok(other.isErased(refOf('any post'), refOf('author')))
    await one.complete('a', { completedAt })
    await until('the completion', () => other.open().length === 0 || undefined)
    assert.deepEqual(other.receipt('a'), one.receipt('a'))
    await Promise.all([one.close(), other.close()])
  })

  it('has it all on the disk of every node, of a late one too', async () => {
    const one = await open()
    await one.enter(erasureOf('a'))
    await one.complete('a', { completedAt })
    const file = path.join(redis.folder, `${prefix}.log`)
    const late = await open(await openFileLedger(file))
    assert.ok(late.isErased(refOf('a')))
    await Promise.all([one.close(), late.close()])
    const alone = await openFileLedger(file)
    assert.deepEqual(alone.receipt('a'), { ...erasureOf('a'), completedAt })
    assert.equal(alone.all().length, 1)
    await alone.close()
  })

  it('closes while Redis hangs, in the time that a process has to end', async () => {
    const one = await open()
    redis.process().kill('SIGSTOP')
    const began = performance.now()
    await one.close()
    redis.process().kill('SIGCONT')
    assert.ok(performance.now() - began < 8_000)
  })

  it('says nothing while Redis is away, and gives back what an emptied Redis lost', async () => {
    const one = await open()
    await one.enter(erasureOf('a'))
    await one.complete('a', { completedAt })
    await one.enter(erasureOf('b'))
    await redis.kill()
    await until('the refusal', () => {
      try {
        one.isErased(refOf('a'))
        return undefined
      } catch (error) {
        return (error as { code?: string }).code === 'unavailable' || undefined
      }
    })
    await assert.rejects(one.enter(erasureOf('c')), { code: 'unavailable' })
    rmSync(path.join(redis.folder, 'appendonlydir'), { recursive: true })
    await redis.start()
    await until('an answer', () => one.isErased(refOf('a')))
    const fresh = await open()
    assert.deepEqual(fresh.all(), [{ ...erasureOf('a'), completedAt }, erasureOf('b')])
    await Promise.all([one.close(), fresh.close()])
  })
})
