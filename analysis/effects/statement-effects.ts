// What is measured around every statement of a story.
import { fading, type HalfLife } from './half-life.ts'
import { type Count, hourMs, type Total } from './hours.ts'
import type { Factor } from './placebo.ts'
import { shareChange, type Verdict, verdictOf } from './share-change.ts'
import { type VolumeTrend, volumeTrend } from './volume-trend.ts'
import { reaches, spanOf, type When, windowsOf } from './windows.ts'

/** Change of the negative share between two windows; the last five are there once both are full and hold 20 posts each. */
export type Change = {
  readonly hours: number
  readonly verdict: Verdict
  /** When both windows are full, ms since 1970. */
  readonly knownFromMs: number
  readonly before?: Total
  readonly after?: Total
  readonly change?: number
  /** 95 % interval. */
  readonly lower?: number
  readonly upper?: number
}

export type StatementEffect = Change & {
  readonly id: string
  /** The same over 24 hours: less chance, more of what goes on anyway. */
  readonly day: Change
  readonly factor: Factor
  /** Weak: volume falls and rises for many reasons. */
  readonly volume?: VolumeTrend
  /** Of the criticism from the highest point after the statement to the next statement. */
  readonly halfLife?: HalfLife
  /** Statements that lie in the windows or between them: what is measured may be of any of them. */
  readonly alsoInWindows: readonly string[]
}

export const effectHours = 12
const dayHours = 24

type Statement = When & { readonly id: string }

const changeOf = (counts: readonly Count[], when: When, hours: number, nowMs: number, factor: number): Change => {
  const windows = windowsOf(when, hours)
  const known = { hours, knownFromMs: windows.afterToMs }
  if (nowMs < windows.afterToMs) return { ...known, verdict: 'too early' }
  const { before, after, difference } = shareChange(counts, windows)
  if (difference === undefined) return { ...known, verdict: 'too few posts', before, after }
  const { change, down, up } = difference
  const verdict = verdictOf(difference, factor)
  return { ...known, verdict, before, after, change, lower: change - factor * down, upper: change + factor * up }
}

/**
 * @param counts whole hours of the story, as `inHours` makes them, from four weeks before each statement on
 * @param restartsMs second waves: a course that begins anew ends the one before
 * @returns in the order of `statements`
 */
export const effectsOf = (
  counts: readonly Count[],
  {
    statements,
    restartsMs,
    nowMs,
    factor,
  }: {
    readonly statements: readonly Statement[]
    readonly restartsMs: readonly number[]
    readonly nowMs: number
    readonly factor: Factor
  },
): readonly StatementEffect[] =>
  statements.map((statement) => {
    const { id } = statement
    const windows = windowsOf(statement, effectHours)
    const short = changeOf(counts, statement, effectHours, nowMs, factor.factor)
    const others = statements.filter((other) => other.id !== id)
    const { toMs } = spanOf(statement)
    const next = [...others.map((other) => spanOf(other).fromMs), ...restartsMs].filter((ms) => ms > toMs)
    const volume = short.verdict === 'too early' ? undefined : volumeTrend(counts, windows)
    const half = fading(counts, {
      fromMs: Math.ceil(toMs / hourMs) * hourMs,
      toMs: Math.floor(Math.min(nowMs, ...next) / hourMs) * hourMs,
    })
    return {
      id,
      ...short,
      day: changeOf(counts, statement, dayHours, nowMs, factor.factor),
      factor,
      ...(volume === undefined ? {} : { volume }),
      ...(half === undefined ? {} : { halfLife: half }),
      alsoInWindows: others.filter((other) => reaches(windows, other)).map((other) => other.id),
    }
  })
