// Simulated stories for bench/effects.ts: hours of posts with the truth behind them. Their maker lies beside the repository.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { type Count, hourMs } from '../analysis/effects/hours.ts'

export const simulator = path.resolve(import.meta.dirname, '../../shared/data/phases/simulate.mjs')
export const isThere = () => existsSync(simulator)

export const kinds = ['backlash_reversal', 'backlash_explainer', 'overlap', 'no_reversal', 'slow_burn'] as const
export type Kind = (typeof kinds)[number]

/** Beyond the maker's own ranges where it is set: share of right labels, replies per post. */
export type Odd = { readonly accuracy?: number; readonly branching?: number }

type Counted = { readonly negative: number; readonly neutral: number; readonly positive: number }
type Simulated = {
  readonly start: number
  readonly truth: {
    readonly events: readonly { readonly type: 'announcement' | 'statement' | 'reversal'; readonly t: number }[]
    readonly peak: number
    readonly recovery: number | null
    /** Expected rate of negative posts over the usual one, by the minute. */
    readonly ratio: readonly number[]
  }
  readonly params: { readonly half_life_minutes?: number }
}
type Maker = {
  readonly simulate: (kind: Kind, level: number, seed: number, options: object) => Simulated
  readonly ticksOf: (made: Simulated) => Iterable<{ readonly sources: { readonly [name: string]: Counted } }>
}

export type Stream = {
  readonly kind: Kind
  readonly hours: readonly Count[]
  readonly statements: readonly { readonly type: string; readonly atMs: number; readonly ratio: number }[]
  readonly peakMs: number
  /** When the expected rate of negative posts is last 1.3 times the usual; the end of the stream where that is not yet. */
  readonly recoveryMs: number
  /** Of the backlash itself, before anybody says anything; undefined where two overlap. */
  readonly halfLifeHours: number | undefined
}

const ticksPerHour = 12
const calmDays = 21

const streamOf = ({ simulate, ticksOf }: Maker, kind: Kind, level: number, seed: number, odd: Odd): Stream => {
  const made = simulate(kind, level, seed, { before: calmDays, ...odd })
  const { start, truth, params } = made
  const hours: Count[] = []
  let tick = 0
  for (const { sources } of ticksOf(made)) {
    const at = Math.floor(tick++ / ticksPerHour)
    let { negative = 0, scored = 0 } = hours[at] ?? {}
    for (const counted of Object.values(sources)) {
      negative += counted.negative
      scored += counted.negative + counted.neutral + counted.positive
    }
    hours[at] = { atMs: start + at * hourMs, negative, scored }
  }
  const timeOf = (minute: number) => start + minute * 60_000
  const halfLifeMinutes = kind === 'overlap' ? undefined : kind === 'slow_burn' ? 48 * 60 : params.half_life_minutes
  return {
    kind,
    hours,
    statements: truth.events.map(({ type, t }) => ({ type, atMs: timeOf(t), ratio: truth.ratio[t] ?? 0 })),
    peakMs: Math.floor(timeOf(truth.peak) / hourMs) * hourMs,
    recoveryMs: truth.recovery === null ? start + hours.length * hourMs : timeOf(truth.recovery),
    halfLifeHours: halfLifeMinutes === undefined ? undefined : halfLifeMinutes / 60,
  }
}

/** One stream for each kind and seed, made when it is asked for. */
export async function* streams(level: number, seeds: readonly number[], odd: Odd = {}): AsyncGenerator<Stream> {
  const maker = (await import(simulator)) as Maker
  for (const kind of kinds) for (const seed of seeds) yield streamOf(maker, kind, level, seed, odd)
}
