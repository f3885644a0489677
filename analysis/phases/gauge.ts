// What the engine knows at a moment, beside what it declared: shown while nothing is declared too.
import type { Phase, SetAside } from '../../events/phase.ts'

export type Gauge = {
  readonly phase: Phase
  /** End of the last tick it took, ms since 1970. */
  readonly toMs: number
  /** Log-likelihood ratio, nats; see evidence.ts. */
  readonly evidence: number
  /** Where movement is shown, early signs and backlash are declared. */
  readonly marks: { readonly movement: number; readonly earlySigns: number; readonly backlash: number }
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
