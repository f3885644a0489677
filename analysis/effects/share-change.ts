// The negative share before and after a statement, and how far the difference may come from chance and from what goes on anyway.

import { between, type Count, hourMs, shareOf, type Total, totalOf } from './hours.ts'
import { type Difference, newcombe } from './newcombe.ts'
import { scatterOf } from './scatter.ts'
import { usualShare } from './usual-share.ts'
import type { Windows } from './windows.ts'

export type Verdict = 'better' | 'worse' | 'no visible effect' | 'too early' | 'too few posts'

/** Fewer scored posts in either window say nothing. */
export const fewestPosts = 20
/**
 * By how much the odds that a post belongs to the story may move by themselves in an hour, in logarithms: between the middles of two
 * windows of 12 h they fell by less at 97 of 100 simulated moments without a statement, and rose by less at 99.
 */
const driftAnHour = { fall: 0.48 / 13, rise: 0.15 / 13 }
/** What is above the usual may halve so fast by itself. */
export const halvesByItselfHours = Math.LN2 / driftAnHour.fall

export type ShareChange = {
  readonly before: Total
  readonly after: Total
  /** 95 %: at 95 of 100 moments at which nothing was said the interval holds 0. Undefined where a window has too few posts. */
  readonly difference: Difference | undefined
}

export const shareChange = (hours: readonly Count[], windows: Windows): ShareChange => {
  const { beforeFromMs, beforeToMs, afterFromMs, afterToMs } = windows
  const before = totalOf(between(hours, beforeFromMs, beforeToMs))
  const after = totalOf(between(hours, afterFromMs, afterToMs))
  if (before.scored < fewestPosts || after.scored < fewestPosts) return { before, after, difference: undefined }
  const lengthMs = afterToMs - afterFromMs
  const scatter = scatterOf(hours, { beforeMs: beforeToMs, lengthMs, after: [afterFromMs, afterToMs] })
  const thinned = ({ negative, scored }: Total) => ({ negative: negative / scatter, scored: scored / scatter })
  const chance = newcombe(thinned(before), thinned(after))
  const apart = (afterFromMs - beforeFromMs) / hourMs
  const [share, usual] = [shareOf(before), usualShare(hours, beforeToMs) ?? 0]
  return {
    before,
    after,
    difference: {
      change: chance.change,
      down: Math.hypot(chance.down, drifted(share, usual, apart * driftAnHour.rise) - share),
      up: Math.hypot(chance.up, share - drifted(share, usual, -apart * driftAnHour.fall)),
    },
  }
}

/**
 * The share once the odds of the story have moved by `logOdds`, every post of the story being negative: nothing to lose at the usual share,
 * nothing to gain at 1. A usual share that is not known is taken for 0: then everything may be passing.
 */
const drifted = (share: number, usual: number, logOdds: number) => {
  if (share <= usual || share === 1) return share
  const odds = ((share - usual) / (1 - share)) * Math.exp(logOdds)
  return (usual + odds) / (1 + odds)
}

export const verdictOf = ({ change, down, up }: Difference, factor = 1): Verdict => {
  if (change + factor * up < 0) return 'better'
  return change - factor * down > 0 ? 'worse' : 'no visible effect'
}
