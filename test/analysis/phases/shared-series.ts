// Series of the development data, where they lie beside the project.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { Tick } from '../../../analysis/phases/tick.ts'
import { sayMissing, sharedData } from '../../system-program.ts'

const folder = path.resolve(import.meta.dirname, '../../../../shared/data/phases/series')

/** @returns undefined where it is not there, and says so */
export const seriesNamed = (name: string): readonly Tick[] | undefined => {
  const file = path.join(folder, `${name}.ndjson.gz`)
  if (!existsSync(file)) {
    sayMissing(sharedData)
    return undefined
  }
  const lines = gunzipSync(readFileSync(file)).toString().trim().split('\n')
  return lines.map((line) => {
    const { at, sources } = JSON.parse(line) as { at: string; sources: Tick['sources'] }
    return { atMs: Date.parse(at), sources }
  })
}
