// What is said of simulated stories: at statements, at moments without one, and of how fast criticism fades.
import { halfLife } from '../analysis/effects/half-life.ts'
import { hourMs } from '../analysis/effects/hours.ts'
import { placeboScores } from '../analysis/effects/placebo.ts'
import { shareChange, type Verdict, verdictOf } from '../analysis/effects/share-change.ts'
import { windowsOf } from '../analysis/effects/windows.ts'
import type { Stream } from './effect-streams.ts'

const effectHours = 12
/** Below this a story is nearly over when the company turns back: there is little left to see. */
const visibleRatio = 1.5

/** Signed: below −1.96 better, above 1.96 worse. */
export type Said = {
  readonly placebo: number[]
  readonly reversals: Verdict[]
  readonly visibleReversals: Verdict[]
  readonly explainers: Verdict[]
  readonly fading: { readonly hours: number; readonly error: number; readonly held: boolean }[]
}
export const nothingSaid = (): Said => ({
  placebo: [],
  reversals: [],
  visibleReversals: [],
  explainers: [],
  fading: [],
})

const whenOf = (atMs: number) => ({ at: new Date(atMs).toISOString(), precision: 'minute' as const })

/** As told so far; undefined: too few posts. */
const verdictAt = ({ hours }: Stream, atMs: number): Verdict | undefined => {
  const { difference } = shareChange(hours, windowsOf(whenOf(atMs), effectHours))
  return difference === undefined ? undefined : verdictOf(difference)
}

/** Fits that end before anybody said anything after the peak. */
const fadingOf = ({ hours, peakMs, statements, halfLifeHours, kind }: Stream, seenHours: number) => {
  const toMs = peakMs + seenHours * hourMs
  const isDisturbed = statements.some(
    ({ type, atMs }) =>
      (atMs > peakMs && atMs < toMs) || (kind === 'backlash_explainer' && type === 'statement' && atMs <= peakMs),
  )
  if (halfLifeHours === undefined || isDisturbed) return []
  const found = halfLife(hours, { fromMs: peakMs, toMs })
  if (found === undefined) return []
  const held = found.lower <= halfLifeHours && halfLifeHours <= found.upper
  return [{ hours: seenHours, error: Math.abs(Math.log2(found.hours / halfLifeHours)), held }]
}

export const listen = (stream: Stream, said: Said): void => {
  const { hours, statements, peakMs, recoveryMs } = stream
  const declines = [{ fromMs: peakMs, toMs: recoveryMs }]
  const story = { declines, statements: statements.map(({ atMs }) => whenOf(atMs)) }
  said.placebo.push(...placeboScores(hours, story, effectHours))
  for (const { type, atMs, ratio } of statements) {
    const verdict = verdictAt(stream, atMs)
    if (verdict === undefined) continue
    if (type === 'reversal') said.reversals.push(verdict)
    if (type === 'reversal' && ratio >= visibleRatio) said.visibleReversals.push(verdict)
    if (type === 'statement') said.explainers.push(verdict)
  }
  for (const seenHours of [24, 48]) said.fading.push(...fadingOf(stream, seenHours))
}
