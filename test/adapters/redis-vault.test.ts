// The vault in a real Redis: the contract of every vault, and what is promised of its disk, its settings and its absence.
import assert from 'node:assert/strict'
import path from 'node:path'
import { openKeyFiles } from '../../adapters/key-files.ts'
import { openRedisVault } from '../../adapters/redis-vault.ts'
import type { Vault } from '../../events/vault.ts'
import { vaultContract } from '../contracts/vault.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'

describe('the vault in Redis', () => {
  let redis: RedisServer
  let opened = 0
  let nowMs = 1_000
  before(async function () {
    redis = await startRedis(this)
  })
  after(() => redis?.stop())
  const keys = () => openKeyFiles(path.join(redis.folder, 'keys'), true)
  const open = (rest: Partial<Parameters<typeof openRedisVault>[1]> = {}): Promise<Vault> =>
    openRedisVault(keys(), { url: redis.url, prefix: `test-${++opened}`, now: () => nowMs, mayBegin: true, ...rest })
  beforeEach(() => {
    nowMs = 1_000
  })

  vaultContract(async () => ({
    vault: await open(),
    setNow: (ms) => {
      nowMs = ms
    },
  }))
})
