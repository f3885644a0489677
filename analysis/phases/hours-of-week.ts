// Means by hour of the week: what is learnt for longer than a week takes no more room.

/** Of a number per hour; `null`: that hour was never read. The running hour is not among the means yet. */
export type HoursOfWeek = {
  means: (number | null)[]
  /** Five-minute ticks read, in all. */
  ticks: number
  running: { hour: number; sum: number; ticks: number }
}

const slots = 168
const ticksPerWeek = 12 * slots

export const emptyHours = (): HoursOfWeek => ({
  means: Array.from({ length: slots }, () => null),
  ticks: 0,
  running: { hour: 0, sum: 0, ticks: 0 },
})

/** As if the same ticks had been read, and nothing been there. */
export const zerosLike = ({ means, ticks, running }: HoursOfWeek): HoursOfWeek => ({
  means: means.map((mean) => (mean === null ? null : 0)),
  ticks,
  running: { ...running, sum: 0 },
})

/** In place: an hour of which a part was read counts as a whole one. */
export const endRunningHour = (hours: HoursOfWeek) => {
  const { means, running } = hours
  if (running.ticks === 0) return
  const slot = running.hour % slots
  const before = means[slot] ?? null
  const now = (running.sum * 12) / running.ticks
  const weeks = Math.ceil(hours.ticks / ticksPerWeek)
  means[slot] = before === null ? now : before + (now - before) / weeks
  running.ticks = 0
}

/** In place. @param hour since 1970 @param count in one tick of it */
export const addToHour = (hours: HoursOfWeek, hour: number, count: number) => {
  const { running } = hours
  if (running.hour !== hour) {
    endRunningHour(hours)
    hours.running = { hour, sum: 0, ticks: 0 }
  }
  hours.running.sum += count
  hours.running.ticks++
  hours.ticks++
}
