// The timeline: posts per bucket of time, for a story and lane, per source and topic and over all of them.
import { type Counts, countsOf, emptyTally, phaseCountsOf, sum, type Tally } from './counts.ts'
import { type Coverage, coverageOf } from './coverage.ts'
import { ceilTo, type Ends, endsOf, floorTo, type Interval, intervalMs, startText } from './intervals.ts'
import type { ReadModel } from './read-model.ts'
import { createTally, type Places } from './tally.ts'

/** The keys a place had last: posts come roughly in the order of time, and the same string is found faster. */
type Place = { readonly name: string; ends: Ends; keys: readonly [string, string, string] }

const noEnds: Ends = ['', '', '']
const maxKnown = 20_000
const placesByName = new Map<string, Place>()
const placesByPost = new Map<string, readonly Place[]>()

const placeOf = (name: string): Place => {
  const place = placesByName.get(name) ?? { name, ends: noEnds, keys: noEnds }
  placesByName.set(name, place)
  return place
}

const placesOf = (slug: string, lane: string, source: string, topics: readonly string[]): readonly Place[] => {
  const named = `${slug}|${lane}|${source}|${topics.join()}`
  const known = placesByPost.get(named)
  if (known !== undefined) return known
  if (placesByPost.size >= maxKnown) {
    placesByPost.clear()
    placesByName.clear()
  }
  const all = ['', ...new Set(topics)]
  const places = ['', source].flatMap((from) => all.map((topic) => placeOf(`${slug}|${lane}|${from}|${topic}|`)))
  placesByPost.set(named, places)
  return places
}

/** Key: `story|lane|source|topic|interval|start`; an empty source or topic stands for all. */
const places: Places = (post, lane, { slug, topics }) => {
  const keys: string[] = []
  const ends = endsOf(post.at)
  for (const place of placesOf(slug, lane, post.source, topics)) {
    if (place.ends !== ends) {
      const { name } = place
      place.keys = ends.map((end, i) => (place.ends[i] === end ? place.keys[i] : name + end)) as unknown as Ends
      place.ends = ends
    }
    keys.push(place.keys[0], place.keys[1], place.keys[2])
  }
  return keys
}

export const timeline = createTally('timeline', places)

/** Which line of the timeline: absent `source` or `topic` means all. */
export type Line = { readonly story: string; readonly lane: string; readonly source?: string; readonly topic?: string }

const rows = (readModel: ReadModel, line: Line, interval: Interval, fromMs: number, toMs: number) => {
  const place = `${line.story}|${line.lane}|${line.source ?? ''}|${line.topic ?? ''}|${interval}|`
  const range = { from: place + startText(fromMs), to: place + startText(toMs) }
  return readModel
    .scan('timeline', range)
    .map(({ key, state }) => ({ start: key.slice(place.length), tally: state as Tally }))
}

/** How many scored posts each bucket has that has any: reposts, further near-duplicates and unscored ones are none. */
export const scoredPosts = (readModel: ReadModel, line: Line, interval: Interval, fromMs: number, toMs: number) =>
  rows(readModel, line, interval, fromMs, toMs).flatMap(({ start, tally }) => {
    const { negative, neutral, positive } = countsOf(tally)
    const scored = negative + neutral + positive
    return scored === 0 ? [] : [{ startMs: Date.parse(start), scored }]
  })

/** How many posts there are, and how many of them are negative of those with a sentiment; each text once. */
export type Distinct = { readonly posts: number; readonly scored: number; readonly negative: number }

export const distinctOf = ({ posts, duplicates, unscored, negative }: Counts): Distinct => ({
  posts: posts - duplicates,
  scored: posts - duplicates - unscored,
  negative,
})

/** Of every bucket that has any posts; in order. */
export const distinctPosts = (readModel: ReadModel, line: Line, interval: Interval, fromMs: number, toMs: number) =>
  rows(readModel, line, interval, fromMs, toMs).map(({ start, tally }) => ({
    startMs: Date.parse(start),
    ...distinctOf(countsOf(tally)),
  }))

