// What a visitor's browser has to fetch for the live page.
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { Running } from './outcry.ts'
import { type Result, round } from './table.ts'

export const page = async (server: Running): Promise<Result> => {
  const html = await (await fetch(`${server.url}/stories/feedback`)).text()
  const files = [...html.matchAll(/<(?:script[^>]* src|link rel="stylesheet"[^>]* href)="([^"]+)"/g)].map(
    (match) => match[1] ?? '',
  )
  const fetched = await Promise.all(
    files.map(async (file) => ({
      file,
      body: Buffer.from(await (await fetch(new URL(file, server.url))).arrayBuffer()),
    })),
  )
  const brotli = brotliCompressSync(html).length
  const script = fetched
    .filter(({ file }) => file.includes('.js'))
    .reduce((sum, { body }) => sum + gzipSync(body).length, 0)
  return {
    name: 'page: what a browser fetches',
    goal: 'HTML ≤ 14 kB brotli, script ≤ 18 kB gzip, ≤ 3 requests',
    reached: brotli <= 14_000 && script <= 18_000 && files.length + 1 <= 3,
    rows: [
      { what: 'HTML, kB brotli', value: round(brotli / 1000, 1) },
      { what: 'script, kB gzip', value: round(script / 1000, 1) },
      { what: 'requests', value: files.length + 1 },
    ],
  }
}
