// Whether the last hours of a story stand out: a count, or the share of a part, against what is usual then.
import { type Sensitivity, sensitivities } from '../../events/alert.ts'

export const hourMs = 3_600_000

/** `part` of `whole`: posts of a kind of all posts, or posts of hours. Each text once. */
export type Counts = { readonly part: number; readonly whole: number }

/** What was counted. `hour`: hours since 1970, by the clock. */
export type Past = {
  readonly between: (fromMs: number, toMs: number) => Counts
  readonly of: (hour: number) => Counts
  /** It may be held to be usual: it was read as the last hours were, and no backlash went on. */
  readonly isUsual: (hour: number) => boolean
  /** The first whole one. */
  readonly firstHour: number
}

/** All must hold: G², so many times the usual rate, so much above it, and so many of the part. */
type Bar = { readonly g2: number; readonly times: number; readonly above: number; readonly part: number }

export type Measure = {
  /** How many hours are looked at together, the shortest first. */
  readonly windows: readonly number[]
  readonly bars: { readonly [S in Sensitivity]: Bar }
  /** It goes up and down with the hours of the day: it is held against the same ones only, for more than an hour. */
  readonly hasRhythm: boolean
  /** G² is of independent posts, and replies come in clumps: variance of the hourly part over that of independent ones, at least. */
  readonly leastDispersion: number
  /** Of a comparison: hours are added until it is of `enough`; below `fewest` nothing is usual. */
  readonly sizeOf: (counts: Counts) => number
  readonly enough: number
  readonly fewest: number
  /** Of the part of independent posts. */
  readonly varianceOf: (rate: number, whole: number) => number
  /** G² of two parts of two wholes. */
  readonly surprise: (in1: number, of1: number, in2: number, of2: number) => number
}

/**
 * What it was held against: the same hours of weeks or days before, or the hours before; `hours` is how many. `near`: the part of it that
 * was there before more hours were added, for what is usual at one hour only.
 */
export type Usual = Counts & { readonly of: 'week' | 'day' | 'hours'; readonly hours: number; readonly near?: Counts }

export type StandingOut = Counts & {
  /** How many hours stand out together. */
  readonly window: number
  readonly usual: Usual
  readonly dispersion: number
  /** Divided by the dispersion. */
  readonly g2: number
  /** The strictest bar it is above. */
  readonly bar: Sensitivity
}

const periodHours = { day: 24, week: 7 * 24 }
/** So many days or weeks, and with fewer than the least none; an hour on each side, and up to six where more are needed. */
const mostPeriods = 4
const leastPeriods = 2
const mostBeside = 6
/** Else so many hours before, or up to a week of them where more are needed; not from longer ago than four weeks. */
const hoursBefore = 12
const longestAgo = mostPeriods * periodHours.week
const dispersionHours = 48

const none: Counts = { part: 0, whole: 0 }
const plus = (a: Counts, b: Counts): Counts => ({ part: a.part + b.part, whole: a.whole + b.whole })

/** Hours by the clock: the first and the last that a window has a part in. */
type Window = { readonly first: number; readonly last: number }

/** Of the same hours, days or weeks before; undefined: there are too few of them. */
const usualOf = (of: 'week' | 'day', past: Past, { enough, sizeOf }: Measure, { first, last }: Window) => {
  const periods = Math.min(mostPeriods, Math.floor((first - past.firstHour) / periodHours[of]))
  if (periods < leastPeriods) return undefined
  const seen = new Set<number>()
  let usual: Usual = { of, hours: 0, ...none }
  const add = (hour: number) => {
    for (let period = 1; period <= periods; period++) {
      const then = hour - period * periodHours[of]
      if (then < past.firstHour || !past.isUsual(then)) continue
      seen.add(period)
      usual = { ...usual, ...plus(usual, past.of(then)), hours: usual.hours + 1 }
    }
  }
  for (let hour = first - 1; hour <= last + 1; hour++) add(hour)
  const { part, whole } = usual
  for (let beside = 2; beside <= mostBeside && sizeOf(usual) < enough; beside++) {
    add(first - beside)
    add(last + beside)
  }
  return seen.size < leastPeriods ? undefined : { ...usual, near: { part, whole } }
}