/** What phases are found by, of every five minutes of one source that have any; in order. */
export const phaseCounts = (
  readModel: ReadModel,
  line: Line & { readonly source: string },
  fromMs: number,
  toMs: number,
) =>
  rows(readModel, line, '5m', fromMs, toMs).flatMap(({ start, tally }) => {
    const counts = phaseCountsOf(tally)
    return Object.values(counts).every((count) => count === 0) ? [] : [{ startMs: Date.parse(start), counts }]
  })

export type Bucket = Counts & {
  /** `2017-08-18T17:00:00Z` */
  readonly start: string
  /** False: still running, or a channel was not read to its end. */
  readonly complete: boolean
  /** No channel was read in it: unknown, not zero. */
  readonly noData: boolean
}

export type TimelineQuery = Line & {
  readonly interval: Interval
  /** Widened to whole buckets; `toMs` is excluded. */
  readonly fromMs: number
  readonly toMs: number
  readonly nowMs: number
}

/** Every bucket of the range in order, zeros included. The caller bounds the range: see `bucketCount`. */
export const timelineOf = (readModel: ReadModel, query: TimelineQuery): readonly Bucket[] => {
  const { interval, nowMs } = query
  const fromMs = floorTo(query.fromMs, interval)
  const toMs = ceilTo(query.toMs, interval)
  const kept = rows(readModel, query, interval, fromMs, toMs)
  const coverage: Coverage = coverageOf(readModel, query.story, nowMs)
  const buckets: Bucket[] = []
  let next = 0
  for (let startMs = fromMs; startMs < toMs; startMs += intervalMs[interval]) {
    const start = startText(startMs)
    const row = kept[next]?.start === start ? kept[next++] : undefined
    const counts = countsOf(row?.tally ?? emptyTally)
    const { read, complete } = coverage(startMs, startMs + intervalMs[interval])
    buckets.push({ start: `${start.slice(0, 16)}:00Z`, ...counts, complete, noData: counts.posts === 0 && !read })
  }
  return buckets
}

/** All posts of a range, widened to whole five minutes: whole days and hours where they fit, so few rows are read. */
export const countsBetween = (readModel: ReadModel, line: Line, fromMs: number, toMs: number): Counts => {
  const between = (interval: Interval, from: number, to: number) =>
    from < to ? rows(readModel, line, interval, from, to).map(({ tally }) => tally) : []
  const split = (inner: Interval, outer: Interval, from: number, to: number): Tally[] => {
    const firstWhole = Math.min(ceilTo(from, inner), to)
    const lastWhole = Math.max(floorTo(to, inner), firstWhole)
    const middle = inner === '1d' ? split('1h', '5m', from, firstWhole) : between(outer, from, firstWhole)
    const end = inner === '1d' ? split('1h', '5m', lastWhole, to) : between(outer, lastWhole, to)
    return [...middle, ...between(inner, firstWhole, lastWhole), ...end]
  }
  return countsOf(sum(split('1d', '1h', floorTo(fromMs, '5m'), ceilTo(toMs, '5m'))))
}

/** The hour with the most posts; `undefined` without any. */
export const peakHourOf = (readModel: ReadModel, line: Line): { start: string; posts: number } | undefined => {
  const dayMs = intervalMs['1d']
  const size = (tally: Tally) => countsOf(tally).posts
  const days = rows(readModel, line, '1d', 0, Date.UTC(9999, 0)).sort((a, b) => size(b.tally) - size(a.tally))
  let peak: { start: string; posts: number } | undefined
  for (const day of days) {
    // No hour has more posts than its day: the days left cannot beat what was found.
    if (size(day.tally) <= (peak?.posts ?? 0)) break
    const startMs = Date.parse(day.start)
    for (const { start, tally } of rows(readModel, line, '1h', startMs, startMs + dayMs))
      if (size(tally) > (peak?.posts ?? 0)) peak = { start: `${start.slice(0, 16)}:00Z`, posts: size(tally) }
  }
  return peak
}
