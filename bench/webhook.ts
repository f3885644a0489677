// One post a request, 64 connections, durable: beside a bare express app with the same parse and the same fsync.
import { fork } from 'node:child_process'
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs'
import path from 'node:path'
import autocannon from 'autocannon'
import { key, postsCounted, remove, scratchFolder, startOutcry, until } from './outcry.ts'
import { median, type Result, round } from './table.ts'

/** Appends of 600 bytes, each fsynced, a second: what the disk allows a writer that shares nothing. */
const fsyncsPerSecond = (folder: string, forMs = 1_000): number => {
  const file = openSync(path.join(folder, 'fsyncs'), 'w')
  const block = Buffer.alloc(600)
  const end = performance.now() + forMs
  let count = 0
  for (; performance.now() < end; count++) {
    writeSync(file, block)
    fsyncSync(file)
  }
  closeSync(file)
  return (count * 1000) / forMs
}

let made = 0

const load = async (url: string) => {
  const post = {
    text: 'They removed the opt-out and call it a feature. I paid for a lifetime pass, not to be measured. Give it back.',
    at: '2017-08-19T09:12:00Z',
    source: 'reddit',
    author: 'invented',
    url: 'https://example.org/post',
    title: 'Opt-out',
  }
  const result = await autocannon({
    url: `${url}/webhooks/feedback`,
    connections: 64,
    duration: 4,
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${key}` },
    requests: [{ setupRequest: (request) => ({ ...request, body: JSON.stringify({ id: `p${made++}`, ...post }) }) }],
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`bench: ${result.non2xx} refused, ${result.errors} errors`)
  return { posts: result['2xx'], rate: result.requests.average, p50: result.latency.p50, p99: result.latency.p99 }
}

export const webhook = async (rounds = 5): Promise<Result> => {
  const folder = scratchFolder()
  const disk = fsyncsPerSecond(folder)
  const peer = fork(path.join(import.meta.dirname, 'bare-express.ts'), [path.join(folder, 'peer.db')])
  const port = await new Promise<number>((resolve) => peer.once('message', (value) => resolve(Number(value))))
  const ours = await startOutcry(path.join(folder, 'data'))
  try {
    type Load = Awaited<ReturnType<typeof load>>
    const seen = { ours: [] as (Load & { readonly counted: number })[], peer: [] as Load[] }
    let sent = 0
    for (let round = 0; round < rounds; round++) {
      seen.peer.push(await load(`http://127.0.0.1:${port}`))
      const began = performance.now()
      const run = await load(ours.url)
      sent += run.posts
      // What was put off is done before the peer runs again.
      await until('a count of all posts', async () =>
        (await postsCounted(ours.url, 'feedback')) >= sent ? true : undefined,
      )
      seen.ours.push({ ...run, counted: (run.posts * 1000) / (performance.now() - began) })
    }
    const [mine, bare] = [seen.ours, seen.peer].map((runs) => ({
      rate: median(runs.map(({ rate }) => rate)),
      p50: median(runs.map(({ p50 }) => p50)),
      p99: median(runs.map(({ p99 }) => p99)),
    }))
    if (mine === undefined || bare === undefined) throw new Error('bench: no round ran')
    const ratio = median(seen.ours.map(({ rate }, index) => rate / (seen.peer[index]?.rate ?? Number.NaN)))
    return {
      name: 'webhook: one post a request, 64 connections, durable',
      goal: 'rate ≥ 0.5 × the bare express app, p99 ≤ 100 ms',
      reached: ratio >= 0.5 && mine.p99 <= 100,
      rows: [
        { what: 'outcry', 'posts/s': round(mine.rate), 'p50 ms': mine.p50, 'p99 ms': mine.p99, ratio: round(ratio, 2) },
        { what: 'bare express', 'posts/s': round(bare.rate), 'p50 ms': bare.p50, 'p99 ms': bare.p99, ratio: 1 },
        {
          what: 'outcry, until counted',
          'posts/s': round(median(seen.ours.map(({ counted }) => counted))),
          'p50 ms': 0,
          'p99 ms': 0,
          ratio: 0,
        },
        { what: 'disk, fsyncs/s', 'posts/s': round(disk), 'p50 ms': 0, 'p99 ms': 0, ratio: 0 },
      ],
    }
  } finally {
    await ours.stop()
    peer.kill()
    remove(folder)
  }
}
