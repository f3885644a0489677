// How a channel is doing, in one word and one sentence.
import { missingCredentials } from '../events/channel.ts'
import { type ChannelHealth, type ChannelState, type HealthChange, isPushed } from './channel-state.ts'
import { inRhythmUntil } from './rhythm.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
/** Failures in a row until a channel is late, and how long until it fails (sources.md). */
const delayedAfterFailures = 3
const failingAfterMs = hourMs
/** Longer without a post than twenty of its usual pauses, and than a day: habit has its nights. */
const usualPauses = 20
const silentAfterMs = dayMs
const postsToKnowHabit = 10

const minute = (at: string) => `${at.slice(0, 16).replace('T', ' ')} UTC`

const silentSince = ({ posts, firstPostAt, lastPostAt }: ChannelState): number => {
  if (posts < postsToKnowHabit || firstPostAt === undefined || lastPostAt === undefined) return Number.POSITIVE_INFINITY
  const lastMs = Date.parse(lastPostAt)
  const usualPauseMs = (lastMs - Date.parse(firstPostAt)) / (posts - 1)
  return lastMs + Math.max(usualPauses * usualPauseMs, silentAfterMs)
}

export const healthOf = (channel: ChannelState, nowMs: number): ChannelHealth => {
  const { kind, config, secrets, openedAt, closedAt, failing, lastReadAt } = channel
  if (closedAt !== undefined) return { state: 'off', since: closedAt, problem: `Switched off ${minute(closedAt)}.` }
  const missing = missingCredentials(kind, config, secrets)
  if (missing.length > 0)
    return { state: 'off', since: openedAt, problem: `Off until its credentials are set: ${missing.join(' and ')}.` }
  const fails = failing?.retryAt !== undefined || nowMs - Date.parse(failing?.since ?? '') >= failingAfterMs
  if (failing !== undefined && fails)
    return {
      state: 'failing',
      since: failing.since,
      problem: `Failing since ${minute(failing.since)}: ${failing.problem}`,
    }
  // Files of an import are read once: there is nothing to be late or silent about.
  if (kind === 'webhook' && !isPushed(channel)) return { state: 'ok' }
  const late = kind !== 'webhook' && nowMs > inRhythmUntil(channel)
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

const longestHistory = 200

/** When it does otherwise although nothing happens, ms since 1970. */
const turnsOf = (channel: ChannelState): readonly number[] => {
  const failingMs = Date.parse(channel.failing?.since ?? '') + failingAfterMs
  return [failingMs, inRhythmUntil(channel) + 1, silentSince(channel) + 1]
}

/** @param ms when, as ms since 1970 */
export const noteHealth = (changes: readonly HealthChange[], channel: ChannelState, ms: number) => {
  const health = healthOf(channel, ms)
  if (health.state === changes.at(-1)?.state) return changes
  return [...changes, { ...health, at: new Date(ms).toISOString() }].slice(-longestHistory)
}

/** How it did until `nowMs`, if nothing happens to it until then. */
export const healthUntil = (channel: ChannelState, nowMs: number): readonly HealthChange[] => {
  // What is due since before the last look was brought by what came after it.
  const dueMs = Date.parse(channel.knownAt) + 1
  return [...new Set(turnsOf(channel).map((ms) => Math.max(ms, dueMs)))]
    .filter((ms) => ms < nowMs)
    .sort((a, b) => a - b)
    .reduce((changes, ms) => noteHealth(changes, channel, ms), channel.health)
}
