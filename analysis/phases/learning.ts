// A story that is being learnt: what its first week says of each source and of how much its hours vary.
import type { Dispersion, Sums } from './dispersion.ts'
import { firstDispersion } from './dispersion.ts'
import { emptyWeek, learnt, takeTick } from './first-week.ts'
import { addToHour, emptyHours, endRunningHour, type HoursOfWeek, zerosLike } from './hours-of-week.ts'
import { learning as settings } from './settings.ts'
import { newSource, type Source } from './sources.ts'
import { postsOf, type SourceCounts } from './tick.ts'

/** Usual share of negative posts before anything is known, 0..1. */
const priorShare = 0.25
const neededTicks = settings.days * 288

export type Learning = {
  /** Five-minute ticks in which anything was read. */
  ticks: number
  posts: number
  /** Of all sources. */
  negatives: HoursOfWeek
}

export const beginLearning = (): Learning => ({ ticks: 0, posts: 0, negatives: emptyHours() })

/** A source begins with its first post: one that is always silent changes nothing. */
export const sourceOf = (
  sources: Source[],
  name: string,
  counts: SourceCounts,
  isFirstWeek: boolean,
): Source | undefined => {
  const known = sources.find((source) => source.name === name)
  if (known !== undefined || postsOf(counts) + counts.duplicates === 0) return known
  const added = newSource(name)
  // It was read whenever another was: nobody wrote there.
  const eldest = isFirstWeek ? sources.find(({ week }) => week !== undefined)?.week : undefined
  if (added.week !== undefined && eldest !== undefined) added.week.posts = zerosLike(eldest.posts)
  sources.push(added)
  sources.sort((a, b) => (a.name < b.name ? -1 : 1))
  return added
}

/** @param hour since 1970 @returns whether enough is known */
export const takeLearningTick = (
  learning: Learning,
  sources: Source[],
  counts: { readonly [source: string]: SourceCounts },
  hour: number,
): boolean => {
  const read = Object.keys(counts).sort()
  if (read.length === 0) return false
  for (const name of read) sourceOf(sources, name, counts[name] as SourceCounts, true)
  if (sources.length === 0) return false // the first post is awaited
  let negatives = 0
  for (const name of read) {
    const one = counts[name] as SourceCounts
    const source = sources.find((known) => known.name === name)
    if (source?.week === undefined) continue
    const posts = postsOf(one)
    takeTick(source.week, hour, { posts, negatives: one.negative, duplicates: one.duplicates })
    learning.posts += posts
    negatives += one.negative
  }
  addToHour(learning.negatives, hour, negatives)
  learning.ticks++
  return learning.ticks >= neededTicks && learning.posts >= settings.posts
}

/** Gives every source its baseline, in place. */
export const learnStory = ({ negatives }: Learning, sources: readonly Source[]): Dispersion => {
  const weeks = sources.map((source) => {
    const week = source.week ?? emptyWeek()
    const baseline = learnt(week, priorShare)
    source.baseline = baseline
    delete source.week
    return { means: week.posts.means, baseline }
  })
  endRunningHour(negatives)
  const hours = negatives.means.flatMap((count, slot): Sums[] => {
    if (count === null) return []
    let [posts, usualNegatives, usualPosts, usualAmong] = [0, 0, 0, 0]
    for (const { means, baseline } of weeks) {
      const seen = means[slot] ?? null
      if (seen === null) continue
      const expected = baseline.level * (baseline.hours[slot % 24] as number)
      posts += seen
      usualPosts += expected
      usualNegatives += expected * baseline.share
      usualAmong += seen * baseline.share
    }
    return usualPosts > 0 ? [{ negatives: count, posts, usualNegatives, usualPosts, usualAmong }] : []
  })
  return firstDispersion(hours)
}

/** A source that came later joins once its own week is known. @param usualShare that of the story, 0..1 */
export const joinStory = (source: Source, usualShare: number) => {
  if (source.week === undefined || source.week.posts.ticks < neededTicks) return
  source.baseline = learnt(source.week, usualShare)
  delete source.week
}
