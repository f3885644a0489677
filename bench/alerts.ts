// How often what stands out does so by chance, and how late it is told where it is true: over simulated stories, about two minutes.
import { measures } from '../analysis/alerts/measures.ts'
import { hourMs, type Past, standingOut } from '../analysis/alerts/standing-out.ts'
import { type Sensitivity, sensitivities } from '../events/alert.ts'
import { reaches } from '../events/alert-decisions.ts'
import { pastOf, randomPosts, tickMs } from '../test/analysis/alerts/random-posts.ts'
import { median, type Result, type Row, round } from './table.ts'

const dayMs = 24 * hourMs
const rates = [2, 5, 20, 60, 200]
const seeds = Array.from({ length: 24 }, (_, i) => i + 1)
const calmDays = 36
const trueDays = 2

type Trigger = keyof typeof measures
type Times = { readonly [S in Sensitivity]: readonly number[] }

/** Once while it goes on, and again after a day without it. */
const toldIn = (past: Past, trigger: Trigger, fromMs: number, endMs: number): Times => {
  const told: { [S in Sensitivity]: number[] } = { sensitive: [], balanced: [], strict: [] }
  const seenMs = { sensitive: -dayMs, balanced: -dayMs, strict: -dayMs }
  for (let ms = fromMs; ms <= endMs; ms += tickMs) {
    const found = standingOut(past, measures[trigger], ms)
    for (const sensitivity of sensitivities.filter((least) => found.some(({ bar }) => reaches(least, bar)))) {
      if (ms - seenMs[sensitivity] > dayMs) told[sensitivity].push(ms)
      seenMs[sensitivity] = ms
    }
  }
  return told
}

const calm = (trigger: Trigger, perHour: number) => {
  const runs = seeds.map((seed) => {
    const posts = randomPosts({ seed, perHour, days: calmDays })
    return toldIn(pastOf(posts, trigger), trigger, dayMs, posts.endMs)
  })
  const months = (seeds.length * (calmDays - 1)) / 30
  const often = (sensitivity: Sensitivity) =>
    round(runs.reduce((sum, told) => sum + told[sensitivity].length, 0) / months, 2)
  return { balanced: often('balanced'), sensitive: often('sensitive'), strict: often('strict') }
}

/** Hours until a balanced rule speaks; those that it had spoken to by chance within the day before are left out. */
const late = (trigger: Trigger, perHour: number, day: number) => {
  const hours = seeds.flatMap((seed) => {
    const from = day * 24 + ((seed * 7) % 24)
    const rises = (hour: number) => hour >= from
    const posts = randomPosts({
      seed: 1_000 + seed,
      perHour,
      days: day + 1 + trueDays,
      leaving: (hour) => (trigger === 'leaving' && rises(hour) ? 0.08 : 0.02),
      negative: (hour) => (trigger === 'negative-share' && rises(hour) ? 0.5 : 0.22),
      times: (hour) => (trigger === 'volume' && rises(hour) ? 4 : 1),
    })
    const fromMs = from * hourMs
    const [first] = toldIn(pastOf(posts, trigger), trigger, fromMs - dayMs, fromMs + trueDays * dayMs).balanced
    if (first !== undefined && first <= fromMs) return []
    return [first === undefined ? Number.POSITIVE_INFINITY : (first - fromMs) / hourMs]
  })
  const never = hours.filter((one) => one === Number.POSITIVE_INFINITY).length
  const half = median(hours)
  return `${half === Number.POSITIVE_INFINITY ? 'never' : `${round(half, 1)} h`}, ${never} of ${hours.length} never`
}

export const alerts = (): Result => {
  const rows = (Object.keys(measures) as Trigger[]).flatMap((trigger) =>
    rates.map(
      (perHour): Row => ({
        trigger,
        perHour,
        ...calm(trigger, perHour),
        'told on day 6': late(trigger, perHour, 5),
        'told on day 22': late(trigger, perHour, 21),
      }),
    ),
  )
  return {
    name: 'alerts: in 30 calm days by chance, and how late a true one is told (share of leaving 2 to 8 %, negative 22 to 50 %, volume four times)',
    goal: 'balanced below 1 in 30 days, strict below 0.3',
    rows,
    reached: rows.every(({ balanced, strict }) => Number(balanced) < 1 && Number(strict) < 0.3),
  }
}

if (import.meta.main) console.table(alerts().rows)
