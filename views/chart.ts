// The timeline as shapes and labels. One function draws it for the server's page and for the browser's live patch.
import { clockOf, dayMs, dayOf, hourMs, signed, timeOf, weekdayOf, whole } from './wording.ts'

/** Posts of one bin: negative, neutral, positive, and those without a label of their own (unscored, repeated). */
export type Bin = readonly [negative: number, neutral: number, positive: number, other: number]

/** A numbered moment, its row among its neighbours settled (marks.ts). */
export type Mark = {
  /** Its circle stands in the middle of these two, which differ in a window. */
  readonly fromMs: number
  readonly untilMs: number
  readonly row: number
  /** On a phone. */
  readonly narrowRow: number
  readonly text: string
  readonly href: string
  readonly look: string
  readonly label: string
}

export type ChartData = {
  /** Start of the first bin drawn; all times in ms since 1970. */
  readonly fromMs: number
  readonly binMs: number
  /** `bins[0]` starts `lead` bins before `fromMs`: only the six-hour average needs those. */
  readonly lead: number
  readonly bins: readonly Bin[]
  /** Half-open spans in which no channel was read. */
  readonly gaps: readonly (readonly [fromMs: number, toMs: number])[]
  readonly nowMs: number
  /** Nothing that comes now belongs to it. */
  readonly over?: boolean
  readonly marks: readonly Mark[]
  readonly bands: readonly {
    readonly phase: string
    readonly label: string
    readonly fromMs: number
    readonly toMs: number
  }[]
}

/** Fewer scored posts than this in six hours make no average. */
export const fewestForAverage = 10
const averageMs = 6 * hourMs

const per = (share: number) => `${Math.round(share * 10_000) / 100}%`
const none: Bin = [0, 0, 0, 0]
const scored = ([negative, neutral, positive]: Bin) => negative + neutral + positive

/** Four equal steps of 1, 2, 2.5 or 5 times a power of ten. @returns the size of one step */
const roundStep = (highest: number) => {
  for (let power = 1; ; power *= 10)
    for (const factor of power === 1 ? [1, 2, 5] : [1, 2, 2.5, 5])
      if (factor * power * 4 >= highest) return factor * power
}

/** A stepped outline with integer relative moves, closed along the bottom (y = 500). */
const steps = (heights: readonly number[], top: number) => {
  let path = 'M0 500'
  let y = 500
  let run = 0
  const flush = () => {
    if (run > 0) path += `h${run}`
    run = 0
  }
  for (const height of heights) {
    const next = 500 - Math.round((height / top) * 500)
    if (next !== y) {
      flush()
      path += `v${next - y}`
      y = next
    }
    run++
  }
  flush()
  return `${path}V500z`
}

/** Net sentiment (−1 to +1) of the six hours that end with each bin; null where there are too few posts. */
export const averages = (data: Pick<ChartData, 'bins' | 'lead' | 'binMs'>): (number | null)[] => {
  const width = Math.max(1, Math.round(averageMs / data.binMs))
  return data.bins.slice(data.lead).map((_, index) => {
    const end = index + data.lead + 1
    const window = data.bins.slice(Math.max(0, end - width), end)
    const posts = window.reduce((sum, bin) => sum + scored(bin), 0)
    return posts < fewestForAverage ? null : window.reduce((sum, [neg, , pos]) => sum + pos - neg, 0) / posts
  })
}

const line = (values: readonly (number | null)[]) => {
  let path = ''
  let last: number | null = null
  values.forEach((value, index) => {
    const y = value === null ? null : 100 - Math.round(value * 100)
    if (y !== null)
      path += last === null ? `M${index + 0.5} ${y}${values[index + 1] == null ? 'h.01' : ''}` : `l1 ${y - last}`
    last = y
  })
  return path || 'M0 0'
}

const axis = (fromMs: number, toMs: number) => {
  const span = toMs - fromMs
  const short = span <= 1.6 * dayMs
  const every = short ? (span <= 0.6 * dayMs ? 2 : 4) * hourMs : Math.max(1, Math.ceil(span / dayMs / 8)) * dayMs
  const labels: { style: string; text: string }[] = []
  // A label that would hang over the end is left out.
  for (let ms = Math.ceil(fromMs / every) * every; ms < toMs - span / 60; ms += every)
    labels.push({
      style: `left:${per((ms - fromMs) / span)}`,
      text: short && ms % dayMs !== 0 ? clockOf(ms) : dayOf(ms),
    })
  return labels
}

/** What the line under the chart says of one bin. `index` counts the bins drawn. */
export const readBin = (data: ChartData, index: number) => {
  const bin = data.bins[index + data.lead]
  const start = data.fromMs + index * data.binMs
  const when = data.binMs === dayMs ? weekdayOf(start) : timeOf(start)
  if (data.gaps.some(([from, to]) => start >= from && start < to)) return `${when}: no data.`
  const [negative, neutral, positive, other] = bin ?? none
  const total = negative + neutral + positive + other
  const net = averages(data)[index]
  return `${when}: ${whole(total)} post${total === 1 ? '' : 's'}, ${whole(negative)} negative, ${whole(neutral)} neutral, ${whole(positive)} positive${other ? `, ${whole(other)} other` : ''}.${net == null ? '' : ` Net ${signed(net)}.`}${start + data.binMs > data.nowMs ? ' Still running.' : ''}`
}

