// A story that is being learnt: what its first week says of each source and of how much its hours vary.
import type { Dispersion, Sums } from './dispersion.ts'
import { firstDispersion } from './dispersion.ts'
import { emptyWeek, learnt, takeTick } from './first-week.ts'
import { learning as settings } from './settings.ts'
import { newSource, type Source } from './sources.ts'
import { postsOf, type SourceCounts } from './tick.ts'

/** Usual share of negative posts before anything is known, 0..1. */
const priorShare = 0.25
const hoursOfWeek = 168
const neededTicks = settings.days * 288

export type Learning = {
  /** Five-minute ticks in which anything was read. */
  ticks: number
  posts: number
  /** Of all sources, by hour of the week. */
  negatives: number[]
}

export const beginLearning = (): Learning => ({
  ticks: 0,
  posts: 0,
  negatives: Array.from({ length: hoursOfWeek }, () => 0),
})

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
  // It was read since the story was: nobody wrote there.
  const eldest = isFirstWeek ? sources.find(({ week }) => week !== undefined)?.week : undefined
  if (added.week !== undefined && eldest !== undefined) {
    added.week.ticks = [...eldest.ticks]
    added.week.total.ticks = eldest.total.ticks
  }
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
  for (const name of read) {
    const one = counts[name] as SourceCounts
    const source = sourceOf(sources, name, one, true)
    if (source?.week === undefined) continue
    const posts = postsOf(one)
    takeTick(source.week, hour, { posts, negatives: one.negative, duplicates: one.duplicates })
    learning.posts += posts
    const slot = hour % hoursOfWeek
    learning.negatives[slot] = (learning.negatives[slot] as number) + one.negative
  }
  learning.ticks++
  return learning.ticks >= neededTicks && learning.posts >= settings.posts
}

/** Gives every source its baseline, in place. */
export const learnStory = ({ negatives }: Learning, sources: readonly Source[]): Dispersion => {
  const weeks = sources.flatMap(({ week }) => (week === undefined ? [] : [week]))
  for (const source of sources) {
    source.baseline = learnt(source.week ?? emptyWeek(), priorShare)
    delete source.week
  }
  const hours = negatives.flatMap((count, slot): Sums[] => {
    const ticks = Math.max(...weeks.map((week) => week.ticks[slot] as number))
    if (ticks === 0) return []
    const perHour = 12 / ticks
    let [usualNegatives, usualPosts] = [0, 0]
    for (const { baseline } of sources) {
      const expected = (baseline?.level ?? 0) * (baseline?.hours[slot % 24] ?? 0)
      usualPosts += expected
      usualNegatives += expected * (baseline?.share ?? 0)
    }
    const posts = weeks.reduce((sum, week) => sum + (week.posts[slot] as number), 0)
    return [{ negatives: count * perHour, posts: posts * perHour, usualNegatives, usualPosts }]
  })
  return firstDispersion(hours)
}

/** A source that came later joins once its own week is known. @param usualShare that of the story, 0..1 */
export const joinStory = (source: Source, usualShare: number) => {
  if (source.week === undefined || source.week.total.ticks < neededTicks) return
  source.baseline = learnt(source.week, usualShare)
  delete source.week
}
