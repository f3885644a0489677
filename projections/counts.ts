// How many posts of each sentiment: the one small state that timeline, sources and topics are made of.
import type { Finding, Membership } from '../events/post.ts'

/**
 * Numbers in the order of `columns`. An array and no record, because millions of them are kept. `calibrated…` are of posts that the
 * story's own calibration was applied to: how many, and the sums of their probabilities in ten-thousandths, so that adding is exact.
 * `negativeDuplicates` are those of the duplicates that are negative: what sets a source full of copies aside.
 */
export type Tally = readonly [number, number, number, number, number, number, number, number, number, number, number]

const columns = {
  negative: 0,
  neutral: 1,
  positive: 2,
  unscored: 3,
  duplicates: 4,
  amplified: 5,
  removed: 6,
  calibrated: 7,
  calibratedNegative: 8,
  calibratedPositive: 9,
  negativeDuplicates: 10,
} as const
type Column = (typeof columns)[keyof typeof columns]

const zeros = (): number[] => [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]
export const emptyTally = zeros() as unknown as Tally

/** Ten-thousandths in a whole. */
const scale = 10_000

/** What one finding counts in one story: one column, and what a calibration makes of it. */
export type Share = {
  readonly column: Column
  readonly calibrated: { readonly negative: number; readonly positive: number } | undefined
  readonly isNegativeCopy: boolean
}

const plain: { readonly [C in Column]: Share } = Object.fromEntries(
  Object.values(columns).map((column) => [column, { column, calibrated: undefined, isNegativeCopy: false }]),
) as { [C in Column]: Share }
const negativeCopy: Share = { ...plain[columns.duplicates], isNegativeCopy: true }

/** A post counts in exactly one column: a native repost, else a further near-duplicate, else what it says. */
const columnOf = ({ amplifies, duplicateOf, corrected, sentiment }: Finding): Column =>
  amplifies !== undefined
    ? columns.amplified
    : duplicateOf !== undefined
      ? columns.duplicates
      : columns[corrected ?? sentiment.label]

/** What a person says of a post is certain. */
export const shareOf = (finding: Finding, membership: Membership): Share => {
  const column = columnOf(finding)
  if (column === columns.duplicates && (finding.corrected ?? finding.sentiment.label) === 'negative')
    return negativeCopy
  if (membership.calibrated === undefined || column > columns.positive) return plain[column]
  const { negative, positive } =
    finding.corrected === undefined
      ? membership.calibrated
      : { negative: finding.corrected === 'negative' ? 1 : 0, positive: finding.corrected === 'positive' ? 1 : 0 }
  return {
    column,
    calibrated: { negative: Math.round(negative * scale), positive: Math.round(positive * scale) },
    isNegativeCopy: false,
  }
}

const change = (tally: Tally, { column, calibrated, isNegativeCopy }: Share, amount: 1 | -1): number[] => {
  const next = tally.slice()
  ;(next[column] as number) += amount
  if (isNegativeCopy) (next[columns.negativeDuplicates] as number) += amount
  if (calibrated !== undefined) {
    ;(next[columns.calibrated] as number) += amount
    ;(next[columns.calibratedNegative] as number) += amount * calibrated.negative
    ;(next[columns.calibratedPositive] as number) += amount * calibrated.positive
  }
  return next
}

const settle = (next: readonly number[]): Tally =>
  next.every((count) => count === 0) ? emptyTally : (next as unknown as Tally)

export const add = (tally: Tally, share: Share): Tally => change(tally, share, 1) as unknown as Tally

/** `emptyTally` itself when nothing is left, so that the row goes. */
export const subtract = (tally: Tally, share: Share): Tally => settle(change(tally, share, -1))

/** Taken back because the platform, the sender or an erasure removed the post; `amount` -1 undoes it. */
export const addRemoved = (tally: Tally, amount: 1 | -1): Tally => settle(change(tally, plain[columns.removed], amount))

export const sum = (tallies: Iterable<Tally>): Tally => {
  const total = zeros()
  for (const tally of tallies) for (let i = 0; i < total.length; i++) (total[i] as number) += tally[i] as number
  return total as unknown as Tally
}

/** By the story's own calibration: mean probabilities of the `n` posts of a bucket that it was applied to. */
export type CalibratedCounts = { readonly n: number; readonly negativeShare: number; readonly net: number }

export type Counts = {
  /** negative + neutral + positive + unscored + duplicates */
  readonly posts: number
  readonly negative: number
  readonly neutral: number
  readonly positive: number
  readonly unscored: number
  readonly duplicates: number
  /** Native reposts: in no other number. */
  readonly amplified: number
  /** Counted once, and removed or erased since: in no other number. */
  readonly removed: number
  /** (positive − negative) / scored, −1..1; null when nothing was scored. */
  readonly net: number | null
  /** negative / scored, 0..1; null when nothing was scored. */
  readonly negativeShare: number | null
  /** Absent where no calibration of the story's own was applied to any of them. */
  readonly calibrated?: CalibratedCounts
}

/** What phases are found by: see analysis/phases/tick.ts. */
export const phaseCountsOf = (tally: Tally) => ({
  negative: tally[columns.negative],
  neutral: tally[columns.neutral],
  positive: tally[columns.positive],
  duplicates: tally[columns.negativeDuplicates],
})

export const countsOf = (tally: Tally): Counts => {
  const [negative, neutral, positive, unscored, duplicates, amplified, removed, n, sumNegative, sumPositive] = tally
  const scored = negative + neutral + positive
  return {
    posts: scored + unscored + duplicates,
    negative,
    neutral,
    positive,
    unscored,
    duplicates,
    amplified,
    removed,
    net: scored === 0 ? null : (positive - negative) / scored,
    negativeShare: scored === 0 ? null : negative / scored,
    ...(n === 0
      ? {}
      : {
          calibrated: { n, negativeShare: sumNegative / (n * scale), net: (sumPositive - sumNegative) / (n * scale) },
        }),
  }
}
