// How a channel is doing, in one word and one sentence.
import type { ChannelState } from './channels.ts'
import { isPushed } from './coverage.ts'

type ChannelHealth = {
  readonly state: 'ok' | 'delayed' | 'failing' | 'silent' | 'off'
  /** ISO 8601 UTC: since when it is so; absent while ok. */
  readonly since?: string
  /** One sentence; absent while ok. */
  readonly problem?: string
}

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Failures in a row until a channel is late, and how long until it fails (sources.md). */
const delayedAfterFailures = 3
const failingAfterMs = hourMs
/** Longer without a post than twenty of its usual pauses, and than a day: habit has its nights. */
const usualPauses = 20
const silentAfterMs = dayMs
const postsToKnowHabit = 10
/** Rounds without a read until a polled channel is late; the longest round is an hour. */
const missedRounds = 3

const minute = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`

const pollEveryMs = ({ config }: ChannelState): number => {
  const match = /^(\d+)(s|m|h)$/.exec(String(config.pollEvery ?? ''))
  return match ? Number(match[1]) * { s: 1_000, m: 60_000, h: hourMs }[match[2] as 's' | 'm' | 'h'] : hourMs
}

const silentSince = ({ posts, firstPostAt, lastPostAt }: ChannelState): number => {
  if (posts < postsToKnowHabit || firstPostAt === undefined || lastPostAt === undefined) return Number.POSITIVE_INFINITY
  const lastMs = Date.parse(lastPostAt)
  const usualPauseMs = (lastMs - Date.parse(firstPostAt)) / (posts - 1)
  return lastMs + Math.max(usualPauses * usualPauseMs, silentAfterMs)
}

export const healthOf = (channel: ChannelState, nowMs: number): ChannelHealth => {
  const { kind, closedAt, failing, lastReadAt } = channel
  if (closedAt !== undefined) return { state: 'off', since: closedAt, problem: `Switched off ${minute(closedAt)}.` }
  if (failing !== undefined && nowMs - Date.parse(failing.since) >= failingAfterMs)
    return {
      state: 'failing',
      since: failing.since,
      problem: `Failing since ${minute(failing.since)}: ${failing.problem}`,
    }
  // Files of an import are read once: there is nothing to be late or silent about.
  if (kind === 'webhook' && !isPushed(channel)) return { state: 'ok' }
  const late =
    kind !== 'webhook' &&
    (lastReadAt === undefined ||
      nowMs - Date.parse(lastReadAt) > missedRounds * Math.max(pollEveryMs(channel), 5 * 60_000))
  if (late || (failing !== undefined && failing.times >= delayedAfterFailures)) {
    const since = failing?.since ?? lastReadAt ?? channel.openedAt
    const read = lastReadAt === undefined ? 'never read yet' : `last read ${minute(lastReadAt)}`
    return { state: 'delayed', since, problem: `Delayed, ${read}${failing ? `: ${failing.problem}` : '.'}` }
  }
  const silentMs = silentSince(channel)
  if (nowMs > silentMs) {
    const since = new Date(silentMs).toISOString()
    return { state: 'silent', since, problem: `Silent, unusual since ${minute(since)}.` }
  }
  return { state: 'ok' }
}
