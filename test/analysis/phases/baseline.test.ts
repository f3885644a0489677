// What is usual for a source, hour by hour.
import assert from 'node:assert/strict'
import {
  type Baseline,
  clockOf,
  copyOf,
  expectedPosts,
  hourOfDay,
  learnHour,
  weekdayOf,
} from '../../../analysis/phases/baseline.ts'
import { tickMs } from '../../../analysis/phases/tick.ts'

const flat = (level: number): Baseline => ({
  level,
  hours: Array.from({ length: 24 }, () => 1),
  days: [1, 1, 1, 1, 1, 1, 1],
  share: 0.2,
  copies: 0.05,
})
const tickOf = (at: string) => Date.parse(at) / tickMs
const calm = { negatives: 1, share: 1 }
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b) / values.length
/** Learns `hours` hours of the same counts. */
const taught = (baseline: Baseline, hours: number, posts: number | ((hour: number) => number), negatives: number) => {
  for (let hour = 0; hour < hours; hour++) {
    const at = { hour: hour % 24, weekday: Math.floor(hour / 24) % 7 }
    const expected = baseline.level * (baseline.hours[at.hour] as number) * (baseline.days[at.weekday] as number)
    const seen = typeof posts === 'number' ? posts : posts(hour)
    learnHour(baseline, { posts: seen, negatives, duplicates: 0, expected }, at, calm)
  }
  return baseline
}

describe('the baseline of a source', () => {
  it('knows hours and weekdays by UTC', () => {
    assert.deepEqual([hourOfDay(tickOf('2026-01-05T15:55:00Z')), weekdayOf(tickOf('2026-01-05T15:55:00Z'))], [15, 0])
    assert.equal(weekdayOf(tickOf('2026-01-11T23:55:00Z')), 6)
  })

  it('expects in a tick what lies between the middles of two hours', () => {
    const baseline = flat(12)
    baseline.hours[15] = 3
    const at = (time: string) => expectedPosts(baseline, clockOf(tickOf(`2026-01-05T${time}:00Z`)))
    assert.ok(Math.abs(at('15:30') - 3) < 0.1 && Math.abs(at('15:00') - 2) < 0.1 && Math.abs(at('14:30') - 1) < 0.1)
    assert.equal(at('03:00'), 1)
  })

  it('expects at midnight what the last and the first hour say', () => {
    const baseline = flat(12)
    baseline.hours[23] = 3
    assert.ok(Math.abs(expectedPosts(baseline, clockOf(tickOf('2026-01-06T00:00:00Z'))) - 2) < 0.1)
  })

  it('moves half-way to a new level within five days', () => {
    assert.ok(Math.abs(taught(flat(10), 120, 12, 2).level - 11) < 0.3)
    assert.ok(Math.abs(taught(flat(10), 120, 8, 2).level - 9) < 0.3)
  })

  it('keeps the mean of its factors at 1, and a busy hour for itself', () => {
    const baseline = taught(flat(10), 24 * 14, 10, 2)
    for (let day = 0; day < 14; day++)
      learnHour(
        baseline,
        { posts: 20, negatives: 4, duplicates: 0, expected: 10 },
        { hour: 15, weekday: day % 7 },
        calm,
      )
    assert.ok(Math.abs(mean(baseline.hours) - 1) < 1e-9 && Math.abs(mean(baseline.days) - 1) < 1e-9)
    assert.ok((baseline.hours[15] as number) > 1.2 && Math.abs((baseline.hours[3] as number) - 1) < 0.05)
  })

  it('does not let one loud hour be a level, nor few posts drive it down', () => {
    assert.ok(taught(flat(10), 1, 1000, 200).level < 10.3)
    // One post in five hours, as always: the bound on the ratio cuts no more than chance brings.
    const quiet = taught(flat(0.2), 20 * 168, (hour) => (hour % 5 === 0 ? 1 : 0), 0)
    assert.ok(quiet.level > 0.15 && quiet.level < 0.25, `${quiet.level}`)
  })

  it('learns the share of negative posts by their number, and never that all or none are', () => {
    const half = taught(flat(10), 168, 10, 4).share
    assert.ok(half > 0.28 && half < 0.32, `${half}`)
    const all = taught(flat(10), 168 * 60, 10, 10).share
    assert.ok(all > 0.99 && all < 1)
    const none = taught(flat(10), 168 * 60, 10, 0).share
    assert.ok(none > 0 && none < 0.01)
  })

  it('is copied with its factors', () => {
    const one = flat(10)
    const copy = copyOf(one)
    taught(one, 48, 20, 4)
    assert.deepEqual(copy, flat(10))
  })
})
