// Lanes of a story side by side: what each counts, and where two of them say different things of the same posts.
import { type Counts, countsOf, sum, type Tally } from './counts.ts'
import { intervalMs } from './intervals.ts'
import { type ListedPost, postsOf } from './posts.ts'
import type { ReadModel } from './read-model.ts'
import { totalOf } from './sources.ts'
import type { Story } from './stories.ts'

const labels = ['negative', 'neutral', 'positive', 'unscored'] as const
type Label = (typeof labels)[number]

/** Rows: what the lane shown says; columns: what the other one says. */
export type Agreement = {
  /** The newest posts that both have analysed. */
  readonly posts: number
  readonly same: number
  readonly matrix: { readonly [Shown in Label]: { readonly [Other in Label]: number } }
  /** Mean distance of the two negative shares over hours with at least ten scored posts in both; null without any. */
  readonly hourlyDifference: number | null
}

export type LaneRow = {
  readonly id: string
  /** `chosen`: it is shown once it has analysed all posts. */
  readonly state: 'active' | 'chosen' | 'shadow'
  readonly total: Counts
  /** It has analysed every post that the lane shown has. */
  readonly filled: boolean
  /** With the lane shown; absent for that one itself. */
  readonly agreement?: Agreement
}

/** Newest posts that are compared, and the page they are read in. */
const [mostCompared, pageSize] = [5_000, 1_000]
const fewestPerHour = 10

const newest = (readModel: ReadModel, story: string, lane: string): readonly ListedPost[] => {
  const posts: ListedPost[] = []
  let cursor: string | undefined
  do {
    const page = postsOf(readModel, { story, lane, limit: pageSize, ...(cursor === undefined ? {} : { cursor }) })
    posts.push(...page.posts)
    cursor = page.next
  } while (cursor !== undefined && posts.length < mostCompared)
  return posts
}

const byHour = (posts: readonly ListedPost[]): ReadonlyMap<number, Counts> => {
  const hours = new Map<number, Tally[]>()
  for (const { at, sentiment } of posts) {
    const hour = Math.floor(Date.parse(at) / intervalMs['1h'])
    const one = labels.map((label) => (sentiment.label === label ? 1 : 0))
    hours.set(hour, [...(hours.get(hour) ?? []), [...one, 0, 0, 0, 0, 0, 0, 0] as unknown as Tally])
  }
  return new Map([...hours].map(([hour, tallies]) => [hour, countsOf(sum(tallies))]))
}

const hourlyDifference = (shown: readonly ListedPost[], other: readonly ListedPost[]): number | null => {
  const [mine, theirs] = [byHour(shown), byHour(other)]
  const scored = ({ negative, neutral, positive }: Counts) => negative + neutral + positive
  const differences = [...mine].flatMap(([hour, counts]) => {
    const beside = theirs.get(hour)
    if (beside === undefined || scored(counts) < fewestPerHour || scored(beside) < fewestPerHour) return []
    return [Math.abs((counts.negativeShare ?? 0) - (beside.negativeShare ?? 0))]
  })
  return differences.length === 0 ? null : differences.reduce((a, b) => a + b, 0) / differences.length
}

const compare = (shown: readonly ListedPost[], beside: readonly ListedPost[]): Agreement => {
  const byRef = new Map(beside.map((post) => [post.ref, post]))
  const matrix = Object.fromEntries(
    labels.map((label) => [label, Object.fromEntries(labels.map((other) => [other, 0]))]),
  ) as { [Shown in Label]: { [Other in Label]: number } }
  const both = shown.flatMap((post) => {
    const other = byRef.get(post.ref)
    return other === undefined ? [] : [[post, other] as const]
  })
  for (const [post, other] of both) matrix[post.sentiment.label][other.sentiment.label]++
  return {
    posts: both.length,
    same: both.filter(([post, other]) => post.sentiment.label === other.sentiment.label).length,
    matrix,
    hourlyDifference: hourlyDifference(
      both.map(([post]) => post),
      both.map(([, other]) => other),
    ),
  }
}

const size = ({ posts, amplified }: Counts) => posts + amplified

/** The lane shown first, then the others by name. Of a lane's word on a post, people's corrections are no part. */
export const lanesOf = (readModel: ReadModel, { slug, lane, chosen, shadows = [] }: Story): readonly LaneRow[] => {
  const shown = newest(readModel, slug, lane)
  const total = totalOf(readModel, slug, lane)
  const others = shadows.map((id): LaneRow => {
    const counts = totalOf(readModel, slug, id)
    return {
      id,
      state: id === chosen ? 'chosen' : 'shadow',
      total: counts,
      filled: size(counts) >= size(total),
      agreement: compare(shown, newest(readModel, slug, id)),
    }
  })
  return [{ id: lane, state: 'active', total, filled: true }, ...others]
}
