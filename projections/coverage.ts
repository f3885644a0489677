// What of the past was read: tells zero posts from no data.
import { type ChannelState, isPushed } from './channel-state.ts'
import { channelsOf } from './channels.ts'
import type { ReadModel } from './read-model.ts'
import { inRhythmUntil } from './rhythm.ts'
import { inMs, joined, type SpanMs, without } from './spans.ts'
import { storyOf } from './stories.ts'

/**
 * A polled or imported channel was read where `ChannelRead` says so. One that is posted to was read from its first
 * post on, until it was closed. A gap was not read either way.
 */
const spansRead = (channel: ChannelState, nowMs: number): readonly SpanMs[] => {
  const { firstPostAt = '', closedAt, reads, gaps } = channel
  const toMs = closedAt === undefined ? nowMs : Date.parse(closedAt)
  const pushed = isPushed(channel) ? [{ fromMs: Date.parse(firstPostAt), toMs }] : []
  return without(joined([...reads.map(inMs), ...pushed]), gaps.map(inMs))
}

/** Asked of buckets in rising order. `read`: some channel was; `complete`: it is over, and every channel then read was read to its end. */
export type Coverage = (startMs: number, endMs: number) => { readonly read: boolean; readonly complete: boolean }

/** The channels of a story: all of them unless it names some. */
export const watchedBy = (readModel: ReadModel, story: string): readonly ChannelState[] => {
  const wanted = storyOf(readModel, story)?.channels ?? []
  return channelsOf(readModel).filter(({ id }) => wanted.length === 0 || wanted.includes(id))
}

/** Since a story is closed nothing is read for it, whatever its channels read for others. */
export const coverageOf = (readModel: ReadModel, story: string, nowMs: number): Coverage => {
  const { closedAt } = storyOf(readModel, story) ?? {}
  const closedMs = closedAt === undefined ? Number.POSITIVE_INFINITY : Date.parse(closedAt)
  const watched = watchedBy(readModel, story).map((channel) => createReading(channel, nowMs))
  return (startMs, endMs) => {
    const readings = watched.map((reading) => reading(startMs, endMs))
    return {
      read: startMs < closedMs && readings.some((reading) => reading === 'all' || reading === 'part'),
      complete:
        endMs <= Math.min(nowMs, closedMs) && readings.every((reading) => reading === 'all' || reading === 'none'),
    }
  }
}

/**
 * When each source of a story was read, by what its channels' sources were so far.
 * A channel that is posted to and open is read for good: the spans change only when more becomes known.
 */
export const spansReadBySource = (readModel: ReadModel, story: string): ReadonlyMap<string, readonly SpanMs[]> => {
  const spans = new Map<string, SpanMs[]>()
  for (const channel of watchedBy(readModel, story)) {
    const read = spansRead(channel, Number.POSITIVE_INFINITY)
    for (const source of Object.keys(channel.sources)) spans.set(source, [...(spans.get(source) ?? []), ...read])
  }
  return new Map([...spans].map(([source, read]) => [source, joined(read)]))
}

/**
 * Ids of a story's channels that were read in a stretch of time, in any order: `some` at all, `most` for nine tenths of it.
 * What is counted in two stretches can be compared where the same ones were read.
 */
export const channelsRead = (readModel: ReadModel, story: string, nowMs: number) => {
  const watched = watchedBy(readModel, story).map((channel) => ({ id: channel.id, spans: spansRead(channel, nowMs) }))
  return (fromMs: number, toMs: number): { readonly some: readonly string[]; readonly most: readonly string[] } => {
    const read = watched.map(({ id, spans }) => {
      const parts = spans.map((span) => Math.min(span.toMs, toMs) - Math.max(span.fromMs, fromMs))
      return { id, ms: parts.reduce((sum, ms) => sum + Math.max(0, ms), 0) }
    })
    const idsOf = (leastMs: number) => read.filter(({ ms }) => ms > 0 && ms >= leastMs).map(({ id }) => id)
    return { some: idsOf(0), most: idsOf(0.9 * (toMs - fromMs)) }
  }
}

/** How much of a bucket a channel was read. `none`: it was not in use then; `missing`: it was in use, and was not read. */
const createReading = (channel: ChannelState, nowMs: number) => {
  const spans = spansRead(channel, nowMs)
  const gaps = channel.gaps.map(inMs)
  const firstMs = Math.min(...spans.map(({ fromMs }) => fromMs), ...gaps.map(({ fromMs }) => fromMs))
  // An import is over with its file; another channel is in use until it is closed.
  const lastMs =
    channel.kind === 'webhook' && !isPushed(channel)
      ? Math.max(...spans.map(({ toMs }) => toMs))
      : channel.closedAt === undefined
        ? Number.POSITIVE_INFINITY
        : Date.parse(channel.closedAt)
  // Read in its rhythm until now: what came since the last round is still to come, which is no gap.
  const lastReadMs = Date.parse(channel.lastReadAt ?? '')
  const isPending = channel.kind !== 'webhook' && channel.failing === undefined && nowMs <= inRhythmUntil(channel)
  let next = 0
  return (startMs: number, endMs: number): 'all' | 'part' | 'missing' | 'none' => {
    while (next < spans.length && (spans[next] as SpanMs).toMs <= startMs) next++
    const usedMs = Math.min(endMs, lastMs) - Math.max(startMs, firstMs)
    if (!(usedMs > 0)) return 'none'
    let readMs = 0
    for (let i = next; i < spans.length && (spans[i] as SpanMs).fromMs < endMs; i++) {
      const { fromMs, toMs } = spans[i] as SpanMs
      readMs += Math.min(toMs, endMs) - Math.max(fromMs, startMs)
    }
    if (readMs === 0) return isPending && endMs > lastReadMs && startMs <= nowMs ? 'part' : 'missing'
    return readMs >= usedMs ? 'all' : 'part'
  }
}
