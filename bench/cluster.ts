// A cluster on this machine, by its number of processes: posts acknowledged and counted a second, and who is busy meanwhile.
// The log is a stand-in in this process (KURRENTDB_URL is not used): what a real one does on machines of its own, this does not tell.
import autocannon from 'autocannon'
import { startCluster } from '../test/cluster.ts'
import { startRedis } from '../test/redis-server.ts'
import { key, postsCounted, processorMs, type Running, until } from './outcry.ts'
import { median, type Result, round } from './table.ts'

const posts = 10_000
const perBatch = 100
const senders = 16

/** Of mocha the helpers want only this. */
export const needed = {
  skip: () => {
    throw new Error('bench: a cluster needs redis-server')
  },
} as unknown as Mocha.Context

const textOf = (n: number) =>
  `They removed opt-out number ${n} and call it a feature. I paid ${n * 7919} for a lifetime pass, not to be measured ${n * 104729}.`

export const sendPosts = async (servers: readonly Running[], posts: number) => {
  let next = 0
  const sender = async (i: number) => {
    while (next < posts) {
      const from = next
      next += perBatch
      const body = Array.from({ length: perBatch }, (_, n) => ({
        id: `p${from + n}`,
        text: textOf(from + n),
        at: '2017-08-19T09:12:00Z',
      }))
      const answer = await fetch(`${servers[i % servers.length]?.url}/webhooks/feedback`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
      if (answer.status !== 202) throw new Error(`bench: the server answered ${answer.status}`)
    }
  }
  await Promise.all(Array.from({ length: senders }, (_, i) => sender(i)))
}

const run = async (howManyServers: number, howManyWorkers: number) => {
  const cluster = await startCluster(needed)
  try {
    const servers: Running[] = []
    for (let i = 0; i < howManyServers; i++) servers.push(await cluster.server(`server${i}`))
    const workers = []
    for (let i = 0; i < howManyWorkers; i++) workers.push(await cluster.worker(`worker${i}`))
    const processes: { readonly [name: string]: readonly (number | undefined)[] } = {
      'log CPU s': [process.pid],
      'Redis CPU s': [cluster.redis.process().pid],
      'servers CPU s': servers.map((server) => server.process.pid),
      'workers CPU s': workers.map((worker) => worker.process.pid),
    }
    const cpu = () =>
      Object.entries(processes).map(
        ([name, pids]) => [name, pids.map(processorMs).reduce((sum, ms) => sum + ms, 0) / 1_000] as const,
      )
    const before = new Map(cpu())
    const began = performance.now()
    await sendPosts(servers, posts)
    const acknowledgedMs = performance.now() - began
    await until(
      'every post counted',
      async () => ((await postsCounted(servers[0]?.url ?? '', 'feedback')) >= posts ? true : undefined),
      120_000,
    )
    const countedMs = performance.now() - began
    const busy = cpu().map(([name, seconds]) => [name, round(seconds - (before.get(name) ?? 0), 1)] as const)
    const busiest = busy.toSorted((a, b) => b[1] - a[1])[0]?.[0].replace(' CPU s', '')
    return {
      servers: howManyServers,
      workers: howManyWorkers,
      'acknowledged/s': round((posts * 1_000) / acknowledgedMs),
      'counted/s': round((posts * 1_000) / countedMs),
      ...Object.fromEntries(busy),
      bottleneck: `${busiest}`,
    }
  } finally {
    await cluster.stop()
  }
}

/** One post a request while the Redis of the jobs is there, and while it is not; in turns. */
const withoutJobs = async () => {
  const cluster = await startCluster(needed)
  const jobs = await startRedis(needed)
  try {
    const server = await cluster.server('server', { REDIS_JOBS_URL: jobs.url })
    await cluster.worker('worker', { REDIS_JOBS_URL: jobs.url })
    let made = 0
    const p99 = async () => {
      const setupRequest = (request: object) => ({
        ...request,
        body: JSON.stringify({ id: `q${made}`, text: textOf(made++), at: '2017-08-19T09:12:00Z' }),
      })
      const { latency, non2xx, errors } = await autocannon({
        url: `${server.url}/webhooks/feedback`,
        connections: 16,
        duration: 4,
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
        requests: [{ setupRequest }],
      })
      if (non2xx + errors > 0) throw new Error(`bench: ${non2xx} refused, ${errors} errors`)
      return latency.p99
    }
    const seen: { up: number[]; down: number[] } = { up: [], down: [] }
    for (let i = 0; i < 3; i++) {
      seen.up.push(await p99())
      await jobs.kill()
      seen.down.push(await p99())
      await jobs.start()
    }
    return { up: median(seen.up), down: median(seen.down) }
  } finally {
    await cluster.stop()
    await jobs.stop()
  }
}

export const cluster = async (report: (result: Result) => void): Promise<void> => {
  const rows = []
  for (const [servers, workers] of [
    [1, 1],
    [2, 1],
    [1, 2],
    [2, 2],
  ] as const)
    rows.push(await run(servers, workers))
  report({
    name: `cluster: ${posts} posts in batches of ${perBatch}, by processes; all on this machine`,
    goal: 'told: no goal on one machine',
    reached: true,
    rows,
  })
  const { up, down } = await withoutJobs()
  report({
    name: 'cluster: webhook while the Redis of the jobs is away, one post a request, 16 connections',
    goal: 'p99 ≤ 2 × with it',
    reached: down <= 2 * up,
    rows: [{ 'p99 ms with': up, 'p99 ms without': down, ratio: round(down / up, 2) }],
  })
}
