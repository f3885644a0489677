// Which stretch of time the chart of a story page shows.
import { rangeOf } from '../projections/figures.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { Story } from '../projections/stories.ts'
import type { PhaseFacts, RangeName } from '../views/facts.ts'
import { dayMs, hourMs } from '../views/wording.ts'

export type AskedRange =
  | { readonly name: Exclude<RangeName, 'custom'> }
  | { readonly name: 'custom'; readonly fromMs: number; readonly toMs: number }

const shortestSpanMs = 6 * hourMs

/** What comes before the onset and after the recovery still belongs to the picture. */
const [beforeOnsetMs, afterRecoveryMs] = [1.5 * dayMs, 2 * dayMs]

/** The last wave of a story, if there was one; `isOver`: it has recovered, nothing new shows, and the picture ends. */
export const waveOf = (
  { stretches, changes }: PhaseFacts,
  span: { readonly fromMs: number; readonly toMs: number },
) => {
  const onset = stretches.findLast(({ phase }) => phase === 'backlash')
  if (onset === undefined) return { ...span, isOver: false }
  const recovery = stretches.findLast(({ phase, fromMs }) => phase === 'recovery' && fromMs > onset.fromMs)
  const isQuiet = changes.at(-1)?.phase !== 'early-signs'
  const endMs = recovery === undefined || !isQuiet ? Number.POSITIVE_INFINITY : recovery.fromMs + afterRecoveryMs
  const fromMs = Math.max(span.fromMs, onset.fromMs - beforeOnsetMs)
  return { fromMs, toMs: Math.min(span.toMs, endMs), isOver: endMs <= span.toMs }
}

export const rangeFor = (
  readModel: ReadModel,
  story: Story,
  asked: AskedRange,
  { nowMs, hasPosts, phases }: { nowMs: number; hasPosts: boolean; phases: PhaseFacts },
): { readonly fromMs: number; readonly toMs: number; readonly isOver?: boolean } => {
  switch (asked.name) {
    case 'custom':
      return { fromMs: asked.fromMs, toMs: Math.min(asked.toMs, nowMs) }
    case '24h':
      return { fromMs: nowMs - dayMs, toMs: nowMs }
    case '30d':
      return { fromMs: nowMs - 30 * dayMs, toMs: nowMs }
    case 'story': {
      if (!hasPosts) return { fromMs: nowMs - shortestSpanMs, toMs: nowMs }
      const span = rangeOf(readModel, story.slug, story.lane, nowMs)
      return waveOf(phases, { ...span, fromMs: Math.min(span.fromMs, span.toMs - shortestSpanMs) })
    }
  }
}
