// What a saved batch of the projections means for each story: which five minutes changed, and whether more did.
import { intervalMs } from '../projections/intervals.ts'
import type { Changed } from '../projections/keep-up.ts'

export type StoryChange = {
  /** Starts (ms) of changed five-minute buckets, all sources and topics. */
  readonly buckets: Set<number>
  /** The story itself, its moments or its phases changed: the whole state goes out. */
  whole: boolean
}

/**
 * Of every story by slug. Channels are not looked at: each post changes one, and their state is told by the minute.
 */
export const storyChanges = ({ changed }: Changed): Map<string, StoryChange> => {
  const stories = new Map<string, StoryChange>()
  const of = (slug: string) => {
    const known = stories.get(slug) ?? { buckets: new Set<number>(), whole: false }
    stories.set(slug, known)
    return known
  }
  for (const key of changed.get('timeline') ?? []) {
    const [slug, , source, topic, interval, start] = key.split('|')
    if (slug === undefined || source !== '' || topic !== '' || interval !== '5m' || start === undefined) continue
    of(slug).buckets.add(Date.parse(start))
  }
  for (const key of changed.get('posts') ?? []) of(key.slice(0, key.indexOf('|')))
  for (const name of ['stories', 'statements', 'phrases', 'phases'])
    for (const slug of changed.get(name) ?? []) of(slug).whole = true
  return stories
}

/** Widths of bins that any range draws; the first two are summed from five minutes. */
const binWidthsMs = [
  intervalMs['5m'],
  3 * intervalMs['5m'],
  intervalMs['1h'],
  2 * intervalMs['1h'],
  6 * intervalMs['1h'],
  intervalMs['1d'],
]

/** Start and width (ms) of every bin that a changed bucket lies in. */
export const touchedBins = (buckets: Iterable<number>): { readonly binMs: number; readonly startMs: number }[] => {
  const starts = [...buckets]
  return binWidthsMs.flatMap((binMs) =>
    [...new Set(starts.map((start) => Math.floor(start / binMs) * binMs))]
      .sort()
      .map((startMs) => ({ binMs, startMs })),
  )
}