/** The bins drawn, summed by UTC day: the table under the chart. */
const byDay = (data: ChartData) => {
  const days = new Map<number, [number, number, number, number]>()
  data.bins.slice(data.lead).forEach((bin, index) => {
    const day = Math.floor((data.fromMs + index * data.binMs) / dayMs) * dayMs
    const sum = days.get(day) ?? none
    days.set(day, [sum[0] + bin[0], sum[1] + bin[1], sum[2] + bin[2], sum[3] + bin[3]])
  })
  return [...days].map(([day, bin]) => ({
    day: weekdayOf(day),
    posts: whole(bin[0] + bin[1] + bin[2] + bin[3]),
    negative: whole(bin[0]),
    neutral: whole(bin[1]),
    positive: whole(bin[2]),
    other: whole(bin[3]),
    net: scored(bin) === 0 ? '–' : signed((bin[2] - bin[0]) / scored(bin)),
  }))
}

/** Everything the template and the live patch need to draw: paths, positions in per cent, labels, the table. */
export const drawChart = (data: ChartData) => {
  const bins = data.bins.slice(data.lead)
  const count = Math.max(1, bins.length)
  const toMs = data.fromMs + count * data.binMs
  const heights = bins.map(scored)
  const step = roundStep(Math.max(4, ...heights))
  const top = step * 4
  const net = averages(data)
  const highest = heights.indexOf(Math.max(...heights))
  const lowest = net.indexOf(Math.min(...net.filter((value) => value !== null)))
  const read = (index: number) => readBin(data, index)
  const running = data.nowMs < toMs && data.nowMs >= toMs - data.binMs
  const share = (ms: number) => (Math.max(data.fromMs, Math.min(ms, toMs)) - data.fromMs) / (toMs - data.fromMs)
  const spans = <Span extends { fromMs: number; toMs: number; label: string }>(all: readonly Span[]) =>
    all
      .map((span) => ({ ...span, at: share(span.fromMs), wide: share(span.toMs) - share(span.fromMs) }))
      .filter(({ wide }) => wide > 0)
      .map(({ at, wide, label, ...span }) => ({
        ...span,
        style: `left:${per(at)};width:${per(wide)}`,
        label: wide < 0.07 ? '' : label,
      }))
  return {
    volBox: `0 0 ${count} 500`,
    netBox: `0 0 ${count} 200`,
    positive: steps(heights, top),
    neutral: steps(
      bins.map(([negative, neutral]) => negative + neutral),
      top,
    ),
    negative: steps(
      bins.map(([negative]) => negative),
      top,
    ),
    running: running ? `M${count - 1} 0h1v500h-1z` : 'M0 0',
    net: line(net),
    zero: `M0 100h${count}`,
    ticks: [4, 3, 2, 1, 0].map((row) => ({ style: `bottom:${row * 25}%`, text: whole(step * row) })),
    days: axis(data.fromMs, toMs),
    marks: data.marks
      .filter((mark) => mark.untilMs >= data.fromMs && mark.fromMs <= toMs)
      .map(({ fromMs, untilMs, row, narrowRow, ...mark }) => ({
        ...mark,
        style: `left:${per(share(fromMs))};width:${per(share(untilMs) - share(fromMs))};--r:${row};--rn:${narrowRow}`,
      })),
    bands: spans(data.bands),
    gaps: spans(data.gaps.map(([fromMs, toMs]) => ({ fromMs, toMs, label: 'No data' }))),
    table: byDay(data),
    volumeLabel: `Stacked bars of posts by sentiment. Highest: ${read(highest)} Latest: ${read(count - 1)}`,
    netLabel:
      lowest < 0
        ? 'Line of net sentiment. Too few posts for an average.'
        : `Line of net sentiment from −1 to +1. Lowest: ${read(lowest)} Latest: ${read(count - 1)}`,
  }
}

/** Full new values of buckets, never increments. */
export type BinUpdate = readonly [binMs: number, startMs: number, ...Bin]

/** The chart with these bins set; later ones lengthen it. Applying the same twice changes nothing. */
export const withBins = (data: ChartData, updates: readonly BinUpdate[], nowMs: number, slide: boolean): ChartData => {
  const bins = [...data.bins]
  let { fromMs, gaps } = data
  const first = () => fromMs - data.lead * data.binMs
  for (const [binMs, startMs, ...bin] of updates) {
    const index = (startMs - first()) / data.binMs
    if (binMs !== data.binMs || index < 0 || !Number.isInteger(index) || index > bins.length + (data.over ? -1 : 5_000))
      continue
    while (bins.length < index) bins.push([0, 0, 0, 0])
    bins[index] = bin
    gaps = gaps.map(([from, to]) => [from, startMs >= from && startMs < to ? startMs : to])
  }
  while (!data.over && bins.length < 5_000 + data.lead && first() + bins.length * data.binMs <= nowMs)
    bins.push([0, 0, 0, 0])
  if (slide) {
    const extra = bins.length - data.bins.length
    bins.splice(0, extra)
    fromMs += extra * data.binMs
  }
  return { ...data, fromMs, bins, gaps, nowMs }
}
