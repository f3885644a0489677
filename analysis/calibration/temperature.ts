// Temperature and class biases that make probabilities fit what people say, by log-loss.
// Temperature: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks", 2017, after Platt, 1999.
// Biases beside it: Alexandari, Kundaje and Shrikumar, "Maximum Likelihood with Bias-Corrected Calibration", 2020.
import type { Label, Probabilities } from '../../events/post.ts'
import { inProportion } from './probabilities.ts'

/** What a person said (`label`) and what the lane said (the rest) of one post. */
export type Labelled = Probabilities & { readonly label: Label }

/**
 * q(class) is in proportion to exp(slope · ln p(class) + bias(class)); slope = 1 / temperature, the bias of neutral is 0.
 * Without a fit 1, 0, 0: q = p.
 */
export type Scaling = { readonly slope: number; readonly negative: number; readonly positive: number }
export const identity: Scaling = { slope: 1, negative: 0, positive: 0 }

/** A lane rounds to 4 decimals, so its 0 is anything below this. */
const least = 0.000_05
const logOf = (probability: number) => Math.log(Math.max(probability, least))

/** Of negative and of positive, against neutral. */
export const logitsOf = ({ negative, neutral, positive }: Probabilities) => {
  const middle = logOf(neutral)
  return [logOf(negative) - middle, logOf(positive) - middle] as const
}

/** 4 decimals, sum 1. */
export const scale = ({ slope, negative, positive }: Scaling, of: Probabilities): Probabilities => {
  const [u, v] = logitsOf(of)
  const [low, high] = [slope * u + negative, slope * v + positive]
  const top = Math.max(low, 0, high)
  return inProportion(Math.exp(low - top), Math.exp(-top), Math.exp(high - top))
}

/** The same as columns, for speed. `sides`: -1 negative, 0 neutral, 1 positive. */
export type Columns = { readonly u: Float64Array; readonly v: Float64Array; readonly sides: Int8Array }

const sideOf = { negative: -1, neutral: 0, positive: 1 } as const

export const columnsOf = (posts: readonly Labelled[]): Columns => {
  const logits = posts.map(logitsOf)
  return {
    u: Float64Array.from(logits, ([u]) => u),
    v: Float64Array.from(logits, ([, v]) => v),
    sides: Int8Array.from(posts, ({ label }) => sideOf[label]),
  }
}

/**
 * Added to the sum of the log-losses, times the squared distance from the identity: 0.002 a post at 200 posts.
 * The fewer posts, the more it holds back.
 */
const ridge = 0.4
const [leastSlope, mostSlope] = [0.05, 20]
const mostSteps = 60
/** A step of Newton’s method this short leaves an error of about its square. */
const closeEnough = 1e-4

/** The loss at a scaling, its gradient and second derivatives: `a` is the slope, `b` the bias of negative, `c` that of positive. */
const derive = ({ u, v, sides }: Columns, weights: ArrayLike<number>, { slope, negative, positive }: Scaling) => {
  const [da, db, dc] = [slope - 1, negative, positive]
  let loss = ridge * (da * da + db * db + dc * dc)
  let [a, b, c] = [2 * ridge * da, 2 * ridge * db, 2 * ridge * dc]
  let [aa, bb, cc] = [2 * ridge, 2 * ridge, 2 * ridge]
  let [ab, ac, bc] = [0, 0, 0]
  for (let at = 0; at < sides.length; at++) {
    const weight = weights[at] as number
    if (weight === 0) continue
    const x = u[at] as number
    const y = v[at] as number
    const side = sides[at] as number
    const low = slope * x + negative
    const high = slope * y + positive
    const top = Math.max(low, 0, high)
    const below = Math.exp(low - top)
    const above = Math.exp(high - top)
    const sum = below + Math.exp(-top) + above
    const p = below / sum
    const q = above / sum
    loss += weight * (Math.log(sum) + top - (side < 0 ? low : side > 0 ? high : 0))
    const dp = weight * (side < 0 ? p - 1 : p)
    const dq = weight * (side > 0 ? q - 1 : q)
    const mean = p * x + q * y
    a += dp * x + dq * y
    b += dp
    c += dq
    aa += weight * (p * x * x + q * y * y - mean * mean)
    ab += weight * p * (x - mean)
    ac += weight * q * (y - mean)
    bb += weight * p * (1 - p)
    bc -= weight * p * q
    cc += weight * q * (1 - q)
  }
  return { loss, a, b, c, aa, ab, ac, bb, bc, cc }
}

/** The step of Newton's method, by Cramer's rule. A slope that is `held` stays where it is. */
const stepFrom = (derived: ReturnType<typeof derive>, held: boolean): Scaling => {
  const { a, b, c, aa, ab, ac, bb, bc, cc } = held ? { ...derived, a: 0, aa: 1, ab: 0, ac: 0 } : derived
  const [iaa, iab, iac] = [bb * cc - bc * bc, ac * bc - ab * cc, ab * bc - ac * bb]
  const [ibb, ibc, icc] = [aa * cc - ac * ac, ab * ac - aa * bc, aa * bb - ab * ab]
  const determinant = aa * iaa + ab * iab + ac * iac
  return {
    slope: -(iaa * a + iab * b + iac * c) / determinant,
    negative: -(iab * a + ibb * b + ibc * c) / determinant,
    positive: -(iac * a + ibc * b + icc * c) / determinant,
  }
}

/** `part` of a step; the slope stays within its bounds. */
const moved = ({ slope, negative, positive }: Scaling, step: Scaling, part: number): Scaling => ({
  slope: Math.min(mostSlope, Math.max(leastSlope, slope + part * step.slope)),
  negative: negative + part * step.negative,
  positive: positive + part * step.positive,
})

const distance = (one: Scaling, other: Scaling) =>
  Math.max(
    Math.abs(one.slope - other.slope),
    Math.abs(one.negative - other.negative),
    Math.abs(one.positive - other.positive),
  )

/**
 * The one optimum: the loss is convex in the slope and the biases, and the ridge makes it strictly so.
 * Newton's method, each step halved until the loss does not rise. `weights`: how often each post counts.
 */
export const fitScaling = (columns: Columns, weights: ArrayLike<number>, start: Scaling = identity): Scaling => {
  let at = start
  let here = derive(columns, weights, at)
  for (let steps = 0; steps < mostSteps; steps++) {
    const held = (at.slope === leastSlope && here.a > 0) || (at.slope === mostSlope && here.a < 0)
    const step = stepFrom(here, held)
    let part = 1
    let next = moved(at, step, part)
    let there = derive(columns, weights, next)
    while (there.loss > here.loss && part > closeEnough) {
      part /= 2
      next = moved(at, step, part)
      there = derive(columns, weights, next)
    }
    if (there.loss > here.loss) return at
    const far = distance(at, next)
    at = next
    here = there
    if (far < closeEnough) return at
  }
  return at
}

/** The mean probability of negative. */
export const negativeShare = ({ u, v }: Columns, { slope, negative, positive }: Scaling): number => {
  let sum = 0
  for (let at = 0; at < u.length; at++) {
    const low = slope * (u[at] as number) + negative
    const high = slope * (v[at] as number) + positive
    sum += 1 / (1 + Math.exp(-low) + Math.exp(high - low))
  }
  return sum / u.length
}
