// Evidence that negative posts are a number of times the usual: from their share, and from the number of posts. Nats.
import { clumpsAndSpells, type Dispersion, type Sums, usualShare } from './dispersion.ts'
import { evidence as settings } from './settings.ts'

/** Share of negative posts among the extra ones of a backlash; where most posts are negative anyway, more than that. 0..1 */
export const extraShareOf = (usual: number) => Math.max(settings.extraShare, (1 + usual) / 2)

/** What "k times the usual" means for all posts and for the share of negative ones. */
const hypothesis = (multiple: number, usual: number) => {
  const posts = 1 + ((multiple - 1) * usual) / extraShareOf(usual)
  return { posts, share: (multiple * usual) / posts }
}

/** How the evidence of a story is scaled: worked out once an hour. */
export type Scale = {
  /** Divides the evidence of the share, and of the number of posts. */
  readonly share: number
  readonly posts: number
  /** A busy spell that is nothing unusual has so many times the usual posts. */
  readonly busySpell: number
}

export const scaleOf = (dispersion: Dispersion): Scale => {
  const { clumps, spells } = clumpsAndSpells(dispersion, settings.leastPostDispersion)
  return {
    share: Math.max(dispersion.share, settings.leastShareDispersion),
    posts: clumps,
    busySpell: Math.exp(settings.hourDeviations * Math.sqrt(spells)),
  }
}

/**
 * Log-likelihood ratio of the share of negative posts, given their number: binomial, over the dispersion of the share. Praise and news
 * bring posts and lower or keep the share: they are evidence against.
 */
export const shareEvidence = (sums: Sums, multiple: number, scale: Scale) => {
  const { negatives, posts } = sums
  const usual = usualShare(sums)
  const { share } = hypothesis(multiple, usual)
  return (negatives * Math.log(share / usual) + (posts - negatives) * Math.log((1 - share) / (1 - usual))) / scale.share
}

/** Log-likelihood ratio of the number of posts: Poisson, against a busy spell of the usual, over the clumps. */
export const rateEvidence = (sums: Sums, multiple: number, scale: Scale) => {
  const { posts, usualPosts } = sums
  const expected = hypothesis(multiple, usualShare(sums)).posts
  const usual = Math.min(scale.busySpell, 0.9 * expected)
  return expected <= usual ? 0 : (posts * Math.log(expected / usual) - (expected - usual) * usualPosts) / scale.posts
}

/** What one tick adds to the sum of a multiple. */
export const tickEvidence = (sums: Sums, multiple: number, scale: Scale) =>
  sums.usualPosts <= 0
    ? 0
    : shareEvidence(sums, multiple, scale) + settings.rateWeight * rateEvidence(sums, multiple, scale)

/** Evidence of a window: rate and share must agree, so the rate counts no more than the share does. */
export const windowEvidence = (sums: Sums, multiple: number, scale: Scale) => {
  if (sums.usualPosts <= 0 || sums.usualNegatives <= 0) return 0
  const share = shareEvidence(sums, multiple, scale)
  return share + Math.min(rateEvidence(sums, multiple, scale), settings.rateOverShare * share)
}
