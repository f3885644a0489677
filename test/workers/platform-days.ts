// What scripted platforms have in common: what people do there, hours in which they fail, and whether the store is what they show in the end.
import assert from 'node:assert/strict'
import type { ServerResponse } from 'node:http'
import { createSeeded } from '../../analysis/seeded.ts'
import type { ChannelEntry } from '../../events/channel-entry.ts'
import { remove, scratchFolder } from '../running.ts'
import { webDouble } from '../web-double.ts'
import { type Day, startDay } from './simulated-day.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs

/** To be called inside `describe`: a server to script, and an installation that may ask it, whose clock begins at `fromMs`. */
export const daysFrom = (fromMs: number) => {
  const server = webDouble()
  const folder = scratchFolder('days')
  const running = { server, folder } as { readonly server: typeof server; readonly folder: string; day: Day } // which is there before the first test
  before(async () => {
    running.day = await startDay(folder, server.host, fromMs)
  })
  after(async () => {
    await running.day?.stop()
    remove(folder)
  })
  return running
}

/** `cut`: half of the JSON. `reset`: the connection ends. `busy`: 429 with Retry-After, `mute`: 429 that says nothing. */
type Fault = 'outage' | 'page' | 'cut' | 'reset' | 'busy' | 'mute' | 'empty'

export type Answer = { readonly status?: number; readonly value: unknown; readonly headers?: Record<string, string> }

export const createBadHours = (now: () => number, fromMs: number) => {
  const hours: { readonly fromMs: number; readonly toMs: number; readonly fault: Fault; left: number }[] = []
  const met = new Map<Fault, number>()
  return {
    /** From so many minutes on for so many minutes, or for so many answers of them. */
    plan: (fault: Fault, atMinute: number, minutes: number, answers = Number.POSITIVE_INFINITY) =>
      void hours.push({
        fault,
        fromMs: fromMs + atMinute * minuteMs,
        toMs: fromMs + (atMinute + minutes) * minuteMs,
        left: answers,
      }),
    /** How often each fault was met. */
    met,
    send: (response: ServerResponse, { status = 200, value, headers = {} }: Answer) => {
      const bad = hours.find((one) => one.fromMs <= now() && now() < one.toMs && one.left > 0)
      const body = JSON.stringify(value)
      response.setHeader('content-type', 'application/json; charset=utf-8')
      for (const [name, said] of Object.entries(headers)) response.setHeader(name, said)
      if (bad === undefined) return void response.writeHead(status).end(body)
      bad.left--
      met.set(bad.fault, (met.get(bad.fault) ?? 0) + 1)
      switch (bad.fault) {
        case 'outage':
          return void response.writeHead(503).end()
        case 'page':
          return void response.writeHead(200, { 'content-type': 'text/html' }).end('<html><h1>Back soon</h1></html>')
        case 'cut':
          return void response.writeHead(200).end(body.slice(0, body.length / 2))
        case 'reset':
          return void response.destroy()
        case 'busy':
          return void response.writeHead(429, { 'retry-after': '240' }).end('{"error":"Too many requests"}')
        case 'mute':
          return void response.writeHead(429).end()
        case 'empty':
          return void response.writeHead(200).end()
      }
    },
  }
}

/** What people can do on a scripted platform, each at its time. Ms since 1970. */
export type Platform = {
  readonly post: (atMs: number, text: string, random: () => number) => string
  readonly edit?: (id: string, atMs: number, text: string) => void
  readonly remove: (id: string, atMs: number) => void
  readonly bad: ReturnType<typeof createBadHours>
  /** Text by id: of every post that is public. */
  readonly shown: () => ReadonlyMap<string, string>
  /** When those went that are gone, by id. */
  readonly gone: ReadonlyMap<string, number>
}

/** Sixty posts over a day and a half, the last of it watched; some are edited, some deleted, `burst` more come within minutes; and each fault has its hour. */
export const planDay = ({ post, edit, remove, bad }: Platform, fromMs: number, burst: number): void => {
  const random = createSeeded(7)
  for (let n = 0; n < 60; n++) {
    const atMs = Math.round((fromMs - 12 * hourMs + random() * 36 * hourMs) / 1_000) * 1_000
    const id = post(atMs, `Opinion ${n} on a policy of ${Math.round(random() * 1e6)} words`, random)
    if (random() < 0.2) edit?.(id, atMs + Math.round(random() * dayMs), `Opinion ${n}, put otherwise`)
    if (random() < 0.3) remove(id, atMs + Math.round(random() * dayMs))
  }
  for (let n = 0; n < burst; n++)
    post(fromMs + 8 * hourMs + n * 2_000, `Outcry ${n} of ${Math.round(random() * 1e6)}`, () => 0.5)
  bad.plan('outage', 3 * 60, 150)
  bad.plan('reset', 6 * 60, 20)
  bad.plan('busy', 7 * 60, 20)
  bad.plan('mute', 7 * 60 + 30, 20)
  bad.plan('cut', 8 * 60 + 1, 60, 2)
  bad.plan('page', 13 * 60, 30)
  bad.plan('empty', 14 * 60, 20)
}

/** Text by id: of every post that the platform shows, and of nothing else; each once. */
const assertKept = async (day: Day, channel: string, shown: ReadonlyMap<string, string>): Promise<void> => {
  const kept = await day.kept(channel)
  assert.equal(new Set(kept.map(({ id }) => id)).size, kept.length, 'nothing is kept twice')
  const texts = new Map(kept.map(({ id, text }) => [id, text]))
  const missing = [...shown.keys()].filter((id) => !texts.has(id))
  const over = [...texts.keys()].filter((id) => !shown.has(id))
  assert.deepEqual({ missing, over }, { missing: [], over: [] })
  for (const [id, text] of shown) assert.equal(texts.get(id), text, id)
}

/** Three days of a channel; in the end the store, the counts and the log are what they must be. */
export const watchDays = async (day: Day, platform: Platform, fromMs: number, channel: ChannelEntry): Promise<void> => {
  const { id } = channel
  await day.put({ ...channel, pollEvery: '10m' })
  await day.openStory({ slug: 'policy', title: 'A policy', company: 'Plex', channels: [id] })
  await day.passTo(fromMs + dayMs, 2 * minuteMs)
  assert.deepEqual([...platform.bad.met.keys()].sort(), ['busy', 'cut', 'empty', 'mute', 'outage', 'page', 'reset'])
  await day.put({ ...channel, pollEvery: '2h' })
  for (let n = 2; n <= 3; n++) {
    await day.passTo(fromMs + n * dayMs, hourMs)
    // Looked at again within a day, and a little more for hours that were bad.
    const kept = new Set((await day.kept(id)).map((post) => post.id))
    for (const [one, atMs] of platform.gone) assert.ok(!kept.has(one) || atMs > day.now() - 26 * hourMs, one)
  }
  const shown = platform.shown()
  assert.ok(shown.size > 50 && platform.gone.size > 5, `${shown.size} shown, ${platform.gone.size} gone`)
  await assertKept(day, id, shown)
  assert.equal((await day.counted('policy')).posts, shown.size)
  const log = JSON.stringify(await day.events())
  for (const word of ['Opinion', 'Outcry 1', 'grace', ...[...shown.keys()].map((one) => `"${one}"`)])
    assert.ok(!log.includes(word), `the log holds ${word}`)
  assert.ok(!(await day.ofChannel(id)).some(({ type }) => type === 'ChannelGap'))
}
