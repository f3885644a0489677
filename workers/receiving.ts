// How an installation receives posts: the flow of events/receive-posts.ts with its settings.
import { randomBytes } from 'node:crypto'
import type { ReceivePosts } from '../events/incoming-post.ts'
import { type Keeping, keepingOf } from '../events/keeping.ts'
import { createReceivePosts } from '../events/receive-posts.ts'
import { channelOf } from '../projections/channels.ts'
import { limits } from '../settings.ts'
import type { Ports } from './ports.ts'

const rememberMs = 10_000 // a changed retention counts for posts from then on

export const createReceiving = ({ log, vault, ledger, readModel, pepper, now }: Omit<Ports, 'jobs'>): ReceivePosts => {
  const known = new Map<string, { readonly keeping: Keeping; readonly untilMs: number }>()
  const keeping = (channel: string, source: string): Keeping => {
    const place = `${channel} ${source}`
    const before = known.get(place)
    if (before !== undefined && before.untilMs > now()) return before.keeping
    const { kind, config } = channelOf(readModel, channel) ?? { kind: 'webhook', config: {} }
    const { recheckEveryMs, ...unseen } = keepingOf(kind, config)
    // What a file brought from elsewhere, the channel's platform cannot be asked about.
    const isAsked = recheckEveryMs !== undefined && source === kind
    const keeping = isAsked ? { recheckEveryMs, ...unseen } : unseen
    known.set(place, { keeping, untilMs: now() + rememberMs })
    return keeping
  }
  const { clockAheadMs } = limits
  return createReceivePosts({ log, vault, ledger, pepper, now, random: randomBytes, keeping, clockAheadMs })
}
