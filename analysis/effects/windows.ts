// Which hours are compared for a statement: those before it and those after it.
import type { Moment } from '../../events/story.ts'
import { dayMs, floorToHour, hourMs } from './hours.ts'

/** Both of equal length; what lies between them is left out. Whole hours UTC, ms since 1970, ends excluded. */
export type Windows = {
  readonly beforeFromMs: number
  readonly beforeToMs: number
  readonly afterFromMs: number
  readonly afterToMs: number
}
export type When = Pick<Moment<unknown>, 'at' | 'until' | 'precision' | 'heardAt'>

/** From when to when the posts may have begun to answer it: one moment where its minute is known. */
export const spanOf = ({ at, until, precision, heardAt }: When): { readonly fromMs: number; readonly toMs: number } => {
  const fromMs = Date.parse(heardAt ?? at)
  if (heardAt !== undefined) return { fromMs, toMs: fromMs }
  const toMs = until === undefined ? fromMs : Date.parse(until)
  return { fromMs, toMs: precision === 'day' ? Math.max(toMs, fromMs + dayMs) : toMs }
}

/**
 * The hour in which it was heard is left out. Of a statement known only by its day, or to lie between two times, all of that is left out:
 * nobody can say which of these posts were written after it. The windows are then further apart, and more may have moved by itself.
 */
export const windowsOf = (when: When, hours: number): Windows => {
  const { fromMs, toMs } = spanOf(when)
  const beforeToMs = floorToHour(fromMs)
  const afterFromMs = Math.max(beforeToMs + hourMs, floorToHour(toMs + hourMs - 1))
  const lengthMs = hours * hourMs
  return { beforeFromMs: beforeToMs - lengthMs, beforeToMs, afterFromMs, afterToMs: afterFromMs + lengthMs }
}

/** Whether any of the span lies in the windows or between them. */
export const reaches = ({ beforeFromMs, afterToMs }: Windows, when: When): boolean => {
  const { fromMs, toMs } = spanOf(when)
  return toMs >= beforeFromMs && fromMs < afterToMs
}
