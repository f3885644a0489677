// Listings that show the newest first: how far back a round reads, and where the next one goes on.
import type { Reading } from './source.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
/** How far the first round reads back. */
const backfillMs = 30 * 24 * hourMs
/** Posts appear a little out of order, and edits of new posts are seen again. */
const overlapMs = 10 * minuteMs
/** What other servers hand over late takes its place among older posts, and pages that are counted skip one when another goes: once an hour a round reads so far back. */
const deepMs = 6 * hourMs
const deepEveryMs = hourMs

/** ISO 8601. `newest`: of the newest post ever shown. `deep`: when a round last read far back. */
type Cursor = { readonly newest: string; readonly deep: string }

/** Forums' cursors were once one time. */
const cursorOf = ({ cursor }: Reading): Cursor | undefined => {
  if (cursor === undefined) return undefined
  return cursor.startsWith('{') ? (JSON.parse(cursor) as Cursor) : { newest: cursor, deep: cursor }
}

const isDeep = ({ deep }: Cursor, nowMs: number) => Math.abs(nowMs - Date.parse(deep)) >= deepEveryMs

export type Floors = {
  /** What is not read back to here is a gap. Ms since 1970. */
  readonly floorMs: number
  /** Where the round ends, if it comes so far. */
  readonly endMs: number
}

export const floorsOf = (reading: Reading): Floors => {
  const { nowMs } = reading
  const cursor = cursorOf(reading)
  if (cursor === undefined) return { floorMs: nowMs - backfillMs, endMs: nowMs - backfillMs }
  const newestMs = Date.parse(cursor.newest)
  return { floorMs: newestMs - overlapMs, endMs: newestMs - (isDeep(cursor, nowMs) ? deepMs : overlapMs) }
}

/** Single posts stand where they do not belong by their time, so half a page must be as old. */
export const isReached = (times: readonly number[], floorMs: number): boolean => {
  const falling = times.toSorted((a, b) => b - a)
  return falling.length > 0 && (falling[Math.floor(falling.length / 2)] ?? 0) <= floorMs
}

/** What a round has seen so far; ms since 1970. `oldestMs`: of the last page that held anything. `isBack`: it came to where it must. */
export type Seen = { readonly newestMs: number; readonly oldestMs: number; readonly isBack: boolean }
export const unseen: Seen = { newestMs: 0, oldestMs: Number.MAX_SAFE_INTEGER, isBack: false }

/** @param times of one more page. Those ahead of our clock are not gone by: one wrong clock, theirs or ours, would skip posts. */
export const seenWith = (reading: Reading, before: Seen, times: readonly number[]): Seen => ({
  newestMs: Math.max(before.newestMs, ...times.filter((ms) => ms <= reading.nowMs)),
  oldestMs: times.length === 0 ? before.oldestMs : Math.min(...times),
  isBack: before.isBack || isReached(times, floorsOf(reading).floorMs),
})

/** Where the next round goes on. @param isCut the listing goes on below what was read */
export const endOfRound = (reading: Reading, { newestMs, oldestMs, isBack }: Seen, isCut: boolean) => {
  const { nowMs } = reading
  const before = cursorOf(reading)
  const { floorMs } = floorsOf(reading)
  const nextMs = Math.min(nowMs, Math.max(newestMs, before === undefined ? floorMs : Date.parse(before.newest)))
  const deep = before === undefined || isDeep(before, nowMs) ? new Date(nowMs).toISOString() : before.deep
  const fromMs = isCut && !isBack ? Math.min(nowMs, oldestMs) : before === undefined ? floorMs : undefined
  return {
    cursor: JSON.stringify({ newest: new Date(nextMs).toISOString(), deep } satisfies Cursor),
    ...(fromMs === undefined ? {} : { fromMs: Math.max(fromMs, nowMs - backfillMs) }),
  }
}
