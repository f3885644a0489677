// The most typical posts: those nearest to the middle of their group, not the loudest.
import { type ListedPost, postsOf } from './posts.ts'
import type { ReadModel } from './read-model.ts'

const labels = ['negative', 'neutral', 'positive'] as const
type Label = (typeof labels)[number]

type TypicalPosts = { readonly [L in Label]: readonly ListedPost[] }

/** How many of the newest posts are looked at, in pages of 1,000: a loud day is known well enough from them. */
const maxPages = 2

/** Each post as a point: its three probabilities, then 1 or 0 for each topic. */
const pointsOf = (posts: readonly ListedPost[]): readonly (readonly number[])[] => {
  const topics = [...new Set(posts.flatMap((post) => post.topics))]
  return posts.map(({ sentiment, topics: own }) => {
    const { negative, neutral, positive } =
      sentiment.label === 'unscored' ? { negative: 0, neutral: 0, positive: 0 } : sentiment
    return [negative, neutral, positive, ...topics.map((topic) => (own.includes(topic) ? 1 : 0))]
  })
}

/** Nearest to the mean of all points first; of equals the newest. */
export const byTypical = (posts: readonly ListedPost[]): readonly ListedPost[] => {
  const points = pointsOf(posts)
  const middle = (points[0] ?? []).map(
    (_, i) => points.reduce((sum, point) => sum + (point[i] as number), 0) / points.length,
  )
  return posts
    .map((post, i) => ({
      post,
      distance: middle.reduce((sum, mean, axis) => sum + (((points[i] as number[])[axis] as number) - mean) ** 2, 0),
    }))
    .sort((a, b) => a.distance - b.distance || (a.post.at < b.post.at ? 1 : -1))
    .map(({ post }) => post)
}

/**
 * Up to `limit` posts per sentiment of a range (ISO 8601 UTC), the most typical first: whoever shows one takes the
 * first that may be shown. Duplicates and native reposts are left out.
 */
export const typicalPostsOf = (
  readModel: ReadModel,
  query: { readonly story: string; readonly lane: string; readonly from: string; readonly to: string },
  limit: number,
): TypicalPosts => {
  const posts: ListedPost[] = []
  let cursor: string | undefined
  for (let page = 0; page < maxPages; page++) {
    const found = postsOf(readModel, { ...query, limit: 1_000, ...(cursor === undefined ? {} : { cursor }) })
    posts.push(...found.posts.filter(({ duplicate }) => !duplicate))
    cursor = found.next
    if (cursor === undefined) break
  }
  const most = (label: Label) =>
    byTypical(posts.filter(({ sentiment, corrected }) => (corrected ?? sentiment.label) === label)).slice(0, limit)
  return { negative: most('negative'), neutral: most('neutral'), positive: most('positive') }
}
