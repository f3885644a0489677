// Hours of an invented story for tests: posts come by chance, with a seed.
import type { Count } from '../../../analysis/effects/hours.ts'
import { createSeeded } from '../../../analysis/seeded.ts'

export const hourMs = 3_600_000
/** The statement of these tests: Monday 2 February 2026, 12:20 UTC, after 28 calm days. */
export const saidAt = '2026-02-02T12:20:00.000Z'
export const saidMs = Date.parse('2026-02-02T12:00:00Z')

type Course = (hoursSinceSaid: number) => number
type Given = {
  readonly seed: number
  /** Expected posts in an hour. */
  readonly posts: Course
  /** Expected share of negative posts, 0..1. */
  readonly share: Course
  readonly fromHour?: number
  readonly toHour?: number
}

const binomial = (n: number, share: number, random: () => number) => {
  let found = 0
  for (let i = 0; i < n; i++) if (random() < share) found++
  return found
}
const poisson = (mean: number, random: () => number) => {
  let count = 0
  let reached = 0
  while (reached < mean) {
    reached += -Math.log(1 - random())
    if (reached < mean) count++
  }
  return count
}

export const givenHours = ({ seed, posts, share, fromHour = -28 * 24, toHour = 72 }: Given): readonly Count[] => {
  const random = createSeeded(seed)
  return Array.from({ length: toHour - fromHour }, (_, i) => {
    const hour = fromHour + i
    const scored = poisson(posts(hour), random)
    return { atMs: saidMs + hour * hourMs, scored, negative: binomial(scored, share(hour), random) }
  })
}

/** A backlash that began 36 hours before, stands at 60 % and falls to `after` at the statement; 20 % are usual. */
export const backlash = (after: number, seed = 1) =>
  givenHours({
    seed,
    posts: (hour) => (hour < -36 ? 20 : 60),
    share: (hour) => (hour < -36 ? 0.2 : hour < 0 ? 0.6 : after),
  })
