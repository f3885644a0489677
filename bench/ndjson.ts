// Long streams: posts a second until durable, and until counted; memory; and whether the rate holds as the files grow.
import { request } from 'node:http'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { key, postsCounted, type Running, remove, residentBytes, scratchFolder, startOutcry, until } from './outcry.ts'
import { type Result, round } from './table.ts'

const words =
  'privacy policy opt out data collection server library stream playback update version broken love poster remote screen movie sold forced why album support folder'.split(
    ' ',
  )
/** About one real post in ten says what a built-in reaction looks for: 10.8 of 100 in the training sets. */
const reactions = ['refund please', 'thanks for listening', 'too late', 'i cancelled', 'switching to jellyfin']

/** Posts from number `from` on, one a line: 60 to 240 bytes of text, spread over ten days, three sources. */
function* lines(from: number, count: number): Generator<string> {
  let seed = (from + 1) * 2_654_435_761
  const random = (below: number) => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) & 0x7fff_ffff
    return seed % below
  }
  let block = ''
  for (let n = from; n < from + count; n++) {
    let text = words[random(words.length)] ?? ''
    for (let more = 10 + random(28); more > 0; more--) text += ` ${words[random(words.length)]}`
    if (n % 10 === 0) text += ` ${reactions[(n / 10) % reactions.length]}`
    const at = new Date(Date.UTC(2017, 7, 18) + ((n * 43) % 864_000) * 1000).toISOString()
    block += `{"id":"n${n}","text":"${text}","at":"${at}","source":"${['forum', 'reddit', 'x'][n % 3]}","author":"a${random(50_000)}"}\n`
    if (block.length > 60_000) {
      yield block
      block = ''
    }
  }
  yield block
}

/** Sends `count` posts as one stream; answers the milliseconds until 202. */
export const stream = async (url: string, from: number, count: number): Promise<number> => {
  const began = performance.now()
  const sending = request(`${url}/webhooks/feedback`, {
    method: 'POST',
    headers: { 'content-type': 'application/x-ndjson', authorization: `Bearer ${key}` },
  })
  const answered = new Promise<{ status: number; body: string }>((resolve, reject) => {
    sending.once('error', reject)
    sending.once('response', async (response) => {
      let body = ''
      for await (const chunk of response) body += chunk
      resolve({ status: response.statusCode ?? 0, body })
    })
  })
  await pipeline(Readable.from(lines(from, count)), sending)
  const { status, body } = await answered
  const { accepted } = JSON.parse(body) as { accepted: number }
  if (status !== 202 || accepted !== count) throw new Error(`bench: ${status}, ${accepted} of ${count} accepted`)
  return performance.now() - began
}

/** Waits until the story counts `posts`; answers the milliseconds it took. */
const counted = async (server: Running, posts: number): Promise<number> => {
  const began = performance.now()
  await until(
    `a count of ${posts}`,
    async () => ((await postsCounted(server.url, 'feedback')) >= posts ? true : undefined),
    600_000,
  )
  return performance.now() - began
}

export const ndjson = async (folder: string, total: number): Promise<Result> => {
  const server = await startOutcry(folder)
  try {
    const part = 100_000
    await stream(server.url, 0, part)
    await counted(server, part)
    const memoryBefore = residentBytes(server.process.pid)
    let memoryMost = memoryBefore
    const sampler = setInterval(() => {
      memoryMost = Math.max(memoryMost, residentBytes(server.process.pid))
    }, 200)
    const rows = []
    const rates: { durable: number; counted: number }[] = []
    for (let sent = part; sent < total; sent += part) {
      const durableMs = await stream(server.url, sent, part)
      const allMs = durableMs + (await counted(server, sent + part))
      rates.push({ durable: (part / durableMs) * 1000, counted: (part / allMs) * 1000 })
      if (rates.length === 1 || sent + part === total || (sent + part) % 500_000 === 0)
        rows.push({
          posts: sent + part,
          'durable/s': round(rates.at(-1)?.durable ?? 0),
          'counted/s': round(rates.at(-1)?.counted ?? 0),
          'memory MB': round(residentBytes(server.process.pid) / 1e6),
        })
    }
    clearInterval(sampler)
    const growth = (memoryMost - memoryBefore) / 1e6
    const [first, last] = [rates[0], rates.at(-1)]
    if (first === undefined || last === undefined) throw new Error('bench: total must be over 100,000')
    const lasting = last.durable / first.durable
    rows.push({
      posts: total,
      'durable/s': round(lasting, 2),
      'counted/s': round(last.counted / first.counted, 2),
      'memory MB': round(growth),
    })
    return {
      name: `ndjson: ${total} posts in streams of 100,000 (last row: last part / first part, and growth of memory)`,
      goal: '≥ 10,000 posts/s durable, ≥ 6,000 posts/s counted, memory ≤ 150 MB growth, last part ≥ 0.6 × first',
      reached: first.durable >= 10_000 && first.counted >= 6_000 && growth <= 150 && lasting >= 0.6,
      rows,
    }
  } finally {
    await server.stop()
  }
}

if (import.meta.main) {
  const { show } = await import('./table.ts')
  const folder = scratchFolder()
  show(await ndjson(folder, Number(process.argv[2] ?? 300_000)))
  remove(folder)
}
