// Reads the hours around the statements of a story and measures what changed: for page, feeds and API the same.
import { type Count, dayMs, hourMs } from '../analysis/effects/hours.ts'
import { type Decline, type Factor, factorOf, placeboScores } from '../analysis/effects/placebo.ts'
import { effectHours, effectsOf, type StatementEffect } from '../analysis/effects/statement-effects.ts'
import { usualFromMs } from '../analysis/effects/usual-share.ts'
import { spanOf } from '../analysis/effects/windows.ts'
import type { PhaseChange } from '../events/phase.ts'
import { phasesOf } from '../projections/phases.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { momentsOf } from '../projections/statements.ts'
import { type Story, storiesOf } from '../projections/stories.ts'
import { timelineOf } from '../projections/timeline.ts'

/** A half-life is fitted to a week at most; everything else ends earlier. */
const readAfterMs = 9 * dayMs

const statementsOf = (readModel: ReadModel, slug: string) =>
  momentsOf(readModel, slug).filter((moment) => moment.of === 'statement')

/** Hours that were read, in order, from four weeks before each moment to nine days after it. */
const hoursAround = (
  readModel: ReadModel,
  { slug, lane }: Story,
  momentsMs: readonly number[],
  nowMs: number,
): readonly Count[] => {
  const spans: { fromMs: number; toMs: number }[] = []
  for (const ms of [...momentsMs].sort((a, b) => a - b)) {
    const span = { fromMs: usualFromMs(ms) - 2 * dayMs, toMs: Math.min(nowMs, ms + readAfterMs) }
    const last = spans.at(-1)
    if (last !== undefined && span.fromMs <= last.toMs) last.toMs = Math.max(last.toMs, span.toMs)
    else spans.push(span)
  }
  return spans
    .filter(({ fromMs, toMs }) => fromMs < toMs)
    .flatMap((span) =>
      timelineOf(readModel, { story: slug, lane, interval: '1h', ...span, nowMs })
        .filter(({ noData }) => !noData)
        .map(({ start, negative, neutral, positive }) => ({
          atMs: Date.parse(start),
          negative,
          scored: negative + neutral + positive,
        })),
    )
}

/** While it was cooling, from the peak; once that is over, from the peak as it is known since. */
const declinesOf = (changes: readonly PhaseChange[], nowMs: number): readonly Decline[] =>
  changes.flatMap(({ phase, peak, at }, i) => {
    if (phase !== 'cooling') return []
    const next = changes[i + 1]
    const known = (next?.phase === 'recovered' ? next.peak : undefined) ?? peak ?? at
    return [{ fromMs: Date.parse(known), toMs: next === undefined ? nowMs : Date.parse(next.at) }]
  })

const scoresOf = (readModel: ReadModel, story: Story, nowMs: number): readonly number[] => {
  const declines = declinesOf(phasesOf(readModel, story.slug).changes, nowMs)
  if (declines.length === 0) return []
  const hours = hoursAround(
    readModel,
    story,
    declines.map(({ fromMs }) => fromMs),
    nowMs,
  )
  return placeboScores(hours, { declines, statements: statementsOf(readModel, story.slug) }, effectHours)
}

const factorEveryMs = hourMs
const factors = new WeakMap<ReadModel, { readonly atMs: number; readonly factor: Factor }>()

/** Of all stories; made again once an hour, for it reads a month of each. */
const factorIn = (readModel: ReadModel, nowMs: number): Factor => {
  const known = factors.get(readModel)
  if (known !== undefined && Math.abs(nowMs - known.atMs) < factorEveryMs) return known.factor
  const factor = factorOf(storiesOf(readModel).flatMap((story) => scoresOf(readModel, story, nowMs)))
  factors.set(readModel, { atMs: nowMs, factor })
  return factor
}

type Kept = { readonly asked: string; readonly effects: readonly StatementEffect[] }
const kept = new WeakMap<ReadModel, Map<string, Kept>>()

/** @param version of the read model: the same one, and the same minute, is not measured twice */
export const statementEffects = (
  readModel: ReadModel,
  story: Story,
  { nowMs, version }: { readonly nowMs: number; readonly version: number },
): readonly StatementEffect[] => {
  const statements = statementsOf(readModel, story.slug)
  if (statements.length === 0) return []
  const bySlug = kept.get(readModel) ?? new Map<string, Kept>()
  kept.set(readModel, bySlug)
  const said = statements.map(({ id, correctedAt }) => [id, correctedAt])
  const asked = JSON.stringify([version, Math.floor(nowMs / 60_000), story.lane, said])
  const known = bySlug.get(story.slug)
  if (known?.asked === asked) return known.effects
  // Of a statement known only to lie between two times, what lies between them is not needed.
  const momentsMs = statements.map(spanOf).flatMap(({ fromMs, toMs }) => [fromMs, toMs])
  const hours = hoursAround(readModel, story, momentsMs, nowMs)
  const restartsMs = phasesOf(readModel, story.slug)
    .changes.filter(({ phase }) => phase === 'second-wave')
    .map(({ at }) => Date.parse(at))
  const effects = effectsOf(hours, { statements, restartsMs, nowMs, factor: factorIn(readModel, nowMs) })
  bySlug.set(story.slug, { asked, effects })
  return effects
}
