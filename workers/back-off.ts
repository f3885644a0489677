// When a delivery that failed is tried again: the schedule of Standard Webhooks, with jitter.

const minuteMs = 60_000
const hourMs = 60 * minuteMs

/** Waits before the second try, the third …; then always the last. */
const schedule = [
  5_000,
  5 * minuteMs,
  30 * minuteMs,
  2 * hourMs,
  5 * hourMs,
  10 * hourMs,
  14 * hourMs,
  20 * hourMs,
  24 * hourMs,
]
const longestMs = 24 * hourMs
/** The waits together, jitter left out. */
export const triedForMs = 75 * hourMs

/** Whether it is given up: it failed for so long, and so often in a row. A clock that jumped has not tried it so often. */
export const isOver = (sinceMs: number, failures: number) => sinceMs >= triedForMs && failures > schedule.length

/**
 * @param failures in a row, this one too: from 1
 * @param askedMs of the server's Retry-After: never earlier than that
 * @param random 0 ≤ … < 1
 */
export const backOffMs = (failures: number, random: number, askedMs = 0): number => {
  const wait = schedule[Math.min(failures, schedule.length) - 1] ?? longestMs
  return Math.round(Math.max(wait * (0.9 + 0.2 * random), Math.min(askedMs, longestMs)))
}

/** Seconds or a date, as milliseconds from `nowMs`; undefined where it says neither. */
export const retryAfterMs = (header: string | undefined, nowMs: number): number | undefined => {
  if (header === undefined) return undefined
  if (/^\d{1,9}$/.test(header.trim())) return 1_000 * Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}
