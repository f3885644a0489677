// Buckets of time: their lengths, where one starts, how a start is written.

export const intervals = ['5m', '1h', '1d'] as const
export type Interval = (typeof intervals)[number]
export const intervalMs = { '5m': 300_000, '1h': 3_600_000, '1d': 86_400_000 } as const satisfies Record<
  Interval,
  number
>

export const floorTo = (ms: number, interval: Interval) => Math.floor(ms / intervalMs[interval]) * intervalMs[interval]
export const ceilTo = (ms: number, interval: Interval) => Math.ceil(ms / intervalMs[interval]) * intervalMs[interval]

/** A bucket's start as keys hold it: `2017-08-18T17:00Z`. */
export const startText = (ms: number) => `${new Date(ms).toISOString().slice(0, 16)}Z`

export const bucketCount = (fromMs: number, toMs: number, interval: Interval) =>
  (ceilTo(toMs, interval) - floorTo(fromMs, interval)) / intervalMs[interval]

/** The finest interval with at most `maxBuckets`; a day where none has. */
export const finestInterval = (fromMs: number, toMs: number, maxBuckets: number): Interval =>
  intervals.find((interval) => bucketCount(fromMs, toMs, interval) <= maxBuckets) ?? '1d'

/** Ends of the keys of one moment's buckets, such as `1h|2017-08-18T17:00Z`; one per interval. */
export type Ends = readonly [string, string, string]

const maxKnown = 20_000
const known = new Map<string, Ends>()

/**
 * The same object for every moment of the same five minutes.
 * @param at ISO 8601 UTC. Looked up by its text: parsing each post's date costs more than counting it.
 */
export const endsOf = (at: string): Ends => {
  const minute = at.slice(0, 16)
  const found = known.get(minute)
  if (found !== undefined) return found
  const ms = Date.parse(at)
  const first = startText(floorTo(ms, '5m')).slice(0, 16)
  const ends =
    known.get(first) ??
    (intervals.map((interval) => `${interval}|${startText(floorTo(ms, interval))}`) as unknown as Ends)
  if (known.size >= maxKnown) known.clear()
  known.set(minute, ends)
  known.set(first, ends)
  return ends
}
