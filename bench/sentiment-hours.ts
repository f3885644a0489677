// How far the hourly negative shares of a vendor never seen are off from people's labels, without labels of its own and with 200.
import { calibrate, calibratedLabel, fitCalibration } from '../analysis/calibration/calibration.ts'
import { accuracyOf, confusionOf, type HourlyError, hourlyError } from '../analysis/model/measure.ts'
import { createSeeded, sampleOf } from '../analysis/seeded.ts'
import type { Label, Sentiment } from '../events/post.ts'
import type { Library } from './sentiment-libraries.ts'
import type { LabelledPost } from './sentiment-sets.ts'
import { type Result, type Row, round } from './table.ts'

/** Labels are drawn from the days before, errors measured on the hours from then on. */
const split = '2015-02-19'
export const draws = 20
export const labelsADraw = 200
const seed = 20_150_219

type Spoken = { readonly at: string; readonly label: Label; readonly said: Sentiment }

const speak = (posts: readonly LabelledPost[], library: Library, source?: string): readonly Spoken[] =>
  posts.map(({ text, label, at = '' }) => ({ at, label, said: library.say(text, source) }))

const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const points = (share: number) => (100 * share).toFixed(1)

/** @param negativeOf of a scored post, 0..1 */
const errorOf = (posts: readonly Spoken[], negativeOf: (said: Exclude<Sentiment, { label: 'unscored' }>) => number) =>
  hourlyError(
    posts.map(({ at, label, said }) => ({
      at,
      label,
      negative: said.label === 'unscored' ? undefined : negativeOf(said),
    })),
  )

const labelled = (posts: readonly Spoken[]) =>
  posts.flatMap(({ label, said }) => (said.label === 'unscored' ? [] : [{ ...said, label }]))

/** Means over the draws. */
const withLabels = (before: readonly Spoken[], later: readonly Spoken[]) => {
  const random = createSeeded(seed)
  const hourly: HourlyError[] = []
  const accuracies: ReturnType<typeof accuracyOf>[] = []
  for (let draw = 0; draw < draws; draw++) {
    const fit = fitCalibration(labelled(sampleOf(before, labelsADraw, random)))
    if (fit === undefined) throw new Error('too few of the drawn posts were scored')
    hourly.push(errorOf(later, (said) => calibrate(fit, said).negative))
    const judged = later.map(({ label, said }) => ({
      label,
      said: said.label === 'unscored' ? said.label : calibratedLabel(fit, said),
    }))
    accuracies.push(accuracyOf(confusionOf(judged)))
  }
  return {
    error: meanOf(hourly.map(({ error }) => error)),
    r: meanOf(hourly.map(({ r }) => r)),
    recall: meanOf(accuracies.map(({ macroRecall }) => macroRecall)),
    f1: meanOf(accuracies.map(({ macroF1 }) => macroF1)),
  }
}

/** The least that anything must beat: the share of the drawn labels, for every hour. */
const constant = (before: readonly Spoken[], later: readonly Spoken[]) => {
  const random = createSeeded(seed)
  return meanOf(
    Array.from({ length: draws }, () => {
      const drawn = sampleOf(before, labelsADraw, random)
      const share = drawn.filter(({ label }) => label === 'negative').length / drawn.length
      return errorOf(later, () => share).error
    }),
  )
}

/** Shares, without a source: counted without labels, with those of a draw, and by the share of a draw for every hour. */
export const hourlyOf = (posts: readonly LabelledPost[], library: Library) => {
  const all = speak(posts, library)
  const before = all.filter(({ at }) => at < split)
  const later = all.filter(({ at }) => at >= split)
  const { error, hours } = errorOf(later, ({ label }) => (label === 'negative' ? 1 : 0))
  return { hours, without: error, calibrated: withLabels(before, later).error, constant: constant(before, later) }
}

const goals = { without: 26, with: 6.5, f1: 69 }

/** @param ours without a source, then with it */
export const hours = (posts: readonly LabelledPost[], ours: Library, others: readonly Library[]): Result => {
  let reached = true
  let counted = 0
  const rowOf = (library: Library, source?: string): Row => {
    const all = speak(posts, library, source)
    const before = all.filter(({ at }) => at < split)
    const later = all.filter(({ at }) => at >= split)
    const bare = errorOf(later, ({ label }) => (label === 'negative' ? 1 : 0))
    const mean = errorOf(later, ({ negative }) => negative)
    const plain = accuracyOf(confusionOf(later.map(({ label, said }) => ({ label, said: said.label }))))
    const fitted = withLabels(before, later)
    counted = bare.hours
    if (library === ours && source === undefined)
      reached = 100 * bare.error <= goals.without && 100 * fitted.error <= goals.with && 100 * fitted.f1 >= goals.f1
    return {
      library: source === undefined ? library.name : `${library.name}, source given`,
      'no labels: counted': points(bare.error),
      'mean probability': library === ours ? points(mean.error) : '',
      '200 labels': points(fitted.error),
      r: round(fitted.r, 2),
      'later posts, recall/F1': `${points(plain.macroRecall)}/${points(plain.macroF1)}`,
      'with 200 labels': `${points(fitted.recall)}/${points(fitted.f1)}`,
    }
  }
  const rows = [...others.map((library) => rowOf(library)), rowOf(ours), rowOf(ours, 'x')]
  const all = speak(posts, ours)
  const least = constant(
    all.filter(({ at }) => at < split),
    all.filter(({ at }) => at >= split),
  )
  rows.push({ library: 'the share of the 200 labels, for every hour', '200 labels': points(least) })
  return {
    name: `sentiment: error of the hourly negative share in points, airline (unseen), ${counted} hours from ${split} on, ${draws} draws of ${labelsADraw} labels from the days before, seed ${seed}`,
    goal: `counted ≤ ${goals.without}, with 200 labels ≤ ${goals.with}, F1 of the later posts with 200 labels ≥ ${goals.f1}`,
    reached,
    rows,
  }
}
