// The course of the engine over a story as the read model counts it, a few hours at a time, so that others run in between.
import { type SourceCounts, tickMs } from '../../analysis/phases/tick.ts'
import { floorTo } from '../../projections/intervals.ts'
import { firstAtFrom } from '../../projections/posts.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { sourcesOf } from '../../projections/sources.ts'
import type { SpanMs } from '../../projections/spans.ts'
import { phaseCounts } from '../../projections/timeline.ts'
import { type CountedTicks, type Course, type CreateEngine, createCourse, type IsRead } from './course.ts'

/** A tick closes so long after its end: what comes later than that is late. */
const openForMs = 10 * 60_000
/** The end of the last closed tick when the story's clock says `nowMs`. */
export const closedUntil = (nowMs: number): number => floorTo(nowMs - openForMs, '5m')

/** Ticks of so long are taken at once: 2 to 5 ms. */
const stepMs = 6 * 3_600_000

/** When each source was read, see spansReadBySource. */
export type SpansRead = ReadonlyMap<string, readonly SpanMs[]>

const readIn =
  (spans: SpansRead): IsRead =>
  (source, atMs) =>
    spans.get(source)?.some(({ fromMs, toMs }) => fromMs < atMs + tickMs && toMs > atMs) ?? false

type Line = { readonly story: string; readonly lane: string }

const countedTicks = (readModel: ReadModel, line: Line, fromMs: number, toMs: number): CountedTicks => {
  const ticks = new Map<number, Map<string, SourceCounts>>()
  for (const { source } of sourcesOf(readModel, line.story, line.lane))
    for (const { startMs, counts } of phaseCounts(readModel, { ...line, source }, fromMs, toMs))
      ticks.set(startMs, (ticks.get(startMs) ?? new Map()).set(source, counts))
  return ticks
}

export type StoryCourse = Pick<Course, 'nextMs' | 'backTo' | 'lines' | 'gauge'> & {
  /** Goes on for some hours, a few milliseconds of work, and not past `toMs`. Answers whether it is there. */
  readonly step: (spans: SpansRead, toMs: number) => boolean
}

export const createStoryCourse = (readModel: ReadModel, line: Line, createEngine: CreateEngine): StoryCourse => {
  const course = createCourse(createEngine)
  const { nextMs, backTo, lines, gauge } = course

  /** Where it goes on; undefined: there is no further post. */
  const fromMs = (): number | undefined => {
    const next = nextMs()
    if (next !== undefined && !course.rests()) return next
    const at = firstAtFrom(readModel, line.story, line.lane, next === undefined ? '' : new Date(next).toISOString())
    return at === undefined ? undefined : floorTo(Date.parse(at), '5m')
  }

  return {
    nextMs,
    backTo,
    lines,
    gauge,
    step: (spans, toMs) => {
      const from = fromMs()
      if (from === undefined || from >= toMs) return true
      const to = Math.min(toMs, from + stepMs)
      course.take(countedTicks(readModel, line, from, to), readIn(spans), from, to)
      return to >= toMs
    },
  }
}
