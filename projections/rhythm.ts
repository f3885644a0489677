// How long after its last round a polled channel is still on time.
import { pollEveryMs } from '../events/channel.ts'
import type { ChannelState } from './channel-state.ts'

/** Rounds without a read until a polled channel is late; a read without news is recorded every five minutes. */
const missedRounds = 3
const leastRoundMs = 5 * 60_000

/** Until when a polled channel counts as read in its rhythm, ms since 1970. */
export const inRhythmUntil = ({ kind, config, lastReadAt = '', nextAt = '' }: ChannelState): number => {
  if (lastReadAt === '') return Number.NEGATIVE_INFINITY
  const lastMs = Date.parse(lastReadAt > nextAt ? lastReadAt : nextAt)
  return lastMs + missedRounds * Math.max(pollEveryMs(kind, config), leastRoundMs)
}
