// Figures of a set: recall and F1 of each class, their means, the confusion matrix, and standard errors.
import { labels } from './posts.ts'

export type Figures = {
  readonly posts: number
  /** confusion[true][said] */
  readonly confusion: readonly (readonly number[])[]
  readonly recalls: readonly number[]
  readonly macroRecall: number
  readonly macroF1: number
  /** Of the macro recall, from the binomial errors of the three recalls. */
  readonly standardError: number
}

/** @param said label by place; -1 (unscored) counts as a miss of every class */
export const figuresOf = (truth: readonly number[], said: readonly number[]): Figures => {
  const confusion = labels.map(() => labels.map(() => 0))
  const rows = labels.map(() => 0)
  truth.forEach((label, i) => {
    rows[label] = (rows[label] as number) + 1
    const row = confusion[label] as number[]
    const guess = said[i] as number
    if (guess >= 0) row[guess] = (row[guess] as number) + 1
  })
  const recalls = labels.map((_, c) =>
    rows[c] === 0 ? 0 : ((confusion[c] as number[])[c] as number) / (rows[c] as number),
  )
  const f1 = labels.map((_, c) => {
    const hits = (confusion[c] as number[])[c] as number
    const column = confusion.reduce((sum, row) => sum + (row[c] as number), 0)
    return hits === 0 ? 0 : (2 * hits) / ((rows[c] as number) + column)
  })
  const mean = (of: readonly number[]) => of.reduce((sum, one) => sum + one, 0) / of.length
  const variance = recalls.reduce((sum, r, c) => sum + (rows[c] === 0 ? 0 : (r * (1 - r)) / (rows[c] as number)), 0)
  return {
    posts: truth.length,
    confusion,
    recalls,
    macroRecall: mean(recalls),
    macroF1: mean(f1),
    standardError: Math.sqrt(variance) / labels.length,
  }
}

/** In hundredths, one decimal. */
export const points = (share: number): string => (100 * share).toFixed(1)
