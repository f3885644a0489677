// How good an answer is, measured in the usual ways: recall and F1 by class, and how far the shares of hours are off.
import { type Label, labels } from '../../events/post.ts'

/** What a person said, and what was answered to it. */
export type Judged = { readonly label: Label; readonly said: Label | 'unscored' }

/** How often each label of a person (outer) got each answer (inner). */
export type Confusion = Readonly<Record<Label, Readonly<Record<Label | 'unscored', number>>>>

export type Accuracy = {
  readonly posts: number
  /** All between 0 and 1. A post left unscored counts as missed. */
  readonly accuracy: number
  /** Mean of the recalls of the classes that occur. */
  readonly macroRecall: number
  /** Mean of the F1 of the classes that occur. */
  readonly macroF1: number
  /** Of the macro recall: each class's recall is a share of its posts. */
  readonly standardError: number
  readonly recalls: Readonly<Record<Label, number>>
  readonly unscored: number
}

const row = () => ({ negative: 0, neutral: 0, positive: 0, unscored: 0 })

export const confusionOf = (judged: Iterable<Judged>): Confusion => {
  const counts = { negative: row(), neutral: row(), positive: row() }
  for (const { label, said } of judged) counts[label][said]++
  return counts
}

const ratio = (part: number, whole: number) => (whole === 0 ? 0 : part / whole)
const meanOf = (values: readonly number[]) => ratio(sumOf(values), values.length)
const sumOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)

export const accuracyOf = (confusion: Confusion): Accuracy => {
  const classes = labels.map((label) => {
    const hits = confusion[label][label]
    const posts = sumOf(Object.values(confusion[label]))
    const said = sumOf(labels.map((other) => confusion[other][label]))
    return { label, hits, posts, recall: ratio(hits, posts), f1: ratio(2 * hits, posts + said) }
  })
  const posts = sumOf(classes.map((one) => one.posts))
  const present = classes.filter((one) => one.posts > 0)
  return {
    posts,
    accuracy: ratio(sumOf(classes.map(({ hits }) => hits)), posts),
    macroRecall: meanOf(present.map(({ recall }) => recall)),
    macroF1: meanOf(present.map(({ f1 }) => f1)),
    standardError: ratio(
      Math.sqrt(sumOf(present.map((one) => (one.recall * (1 - one.recall)) / one.posts))),
      present.length,
    ),
    recalls: Object.fromEntries(classes.map(({ label, recall }) => [label, recall])) as Record<Label, number>,
    unscored: sumOf(labels.map((label) => confusion[label].unscored)),
  }
}

/** A post of an hour, and how negative it is said to be: 0 or 1 where labels are counted, a probability where shares are estimated. */
export type Timed = {
  /** RFC 3339, UTC. */
  readonly at: string
  readonly label: Label
  /** `undefined`: unscored, so that it is in no share. */
  readonly negative: number | undefined
}

export type HourlyError = {
  readonly hours: number
  /** Mean absolute difference of the negative share from that of people's labels; 0..1. */
  readonly error: number
  /** Correlation of the two (Pearson); 0 where one of them never changes. */
  readonly r: number
}

/** Over the hours with at least `fewest` posts. */
export const hourlyError = (posts: readonly Timed[], fewest = 40): HourlyError => {
  const hours = Map.groupBy(posts, ({ at }) => at.slice(0, 13))
  const pairs = [...hours.values()].flatMap((hour) => {
    const scored = hour.flatMap(({ negative }) => (negative === undefined ? [] : [negative]))
    if (hour.length < fewest || scored.length === 0) return []
    return [{ true: meanOf(hour.map(({ label }) => (label === 'negative' ? 1 : 0))), said: meanOf(scored) }]
  })
  return {
    hours: pairs.length,
    error: meanOf(pairs.map((pair) => Math.abs(pair.said - pair.true))),
    r: correlationOf(
      pairs.map((pair) => pair.true),
      pairs.map((pair) => pair.said),
    ),
  }
}

const correlationOf = (xs: readonly number[], ys: readonly number[]): number => {
  const [mx, my] = [meanOf(xs), meanOf(ys)]
  const product = (of: readonly number[], mean: number, others: readonly number[], otherMean: number) =>
    sumOf(of.map((value, at) => (value - mean) * ((others[at] as number) - otherMean)))
  return ratio(product(xs, mx, ys, my), Math.sqrt(product(xs, mx, xs, mx) * product(ys, my, ys, my)))
}
