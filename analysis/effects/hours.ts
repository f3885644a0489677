// Posts counted by the hour: what every measurement of an effect reads.

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** Posts that have a sentiment, and how many of them are negative. */
export type Total = { readonly negative: number; readonly scored: number }
/** Of the bucket that begins at `atMs`, ms since 1970. */
export type Count = Total & { readonly atMs: number }

export const floorToHour = (ms: number) => Math.floor(ms / hourMs) * hourMs

/**
 * Whole hours in order of time.
 * @param counts of five minutes or of an hour, each post once, summed over the sources; what nobody read is absent
 */
export const inHours = (counts: readonly Count[]): readonly Count[] => {
  const hours = new Map<number, Count>()
  for (const { atMs, negative, scored } of counts) {
    const hour = floorToHour(atMs)
    const known = hours.get(hour) ?? { atMs: hour, negative: 0, scored: 0 }
    hours.set(hour, { atMs: hour, negative: known.negative + negative, scored: known.scored + scored })
  }
  return [...hours.values()].sort((a, b) => a.atMs - b.atMs)
}

/** The first of the hours that does not begin before `ms`; they are in order. */
const firstFrom = (hours: readonly Count[], ms: number) => {
  let [low, high] = [0, hours.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((hours[middle] as Count).atMs < ms) low = middle + 1
    else high = middle
  }
  return low
}

/** Those that begin in `fromMs <= t < toMs`, of hours in order. */
export const between = (hours: readonly Count[], fromMs: number, toMs: number): readonly Count[] =>
  hours.slice(firstFrom(hours, fromMs), firstFrom(hours, toMs))

export const totalOf = (hours: readonly Count[]): Total => {
  let negative = 0
  let scored = 0
  for (const hour of hours) {
    negative += hour.negative
    scored += hour.scored
  }
  return { negative, scored }
}

/** 0..1; of no posts 0. */
export const shareOf = ({ negative, scored }: Total) => (scored === 0 ? 0 : negative / scored)
