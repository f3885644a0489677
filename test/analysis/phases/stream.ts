// Five-minute counts of a story that never was, for tests: three sources with a daily curve, and outbursts on top. Same seed, same ticks.
import { createEngine } from '../../../analysis/phases/engine.ts'
import { type SourceCounts, type Tick, tickMs } from '../../../analysis/phases/tick.ts'
import { createSeeded } from '../../../analysis/seeded.ts'
import type { PhaseChange } from '../../../events/phase.ts'

/** Negative, neutral, positive; shares that sum to 1. */
type Mix = readonly [number, number, number]
type Outburst = {
  readonly atDay: number
  /** Extra posts at its height, in multiples of the usual ones. */
  readonly times: number
  readonly mix?: Mix
  readonly riseHours?: number
  readonly halfLifeHours?: number
  /** Absent: in all. */
  readonly only?: string
}
type Stream = {
  readonly seed: number
  readonly days: number
  /** Over all sources. */
  readonly postsPerHour?: number
  readonly outbursts?: readonly Outburst[]
}

const sources = {
  forum: { share: 0.15, peakHour: 20 },
  reddit: { share: 0.4, peakHour: 15 },
  x: { share: 0.45, peakHour: 19 },
}
export const usualMix: Mix = [0.22, 0.5, 0.28]
export const angryMix: Mix = [0.78, 0.17, 0.05]
/** A Monday. */
export const startMs = Date.parse('2026-01-05T00:00:00Z')
export const dayTicks = 288
export const nobody: SourceCounts = { negative: 0, neutral: 0, positive: 0, duplicates: 0 }

/** Inverse of the distribution function: with the same `u`, a larger mean never gives fewer. */
export const poisson = (u: number, mean: number) => {
  let count = 0
  let probability = Math.exp(-mean)
  for (let sum = probability; u > sum && count < 1000; sum += probability) probability *= mean / ++count
  return count
}

const course = ({ atDay, times, riseHours = 4, halfLifeHours = 48 }: Outburst, hour: number) => {
  const since = hour - atDay * 24
  if (since < 0) return 0
  return times * (since < riseHours ? since / riseHours : 0.5 ** ((since - riseHours) / halfLifeHours))
}

export const ticksOf = ({ seed, days, postsPerHour = 20, outbursts = [] }: Stream): readonly Tick[] => {
  const random = createSeeded(seed)
  return Array.from({ length: days * dayTicks }, (_, tick) => {
    const hour = tick / 12
    const counts = Object.entries(sources).map(([name, { share, peakHour }]) => {
      const usual = ((postsPerHour * share) / 12) * (1 + 0.6 * Math.cos((2 * Math.PI * (hour - peakHour)) / 24))
      const [negative, neutral, positive] = [0, 1, 2].map((sentiment) => {
        let times = usualMix[sentiment] as number
        for (const one of outbursts)
          if (one.only === undefined || one.only === name)
            times += course(one, hour) * ((one.mix ?? angryMix)[sentiment] as number)
        return poisson(random(), usual * times)
      }) as [number, number, number]
      return [name, { negative, neutral, positive, duplicates: 0 }] as const
    })
    return { atMs: startMs + tick * tickMs, sources: Object.fromEntries(counts) }
  })
}

/** The same ticks, those from one day to another changed. */
export const changed = (
  ticks: readonly Tick[],
  [fromDay, toDay]: readonly [number, number],
  change: (counts: SourceCounts, source: string) => SourceCounts | undefined,
): readonly Tick[] =>
  ticks.map((tick, at) => {
    if (at < fromDay * dayTicks || at >= toDay * dayTicks) return tick
    const counts = Object.entries(tick.sources).flatMap(([name, one]) => {
      const after = change(one, name)
      return after === undefined ? [] : [[name, after] as const]
    })
    return { atMs: tick.atMs, sources: Object.fromEntries(counts) }
  })

export const declaredIn = (ticks: readonly Tick[], engine = createEngine()): readonly PhaseChange[] =>
  ticks.flatMap((tick) => engine.take(tick))

export const phasesIn = (ticks: readonly Tick[]) => declaredIn(ticks).map(({ phase }) => phase)
