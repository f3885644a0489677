// What the model costs before it reads a post: files, time and memory to load it, each in a process of its own.
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { heads } from '../analysis/sentiment/model.ts'
import { type Result, type Row, round } from './table.ts'

const folder = path.resolve(import.meta.dirname, '../analysis/model')
const limits = { rawBytes: 4_200_000, gzipBytes: 2_200_000, loadMsAHead: 50, residentBytes: 40_000_000 }
const runs = 5

const loadOnce = () =>
  JSON.parse(
    execFileSync(process.execPath, ['--expose-gc', path.join(import.meta.dirname, 'load-model.ts')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }),
  ) as { readonly ms: number; readonly bytes: number }

export const size = (): Result => {
  const files = readdirSync(folder).filter((name) => name.endsWith('.bin'))
  const sizes = files.map((name) => {
    const bytes = readFileSync(path.join(folder, name))
    return { name, raw: bytes.length, packed: gzipSync(bytes).length }
  })
  // The least of a few: what else the machine does only adds to it.
  const loads = Array.from({ length: runs }, loadOnce)
  const ms = Math.min(...loads.map((load) => load.ms))
  const bytes = Math.min(...loads.map((load) => load.bytes))
  return {
    name: `sentiment: size of the model, and what it takes to load all ${heads.length} heads (least of ${runs})`,
    goal: `≤ ${limits.rawBytes / 1e6} MB and ≤ ${limits.gzipBytes / 1e6} MB gzip a head; load ≤ ${limits.loadMsAHead} ms a head; resident growth ≤ ${limits.residentBytes / 1e6} MB`,
    reached:
      sizes.every(
        ({ raw, packed }) => raw <= limits.rawBytes * heads.length && packed <= limits.gzipBytes * heads.length,
      ) &&
      ms <= limits.loadMsAHead * heads.length &&
      bytes <= limits.residentBytes,
    rows: [
      ...sizes.map(
        ({ name, raw, packed }): Row => ({
          what: name,
          value: round(raw / 1e6, 2),
          unit: 'MB',
          gzip: round(packed / 1e6, 2),
        }),
      ),
      { what: 'load, processor time', value: round(ms), unit: 'ms' },
      { what: 'resident growth', value: round(bytes / 1e6, 1), unit: 'MB' },
    ],
  }
}
