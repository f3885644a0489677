// How long the texts of a channel are kept, and how often its source is asked whether it still shows them: what each platform asks for, and what the channel says.
import type { ChannelConfig, ChannelKind } from './channel.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs

type Duty = {
  /** Kept unless the channel says otherwise. */
  readonly days: number
  /** Longer than this only while the source still showed it at the last look. */
  readonly unseenMs?: number
  readonly recheckEveryMs?: number
  /** After receipt; absent: as long as it is kept. */
  readonly recheckForMs?: number
}

/** X and Reddit: looked at again within 24 h whatever goes wrong, so four hours before that. */
const strict = { recheckEveryMs: 20 * hourMs }
const wish = { days: 90, recheckEveryMs: dayMs, recheckForMs: 7 * dayMs }

/** trust.md, section 6. */
const duties: Record<ChannelKind, Duty> = {
  webhook: { days: 90 },
  feed: { days: 90 },
  x: { days: 1, unseenMs: dayMs, ...strict },
  reddit: { days: 2, unseenMs: 2 * dayMs, ...strict },
  discourse: wish,
  mastodon: wish,
  bluesky: wish,
  lemmy: wish,
  hackernews: wish,
}

export type Keeping = {
  /** After the last look at its source, its receipt included, ms. */
  readonly keptMs: number
  /** After its receipt, ms, however often it was seen again. */
  readonly longestMs: number
  readonly recheckEveryMs?: number
  readonly recheckForMs?: number
}

/** @param config its `retentionDays` shortens freely; what a platform lets be kept only while it shows it stays so */
export const keepingOf = (kind: ChannelKind, { retentionDays }: ChannelConfig): Keeping => {
  const { days, unseenMs = Number.POSITIVE_INFINITY, ...recheck } = duties[kind]
  const longestMs = Number(retentionDays ?? days) * dayMs
  return { keptMs: Math.min(longestMs, unseenMs), longestMs, ...recheck }
}

/** What follows from a look at `nowMs`: until when it is kept, and when it is looked at again. Ms since 1970. */
export const keptUntil = (
  { keptMs, longestMs, recheckEveryMs, recheckForMs = Number.POSITIVE_INFINITY }: Keeping,
  receivedMs: number,
  nowMs: number,
): { readonly expiresAt: number; readonly recheckAt?: number } => {
  const expiresAt = Math.min(receivedMs + longestMs, nowMs + keptMs)
  const recheckAt = nowMs + (recheckEveryMs ?? Number.POSITIVE_INFINITY)
  return recheckAt < expiresAt && recheckAt - receivedMs <= recheckForMs ? { expiresAt, recheckAt } : { expiresAt }
}
