// How many posts of each sentiment: the one small state that timeline, sources and topics are made of.
import type { Finding } from '../events/post.ts'

/** Numbers in the order of `columns`. An array and no record, because millions of them are kept. */
export type Tally = readonly [number, number, number, number, number, number, number]

const columns = { negative: 0, neutral: 1, positive: 2, unscored: 3, duplicates: 4, amplified: 5, removed: 6 } as const
export type Column = (typeof columns)[keyof typeof columns]

export const emptyTally: Tally = [0, 0, 0, 0, 0, 0, 0]

/** A post counts in exactly one column: a native repost, else a further near-duplicate, else its sentiment. */
export const columnOf = ({ amplifies, duplicateOf, sentiment }: Finding): Column =>
  amplifies !== undefined
    ? columns.amplified
    : duplicateOf !== undefined
      ? columns.duplicates
      : columns[sentiment.label]

/** `emptyTally` itself when nothing is left, so that the row goes. */
export const add = (tally: Tally, column: Column, amount: number): Tally => {
  const next = tally.slice() as unknown as [number, number, number, number, number, number, number]
  next[column] += amount
  return amount < 0 && next.every((count) => count === 0) ? emptyTally : next
}

/** Taken back because the platform, the sender or an erasure removed the post; `amount` -1 undoes it. */
export const addRemoved = (tally: Tally, amount: number): Tally => add(tally, columns.removed, amount)

export const sum = (tallies: Iterable<Tally>): Tally => {
  const total: [number, number, number, number, number, number, number] = [0, 0, 0, 0, 0, 0, 0]
  for (const tally of tallies) for (let i = 0; i < total.length; i++) (total[i] as number) += tally[i] as number
  return total
}

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
}

export const countsOf = (tally: Tally): Counts => {
  const [negative, neutral, positive, unscored, duplicates, amplified, removed] = tally
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
  }
}
