// When which tier would have been declared over a story's own past, with other bars: the engine again, beside the one that is used.
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Gauge } from '../../analysis/phases/gauge.ts'
import type { Phase, PhaseChange } from '../../events/phase.ts'
import { isLive } from '../../projections/activity.ts'
import { spansReadBySource } from '../../projections/coverage.ts'
import { firstAndLastAt } from '../../projections/posts.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import type { Story } from '../../projections/stories.ts'
import type { CreateEngine } from './course.ts'
import { closedUntil, createStoryCourse } from './story-course.ts'

export type Backtest = {
  /** All of what would have been declared. */
  readonly changes: readonly PhaseChange[]
  /** Undefined: the story has no posts. */
  readonly gauge: Gauge | undefined
  /** Of the ticks that were looked at, ms since 1970; `learntMs` when it had learnt what is usual, to some hours. */
  readonly fromMs: number
  readonly toMs: number
  readonly learntMs: number | undefined
}

const turnMs = 5

/** In turns, so that others run in between. Reads; declares nothing. */
export const backtest = async (
  readModel: ReadModel,
  { slug, lane, closedAt }: Story,
  createEngine: CreateEngine,
  nowMs: number,
): Promise<Backtest> => {
  const span = firstAndLastAt(readModel, slug, lane)
  const clockMs = span === undefined ? nowMs : isLive(readModel, slug) ? nowMs : Date.parse(span.last)
  const toMs = closedUntil(closedAt === undefined ? clockMs : Math.min(clockMs, Date.parse(closedAt)))
  const course = createStoryCourse(readModel, { story: slug, lane }, createEngine)
  const spans = spansReadBySource(readModel, slug)
  let learntMs: number | undefined
  let turnEndsAt = performance.now() + turnMs
  for (let isThere = false; !isThere; ) {
    isThere = course.step(spans, toMs)
    if (learntMs === undefined && (course.gauge()?.phase ?? 'learning') !== 'learning') learntMs = course.nextMs()
    if (performance.now() < turnEndsAt) continue
    await nextTurn()
    turnEndsAt = performance.now() + turnMs
  }
  const fromMs = span === undefined ? toMs : Math.min(toMs, Date.parse(span.first))
  return { changes: course.lines(), gauge: course.gauge(), fromMs, toMs, learntMs }
}

/** An alarm of a tier: the first time that an episode has it. An episode ends with `recovered` or `calm`. */
export const alarmsOf = (changes: readonly PhaseChange[]) => {
  const early: PhaseChange[] = []
  const confirmed: PhaseChange[] = []
  const ends = new Set<Phase>(['recovered', 'calm'])
  let isOpen = false
  let isConfirmed = false
  for (const change of changes)
    if (ends.has(change.phase)) isOpen = isConfirmed = false
    else {
      if (!isOpen) early.push(change)
      if (!isConfirmed && change.phase !== 'early-signs') confirmed.push(change)
      isOpen = true
      isConfirmed ||= change.phase !== 'early-signs'
    }
  return { earlySigns: early, backlash: confirmed }
}
