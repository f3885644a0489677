// What is said of the posts before and after a statement: counted, and never called a cause. And how far off a moment is.
import { shareOf } from '../analysis/effects/hours.ts'
import type { Change, StatementEffect } from '../analysis/effects/statement-effects.ts'
import type { Moment } from '../events/story.ts'
import { counted } from './phrases.ts'
import { dayMs, hourMs, timeOf, weekdayOf, whole } from './wording.ts'

const percent = (share: number) => `${Math.round(100 * share)}%`
/** Percentage points with their sign: `−21`, `+4`, `0`. */
const points = (change: number) => {
  const rounded = Math.round(100 * change)
  return rounded > 0 ? `+${rounded}` : whole(rounded)
}

const verdictWords = {
  better: '↓ Better',
  worse: '↑ Worse',
  'no visible effect': 'No visible effect',
} as const

export const changeText = ({ hours, verdict, knownFromMs, before, after, change, lower, upper }: Change): string => {
  if (verdict === 'too early') return `Effect on posts: too early, known from ${timeOf(knownFromMs)}.`
  if (before === undefined || after === undefined) return ''
  if (verdict === 'too few posts' || change === undefined || lower === undefined || upper === undefined)
    return `Effect on posts: too few posts, ${whole(before.scored)} in the ${hours} h before and ${whole(after.scored)} after.`
  const said = `share of negative posts ${hours} h before ${percent(shareOf(before))}, after ${percent(shareOf(after))}`
  // The difference of what is shown: whole points that do not add up look like a mistake.
  const shown = (Math.round(100 * shareOf(after)) - Math.round(100 * shareOf(before))) / 100
  return `${verdictWords[verdict]}: ${said} (difference ${points(shown)} points, interval ${points(lower)} to ${points(upper)}).`
}

/** Where the windows lie, unless they lie around the minute that is shown. */
const measuredFrom = ({ at, until, precision, heardAt }: Moment<unknown>) => {
  if (heardAt !== undefined) return ` Measured from ${timeOf(Date.parse(heardAt))}, when posts first spoke of it.`
  if (precision === 'day') return ` All of ${weekdayOf(Date.parse(at))} is left out, for its hour is not known.`
  if (until === undefined) return ''
  return ' The time in which it may have been made is left out.'
}

const fadingText = ({ halfLife }: StatementEffect) => {
  if (halfLife === undefined) return ''
  const { hours, lower, upper, roughly } = halfLife
  const range = `${Math.round(lower)} to ${Math.round(upper)} h`
  return ` Since then negative posts above the usual halve in ${roughly ? 'roughly' : 'about'} ${Math.round(hours)} h (${range}).`
}

/** @param numberOf of a moment in the list, by its id */
export const effectText = (
  moment: Moment<unknown>,
  effect: StatementEffect,
  numberOf: (id: string) => number,
): string => {
  const said = changeText(effect)
  if (effect.change === undefined) return said
  const also = effect.alsoInWindows.map(numberOf).sort((a, b) => a - b)
  const others =
    also.length === 0
      ? ''
      : ` Moment${also.length === 1 ? '' : 's'} ${also.join(', ')} lie${also.length === 1 ? 's' : ''} within these hours too.`
  return said + measuredFrom(moment) + others + fadingText(effect)
}

const effectiveWords = { effective: 'Takes effect' } as { readonly [kind: string]: string | undefined }

/** `Takes effect in 12 days.`; of a moment known by its day whole days, of others hours below two days. */
export const countdownText = ({ at, precision, kind }: Moment<string>, nowMs: number): string => {
  const leftMs = Date.parse(at) - nowMs
  const days = Math.floor(Date.parse(at) / dayMs) - Math.floor(nowMs / dayMs)
  const hours = Math.ceil(leftMs / hourMs)
  const when =
    precision === 'minute' && leftMs < 2 * dayMs
      ? `in ${counted(hours, 'hour')}`
      : days <= 1
        ? 'tomorrow'
        : `in ${counted(days, 'day')}`
  const words = effectiveWords[kind]
  return words === undefined ? `${when[0]?.toUpperCase()}${when.slice(1)}.` : `${words} ${when}.`
}
