// Reads the hours around the statements of a story and measures what changed: for page, feeds and API the same.
import { type Count, dayMs, hourMs } from '../analysis/effects/hours.ts'
import { type Factor, factorOf, placeboScores } from '../analysis/effects/placebo.ts'
import { effectHours, effectsOf, type StatementEffect } from '../analysis/effects/statement-effects.ts'
import { usualFromMs } from '../analysis/effects/usual-share.ts'
import { spanOf } from '../analysis/effects/windows.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { momentsOf } from '../projections/statements.ts'
import { type Story, storiesOf } from '../projections/stories.ts'
import { peakHourOf, timelineOf } from '../projections/timeline.ts'
import { createRested } from './rested.ts'

/** A half-life is fitted to a week at most; everything else ends earlier. */
const readAfterMs = 9 * dayMs

const statementsOf = (readModel: ReadModel, slug: string) =>
  momentsOf(readModel, slug).filter((moment) => moment.of === 'statement')

/** Hours that were read, in order, from four weeks before each moment to nine days after it. */
const hoursAround = (
  readModel: ReadModel,
  { slug, lane }: Story,
  momentsMs: readonly { readonly fromMs: number; readonly toMs: number }[],
  nowMs: number,
): readonly Count[] => {
  const spans: { fromMs: number; toMs: number }[] = []
  for (const { fromMs, toMs } of [...momentsMs].sort((a, b) => a.fromMs - b.fromMs)) {
    const span = { fromMs: usualFromMs(fromMs) - 2 * dayMs, toMs: Math.min(nowMs, toMs + readAfterMs) }
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

/** The hour with most negative posts stands for the peak. */
const scoresOf = (readModel: ReadModel, story: Story, nowMs: number): readonly number[] => {
  const line = { story: story.slug, lane: story.lane }
  const peak = peakHourOf(readModel, line, ({ negative }) => negative)
  if (peak === undefined) return []
  const peakMs = Date.parse(peak.start)
  const hours = hoursAround(readModel, story, [{ fromMs: peakMs, toMs: peakMs }], nowMs)
  const statements = statementsOf(readModel, story.slug)
  return placeboScores(hours, { peaksMs: [peakMs], toMs: nowMs, statements }, effectHours)
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

const rested = createRested<readonly StatementEffect[]>({ cheapMs: 25, restFactor: 4 })

/** @param version of the read model: the same one, and the same minute, is not measured twice */
export const statementEffects = (
  readModel: ReadModel,
  story: Story,
  { nowMs, version }: { readonly nowMs: number; readonly version: number },
): readonly StatementEffect[] => {
  const statements = statementsOf(readModel, story.slug)
  if (statements.length === 0) return []
  const asked = JSON.stringify([
    Math.floor(nowMs / 60_000),
    story.lane,
    statements.map(({ id, until, precision, heardAt }) => [id, until, precision, heardAt]),
  ])
  return rested(readModel, story.slug, { asked, version }, () => {
    const hours = hoursAround(readModel, story, statements.map(spanOf), nowMs)
    return effectsOf(hours, { statements, restartsMs: [], nowMs, factor: factorIn(readModel, nowMs) })
  })
}
