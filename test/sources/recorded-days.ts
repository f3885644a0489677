// Recorded bodies of a platform, served to the real connector and store on clocks of their time.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { remove, scratchFolder } from '../running.ts'
import { sharedData, skipOrFail } from '../system-program.ts'
import { webDouble } from '../web-double.ts'
import type { Kept } from '../workers/polled.ts'
import { type Day, startDay } from '../workers/simulated-day.ts'

/** To be called inside `describe`, which is skipped where the bodies are not at hand. @param platform a folder of the shared data */
export const recordedDays = (platform: string) => {
  const folder = path.resolve(import.meta.dirname, '../../../shared/data/sources', platform)
  const server = webDouble()
  const data = scratchFolder(platform)
  const days: Day[] = []
  before(function () {
    if (!existsSync(folder)) skipOrFail(this, sharedData)
  })
  after(async () => {
    for (const day of days) await day.stop()
    remove(data)
  })
  const recorded = (file: string) => readFileSync(path.join(folder, file), 'utf8')
  return {
    server,
    recorded,
    parsed: (file: string) => JSON.parse(recorded(file)),
    /** A new installation. */
    startAt: async (ms: number) => {
      const day = await startDay(path.join(data, String(days.length)), server.host, ms)
      days.push(day)
      return day
    },
  }
}

export const has = (kept: readonly Kept[], id: string, said: { readonly [Name in keyof Kept]?: unknown }) => {
  const post = kept.find((one) => one.id === id) ?? assert.fail(`${id} is not kept`)
  for (const [name, value] of Object.entries(said)) assert.deepEqual(post[name as keyof Kept], value, `${id} ${name}`)
}
