// What some labels of people say about a lane's probabilities in one story, and the story's shares and labels after it.
import { type Label, labels, type Probabilities } from '../../events/post.ts'
import type { Fit } from '../../events/story.ts'
import { createSeeded } from '../seeded.ts'
import { biasedLabel, matchPriors } from './label-biases.ts'
import {
  type Columns,
  columnsOf,
  fitScaling,
  type Labelled,
  negativeShare,
  type Scaling,
  scale,
} from './temperature.ts'

/** Fewer say too little to be believed. */
export const fewestLabels = 50
/** Standard errors to either side of a mean: within them lie 90 % of a normal distribution. */
const z = 1.645
const folds = 10
const resamples = 200
/** Posts: labels of one class alone do not make a share certain. */
const doubt = 0.5
const seed = 20_170_819

/** 0, never -0: it is recorded as JSON. */
const decimals = (value: number) => Math.round(value * 10_000) / 10_000 + 0
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** An order that depends on nothing but the posts, so that the same labels give the same fit. */
const inOrder = (one: Labelled, other: Labelled): number =>
  labels.indexOf(one.label) - labels.indexOf(other.label) ||
  one.negative - other.negative ||
  one.positive - other.positive ||
  one.neutral - other.neutral

/** Nats; a probability of 0 is one that was rounded. */
const logLossOf = (label: Label, said: Probabilities) => -Math.log(Math.max(said[label], 0.000_05))

const crossValidate = (posts: readonly Labelled[], columns: Columns, whole: Scaling) => {
  const squares: number[] = []
  const losses: number[] = []
  for (let fold = 0; fold < folds; fold++) {
    const weights = posts.map((_, at) => (at % folds === fold ? 0 : 1))
    const scaling = fitScaling(columns, weights, whole)
    for (let at = fold; at < posts.length; at += folds) {
      const post = posts[at] as Labelled
      const said = scale(scaling, post)
      squares.push((said.negative - (post.label === 'negative' ? 1 : 0)) ** 2)
      losses.push(logLossOf(post.label, said))
    }
  }
  // As the posts are the sample of a larger story, what counts is how far their labels lie from what is said of them.
  const variance = (meanOf(squares) + doubt / posts.length) / posts.length
  return { share: Math.sqrt(variance), logLoss: meanOf(losses) }
}

/**
 * Labels drawn again with replacement, fitted again, and asked for the share of the same posts: their own drawing is no error of
 * the share of a story, which is taken over all its posts.
 */
const bootstrap = (posts: readonly Labelled[], columns: Columns, whole: Scaling) => {
  const random = createSeeded(seed)
  const weights = new Int32Array(posts.length)
  const shares = new Float64Array(resamples)
  for (let run = 0; run < resamples; run++) {
    weights.fill(0)
    for (let draw = 0; draw < posts.length; draw++) {
      const at = Math.floor(random() * posts.length)
      weights[at] = (weights[at] as number) + 1
    }
    shares[run] = negativeShare(columns, fitScaling(columns, weights, whole))
  }
  shares.sort()
  return { lower: shares[0.05 * resamples] as number, upper: shares[0.95 * resamples - 1] as number }
}

const scalingOf = ({ temperature, biases }: Fit): Scaling => ({ slope: 1 / temperature, ...biases })

/** `undefined`: fewer than 50 labels. The same labels give the same fit in any order. About 15 ms for 200 labels, 100 ms for 2,000. */
export const fitCalibration = (labelled: readonly Labelled[]): Fit | undefined => {
  if (labelled.length < fewestLabels) return undefined
  const posts = [...labelled].sort(inOrder)
  const columns = columnsOf(posts)
  const fitted = fitScaling(
    columns,
    posts.map(() => 1),
  )
  const drawn = bootstrap(posts, columns, fitted)
  const crossed = crossValidate(posts, columns, fitted)
  const share = negativeShare(columns, fitted)
  return {
    n: posts.length,
    temperature: decimals(1 / fitted.slope),
    biases: { negative: decimals(fitted.negative), positive: decimals(fitted.positive) },
    labelBiases: matchPriors(posts),
    share: decimals(share),
    // The wider of the two: from few labels of a rare class the bootstrap draws too much of the same.
    lower: decimals(Math.max(0, Math.min(drawn.lower, share - z * crossed.share))),
    upper: decimals(Math.min(1, Math.max(drawn.upper, share + z * crossed.share))),
    error: {
      share: decimals(crossed.share),
      logLoss: decimals(crossed.logLoss),
      uncalibrated: decimals(meanOf(posts.map((post) => logLossOf(post.label, post)))),
    },
  }
}

/** For shares: their mean is the share. 4 decimals, sum 1. */
export const calibrate = (fit: Fit, said: Probabilities): Probabilities => scale(scalingOf(fit), said)

/** For single posts; `said` as the lane gives it. It need not be the largest calibrated probability. */
export const calibratedLabel = ({ labelBiases }: Fit, said: Probabilities): Label => biasedLabel(labelBiases, said)

/**
 * The 90 % interval of a calibrated share of `scored` posts, 0..1. Two errors that have nothing to do with each other: that of the fit,
 * and that of so few posts (Wilson, 1927); each side is the root of their squares (Zou and Donner, 2008).
 */
export const intervalOf = (share: number, scored: number, { error }: Fit): { lower: number; upper: number } => {
  if (scored === 0) return { lower: 0, upper: 1 }
  const square = z * z
  const middle = (share + square / (2 * scored)) / (1 + square / scored)
  const half = (z / (1 + square / scored)) * Math.sqrt((share * (1 - share)) / scored + square / (4 * scored * scored))
  const side = (sampling: number) => Math.hypot(sampling, z * error.share)
  return {
    lower: decimals(Math.max(0, share - side(share - (middle - half)))),
    upper: decimals(Math.min(1, share + side(middle + half - share))),
  }
}
