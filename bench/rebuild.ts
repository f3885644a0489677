// Folding the whole log anew, beside only reading and parsing the same events: the limit that nothing can pass.
import path from 'node:path'
import { dataFiles } from '../adapters/data-folder.ts'
import { openSqliteLogReader } from '../adapters/sqlite-log-reader.ts'
import { openSqliteReadModel } from '../adapters/sqlite-read-model.ts'
import { start } from '../events/event-log.ts'
import { rebuild as fold } from '../projections/rebuild.ts'
import { median, type Result, round } from './table.ts'

const readOnly = async (file: string): Promise<number> => {
  const log = openSqliteLogReader(file)
  const done = new AbortController()
  let events = 0
  for await (const batch of log.follow(start, done.signal)) {
    events += batch.events.length
    if (batch.live) done.abort()
  }
  return events
}

/** @param folder of a stopped server */
export const rebuild = async (folder: string, rounds = 3): Promise<Result> => {
  const files = dataFiles(folder)
  const seen = { fold: [] as number[], read: [] as number[] }
  for (let n = 0; n < rounds; n++) {
    const readBegan = performance.now()
    const events = await readOnly(files.log)
    seen.read.push((events / (performance.now() - readBegan)) * 1000)
    const built = path.join(folder, `bench-${n}.db`)
    const foldBegan = performance.now()
    const readModel = openSqliteReadModel(built, { mode: 'build' })
    await fold({ log: openSqliteLogReader(files.log), readModel })
    seen.fold.push((events / (performance.now() - foldBegan)) * 1000)
    readModel.close()
  }
  const ratio = median(seen.fold.map((rate, n) => rate / (seen.read[n] ?? Number.NaN)))
  return {
    name: 'rebuild: every event folded into every projection, and saved',
    goal: '≥ 0.3 × the rate of only reading and parsing the same events',
    reached: ratio >= 0.3,
    rows: [
      { what: 'read and parse', 'events/s': round(median(seen.read)) },
      { what: 'rebuild', 'events/s': round(median(seen.fold)) },
      { what: 'ratio', 'events/s': round(ratio, 2) },
    ],
  }
}
