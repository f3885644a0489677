// A line of NDJSON → the five minutes on it. @see analysis/phases/tick.ts
import type { SourceCounts, Tick } from '../analysis/phases/tick.ts'
import { tickMs } from '../analysis/phases/tick.ts'
import { parseTime } from '../sources/time.ts'

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const columns = ['negative', 'neutral', 'positive', 'duplicates'] as const

/** `duplicates` may be left out. @returns what is wrong with it as a string */
const readCounts = (source: string, value: unknown): SourceCounts | string => {
  if (!isRecord(value)) return `sources/${source} is not an object`
  const counts: Record<string, unknown> = { duplicates: 0, ...value }
  const wrong = columns.find((column) => !Number.isSafeInteger(counts[column]) || (counts[column] as number) < 0)
  return wrong === undefined
    ? (counts as unknown as SourceCounts)
    : `sources/${source}/${wrong} is not a count: whole, 0 or more`
}

/** @returns what is wrong with it as a string */
export const readTickLine = (bytes: Buffer | undefined): Tick | string => {
  if (bytes === undefined) return 'the line is too long'
  let line: unknown
  try {
    line = JSON.parse(bytes.toString().replace(/^\ufeff/, ''))
  } catch {
    return 'the line is not JSON'
  }
  if (!isRecord(line)) return 'the line is not an object'
  const atMs = typeof line.at === 'string' ? parseTime(line.at) : undefined
  if (atMs === undefined) return '"at" is no time such as 2026-01-05T00:00:00Z'
  if (atMs < 0) return `"at" is before 1970: ${line.at}`
  if (atMs % tickMs !== 0) return `"at" is ${line.at}, no start of five minutes`
  if (!isRecord(line.sources)) return '"sources" is not an object'
  const sources: [string, SourceCounts][] = []
  for (const [source, value] of Object.entries(line.sources)) {
    const counts = readCounts(source, value)
    if (typeof counts === 'string') return counts
    sources.push([source, counts])
  }
  return { atMs, sources: Object.fromEntries(sources) }
}
