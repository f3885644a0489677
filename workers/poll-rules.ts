// What a round of polling adds to a channel's stream, and when the next one is due. Pure.
import { type ChannelEvent, pollEveryMs } from '../events/channel.ts'
import type { ChannelState } from '../projections/channel-state.ts'
import type { Failure } from '../sources/source.ts'
import type { Round } from './poll-round.ts'

const secondMs = 1_000
const minuteMs = 60 * secondMs
const hourMs = 60 * minuteMs
/** A read without news is recorded at most so often, and so is a failure that goes on. */
const heartbeatMs = 5 * minuteMs
const failuresTold = 3
const failureAgainMs = hourMs
const longestRetryMs = 5 * minuteMs
const firstWaitMs = minuteMs
const longestBlindWaitMs = 15 * minuteMs
const longestWaitMs = hourMs
const afterStopMs = 6 * hourMs
const longestRestMs = hourMs

/** Where a channel's reading stands: what the log says, or what a round without news has added since. */
export type Standing = { readonly cursor: string | undefined; readonly toMs: number | undefined }

export const standingOf = ({ cursor, lastReadAt }: ChannelState): Standing => ({
  cursor,
  toMs: lastReadAt === undefined ? undefined : Date.parse(lastReadAt),
})

const iso = (ms: number) => new Date(ms).toISOString()

/** @param startedMs when the round began: everything until then was read. @param news whether a post was new or changed. @param reads billed and not told yet */
export const decideRead = (
  channel: ChannelState,
  standing: Standing,
  round: Round,
  startedMs: number,
  news: boolean,
  reads = 0,
): readonly ChannelEvent[] => {
  const { id, failing, lastReadAt } = channel
  const { toMs } = standing
  const isDue = lastReadAt === undefined || startedMs - Date.parse(lastReadAt) >= heartbeatMs
  if (!news && !isDue && failing === undefined) return []
  const fromMs = Math.min(round.fromMs ?? toMs ?? startedMs, startedMs)
  const isGap = round.fromMs !== undefined && toMs !== undefined && fromMs > toMs
  const { cursor, notBeforeMs } = round
  const nextMs = nextAfterRead(channel, round, startedMs)
  const gap: ChannelEvent = {
    type: 'ChannelGap',
    data: { id, from: iso(toMs ?? 0), to: iso(fromMs), reason: 'its source no longer shows what was written then' },
  }
  const read: ChannelEvent = {
    type: 'ChannelRead',
    data: {
      id,
      // A heartbeat covers the quiet rounds since the last one that was recorded.
      from: iso(isGap || lastReadAt === undefined ? fromMs : Math.min(fromMs, Date.parse(lastReadAt))),
      to: iso(startedMs),
      ...(cursor === undefined ? {} : { cursor }),
      ...(notBeforeMs === undefined ? {} : { nextAt: iso(nextMs) }),
      ...(round.shows === undefined ? {} : { shows: round.shows }),
      ...(reads === 0 ? {} : { reads }),
    },
  }
  return isGap ? [gap, read] : [read]
}

/** Ms since 1970. What a source asks for is followed up to an hour. */
export const nextAfterRead = ({ kind, config }: ChannelState, { notBeforeMs = 0 }: Round, startedMs: number): number =>
  Math.max(startedMs + pollEveryMs(kind, config), Math.min(notBeforeMs, startedMs + longestRestMs))

/**
 * Full jitter, as AWS' "Exponential backoff and jitter" has it.
 * @param failures in a row, this one included. @param random 0 ≤ … < 1. Ms since 1970
 */
export const nextAfterFailure = (
  { failure, untilMs }: Failure,
  failures: number,
  nowMs: number,
  random: number,
): number => {
  const doubled = (firstMs: number, longestMs: number) => Math.min(longestMs, firstMs * 2 ** Math.min(failures - 1, 20))
  switch (failure) {
    case 'retry':
      return nowMs + Math.max(secondMs, random * doubled(2 * secondMs, longestRetryMs))
    case 'wait': {
      const waitMs = untilMs === undefined ? doubled(firstWaitMs, longestBlindWaitMs) : untilMs - nowMs
      return nowMs + Math.min(longestWaitMs, Math.max(secondMs, waitMs * (1 + random / 10)))
    }
    case 'reauth':
    case 'stop':
      return Math.max(untilMs ?? 0, nowMs + afterStopMs)
  }
}

/** Told while it is new, and every hour it goes on. */
export const decideFailure = (
  { id, failing }: ChannelState,
  { failure, detail, refused }: Failure,
  atMs: number,
  nextMs: number,
  reads = 0,
): readonly ChannelEvent[] => {
  const isTold =
    failing === undefined ||
    failing.times < failuresTold ||
    failing.problem !== detail ||
    atMs - Date.parse(failing.at) >= failureAgainMs
  if (!isTold) return []
  const retryAt = failure === 'stop' ? { retryAt: iso(nextMs) } : {}
  const more = { ...retryAt, ...(refused ? { refused } : {}), ...(reads === 0 ? {} : { reads }) }
  return [{ type: 'ChannelFailed', data: { id, at: iso(atMs), problem: detail, ...more } }]
}

/** When a channel is due that this process has not read yet. Ms since 1970. */
export const firstDue = (channel: ChannelState): number => {
  const { kind, config, lastReadAt, nextAt, failing } = channel
  if (failing !== undefined) return Date.parse(failing.retryAt ?? failing.at)
  if (lastReadAt === undefined) return 0
  return Math.max(Date.parse(lastReadAt) + pollEveryMs(kind, config), Date.parse(nextAt ?? lastReadAt))
}
