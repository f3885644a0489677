// Bins of the chart: how wide they are, and what the timeline says of each.
import type { Counts } from '../projections/counts.ts'
import { type Interval, intervalMs } from '../projections/intervals.ts'
import type { ReadModel } from '../projections/read-model.ts'
import { timelineOf } from '../projections/timeline.ts'
import type { Bin } from '../views/chart.ts'
import { dayMs, hourMs } from '../views/wording.ts'

export const binOf = ({ negative, neutral, positive, unscored, duplicates }: Counts): Bin => [
  negative,
  neutral,
  positive,
  unscored + duplicates,
]

const mostBins = 275
const widths = [
  { upToMs: 12 * hourMs, binMs: hourMs / 12, interval: '5m' },
  { upToMs: 1.5 * dayMs, binMs: hourMs / 4, interval: '5m' },
  { upToMs: mostBins * hourMs, binMs: hourMs, interval: '1h' },
  { upToMs: mostBins * 2 * hourMs, binMs: 2 * hourMs, interval: '1h' },
  { upToMs: mostBins * 6 * hourMs, binMs: 6 * hourMs, interval: '1h' },
] as const

/** A bin is at least 4 px wide in 1,100. `interval`: what it is summed from. */
export const binsFor = (spanMs: number): { readonly binMs: number; readonly interval: Interval } =>
  widths.find(({ upToMs }) => spanMs <= upToMs) ?? {
    binMs: Math.ceil(spanMs / mostBins / dayMs) * dayMs,
    interval: '1d',
  }

type Line = { readonly story: string; readonly lane: string; readonly topic?: string }

/** Bins of any width that is a multiple of an interval, with the spans in which nothing was read. */
export const binsOf = (
  readModel: ReadModel,
  line: Line,
  {
    fromMs,
    toMs,
    nowMs,
    binMs,
    interval,
  }: { fromMs: number; toMs: number; nowMs: number; binMs: number; interval: Interval },
) => {
  const perBin = binMs / intervalMs[interval]
  const buckets = timelineOf(readModel, { ...line, interval, fromMs, toMs, nowMs })
  const bins: Bin[] = []
  const gaps: [number, number][] = []
  for (let start = 0; start < buckets.length; start += perBin) {
    const inside = buckets.slice(start, start + perBin)
    const sum: [number, number, number, number] = [0, 0, 0, 0]
    for (const bucket of inside)
      binOf(bucket).forEach((count, column) => {
        sum[column] = (sum[column] ?? 0) + count
      })
    bins.push(sum)
    if (!inside.every(({ noData }) => noData)) continue
    const startMs = fromMs + bins.length * binMs - binMs
    const last = gaps.at(-1)
    if (last?.[1] === startMs) last[1] = startMs + binMs
    else gaps.push([startMs, startMs + binMs])
  }
  return { bins, gaps }
}
