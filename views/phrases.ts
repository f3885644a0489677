// How counts, shares, dates and spans of time are put into words.
import { dayMs, dayOf, hourMs, whole } from './wording.ts'

/** Wherever a demonstration story is shown or told. */
export const demonstrationNotice = 'Re-enactment: milestones are real, posts and numbers are invented.'

/** `18 Aug 2017`: for what may be read years later. */
export const dateOf = (ms: number) => `${dayOf(ms)} ${new Date(ms).getUTCFullYear()}`

/** `1 post`, `2 posts` */
export const counted = (count: number, one: string, many = `${one}s`) => `${whole(count)} ${count === 1 ? one : many}`

/** Whole per cent of these parts that add up to exactly 100 (largest remainder); all 0 when there is nothing. */
export const shares = (parts: readonly number[]): number[] => {
  const total = parts.reduce((sum, part) => sum + part, 0)
  if (total <= 0) return parts.map(() => 0)
  const exact = parts.map((part) => (100 * part) / total)
  const floors = exact.map(Math.floor)
  const missing = 100 - floors.reduce((sum, part) => sum + part, 0)
  const byRemainder = exact.map((value, index) => ({ index, rest: value % 1 })).sort((a, b) => b.rest - a.rest)
  for (const { index } of byRemainder.slice(0, missing)) floors[index] = (floors[index] ?? 0) + 1
  return floors
}

/** Minutes below 2 h, hours below 48 h, then days and hours. */
export const spanOf = (ms: number) => {
  const minutes = Math.max(0, Math.round(ms / 60_000))
  if (minutes < 120) return counted(minutes, 'minute')
  const hours = Math.round(ms / hourMs)
  if (hours < 48) return counted(hours, 'hour')
  const rest = hours % 24
  return `${counted(Math.floor(hours / 24), 'day')}${rest === 0 ? '' : ` ${rest} h`}`
}

/** `one` … `twelve` in running text, digits above. */
export const inWords = (value: number) =>
  ['no', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten', 'eleven', 'twelve'][value] ??
  whole(value)

/** `hour`, `day`, `15 minutes`, `6 hours`, `3 days` */
export const binWord = (binMs: number) => {
  if (binMs === hourMs || binMs === dayMs) return binMs === hourMs ? 'hour' : 'day'
  if (binMs < hourMs) return counted(binMs / 60_000, 'minute')
  return binMs < dayMs ? counted(binMs / hourMs, 'hour') : counted(binMs / dayMs, 'day')
}

/** `4.4 times`, from ten on `12 times` */
export const times = (ratio: number) => `${ratio < 9.95 ? ratio.toFixed(1) : whole(ratio)} times`

/** `Reddit, Forum and X` */
export const listed = (names: readonly string[]) =>
  names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
