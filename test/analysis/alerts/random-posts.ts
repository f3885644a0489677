// Seeded posts of a story, in five minutes each: rhythm of the day and the week, busy and quiet spells, threads that are angry or leave together.
import { hourMs, type Past } from '../../../analysis/alerts/standing-out.ts'
import { createSeeded } from '../../../analysis/seeded.ts'

export const tickMs = 300_000
const hourTicks = hourMs / tickMs

type Settings = {
  readonly seed: number
  readonly perHour: number
  readonly days: number
  /** By the hour since the beginning: shares, and how many times the usual posts. */
  readonly leaving?: (hour: number) => number
  readonly negative?: (hour: number) => number
  readonly times?: (hour: number) => number
}

/** Poisson, by inversion; by the normal distribution above 30. */
const countOf = (random: () => number, normal: () => number, mean: number): number => {
  if (mean > 30) return Math.max(0, Math.round(mean + Math.sqrt(mean) * normal()))
  let count = -1
  for (let product = 1; product > Math.exp(-mean); product *= random()) count++
  return Math.max(0, count)
}

const weekdays = [1, 1.05, 1, 1, 0.95, 0.75, 0.8]

/** Sums up to each tick. */
export const randomPosts = ({
  seed,
  perHour,
  days,
  leaving = () => 0.02,
  negative = () => 0.22,
  times = () => 1,
}: Settings) => {
  const random = createSeeded(seed)
  const normal = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const ticks = days * 24 * hourTicks
  const [posts, leave, angry] = [0, 1, 2].map(() => new Float64Array(ticks + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ]
  let spell = 0
  for (let tick = 0; tick < ticks; tick++) {
    const hour = Math.floor(tick / hourTicks)
    if (tick % hourTicks === 0) spell = 0.8 * spell + 0.15 * normal()
    const rhythm =
      (1 + 0.7 * Math.sin((2 * Math.PI * (hour % 24)) / 24 - 2)) * (weekdays[Math.floor(hour / 24) % 7] ?? 1)
    const threads = countOf(random, normal, (perHour / hourTicks / 2) * rhythm * Math.exp(spell) * times(hour))
    for (let thread = 0; thread < threads; thread++) {
      const [share, leaves] = [negative(hour), leaving(hour)]
      // Half of the threads have a mood of their own.
      const mood = random() < 0.5 ? share : random() < share ? 0.75 : (0.25 * share) / (1 - share)
      const clump = random() < leaves ? 0.6 : 0.4 * leaves
      for (let reply = 0; reply === 0 || (random() < 0.5 && reply < 12); reply++) {
        const at = tick + 1 + (reply === 0 ? 0 : Math.floor(-4 * Math.log(1 - random())))
        if (at > ticks) continue
        ;(posts[at] as number)++
        if (random() < clump) (leave[at] as number)++
        if (random() < mood) (angry[at] as number)++
      }
    }
  }
  for (const sums of [posts, leave, angry])
    for (let tick = 1; tick <= ticks; tick++) (sums[tick] as number) += sums[tick - 1] as number
  return { endMs: ticks * tickMs, posts, leave, angry }
}

type Sums = ReturnType<typeof randomPosts>

/** What is measured of them, from 1970 on. */
export const pastOf = ({ posts, leave, angry }: Sums, trigger: 'volume' | 'leaving' | 'negative-share'): Past => {
  const part = { volume: posts, leaving: leave, 'negative-share': angry }[trigger]
  const at = (sums: Float64Array, ms: number) =>
    sums[Math.min(sums.length - 1, Math.max(0, Math.round(ms / tickMs)))] as number
  const between: Past['between'] = (fromMs, toMs) => {
    const sum = (sums: Float64Array) => at(sums, toMs) - at(sums, fromMs)
    return { part: sum(part), whole: trigger === 'volume' ? (toMs - fromMs) / hourMs : sum(posts) }
  }
  return { between, of: (hour) => between(hour * hourMs, (hour + 1) * hourMs), isUsual: () => true, firstHour: 0 }
}
