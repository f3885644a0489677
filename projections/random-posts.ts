// Scored posts of a story drawn at random, each as likely as any other, without reading them all.
import { intervalMs } from './intervals.ts'
import { type ListedPost, postsBetween } from './posts.ts'
import type { ReadModel } from './read-model.ts'
import { type Line, scoredPosts } from './timeline.ts'

type Weighted = { readonly startMs: number; readonly scored: number }

const pick = (buckets: readonly Weighted[], random: () => number): Weighted | undefined => {
  let left = random() * buckets.reduce((sum, { scored }) => sum + scored, 0)
  for (const bucket of buckets) {
    left -= bucket.scored
    if (left < 0) return bucket
  }
  return buckets.at(-1)
}

/**
 * Draws with replacement: first a day by its number of scored posts, in it an hour, in that five minutes, there a post. So a post of
 * a loud hour is as likely as one of a quiet day, and a draw reads some 300 short rows and the posts of five minutes.
 * @param random 0 ≤ x < 1
 */
export const createDraw = (readModel: ReadModel, line: Pick<Line, 'story' | 'lane'>, random: () => number) => {
  const days = scoredPosts(readModel, line, '1d', 0, Date.UTC(9999, 0))
  const within = (interval: '1h' | '5m', { startMs }: Weighted, lengthMs: number) =>
    pick(scoredPosts(readModel, line, interval, startMs, startMs + lengthMs), random)
  return (): ListedPost | undefined => {
    const day = pick(days, random)
    const hour = day && within('1h', day, intervalMs['1d'])
    const minutes = hour && within('5m', hour, intervalMs['1h'])
    if (minutes === undefined) return undefined
    const scored = postsBetween(readModel, line, minutes.startMs, minutes.startMs + intervalMs['5m']).filter(
      ({ duplicate, corrected, sentiment }) => !duplicate && (corrected ?? sentiment.label) !== 'unscored',
    )
    return scored[Math.floor(random() * scored.length)]
  }
}
