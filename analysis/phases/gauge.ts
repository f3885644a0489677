// What the engine knows at a moment, beside what it declared: shown while nothing is declared too.
import type { Phase, SetAside } from '../../events/phase.ts'
import type { Finding } from './alarm.ts'
import { clockOf, expectedPosts } from './baseline.ts'
import { highestRatio, onsetRange, ratioOf } from './episode.ts'
import { peakTick } from './peak.ts'
import { lastHours } from './rings.ts'
import { learning, type Marks, peak as peakSettings } from './settings.ts'
import type { EngineState, Known } from './state.ts'
import { countedOf } from './tell.ts'
import { tickMs } from './tick.ts'

export type Gauge = {
  readonly phase: Phase
  /** End of the last tick it took, ms since 1970. */
  readonly toMs: number
  /** Log-likelihood ratio, nats; see evidence.ts. */
  readonly evidence: number
  /** Where movement is shown, early signs and backlash are declared. */
  readonly marks: Marks
  /** How much of what is needed has been learnt. */
  readonly learnt: {
    readonly days: number
    readonly posts: number
    readonly neededDays: number
    readonly neededPosts: number
  }
  /** What is usual at this hour; undefined while learning. */
  readonly usual?: { readonly postsPerHour: number; readonly negativesPerHour: number; readonly negativeShare: number }
  /** Rate of negative posts over the usual one, of the last three hours and the last two days; undefined while learning. */
  readonly ratio3h?: number
  readonly ratio48h?: { readonly ratio: number; readonly lower: number; readonly upper: number }
  /** Of the open episode, else undefined. */
  readonly onset?: { readonly atMs: number; readonly fromMs: number; readonly toMs: number }
  readonly peak?: { readonly atMs: number; readonly ratio: number; readonly provisional: boolean }
  readonly sources: readonly string[]
  readonly setAside: readonly SetAside[]
  /** While learning: the last hour had more posts than the mean and three standard deviations of the hours so far. */
  readonly volumeFlag?: { readonly sinceMs: number }
}

const usualOf = ({ sources, tick }: EngineState): NonNullable<Gauge['usual']> => {
  let [postsPerHour, negativesPerHour] = [0, 0]
  for (const { baseline } of sources) {
    if (baseline === undefined) continue
    const posts = 12 * expectedPosts(baseline, clockOf(tick))
    postsPerHour += posts
    negativesPerHour += posts * baseline.share
  }
  return { postsPerHour, negativesPerHour, negativeShare: postsPerHour > 0 ? negativesPerHour / postsPerHour : 0 }
}

/** With the 95 % interval of an over-dispersed Poisson count, on the logarithm. */
const ratioOf48h = (state: EngineState, { rings, dispersion }: Known): Gauge['ratio48h'] => {
  const sums = lastHours(rings, Math.floor(state.tick / 12), 48)
  if (sums.usualNegatives <= 0) return undefined
  const ratio = ratioOf(sums)
  const factor = Math.exp(1.96 * Math.sqrt(Math.max(dispersion.negatives, 2) / (sums.negatives + 1)))
  return { ratio, lower: ratio / factor, upper: ratio * factor }
}

export const gaugeOf = (state: EngineState, marks: Marks, finding: Finding | undefined): Gauge => {
  const { phase, tick, known, volume } = state
  const { ticks, posts } = state.learning
  const learnt = {
    days: Math.min(learning.days, Math.floor(ticks / 288)),
    posts,
    neededDays: learning.days,
    neededPosts: learning.posts,
  }
  const toMs = (tick + 1) * tickMs
  const base = { phase, toMs, evidence: Math.max(0, finding?.evidence ?? 0), marks, learnt, ...countedOf(state) }
  if (known === undefined)
    return volume.raisedAt === undefined || tick - volume.raisedAt >= 288
      ? base
      : { ...base, volumeFlag: { sinceMs: volume.raisedAt * tickMs } }
  const { episode, rings } = known
  const ratio48h = ratioOf48h(state, known)
  const current = {
    ...base,
    usual: usualOf(state),
    ratio3h: ratioOf(rings.recent),
    ...(ratio48h === undefined ? {} : { ratio48h }),
  }
  if (episode === undefined) return current
  const [about, from, to] = onsetRange(episode)
  const peak = peakTick(episode.peak, rings, tick, episode.onset)
  return {
    ...current,
    onset: { atMs: about * tickMs, fromMs: from * tickMs, toMs: to * tickMs },
    peak: {
      atMs: peak * tickMs,
      ratio: highestRatio(episode),
      provisional: tick - peak < 12 * peakSettings.provisionalHours,
    },
  }
}