const usualThen = (past: Past, measure: Measure, window: Window): Usual | undefined =>
  usualOf('week', past, measure, window) ?? (measure.hasRhythm ? usualOf('day', past, measure, window) : undefined)

/** Usual hours before another, the latest first. */
const hoursUntil = function* ({ firstHour, isUsual }: Past, end: number): Generator<number> {
  for (let hour = end - 1; hour >= Math.max(firstHour, end - longestAgo); hour--) if (isUsual(hour)) yield hour
}

const usualBefore = (past: Past, { enough, sizeOf }: Measure, end: number): Usual => {
  let usual: Usual = { of: 'hours', hours: 0, ...none }
  for (const hour of hoursUntil(past, end)) {
    if (usual.hours >= hoursBefore && (usual.hours >= periodHours.week || sizeOf(usual) >= enough)) break
    usual = { ...usual, ...plus(usual, past.of(hour)), hours: usual.hours + 1 }
  }
  return usual
}

/** Of the usual hours before: around what was usual in each where there is a rhythm, else around all of them. */
const dispersionBefore = (past: Past, measure: Measure, end: number): number => {
  const { leastDispersion, varianceOf, hasRhythm } = measure
  const before = hoursUntil(past, end)
    .take(dispersionHours)
    .map((hour) => ({
      counts: past.of(hour),
      usual: hasRhythm ? usualThen(past, measure, { first: hour, last: hour }) : undefined,
    }))
    .toArray()
  const all = before.map(({ counts }) => counts).reduce(plus, none)
  let squares = 0
  let independent = 0
  for (const { counts, usual = all } of before) {
    const rate = usual.part / usual.whole
    squares += (counts.part - counts.whole * rate) ** 2
    independent += varianceOf(rate, counts.whole)
  }
  return independent > 0 ? Math.max(leastDispersion, squares / independent) : leastDispersion
}

const strictestFirst = sensitivities.toReversed()

const inWindow = (past: Past, measure: Measure, toMs: number, window: number): StandingOut | undefined => {
  const { bars, fewest, sizeOf, surprise, leastDispersion, hasRhythm } = measure
  const { sensitive: least } = bars
  const fromMs = toMs - window * hourMs
  const { part, whole } = past.between(fromMs, toMs)
  if (part < least.part) return undefined
  const first = Math.floor(fromMs / hourMs)
  const same = usualThen(past, measure, { first, last: Math.ceil(toMs / hourMs) - 1 })
  if (same === undefined && hasRhythm && window > 1) return undefined
  const usual = same ?? usualBefore(past, measure, first)
  if (sizeOf(usual) < fewest) return undefined
  const rate = part / whole
  const all = [usual, usual.near ?? usual]
  const times = Math.min(...all.map((counts) => rate / ((counts.part + 0.5) / (counts.whole + 1))))
  const above = Math.min(...all.map((counts) => rate - counts.part / Math.max(counts.whole, 1)))
  const independent = surprise(part, whole, usual.part, usual.whole)
  if (times < least.times || above < least.above || independent < leastDispersion * least.g2) return undefined
  const dispersion = dispersionBefore(past, measure, first)
  const g2 = independent / dispersion
  const bar = strictestFirst.find((sensitivity) => {
    const needed = bars[sensitivity]
    return g2 >= needed.g2 && times >= needed.times && above >= needed.above && part >= needed.part
  })
  return bar === undefined ? undefined : { part, whole, window, usual, dispersion, g2, bar }
}

/** Each window until a moment that stands out, the shortest first. */
export const standingOut = (past: Past, measure: Measure, toMs: number): readonly StandingOut[] =>
  measure.windows.flatMap((window) => inWindow(past, measure, toMs, window) ?? [])
