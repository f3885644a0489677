// The vault in Redis beside the one in SQLite, and jobs of many posts beside jobs of one, each pair in one run on the same disk.
import { execFileSync } from 'node:child_process'
import path from 'node:path'
import { Redis } from 'ioredis'
import { openBullJobQueue } from '../adapters/bull-job-queue.ts'
import { openKeyFiles } from '../adapters/key-files.ts'
import { openRedisVault } from '../adapters/redis-vault.ts'
import { openSqlite } from '../adapters/sqlite.ts'
import { createSqliteVault } from '../adapters/sqlite-vault.ts'
import type { Vault } from '../events/vault.ts'
import { itemOf } from '../test/contracts/vault.ts'
import { type RedisServer, startRedisAt } from '../test/redis-server.ts'
import { remove, scratchFolder, until } from './outcry.ts'
import { median, type Result, type Row, round } from './table.ts'

const rounds = 3
const atOnce = 16
const text = 'They took away the opt-out and say it is for our own good. '.repeat(4)
const expiresAt = Date.now() + 90 * 24 * 3_600_000

let made = 0
const posts = (count: number) =>
  Array.from({ length: count }, () => {
    const name = `post ${++made}`
    return itemOf(name, { authorRef: itemOf(`author ${made % 5_000}`).ref, content: { id: name, text }, expiresAt })
  })

/** Posts a second: so many puts at once, each of so many posts. */
const rateOf = async (vault: Vault, perPut: number, total: number) => {
  const puts = Array.from({ length: total / perPut }, () => posts(perPut))
  const began = performance.now()
  const one = async () => {
    for (let put = puts.pop(); put !== undefined; put = puts.pop()) await vault.put(put)
  }
  await Promise.all(Array.from({ length: atOnce }, one))
  return (total / (performance.now() - began)) * 1_000
}

const vaults = async (redis: RedisServer): Promise<Result> => {
  const folder = scratchFolder()
  const keys = openKeyFiles(path.join(folder, 'keys'), true)
  const now = Date.now
  const sqlite = createSqliteVault(openSqlite(path.join(folder, 'content.db')), keys, { now })
  const inRedis = await openRedisVault(keys, { url: redis.url, prefix: 'bench', now, mayBegin: true })
  const look = new Redis(redis.url)
  const used = async () => Number(/used_memory:(\d+)/.exec(await look.info('memory'))?.[1])
  const before = await used()
  const rows: Row[] = []
  let inRedisPosts = 0
  for (const perPut of [1, 25, 200]) {
    const total = perPut * (perPut === 1 ? 2_000 : 100)
    const rates = { sqlite: [] as number[], redis: [] as number[] }
    for (let i = 0; i < rounds; i++) {
      rates.sqlite.push(await rateOf(sqlite, perPut, total))
      rates.redis.push(await rateOf(inRedis, perPut, total))
      inRedisPosts += total
    }
    const [a, b] = [median(rates.sqlite), median(rates.redis)]
    rows.push({ 'posts a put': perPut, 'SQLite posts/s': round(a), 'Redis posts/s': round(b), ratio: round(b / a, 2) })
  }
  const bytes = round(((await used()) - before) / inRedisPosts)
  await Promise.all([sqlite.close(), inRedis.close()])
  look.disconnect()
  remove(folder)
  return {
    name: `vault: Redis with appendfsync always beside SQLite, ${atOnce} puts at once; ${bytes} bytes of Redis memory a post of ${text.length} characters`,
    goal: 'Redis keeps a fifth of what SQLite keeps, at 25 a put',
    reached: Number(rows[1]?.ratio) >= 0.2,
    rows,
  }
}

const jobs = async (redis: RedisServer): Promise<Result> => {
  const run = async (perJob: number, total: number) => {
    const queue = await openBullJobQueue({ url: redis.url, prefix: `jobs${++made}`, onProblem: console.error })
    let done = 0
    queue.work('analyse-posts', async ({ refs }) => {
      done += refs.length
    })
    const refs = posts(perJob).map(({ ref }) => ref)
    const cpu = process.cpuUsage()
    const began = performance.now()
    for (let n = 0; n < total; n += perJob * atOnce)
      await Promise.all(Array.from({ length: atOnce }, () => queue.enqueue('analyse-posts', { refs })))
    await until('all jobs', () => done >= total || undefined, 120_000)
    const { user, system } = process.cpuUsage(cpu)
    const perSecond = (done / (performance.now() - began)) * 1_000
    await queue.close()
    return { perSecond, cpuMicroseconds: (user + system) / done }
  }
  const one = await run(1, 4_800)
  const many = await run(200, 480_000)
  const row = (perJob: number, { perSecond, cpuMicroseconds }: typeof one) => ({
    'posts a job': perJob,
    'posts/s': round(perSecond),
    'jobs/s': round(perSecond / perJob),
    'CPU µs a post': round(cpuMicroseconds, 1),
  })
  return {
    name: 'jobs: BullMQ, enqueued and worked in one process',
    goal: 'jobs of 200 posts carry ten times the posts of jobs of one',
    reached: many.perSecond >= 10 * one.perSecond,
    rows: [row(1, one), row(200, many)],
  }
}

/** Nothing where redis-server is not installed. */
export const redis = async (report: (result: Result) => void): Promise<void> => {
  let program: string
  try {
    program = execFileSync('sh', ['-c', 'command -v redis-server'], { encoding: 'utf8' }).trim()
  } catch {
    return console.log('\nredis: left out, it needs redis-server (apt-get install redis-server)')
  }
  const server = await startRedisAt(program)
  try {
    report(await vaults(server))
    report(await jobs(server))
  } finally {
    await server.stop()
  }
}
