// How much the hours of a story vary beyond chance: replies come in clumps, and whole evenings are busy or quiet.

/** Sums over usable sources: negative posts, posts, and how many of each are usual there and then. */
export type Sums = {
  readonly negatives: number
  readonly posts: number
  readonly usualNegatives: number
  readonly usualPosts: number
  /** Of as many posts as there were in each source, so many are usually negative. */
  readonly usualAmong: number
}

export const noSums: Sums = { negatives: 0, posts: 0, usualNegatives: 0, usualPosts: 0, usualAmong: 0 }

export const plus = (a: Sums, b: Sums, sign: 1 | -1 = 1): Sums => ({
  negatives: a.negatives + sign * b.negatives,
  posts: a.posts + sign * b.posts,
  usualNegatives: a.usualNegatives + sign * b.usualNegatives,
  usualPosts: a.usualPosts + sign * b.usualPosts,
  usualAmong: a.usualAmong + sign * b.usualAmong,
})

/**
 * Share of negative posts that is usual where these were written, 0..1. Not that of the posts one would expect: when a place that
 * always complains is busy, the share of the whole story rises, and nobody is angrier than before.
 */
export const usualShare = ({ posts, usualNegatives, usualPosts, usualAmong }: Sums) =>
  posts > 0 ? usualAmong / posts : usualPosts > 0 ? usualNegatives / usualPosts : 0

export type Dispersion = {
  /** Variance over mean (Pearson) of hourly negative posts, and of all posts. */
  negatives: number
  posts: number
  /** Variance of the hourly share of negative posts over that of independent posts. */
  share: number
  /** What is usual in an hour, on average. */
  meanNegatives: number
  meanPosts: number
}

/** Half-life 7 days. */
const step = 1 - 0.5 ** (1 / 168)
/** A single hour counts at most so much. */
const most = { first: 25, negatives: 16, posts: 25, share: 16 }
const fewestForShare = 3

const pearson = (seen: number, expected: number) => (seen - expected) ** 2 / expected
const shareDeviance = (sums: Sums) => {
  const usual = usualShare(sums)
  return (sums.negatives - usual * sums.posts) ** 2 / (sums.posts * usual * (1 - usual))
}
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** Of the first week. @param hours at least one */
export const firstDispersion = (hours: readonly Sums[]): Dispersion => {
  const shares = hours.filter(({ posts }) => posts >= fewestForShare)
  const atLeast1 = (value: number) => Math.max(1, value)
  return {
    negatives: atLeast1(mean(hours.map((hour) => Math.min(pearson(hour.negatives, hour.usualNegatives), most.first)))),
    posts: atLeast1(mean(hours.map((hour) => Math.min(pearson(hour.posts, hour.usualPosts), most.first)))),
    share: shares.length <= 24 ? 1.2 : atLeast1(mean(shares.map((hour) => Math.min(shareDeviance(hour), most.share)))),
    meanNegatives: mean(hours.map(({ usualNegatives }) => usualNegatives)),
    meanPosts: mean(hours.map(({ usualPosts }) => usualPosts)),
  }
}

/** Learns one hour, in place. */
export const learnDispersion = (dispersion: Dispersion, hour: Sums) => {
  const { negatives, posts, usualNegatives, usualPosts } = hour
  if (usualPosts <= 0 || usualNegatives <= 0) return
  const moved = (now: number, seen: number, cap: number) => Math.max(1, now + step * (Math.min(seen, cap) - now))
  dispersion.negatives = moved(dispersion.negatives, pearson(negatives, usualNegatives), most.negatives)
  dispersion.posts = moved(dispersion.posts, pearson(posts, usualPosts), most.posts)
  if (posts >= fewestForShare) dispersion.share = moved(dispersion.share, shareDeviance(hour), most.share)
  dispersion.meanNegatives += step * (usualNegatives - dispersion.meanNegatives)
  dispersion.meanPosts += step * (usualPosts - dispersion.meanPosts)
}

/**
 * The variance of an hour with `m` expected posts is read as clumps·m + spells·m². Clumps make negative posts and all posts vary alike;
 * a busy evening raises both, but the larger number varies more by it: two equations for two unknowns.
 */
export const clumpsAndSpells = (
  { negatives, posts, meanNegatives, meanPosts }: Dispersion,
  leastClumps: number,
): { readonly clumps: number; readonly spells: number } => {
  const spells = Math.max(0, (posts - negatives) / Math.max(meanPosts - meanNegatives, 0.1))
  return { clumps: Math.max(leastClumps, negatives - spells * meanNegatives), spells }
}
