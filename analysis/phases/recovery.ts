// How sure it is that the rate of negative posts is back: an exponential tail is fitted to the last hours, from rate and share alike.
import { clumpsAndSpells, type Dispersion, usualShare } from './dispersion.ts'
import { extraShareOf } from './evidence.ts'
import { hourAt, type Rings } from './rings.ts'
import { evidence, recovery as settings } from './settings.ts'

/** Standard normal distribution function; Abramowitz and Stegun 1964, 26.2.17, error below 7.5e-8. */
const normal = (z: number) => {
  const t = 1 / (1 + 0.2316419 * Math.abs(z))
  const density = 0.3989422804 * Math.exp((-z * z) / 2)
  const series = t * (0.31938153 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))))
  return z > 0 ? 1 - density * series : density * series
}

/** Extra negative posts as a multiple of the usual ones, and its variance, of one hour. */
type Extra = { readonly ratio: number; readonly variance: number }

/**
 * Two measurements of one number: extra negative posts, and how far the share is above the usual one. Weighed by their variances: the
 * share does not feel a busy evening, the rate not that relieved people write too.
 */
const extraOf = (rings: Rings, hour: number, back: number, dispersion: Dispersion): Extra | undefined => {
  const sums = hourAt(rings, hour, back)
  const { negatives, posts, usualNegatives: mu, usualPosts } = sums
  if (mu <= 0) return undefined
  const { clumps, spells } = clumpsAndSpells(dispersion, evidence.leastPostDispersion)
  const usual = usualShare(sums)
  const rateVariance = clumps * Math.max(negatives, mu) + settings.spellHours * spells * mu * mu
  const shareVariance =
    Math.max(dispersion.share, evidence.leastShareDispersion) * Math.max(posts, usualPosts) * usual * (1 - usual)
  const slope = mu * (1 - usual / extraShareOf(usual))
  const weight = (mu * mu) / rateVariance + (slope * slope) / shareVariance
  const ratio =
    ((mu * (negatives - mu)) / rateVariance + (slope * (negatives - usual * posts)) / shareVariance) / weight
  return { ratio, variance: 1 / weight }
}

/**
 * Probability that negative posts are now less than `settings.ratio` times the usual. For each half-life the height of the tail follows
 * by least squares; the half-lives are weighed by how well they fit.
 * @param hour since 1970, the one that just ended
 * @param hours how many of them to look at; too few say 0
 */
export const probabilityRecovered = (rings: Rings, hour: number, hours: number, dispersion: Dispersion): number => {
  const count = Math.min(hours, settings.windowHours)
  if (count < 6) return 0
  const seen = Array.from({ length: count }, (_, back) => extraOf(rings, hour, back, dispersion))
  const fits = settings.halfLivesHours.map((halfLife) => {
    let [cross, square] = [0, 0]
    for (const [back, one] of seen.entries()) {
      if (one === undefined) continue
      const factor = 2 ** (back / halfLife)
      cross += (factor * one.ratio) / one.variance
      square += (factor * factor) / one.variance
    }
    const now = square === 0 ? 0 : cross / square
    let misfit = 0
    for (const [back, one] of seen.entries())
      if (one !== undefined) misfit += (one.ratio - now * 2 ** (back / halfLife)) ** 2 / one.variance
    return { now, error: Math.sqrt(1 / square), misfit }
  })
  const least = Math.min(...fits.map(({ misfit }) => misfit))
  let [weights, probability] = [0, 0]
  for (const { now, error, misfit } of fits) {
    const weight = Math.exp((least - misfit) / 2)
    weights += weight
    probability += weight * normal((settings.ratio - 1 - now) / error)
  }
  return Number.isFinite(probability) ? probability / weights : 0
}
