// The queue on a real Redis keeps the promises of every queue, over lost workers, a Redis that is away, and one that comes back empty.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { rmSync } from 'node:fs'
import path from 'node:path'
import { Redis } from 'ioredis'
import { openBullJobQueue } from '../../adapters/bull-job-queue.ts'
import { type JobQueue, jobPolicy } from '../../workers/jobs.ts'
import { jobQueueContract } from '../contracts/job-queue.ts'
import { isLong } from '../durability/seeded.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { root, until } from '../running.ts'

describe('the job queue on Redis', () => {
  let redis: RedisServer
  let opened = 0
  const told: string[] = []
  const open = (rest: Partial<Parameters<typeof openBullJobQueue>[0]> = {}): Promise<JobQueue> =>
    openBullJobQueue({
      url: redis.url,
      prefix: `jobs-${++opened}`,
      onProblem: (words) => void told.push(words),
      ...rest,
    })
  before(async function () {
    redis = await startRedis(this, { appendfsync: 'everysec' })
  })
  after(() => redis?.stop())
  beforeEach(() => {
    told.length = 0
  })

  jobQueueContract('on Redis', open)

  it('has no worker where nobody works, and runs as many of a name at once as its policy says', async () => {
    const look = new Redis(redis.url)
    const connections = async () =>
      String(await look.client('LIST'))
        .split('\n')
        .filter((line) => line.includes('id=')).length
    const before = await connections()
    const producer = await open({ prefix: 'shared' })
    await producer.enqueue('analyse-posts', { refs: ['first'] })
    assert.equal((await connections()) - before, 1)
    const consumer = await open({ prefix: 'shared' })
    let [now, most, done] = [0, 0, 0]
    consumer.work('analyse-posts', async () => {
      most = Math.max(most, ++now)
      await new Promise((resolve) => setTimeout(resolve, 20))
      now--
      done++
    })
    for (let n = 0; n < 9; n++) await producer.enqueue('analyse-posts', { refs: [] })
    await until('all of them', () => done === 10 || undefined)
    assert.equal(most, jobPolicy['analyse-posts'].atOnce)
    await Promise.all([producer.close(), consumer.close()])
    look.disconnect()
  })

  it('lets go of what waited when the work is taken over', async () => {
    const prefix = `jobs-${++opened}`
    const before = await open({ prefix })
    await before.enqueue('reanalyse-story', { slug: 'before' })
    await before.close()
    const queue = await open({ prefix, anew: true })
    await queue.enqueue('reanalyse-story', { slug: 'after' })
    const ran: string[] = []
    queue.work('reanalyse-story', async ({ slug }) => void ran.push(slug))
    await until('the new job', () => ran.includes('after') || undefined)
    await queue.close()
    assert.deepEqual(ran, ['after'])
  })

  it('keeps what a handler says of its failure out of Redis', async () => {
    const queue = await open()
    queue.work('declare-phase', async () => {
      throw new Error('CANARY-CANARY words of a stranger')
    })
    queue.work('poll-channel', async () => {
      throw new Error('CANARY-CANARY words of a stranger')
    })
    await queue.enqueue('poll-channel', { channel: 'feedback' })
    await until('the report', () => told[0])
    await queue.close()
    assert.deepEqual(redis.filesWith('CANARY-CANARY'), [])
    assert.ok(redis.filesWith('poll-channel').length > 0, 'they were looked for in the right place')
  })

  it('runs a job again whose worker was killed', async () => {
    const prefix = `jobs-${++opened}`
    const child = spawn(process.execPath, [path.join(root, 'test/adapters/held-job.ts'), redis.url, prefix], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let said = ''
    child.stdout.on('data', (bytes) => {
      said += bytes
    })
    const queue = await open({ prefix, stalledMs: 500 })
    await queue.enqueue('reanalyse-story', { slug: 'plex' })
    await until('the job to begin', () => said.includes('began plex') || undefined)
    child.kill('SIGKILL')
    let ran: string | undefined
    queue.work('reanalyse-story', async ({ slug }) => {
      ran = slug
    })
    assert.equal(await until('the second run', () => ran), 'plex')
    await queue.close()
  })

  it('tells a job that Redis has lost from a Redis that is away', async () => {
    const queue = await open()
    const begun = Promise.withResolvers<void>()
    const end = Promise.withResolvers<void>()
    queue.work('reanalyse-story', async () => {
      begun.resolve()
      await end.promise
    })
    await queue.enqueue('reanalyse-story', { slug: 'plex' })
    await begun.promise
    const other = new Redis(redis.url)
    await other.flushall()
    other.disconnect()
    end.resolve()
    await until('the trouble', () => told.length > 0 || undefined)
    assert.deepEqual(
      [...new Set(told)],
      ['the job queue had trouble with a job; it is run again, or made again from the log'],
    )
    await redis.kill()
    const [away, back] = [
      'the job queue cannot reach Redis; jobs wait until it is back',
      'the job queue reaches Redis again',
    ]
    await until('the outage', () => told.includes(away) || undefined)
    await redis.start()
    await until('the end of it', () => told.includes(back) || undefined)
    await queue.close()
  })

  // Part of npm run durability.
  if (isLong) {
    it('goes on where a connection broke off in its first moments', async () => {
      const queue = await open()
      await queue.enqueue('reanalyse-story', { slug: 'first' })
      redis.process().kill('SIGSTOP')
      await assert.rejects(queue.enqueue('find-phrases', {}), { code: 'unavailable' })
      await redis.kill()
      await redis.start()
      await until('an enqueued job', () => queue.enqueue('find-phrases', {}).then(() => true))
      await queue.close()
    })

    it('refuses soon while Redis is away, says so once, and goes on when it is back, even empty', async () => {
      const queue = await open()
      let times = 0
      const done: string[] = []
      queue.work('expire-content', async () => {
        times++
      })
      queue.work('reanalyse-story', async ({ slug }) => {
        done.push(slug)
      })
      queue.every('expire-content', 50, {})
      await until('a timed job', () => times > 0 || undefined)
      await redis.kill()
      for (let n = 0; n < 2; n++) {
        const began = performance.now()
        await assert.rejects(queue.enqueue('reanalyse-story', { slug: 'lost' }), { code: 'unavailable' })
        assert.ok(performance.now() - began < 30_000, `${performance.now() - began} ms`)
      }
      rmSync(path.join(redis.folder, 'appendonlydir'), { recursive: true })
      await redis.start()
      await until('an enqueued job', async () => {
        await queue.enqueue('reanalyse-story', { slug: 'back' })
        return done.includes('back') || undefined
      })
      assert.equal(done.includes('lost'), false)
      // Once for each time away: it may come and go while it starts.
      const known = /^the job queue (cannot reach Redis; jobs wait|reaches Redis again$|had trouble with a job;)/
      assert.deepEqual(
        told.filter((words) => !known.test(words)),
        [],
      )
      assert.ok(told.length <= 6, `told ${told.length} times`)
      const before = times
      await until('timed jobs again', () => times > before + 1 || undefined)
      await queue.close()
    })
  }

  it('opens and closes without Redis, in bounded time', async () => {
    const queue = await open({ url: 'redis://127.0.0.1:1' })
    queue.work('reanalyse-story', async () => {})
    queue.every('expire-content', 1_000, {})
    await assert.rejects(queue.enqueue('reanalyse-story', { slug: 'a' }), { code: 'unavailable' })
    const began = performance.now()
    await queue.close()
    assert.ok(performance.now() - began < 30_000)
    assert.equal(told.length, 1)
  })
})
