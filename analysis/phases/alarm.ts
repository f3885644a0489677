// When the evidence is enough: the bar, and what else must hold before a phase is declared.
import type { SetAside } from '../../events/phase.ts'
import { type Dispersion, noSums, plus, type Sums, usualShare } from './dispersion.ts'
import { type Scale, windowEvidence } from './evidence.ts'
import { lastHours, lastTicks, type Rings } from './rings.ts'
import { barWeights, evidence, gates, multiples } from './settings.ts'
import { heldBack, type Source } from './sources.ts'

/** Sums of evidence, one per multiple, and the tick from which each has been above 0. */
export type Rising = { sums: number[]; since: number[] }

export type AlarmInput = {
  readonly tick: number
  readonly rising: Rising
  readonly sources: readonly Source[]
  readonly rings: Rings
  readonly dispersion: Dispersion
  readonly scale: Scale
}

/** What decides: which multiple, its evidence, and the window that is told of. */
export type Finding = {
  readonly multiple: number
  readonly evidence: number
  /** First tick of the rise. */
  readonly since: number
  readonly minutes: number
  readonly window: Sums
  /** What it was held against. */
  readonly bar?: number
  /** Left out of the window: more copies than usual. */
  readonly copied: readonly SetAside[]
}

const dayTicks = 288
/** Share of negative posts and the usual one, 0..1, and their difference in standard errors. */
export const shareOf = (sums: Sums, dispersion: number) => {
  const { negatives, posts } = sums
  const usual = usualShare(sums)
  const share = posts > 0 ? negatives / posts : 0
  const error = Math.sqrt((usual * (1 - usual) * dispersion) / Math.max(posts, 1))
  return { share, usual, deviations: error > 0 ? (share - usual) / error : 0 }
}

const countedWindows = (sources: readonly Source[], multiple: number, copied: readonly SetAside[]) =>
  sources
    .filter(({ name }) => !copied.some(({ source }) => source === name))
    .map(({ windows }) => windows[multiple] as Sums)

const findingOf = ({ tick, rising, sources, rings, scale }: AlarmInput, multiple: number): Finding => {
  const since = rising.since[multiple] as number
  const ticks = tick - since + 1
  const copied = sources.flatMap((source) => heldBack(source, multiple) ?? [])
  const all = countedWindows(sources, multiple, copied).reduce((sums, window) => plus(sums, window), noSums)
  // The last day is kept for all sources together only.
  const isLong = ticks > dayTicks && copied.length === 0
  const total = windowEvidence(all, multiples[multiple] as number, scale)
  return {
    multiple,
    evidence: Math.min(total, evidence.cap),
    since,
    minutes: 5 * (isLong ? dayTicks - 12 + (tick % 12) + 1 : ticks),
    window: isLong ? lastHours(rings, Math.floor(tick / 12), 24) : all,
    copied,
  }
}

/**
 * Whoever shouts in one place only must shout louder: a part of the evidence must be left without the busiest source. A story with one
 * source has nothing to compare it with.
 */
const isShared = (
  { sources, scale }: AlarmInput,
  { multiple, copied, evidence: total }: Finding,
  bar: number,
): boolean => {
  const counted = countedWindows(sources, multiple, copied)
  if (counted.length < 2) return total > evidence.only * bar
  if (total > evidence.alone * bar) return true
  const all = counted.reduce((sums, one) => plus(sums, one), noSums)
  return counted.every(
    (one) => windowEvidence(plus(all, one, -1), multiples[multiple] as number, scale) >= evidence.withoutOne * bar,
  )
}

const passesGates = (input: AlarmInput, { window, minutes }: Finding): boolean => {
  const { tick, rings, dispersion } = input
  if (minutes < gates.minutes || window.negatives < gates.negatives) return false
  if (window.negatives < gates.ratio * window.usualNegatives) return false
  const { share, usual, deviations } = shareOf(window, dispersion.share)
  if (share - usual < gates.share || deviations < gates.deviations) return false
  const recent = shareOf(lastTicks(rings, tick, Math.min(minutes, gates.recentMinutes) / 5), dispersion.share)
  return recent.share - recent.usual >= gates.recentShare
}

/** The strongest evidence now, whether it is enough or not, in nats of a bar of weight 1. */
export const strongest = (input: AlarmInput): Finding | undefined => {
  let best: Finding | undefined
  for (const multiple of multiples.keys()) {
    if ((input.rising.sums[multiple] as number) <= 0) continue
    const finding = findingOf(input, multiple)
    // The sum falls when nothing follows; the window's own evidence does not.
    const now = Math.min(finding.evidence, input.rising.sums[multiple] as number) / (barWeights[multiple] as number)
    if (best === undefined || now > best.evidence) best = { ...finding, evidence: now }
  }
  return best
}

/** What is enough for a tier; `undefined`: nothing is. @param tier nats */
export const alarm = (input: AlarmInput, tier: number): Finding | undefined => {
  for (const [multiple, weight] of barWeights.entries()) {
    const bar = tier * weight
    if ((input.rising.sums[multiple] as number) <= evidence.looksFrom) continue
    const finding = findingOf(input, multiple)
    if (finding.evidence <= bar || !passesGates(input, finding)) continue
    if (isShared(input, finding, bar)) return { ...finding, bar }
  }
  return undefined
}
