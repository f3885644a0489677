// The vault in a real Redis: the contract of every vault, and what is promised of its disk, its settings and its absence.
import assert from 'node:assert/strict'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { Redis } from 'ioredis'
import { epochOf, openKeyFiles } from '../../adapters/key-files.ts'
import { openRedisVault, type RedisVault } from '../../adapters/redis-vault.ts'
import { itemOf, refOf, vaultContract } from '../contracts/vault.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { until } from '../running.ts'

const day = 24 * 3_600_000
const november = Date.UTC(2026, 10, 15)
const unavailable = { code: 'unavailable' }

describe('the vault in Redis', () => {
  let redis: RedisServer
  let look: Redis
  let opened = 0
  let prefix = ''
  let nowMs = 1_000
  let vault: RedisVault
  const told: string[] = []
  before(async function () {
    redis = await startRedis(this)
    look = new Redis(redis.url)
    look.on('error', () => {})
  })
  after(async () => {
    look?.disconnect()
    await redis?.stop()
  })
  beforeEach(() => {
    prefix = `test-${++opened}`
    nowMs = 1_000
    told.length = 0
  })

  const keysIn = (name: string) => openKeyFiles(path.join(redis.folder, name), true)
  const keys = () => keysIn('keys')
  type Options = Parameters<typeof openRedisVault>[1]
  const open = (rest: Partial<Options> = {}, withKeys = keys()): Promise<RedisVault> =>
    openRedisVault(withKeys, {
      url: redis.url,
      prefix,
      now: () => nowMs,
      mayBegin: true,
      onWarning: (words) => void told.push(words),
      ...rest,
    })
  const textOf = async (name: string) => (await vault.get([refOf(name)])).get(refOf(name))?.content.text
  const keysLeft = async () => (await look.keys(`${prefix}:*`)).map((key) => key.slice(prefix.length + 1)).sort()
  const sealedOf = async (name: string, of = look) => (await of.getBuffer(`${prefix}:text:${refOf(name)}:1`)) as Buffer
  const later = (name: string) => itemOf(name, { expiresAt: nowMs + 400 * day })

  describe('as every vault', () => {
    vaultContract(async () => ({
      vault: await open(),
      setNow: (ms) => {
        nowMs = ms
      },
    }))
  })

  it('has nothing in clear, in memory or on disk', async () => {
    vault = await open()
    const content = {
      id: 'CANARY-CANARY-id',
      text: 'CANARY-CANARY-text',
      author: 'CANARY-CANARY-author',
      url: 'https://CANARY-CANARY.example/',
    }
    await vault.put([itemOf('a', { content })])
    await vault.keepSecret('channel', 'CANARY-CANARY-secret')
    assert.deepEqual(redis.filesWith('CANARY-CANARY'), [])
    await vault.forget([refOf('a')])
    await look.save()
    assert.deepEqual(redis.filesWith('CANARY-CANARY'), [])
    rmSync(path.join(redis.folder, 'dump.rdb'))
    await vault.close()
  })

  it('leaves no sealed byte of a post in any file once it has forgotten it, and many share a rewrite', async () => {
    vault = await open()
    const names = Array.from({ length: 40 }, (_, i) => `post ${i}`)
    await vault.put([...names, 'kept'].map((name) => itemOf(name)))
    const sealed = await Promise.all(names.map((name) => sealedOf(name)))
    const kept = await sealedOf('kept')
    const holders = (bytes: Buffer) => redis.filesWith(bytes.subarray(0, 24)).length
    await look.config('SET', 'save', '3600 1')
    await look.save()
    assert.ok(
      sealed.every((bytes) => holders(bytes) === 2),
      'in the append-only file and in the snapshot',
    )
    const rewrites = async () => Number(/aof_rewrites:(\d+)/.exec(await look.info('persistence'))?.[1])
    const before = await rewrites()
    await Promise.all(names.map((name) => vault.forget([refOf(name)])))
    assert.equal(sealed.filter((bytes) => holders(bytes) > 0).length, 0)
    assert.ok(holders(kept) > 0)
    assert.ok((await rewrites()) - before <= 2, 'one, and one for what came while it ran')
    await look.config('SET', 'save', '')
    await vault.close()
  })

  it('takes off the disk what was superseded or ended by itself, with the sweep', async () => {
    vault = await open()
    await vault.put([itemOf('old'), itemOf('short', { expiresAt: nowMs + 50 }), itemOf('kept')])
    const gone = [await sealedOf('old'), await sealedOf('short')]
    await vault.supersede([{ ref: refOf('old'), version: 2 }])
    await until('the end of its time', async () => (await sealedOf('short')) === null || undefined)
    const holders = () => gone.flatMap((bytes) => redis.filesWith(bytes.subarray(0, 24))).length
    assert.ok(holders() > 0, 'an append-only file keeps what is gone')
    nowMs += 50
    assert.equal(await vault.sweep(nowMs), 1)
    assert.equal(holders(), 0)
    await vault.close()
  })

  it('rewrites a tenth of the time at most: a sweep passes, an erasure waits for its turn', async () => {
    vault = await open()
    await vault.put([itemOf('a'), itemOf('b')])
    await vault.forget([refOf('a')])
    const sealed = (await sealedOf('b')).subarray(0, 24)
    await look.hset(`${prefix}:rewritten`, { tookMs: 60_000 })
    const forgotten = assert.rejects(vault.forget([refOf('b')]), /carried on after the next start/)
    await until('the deletion', async () => (await sealedOf('b')) === null || undefined)
    assert.equal(await vault.sweep(nowMs), 0)
    assert.equal(redis.filesWith(sealed).length, 1)
    await vault.close()
    await forgotten
    await look.hset(`${prefix}:rewritten`, { tookMs: 0 })
    vault = await open()
    await vault.forget([refOf('b')])
    assert.equal(redis.filesWith(sealed).length, 0)
    await vault.close()
  })

  it('leaves nothing behind that names a row which is gone', async () => {
    vault = await open()
    const rest = { threadRef: refOf('thread'), recheckAt: 2_000 }
    await vault.put([itemOf('erased', rest), itemOf('ended', { ...rest, expiresAt: 3_000 }), itemOf('dropped', rest)])
    await vault.forget([refOf('erased')])
    await vault.discard([{ ref: refOf('dropped'), version: 1 }])
    nowMs = 3_000
    await vault.sweep(nowMs)
    assert.deepEqual(await keysLeft(), ['deleted', 'keys', 'origins', 'rewritten', 'seq', 'vault'])
    await vault.close()
  })

  it('refuses settings that would lose what it answered for, and says what to set', async function () {
    const split = await startRedis(this, { 'cluster-enabled': 'yes' })
    await assert.rejects(open({ url: split.url }), /no Redis Cluster/)
    await split.stop()
    const wrong = { appendonly: 'no', appendfsync: 'everysec', 'maxmemory-policy': 'allkeys-lru' }
    const right = { appendonly: 'yes', appendfsync: 'always', 'maxmemory-policy': 'noeviction' }
    for (const [name, value] of Object.entries(wrong)) {
      await look.config('SET', name, value)
      await assert.rejects(open(), (error: Error) => {
        assert.match(error.message, new RegExp(`set ${name} to \\w+ \\(it is ${value}\\)`))
        return true
      })
      await look.config('SET', name, right[name as keyof typeof right])
      await until('the file', async () => !(await look.info('persistence')).includes('aof_rewrite_in_progress:1'))
    }
    await assert.rejects(open({ url: 'redis://user:CANARY@127.0.0.1:1' }), (error: Error) => {
      assert.match(error.message, /127\.0\.0\.1:1/)
      assert.doesNotMatch(error.message, /CANARY/)
      return true
    })
    await (await open()).close()
  })

  it('refuses a machine whose clock is minutes apart from that of Redis', async () => {
    const clock = Date.now
    try {
      for (const [minutes, words] of [
        [7, '7 minutes ahead of that of Redis'],
        [-9, '9 minutes behind that of Redis'],
      ] as const) {
        Date.now = () => clock() + minutes * 60_000
        await assert.rejects(open(), ({ code, message }) => code === 'unavailable' && message.includes(words))
      }
    } finally {
      Date.now = clock
    }
    await (await open()).close()
  })

  it('looks at the settings again after each connecting, and serves once they are right', async () => {
    vault = await open()
    await look.config('SET', 'appendfsync', 'everysec')
    await look.call('CLIENT', ['KILL', 'TYPE', 'normal', 'SKIPME', 'yes'])
    await until('the refusal', () => told.some((words) => words.includes('set appendfsync')) || undefined)
    await assert.rejects(vault.put([itemOf('a')]), /set appendfsync to always \(it is everysec\)/)
    await look.config('SET', 'appendfsync', 'always')
    await until('its return', () => vault.put([itemOf('a')]))
    assert.equal(told.at(-1), 'the vault in Redis is back')
    await vault.close()
  })

  it('leaves a primary that became a replica, and serves again when its address leads to a primary', async () => {
    vault = await open()
    await look.replicaof('127.0.0.1', 1)
    await assert.rejects(vault.put([itemOf('a')]), unavailable)
    await until('the refusal', () => told.some((words) => words.includes('name the primary')) || undefined)
    await assert.rejects(vault.get([refOf('a')]), /name the primary: this one is a replica/)
    await look.replicaof('NO', 'ONE')
    await until('its return', () => vault.put([itemOf('a')]))
    await vault.close()
  })

  it('says that nothing was kept when memory is full, and forgets all the same', async () => {
    vault = await open()
    await vault.put([itemOf('a')])
    const used = Number(/used_memory:(\d+)/.exec(await look.info('memory'))?.[1])
    await look.config('SET', 'maxmemory', used)
    const big = itemOf('b', { content: { id: 'b', text: 'x'.repeat(60_000) } })
    await assert.rejects(vault.put([big, itemOf('c')]), unavailable)
    await vault.forget([refOf('a')])
    await look.config('SET', 'maxmemory', 0)
    assert.equal((await vault.get([refOf('a'), refOf('b'), refOf('c')])).size, 0)
    assert.deepEqual(await vault.put([big, itemOf('c')]), ['kept', 'kept'])
    await vault.close()
  })

  it('loses nothing it answered for when Redis is killed, over and over, and is unavailable meanwhile', async () => {
    nowMs = november
    vault = await open()
    const kept: string[] = []
    let refused = 0
    let stopped = false
    let n = 0
    const writer = async () => {
      while (!stopped) {
        const names = [`post ${n++}`, `post ${n++}`]
        try {
          await vault.put(names.map(later))
          kept.push(...names)
        } catch (error) {
          assert.equal((error as { code?: string }).code, 'unavailable')
          refused++
          await new Promise((resolve) => setTimeout(resolve, 20))
        }
      }
    }
    const writers = Promise.all(Array.from({ length: 4 }, writer))
    for (let round = 0; round < 3; round++) {
      const before = kept.length
      await until('some posts', () => kept.length > before + 100 || undefined)
      await redis.kill()
      await assert.rejects(vault.put([later('refused')]), unavailable)
      await assert.rejects(vault.get([refOf('refused')]), unavailable)
      await redis.start()
    }
    await until('the way back', async () => vault.put([later('back')]))
    stopped = true
    await writers
    assert.equal((await vault.get(kept.map(refOf))).size, kept.length)
    assert.ok(refused > 0)
    assert.ok(told.length <= 6, told.join('; '))
    await vault.close()
  })

  it('answers nothing from a Redis that came back empty, and begins anew only when told', async () => {
    vault = await open()
    await vault.put([itemOf('a')])
    await redis.kill()
    rmSync(path.join(redis.folder, 'appendonlydir'), { recursive: true })
    await redis.start()
    await until('the connection', () => told.some((words) => words.includes('it is empty')) || undefined)
    await assert.rejects(vault.put([itemOf('b')]), unavailable)
    await assert.rejects(vault.get([refOf('a')]), unavailable)
    await vault.close()
    await assert.rejects(open({ mayBegin: false }), { code: 'damaged' })
    await until('a connection', () => look.set(`${prefix}:begin`, 'yes'))
    vault = await open({ mayBegin: false })
    assert.deepEqual(await vault.put([itemOf('b')]), ['kept'])
    await vault.close()
    await (await open({ mayBegin: false })).close()
  })

  it('takes no node whose keys are others', async () => {
    vault = await open()
    await assert.rejects(open({}, keysIn('other-keys')), { code: 'damaged' })
    await vault.put([itemOf('a')])
    const own = keys()
    const stray = keysIn('stray-keys')
    const other = await open({}, { ...own, forEpoch: stray.forEpoch })
    await assert.rejects(other.put([itemOf('b')]), /another than other nodes have/)
    await other.close()
    await vault.close()
  })

  it('comes to one key on nodes that share the keys folder, at the turn of a month too', async () => {
    nowMs = november
    const [one, other] = [keys(), keys()]
    vault = await open({}, one)
    const second = await open({}, other)
    nowMs += 30 * day
    await Promise.all([vault.put([later('a')]), second.put([later('b')])])
    assert.equal((await second.get([refOf('a'), refOf('b')])).size, 2)
    assert.equal(await textOf('b'), 'text of b')
    await second.close()
    await vault.close()
  })

  it('destroys the key of a month 35 days after the last row of it went', async () => {
    nowMs = november
    const own = keysIn('monthly-keys')
    vault = await open({}, own)
    await vault.put([itemOf('old', { expiresAt: nowMs + 60 * day })])
    const sweepAt = async (ms: number) => {
      nowMs = ms
      await vault.sweep(ms)
      return own.epochs()
    }
    assert.deepEqual(await sweepAt(november + 40 * day), [202611])
    assert.deepEqual(await sweepAt(november + 61 * day), [202611])
    assert.deepEqual(await sweepAt(november + 61 * day + 34 * day), [202611])
    assert.deepEqual(await sweepAt(november + 61 * day + 35 * day), [])
    assert.equal(own.ofEpoch(epochOf(november)), undefined)
    await vault.close()
  })

  it('keeps with a replica, is unavailable without it, and forgets on its disk too', async function () {
    const replica = await startRedis(this, { replicaof: `127.0.0.1 ${redis.port}`, appendfsync: 'everysec' })
    const there = new Redis(replica.url)
    there.on('error', () => {})
    try {
      await look.config('SET', 'appendfsync', 'everysec')
      await until('the replica', async () => (await look.info('replication')).includes('state=online'))
      await assert.rejects(open({ url: replica.url }), /name the primary/)
      vault = await open({ replicas: 1 })
      await vault.put([itemOf('a'), itemOf('b')])
      const sealed = (await sealedOf('a')).subarray(0, 24)
      assert.ok((await sealedOf('a', there)).subarray(0, 24).equals(sealed), 'it is there when this has answered')
      await Promise.all([look.save(), there.save()])
      await until('the replica’s disk', () => replica.filesWith(sealed).length === 2 || undefined)
      await vault.forget([refOf('a')])
      assert.deepEqual([...redis.filesWith(sealed), ...replica.filesWith(sealed)], [])
      await vault.reach()
      await replica.kill()
      await assert.rejects(vault.put([itemOf('c')]), /0 of 1 replicas have it after 2 s/)
      await assert.rejects(vault.reach(), /reaching the vault in Redis: 0 of 1 replicas are connected/)
      await vault.close()
    } finally {
      there.disconnect()
      await replica.stop()
      await look.config('SET', 'appendfsync', 'always')
    }
  })
})
