// How an installation receives posts: the flow of events/receive-posts.ts with its settings.
import { randomBytes } from 'node:crypto'
import type { ReceivePosts } from '../events/incoming-post.ts'
import { createReceivePosts } from '../events/receive-posts.ts'
import { channelOf } from '../projections/channels.ts'
import { limits } from '../settings.ts'
import type { Ports } from './ports.ts'

const dayMs = 24 * 3_600_000
const rememberMs = 10_000 // a changed retention counts for posts from then on

export const createReceiving = ({ log, vault, ledger, readModel, pepper, now }: Ports): ReceivePosts => {
  const known = new Map<string, { readonly retentionMs: number; readonly untilMs: number }>()
  const retentionMs = (channel: string): number => {
    const before = known.get(channel)
    if (before !== undefined && before.untilMs > now()) return before.retentionMs
    const days = Number(channelOf(readModel, channel)?.config.retentionDays ?? limits.retentionDays)
    known.set(channel, { retentionMs: days * dayMs, untilMs: now() + rememberMs })
    return days * dayMs
  }
  const { clockAheadMs } = limits
  return createReceivePosts({ log, vault, ledger, pepper, now, random: randomBytes, retentionMs, clockAheadMs })
}
