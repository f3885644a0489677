// The series that phases are measured on, and new ones by the maker beside them. Both lie beside the repository.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Tick } from '../analysis/phases/tick.ts'

export const dataFolder = path.resolve(import.meta.dirname, '../../shared/data/phases')
export const isThere = () => existsSync(path.join(dataFolder, 'score.mjs'))
export const truthFolder = path.join(dataFolder, 'truth')
export const fileOf = (name: string) => path.join(dataFolder, 'series', `${name}.ndjson.gz`)

export type Series = { readonly name: string; readonly ticks: readonly Tick[] }

const kinds = [
  'backlash_reversal',
  'backlash_explainer',
  'no_reversal',
  'slow_burn',
  'overlap',
  'calm',
  'positive_viral',
  'neutral_news',
  'bot_flood',
  'outage',
  'drift_patchday',
] as const

type Line = { readonly at: string; readonly sources: Tick['sources'] }
const tickOf = ({ at, sources }: Line): Tick => ({ atMs: Date.parse(at), sources })

/** The development series, one after the other: all at once are some hundred megabytes. */
export function* developmentSeries(): Generator<Series> {
  for (const entry of readdirSync(truthFolder).sort()) {
    const name = path.basename(entry, '.json')
    const lines = gunzipSync(readFileSync(fileOf(name)))
      .toString()
      .trimEnd()
      .split('\n')
    yield { name, ticks: lines.map((line) => tickOf(JSON.parse(line) as Line)) }
  }
}

/** Beyond the maker's own ranges where it is set: share of right labels, replies per post, share of verbatim copies. */
export type Odd = { readonly accuracy?: number; readonly branching?: number; readonly copies?: number }
type Maker = {
  readonly simulate: (kind: string, level: number, seed: number, options: Odd) => object
  readonly ticksOf: (made: object) => Iterable<Line>
  readonly truthOf: (made: object) => { readonly name: string }
}

/** Every kind and seed at 2, 20 and 200 posts an hour. @param truth folder that takes what really happens in each */
export async function* freshSeries(seeds: readonly number[], odd: Odd, truth: string): AsyncGenerator<Series> {
  const { simulate, ticksOf, truthOf } = (await import(path.join(dataFolder, 'simulate.mjs'))) as Maker
  mkdirSync(truth, { recursive: true })
  for (const kind of kinds)
    for (const level of [2, 20, 200])
      for (const seed of seeds) {
        const made = simulate(kind, level, seed, odd)
        const told = truthOf(made)
        writeFileSync(path.join(truth, `${told.name}.json`), JSON.stringify(told))
        yield { name: told.name, ticks: Array.from(ticksOf(made), tickOf) }
      }
}
