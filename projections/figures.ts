// The figures of a story: how it is now, and against what.
import { changedAt } from './activity.ts'
import type { Counts } from './counts.ts'
import { ceilTo, intervalMs } from './intervals.ts'
import { firstAndLastAt } from './posts.ts'
import type { ReadModel } from './read-model.ts'
import { sourcesOf, totalOf } from './sources.ts'
import { storyOf } from './stories.ts'
import { countsBetween, peakHourOf } from './timeline.ts'

export type Figures = {
  /** Windows end with the running five minutes. Few posts in a window say little: see its `posts`. */
  readonly lastHour: Counts
  readonly lastSixHours: Counts
  /** The same six hours, a day before. */
  readonly sixHoursDayBefore: Counts
  readonly lastDay: Counts
  /** `start`: ISO 8601 UTC */
  readonly peakHour: { readonly start: string; readonly posts: number } | undefined
  /** Since the story began; `removed` of it left the counts since. */
  readonly total: Counts
  readonly sources: number
  readonly firstPostAt: string | undefined
  readonly lastPostAt: string | undefined
  /** Days from the first to the last post, begun ones whole. */
  readonly days: number
}

export const figuresOf = (readModel: ReadModel, story: string, lane: string, nowMs: number): Figures => {
  const line = { story, lane }
  const endMs = ceilTo(nowMs, '5m')
  const hourMs = intervalMs['1h']
  const dayMs = intervalMs['1d']
  const between = (fromMs: number, toMs: number) => countsBetween(readModel, line, fromMs, toMs)
  const span = firstAndLastAt(readModel, story, lane)
  return {
    lastHour: between(endMs - hourMs, endMs),
    lastSixHours: between(endMs - 6 * hourMs, endMs),
    sixHoursDayBefore: between(endMs - dayMs - 6 * hourMs, endMs - dayMs),
    lastDay: between(endMs - dayMs, endMs),
    peakHour: peakHourOf(readModel, line),
    total: totalOf(readModel, story, lane),
    sources: sourcesOf(readModel, story, lane).filter(({ posts }) => posts > 0).length,
    firstPostAt: span?.first,
    lastPostAt: span?.last,
    days: span === undefined ? 0 : Math.max(1, Math.ceil((Date.parse(span.last) - Date.parse(span.first)) / dayMs)),
  }
}

/** What a list of stories says of each; `updatedAt`: when the story or its numbers last changed, ISO 8601 UTC. */
export type Summary = { readonly posts: number; readonly net: number | null; readonly updatedAt: string }

/** `net` is the average of the last six hours, or of everything where they are empty. */
export const summaryOf = (readModel: ReadModel, story: string, lane: string, nowMs: number): Summary => {
  const endMs = ceilTo(nowMs, '5m')
  const total = totalOf(readModel, story, lane)
  const { net } = countsBetween(readModel, { story, lane }, endMs - 6 * intervalMs['1h'], endMs)
  const times = [storyOf(readModel, story)?.changedAt ?? '', changedAt(readModel, story, lane) ?? '']
  return { posts: total.posts, net: net ?? total.net, updatedAt: times.sort()[1] as string }
}

/** How long a story's range goes on after its last post, when nothing comes any more. */
const restMs = 2 * intervalMs['1d']

/** The range shown unless another is asked for: from the first post to now, or to two days after the last one. */
export const rangeOf = (readModel: ReadModel, story: string, lane: string, nowMs: number) => {
  const span = firstAndLastAt(readModel, story, lane)
  if (span === undefined) return { fromMs: nowMs - intervalMs['1d'], toMs: nowMs }
  const fromMs = Date.parse(span.first)
  return { fromMs, toMs: Math.max(fromMs + 1, Math.min(nowMs, Date.parse(span.last) + restMs)) }
}
