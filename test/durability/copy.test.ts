// The command line on a cluster, and outcry copy into it and back: a stand-in KurrentDB, a real Redis, processes of their own.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { openEmbedded } from '../../adapters/embedded.ts'
import { openKurrentEventLog } from '../../adapters/kurrent-event-log.ts'
import type { RecordedEvent } from '../../events/catalogue.ts'
import { type EventLog, start } from '../../events/event-log.ts'
import { connectionTo, createKurrentDouble, type KurrentDouble } from '../kurrent-double.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { outcry, remove, root, scratchFolder, until } from '../running.ts'
import { isLong } from './seeded.ts'

/** 100,000 make 200,000 events, and take ten minutes. */
const posts = Number(process.env.POSTS ?? 600)
const minute = 60_000

// Part of npm run durability.
if (isLong)
  describe('outcry on a cluster', function () {
    this.timeout(1_800_000)
    const folder = scratchFolder('copy')
    const place = (...names: string[]) => path.join(folder, ...names)
    let redis: RedisServer
    let double: KurrentDouble
    let url = ''
    before(async function () {
      redis = await startRedis(this)
      await fill()
    })
    after(async () => {
      await double?.stop()
      await redis?.stop()
      remove(folder)
    })

    const there = (name: string) => ({
      REDIS_URL: redis.url,
      OUTCRY_CLUSTER: name,
      OUTCRY_KEYS: place(`keys-${name}`),
    })
    /** Another cluster of the same machines, empty. */
    const newCluster = async (name: string) => {
      await double?.stop()
      double = createKurrentDouble()
      url = connectionTo(await double.start())
      return there(name)
    }
    const run = async (data: string, args: readonly string[], env: Record<string, string> = {}, stdin = '') => {
      const { status, stdout, stderr } = await outcry(place(data), args, { env, stdin })
      return { status, stdout, stderr, answer: stdout.startsWith('{') ? JSON.parse(stdout.trim()) : undefined }
    }
    const done = async (...given: Parameters<typeof run>) => {
      const answered = await run(...given)
      assert.equal(answered.status, 0, answered.stderr)
      return answered.answer
    }
    const lines = (count: number, text: (n: number) => string) =>
      Array.from({ length: count }, (_, n) => {
        const at = new Date(Date.now() - n * minute).toISOString()
        return JSON.stringify({ id: `post ${n}`, text: text(n), author: `author ${n % 50}`, at })
      }).join('\n')

    const eventsOf = async (log: EventLog) => {
      const events: RecordedEvent[] = []
      const ended = new AbortController()
      for await (const batch of log.follow(start, ended.signal)) {
        events.push(...batch.events)
        if (batch.live) ended.abort()
      }
      const byStream = new Map<string, unknown[]>()
      for (const { stream, revision, recordedAt, type, data } of events)
        byStream.set(stream, [...(byStream.get(stream) ?? []), { revision, recordedAt, type, data }])
      return [...byStream].sort(([a], [b]) => (a < b ? -1 : 1))
    }
    const ofFolder = async (data: string) => {
      const { log, vault, ledger, close } = await openEmbedded(place(data), { now: Date.now })
      try {
        const { rows } = await vault.page(0, posts + 1_000)
        const kept = rows.map(({ salt, ...row }) => ({ ...row, salt: Buffer.from(salt).toString('hex') }))
        const secrets = await Promise.all((await vault.secretNames('')).map((name) => vault.secret(name)))
        return { streams: await eventsOf(log), kept, secrets, erasures: ledger.all(), origins: await vault.origins() }
      } finally {
        await close()
      }
    }
    const ofCluster = async (prefix: string) => {
      const log = await openKurrentEventLog({ connectionString: url, now: Date.now, streamPrefix: prefix })
      try {
        return await eventsOf(log)
      } finally {
        await log.close()
      }
    }

    const fill = async () => {
      const data = 'data'
      await done(data, ['channel', 'add', 'feedback', '--kind', 'webhook', '--secret', '$SECRET'], {
        SECRET: `whsec_${Buffer.alloc(24, 7).toString('base64')}`,
      })
      await done(data, [
        'story',
        'add',
        'plex',
        '--title',
        'A story',
        '--channel',
        'feedback',
        '--topic',
        'Price: price*',
      ])
      const words = ['I hate this price', 'I love it', 'it is a thing of the week']
      await done(
        data,
        ['import', '-', '--channel', 'feedback'],
        {},
        lines(posts, (n) => `${words[n % 3]} ${n}`),
      )
      await done(
        data,
        ['import', '-', '--channel', 'feedback'],
        {},
        lines(40, (n) => `I changed my mind about ${n}`),
      )
      await done(data, ['erase', '--author', 'author 7'])
      await done(data, ['reanalyse', '--story', 'plex'])
    }

    it('moves an installation into a cluster and back: ids, times, timelines, texts, secrets; what was erased stays erased', async () => {
      const env = await newCluster('there')
      const before = await ofFolder('data')
      const told = await done('data', ['copy', '--to', url], env)
      const events = before.streams.reduce((sum, [, history]) => sum + history.length, 0)
      assert.ok(events > 2 * posts, String(events))
      const { tookMs: _, buckets, ...counts } = told
      assert.deepEqual(counts, {
        events,
        copied: events,
        streams: before.streams.length,
        texts: before.kept.length,
        secrets: before.secrets.length,
        erasures: 1,
      })
      assert.ok(buckets > 100, String(buckets))
      assert.deepEqual(await ofCluster('there-'), before.streams)
      assert.deepEqual(redis.filesWith('I changed my mind'), [])

      const back = await done('back', ['copy', '--from', 'KURRENTDB_URL'], { ...env, KURRENTDB_URL: url })
      assert.deepEqual({ ...back, tookMs: 0 }, { ...told, tookMs: 0 })
      assert.deepEqual(await ofFolder('back'), before)
      assert.equal((await done('back', ['verify'])).readModel.equal, true)
      const refused = await done(
        'back',
        ['import', '-', '--channel', 'feedback'],
        {},
        lines(posts, (n) => `back ${n}`),
      )
      assert.equal(refused.refused, posts / 50, 'the erased author')
    })

    it('does on the cluster what it does on a folder, and names an event that was altered there', async () => {
      const env = { ...there('there'), KURRENTDB_URL: url } // what the test before copied
      const verified = JSON.parse((await run('node', ['verify'], env)).stdout)
      assert.equal(verified.log.damage, undefined)
      const stories = await done('node', ['story', 'list'], env)
      assert.equal(stories.slug, 'plex')
      const taken = await done(
        'node',
        ['import', '-', '--channel', 'feedback'],
        env,
        lines(60, () => 'said anew'),
      )
      assert.equal(taken.refused, 2)
      assert.equal(taken.edited, 58)
      assert.ok((await done('node', ['erase', '--source', 'webhook', '--id', 'post 1'], env)).completedAt)
      assert.ok((await done('node', ['key', 'add', '--name', 'bridge', '--scope', 'ingest'], env)).key)
      const made = await done('node', ['rebuild'], env)
      const whole = await run('node', ['verify'], env)
      assert.deepEqual([whole.status, whole.stderr], [0, ''])
      assert.equal(JSON.parse(whole.stdout).log.events, made.events)
      for (const args of [
        ['backup', place('copy')],
        ['restore', place('copy')],
      ]) {
        const refused = await run('node', args, env)
        assert.equal(refused.status, 2)
        assert.match(refused.stderr, /a cluster keeps nothing of it in the data folder; back up KurrentDB, Redis/)
      }
      const stored = double.log.find(({ type }) => type === 'PostEdited')
      assert.ok(stored)
      stored.data = Buffer.from(stored.data.toString().replace('feedback', 'feedbock'))
      const altered = await run('node', ['verify'], env)
      assert.equal(altered.status, 1)
      assert.match(altered.stderr, new RegExp(`event ${stored.position} is not the one that was recorded`))
    })

    it('goes on where a killed copy stopped, without what went meanwhile', async () => {
      const env = await newCluster('killed')
      double.knobs.delayMs = 100
      const child = spawn(process.execPath, [path.join(root, 'cli/outcry.ts'), 'copy', '--to', url], {
        cwd: root,
        env: { PATH: process.env.PATH, OUTCRY_DATA: place('data'), ...env },
        stdio: 'ignore',
      })
      const ended = new Promise((resolve) => child.once('exit', resolve))
      await until('half of the copy', () => double.log.length > 700 || undefined)
      child.kill('SIGKILL')
      await ended
      double.knobs.delayMs = 0
      await done('data', ['erase', '--author', 'author 8'])
      const before = await ofFolder('data')
      const { events, copied, texts, erasures } = await done('data', ['copy', '--to', url], env)
      assert.ok(copied < events, `${copied} of ${events}`)
      assert.deepEqual([texts, erasures], [before.kept.length, 2])
      assert.deepEqual(await ofCluster('killed-'), before.streams)
      await done('after', ['copy', '--from', url], env)
      assert.deepEqual(await ofFolder('after'), before)
    })

    it('refuses a target that holds something else, other keys and half a command, and changes nothing then', async () => {
      const env = await newCluster('foreign')
      const other = { ...env, KURRENTDB_URL: url }
      await done('foreign', ['story', 'add', 'other', '--title', 'Another'], other)
      const others = double.log.length
      const keys = await run('data', ['copy', '--to', url], env)
      assert.equal(keys.status, 1)
      assert.match(keys.stderr, /is the key of another installation/)
      const log = await run('data', ['copy', '--to', url], { ...env, OUTCRY_KEYS: '' })
      assert.equal(log.status, 1)
      assert.match(log.stderr, /holds an event that is not of this log, number 0 of story-other/)
      assert.equal(double.log.length, others)
      mkdirSync(place('nobody'))
      writeFileSync(place('nobody', 'anchor'), 'of a notary')
      for (const [data, args, words] of [
        ['none', ['copy', '--to', url], /there is no log/],
        ['none', ['copy', '--from', url], /the keys of the cluster are not in/],
        ['nobody', ['copy', '--from', url], /is the folder of a node/],
        ['data', ['copy'], /say one way/],
        ['data', ['copy', '--to', url, '--from', url], /say one way/],
      ] as const) {
        const { status, stderr } = await run(data, args, { ...env, OUTCRY_KEYS: '' })
        assert.deepEqual([status, words.test(stderr)], [2, true], stderr)
      }
      const node = await run('data', ['story', 'list'], other)
      assert.match(node.stderr, /it holds a log of its own; a node needs another/)
    })
  })
