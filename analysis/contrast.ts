// What has a larger part in one stretch of time than in another: topics or sources against what is usual.
import { logLikelihoodRatio } from './emerging/log-likelihood.ts'

/** How often something is there in the stretch, and in the calm it is compared with. */
type Part = { readonly name: string; readonly count: number; readonly calmCount: number }

export type Risen = Part & {
  /** Of all in the stretch, and of all in the calm; 0..1. */
  readonly share: number
  readonly usualShare: number
  /** Null: the calm had none. */
  readonly ratio: number | null
  /** Log-likelihood ratio. */
  readonly g2: number
}

/** `leastG2`: beyond it by chance once in 10,000, for some fifty things are compared at once, and posts come in clumps. */
export const contrastRules = { fewest: 5, leastG2: 15.1 } as const

/**
 * Those whose share rose beyond chance, the surest first. A post may be in several parts.
 * @param all in the stretch and in the calm; without any in either nothing is told
 */
export const risenOf = (
  parts: readonly Part[],
  all: { readonly count: number; readonly calmCount: number },
): readonly Risen[] =>
  all.count === 0 || all.calmCount === 0
    ? []
    : parts
        .map((part) => {
          const { count, calmCount } = part
          const [share, usualShare] = [count / all.count, calmCount / all.calmCount]
          const g2 = logLikelihoodRatio(count, all.count, calmCount, all.calmCount)
          return { ...part, share, usualShare, ratio: calmCount === 0 ? null : share / usualShare, g2 }
        })
        .filter(
          ({ count, share, usualShare, g2 }) =>
            count >= contrastRules.fewest && share > usualShare && g2 >= contrastRules.leastG2,
        )
        .sort((a, b) => b.g2 - a.g2)
