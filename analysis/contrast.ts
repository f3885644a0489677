// What has a larger part in one stretch of time than in another: topics or sources against what is usual.
import { logLikelihoodRatio } from './emerging/log-likelihood.ts'

/** How often something is there in the stretch, and in the calm it is compared with. */
export type Part<Name> = { readonly name: Name; readonly count: number; readonly calmCount: number }

export type Risen<Name> = Part<Name> & {
  /** Of all in the stretch, and of all in the calm; 0..1. */
  readonly share: number
  readonly usualShare: number
  /** Null: the calm had none. */
  readonly ratio: number | null
  /** Log-likelihood ratio. */
  readonly g2: number
}

const fewest = 5
/** Beyond this by chance once in 10,000. Posts come in clumps: only what is far above chance is told. */
const leastG2 = 15.1

/**
 * Those whose share rose beyond chance, the surest first. A post may be in several parts.
 * @param count of all in the stretch @param calmCount of all in the calm; nothing is told without any
 */
export const risenOf = <Name>(
  parts: readonly Part<Name>[],
  { count: all, calmCount: calm }: { readonly count: number; readonly calmCount: number },
): readonly Risen<Name>[] =>
  all === 0 || calm === 0
    ? []
    : parts
        .map((part) => {
          const { count, calmCount } = part
          const [share, usualShare] = [count / all, calmCount / calm]
          const g2 = logLikelihoodRatio(count, all, calmCount, calm)
          return { ...part, share, usualShare, ratio: calmCount === 0 ? null : share / usualShare, g2 }
        })
        .filter(({ count, share, usualShare, g2 }) => count >= fewest && share > usualShare && g2 >= leastG2)
        .sort((a, b) => b.g2 - a.g2)
