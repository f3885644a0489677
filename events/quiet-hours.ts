// Hours of a day in which nobody is told: by the clock on the wall of a time zone, summer time and all.
import type { AlertRule } from './alert.ts'

type QuietHours = NonNullable<AlertRule['quietHours']>

const minuteMs = 60_000
const dayMinutes = 1_440
/** No clock is set by more at once. */
const mostShiftedMinutes = 180

const clocks = new Map<string, Intl.DateTimeFormat>()
/** @throws RangeError for a zone that nobody knows */
const clockOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = clocks.get(timeZone)
  if (known !== undefined) return known
  const clock = new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
  clocks.set(timeZone, clock)
  return clock
}

/** Whether it is the IANA name of a time zone. */
export const isTimeZone = (name: string): boolean => {
  try {
    clockOf(name)
    return true
  } catch {
    return false
  }
}

const minuteOfDay = (text: string) => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
const localMinute = (ms: number, timeZone: string) => minuteOfDay(clockOf(timeZone).format(ms))

const isQuiet = ({ from, to, timeZone }: QuietHours, ms: number): boolean => {
  const [minute, first, end] = [localMinute(ms, timeZone), minuteOfDay(from), minuteOfDay(to)]
  return first < end ? minute >= first && minute < end : minute >= first || minute < end
}

/** The first minute at which it is not quiet any more, ms since 1970; undefined: it is not quiet now. */
export const quietUntil = (quiet: QuietHours, nowMs: number): number | undefined => {
  if (!isQuiet(quiet, nowMs)) return undefined
  const left = (minuteOfDay(quiet.to) - localMinute(nowMs, quiet.timeZone) + dayMinutes) % dayMinutes
  // A clock that is set forward or back on the way makes it shorter or longer.
  const nowMinute = Math.floor(nowMs / minuteMs)
  let minute = nowMinute + Math.max(1, left - mostShiftedMinutes)
  while (minute < nowMinute + left + mostShiftedMinutes && isQuiet(quiet, minute * minuteMs)) minute++
  return minute * minuteMs
}
