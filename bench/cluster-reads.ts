// Reads of a cluster by its number of servers: the live page and timelines a second, and who is busy meanwhile. All on this machine.
import { availableParallelism } from 'node:os'
import autocannon from 'autocannon'
import { startCluster } from '../test/cluster.ts'
import { needed, sendPosts } from './cluster.ts'
import { postsCounted, processorMs, type Running, until } from './outcry.ts'
import { median, type Result, round } from './table.ts'

const posts = 5_000
const connections = 16
const seconds = 3
const turns = 3

const targets = {
  page: '/stories/feedback',
  timeline: '/api/v1/stories/feedback/timeline?from=2017-08-18T00:00:00Z&to=2017-08-28T00:00:00Z&interval=1h',
} as const

/** The connections are shared out over the servers. */
const read = async (servers: readonly Running[], what: keyof typeof targets) => {
  const pids = { reader: [process.pid], servers: servers.map((server) => server.process.pid) }
  const used = () => Object.values(pids).map((some) => some.map(processorMs).reduce((sum, ms) => sum + ms, 0))
  const [readerBefore = 0, serversBefore = 0] = used()
  const began = performance.now()
  const runs = await Promise.all(
    servers.map(({ url }) =>
      autocannon({ url: url + targets[what], connections: connections / servers.length, duration: seconds }),
    ),
  )
  const tookMs = performance.now() - began
  const [reader = 0, ofServers = 0] = used()
  const refused = runs.reduce((sum, { non2xx, errors }) => sum + non2xx + errors, 0)
  if (refused > 0) throw new Error(`bench: ${refused} reads were not answered`)
  const share = (ms: number) => (100 * ms) / tookMs
  return {
    perSecond: runs.reduce((sum, { requests }) => sum + requests.total, 0) / (tookMs / 1_000),
    p99Ms: Math.max(...runs.map(({ latency }) => latency.p99)),
    servers: share(ofServers - serversBefore),
    reader: share(reader - readerBefore),
  }
}
type Reading = Awaited<ReturnType<typeof read>>

const bottleneckOf = ({ servers, reader }: { servers: number; reader: number }, howMany: number): string => {
  const cores = 100 * availableParallelism()
  if (servers / howMany > 85) return 'each server’s core'
  if (reader > 85) return 'the reader’s core'
  return servers + reader > 0.85 * cores ? 'this machine’s cores' : 'what else runs on this machine'
}

export const clusterReads = async (report: (result: Result) => void): Promise<void> => {
  const cluster = await startCluster(needed)
  const seen = new Map<string, Reading[]>()
  try {
    await cluster.worker('worker')
    const servers = [await cluster.server('server0'), await cluster.server('server1')]
    await sendPosts(servers, posts)
    for (const { url } of servers)
      await until(
        'every post counted',
        async () => (await postsCounted(url, 'feedback')) >= posts || undefined,
        120_000,
      )
    for (let turn = 0; turn < turns; turn++)
      for (const howMany of [1, 2])
        for (const what of ['page', 'timeline'] as const) {
          const key = `${what} ${howMany}`
          seen.set(key, [...(seen.get(key) ?? []), await read(servers.slice(0, howMany), what)])
        }
  } finally {
    await cluster.stop()
  }
  const rows = [...seen].map(([key, readings]) => {
    const [what = '', howMany = ''] = key.split(' ')
    const of = (name: keyof Reading) => median(readings.map((reading) => reading[name]))
    const busy = { servers: of('servers'), reader: of('reader') }
    return {
      what,
      servers: Number(howMany),
      'answers/s': round(of('perSecond')),
      'p99 ms': of('p99Ms'),
      'servers % of a core': round(busy.servers),
      'reader and log % of a core': round(busy.reader),
      bottleneck: bottleneckOf(busy, Number(howMany)),
    }
  })
  report({
    name: `cluster: reads by servers, ${connections} connections, ${turns} × ${seconds} s in turns, a story of ${posts} posts; all on ${availableParallelism()} cores`,
    goal: 'told: no goal on one machine',
    reached: true,
    rows,
  })
}
