// While nothing is known yet: the last hour had far more posts than the hours of the week before. Says "volume", never more.

const hoursKept = 168
const quietTicks = 288
const deviations = 3
/** Hours that the mean and the deviation are of, at least. */
const fewestHours = 24

/** Whole hours of the last seven days, and the last twelve ticks. */
export type VolumeFlag = { hours: number[]; ticks: number[]; raisedAt?: number }

export const emptyFlag = (): VolumeFlag => ({ hours: [], ticks: [] })

/**
 * In place.
 * @param tick five minutes since 1970
 * @param posts in it; undefined: it was not read, and no hour with it counts
 * @returns whether it is raised now: at most once in 24 hours
 */
export const takeVolume = (flag: VolumeFlag, tick: number, posts: number | undefined): boolean => {
  if (posts === undefined) {
    flag.ticks = []
    return false
  }
  flag.ticks.push(posts)
  if (flag.ticks.length > 12) flag.ticks.shift()
  const hour = flag.ticks.reduce((sum, count) => sum + count, 0)
  const isRaised = flag.ticks.length === 12 && isFar(flag.hours, hour)
  if (tick % 12 === 11 && flag.ticks.length === 12) {
    flag.hours.push(hour)
    if (flag.hours.length > hoursKept) flag.hours.shift()
  }
  if (!isRaised || (flag.raisedAt !== undefined && tick - flag.raisedAt < quietTicks)) return false
  flag.raisedAt = tick
  return true
}

const isFar = (hours: readonly number[], hour: number): boolean => {
  if (hours.length < fewestHours) return false
  const mean = hours.reduce((sum, count) => sum + count, 0) / hours.length
  const variance = hours.reduce((sum, count) => sum + (count - mean) ** 2, 0) / hours.length
  return hour > mean + deviations * Math.sqrt(variance)
}
