// The share of posts that say somebody leaves: what stands out and what does not.
import assert from 'node:assert/strict'
import { type CountLeaving, hourMs, leavingAt } from '../../../analysis/alerts/leaving.ts'
import { createSeeded } from '../../../analysis/seeded.ts'
import { sensitivities } from '../../../events/alert.ts'
import { reaches } from '../../../events/alert-decisions.ts'

const dayMs = 24 * hourMs

/** So many posts an hour, of which so many leave, by hour since the beginning. */
const steady =
  (posts: number, leavingIn: (hour: number) => number): CountLeaving =>
  (fromMs, toMs) => {
    const hours = Array.from(
      { length: Math.max(0, Math.round((toMs - fromMs) / hourMs)) },
      (_, i) => fromMs / hourMs + i,
    )
    const own = hours.filter((hour) => hour >= 0)
    return { posts: posts * own.length, leaving: own.reduce((sum, hour) => sum + leavingIn(hour), 0) }
  }
const at = (hour: number) => (hour + 1) * hourMs

describe('posts that say somebody leaves', () => {
  it('are held against the twelve hours before, in the first two weeks', () => {
    const count = steady(50, (hour) => (hour === 100 ? 20 : 1))
    const found = leavingAt(count, 0, at(100))
    assert.deepEqual([found?.posts, found?.leaving, found?.bar], [50, 20, 'strict'])
    assert.deepEqual(found?.usual, { of: 'hours', posts: 600, leaving: 12 })
    assert.equal(leavingAt(count, 0, at(99)), undefined)
  })

  it('are held against the same hours of the weeks before, later: what is usual on a Friday is no news', () => {
    const weekly = (hour: number) => (hour % 168 >= 99 && hour % 168 <= 101 ? 20 : 1)
    const count = steady(50, weekly)
    assert.equal(leavingAt(count, 0, at(100 + 3 * 168)), undefined)
    const other = leavingAt(
      steady(50, (hour) => (hour === 60 + 3 * 168 ? 20 : weekly(hour))),
      0,
      at(60 + 3 * 168),
    )
    assert.deepEqual(other?.usual, { of: 'week', posts: 450, leaving: 9 })
  })

  it('are none where there are few, or too little to compare with', () => {
    assert.equal(
      leavingAt(
        steady(50, (hour) => (hour === 100 ? 3 : 0)),
        0,
        at(100),
      ),
      undefined,
    )
    assert.equal(
      leavingAt(
        steady(2, (hour) => (hour === 20 ? 2 : 0)),
        0,
        at(20),
      ),
      undefined,
    )
    assert.equal(
      leavingAt(() => ({ posts: 0, leaving: 0 }), 0, at(100)),
      undefined,
    )
  })

  it('stand out by chance less than once a month where a rule is balanced, in clumps too', () => {
    const random = createSeeded(11)
    const days = 45
    const ticks = days * 288
    const sums = [{ posts: 0, leaving: 0 }]
    for (let tick = 0; tick < ticks; tick++) {
      const { posts, leaving } = sums[tick] as { posts: number; leaving: number }
      // Ten posts in five minutes, and now and then one to three that leave.
      const clump = random() < 0.3 ? 1 + Math.floor(random() * 3) : 0
      sums.push({ posts: posts + 10 + clump, leaving: leaving + clump })
    }
    const until = (ms: number) => sums[Math.min(ticks, Math.max(0, Math.round(ms / 300_000)))] as (typeof sums)[0]
    const count: CountLeaving = (fromMs, toMs) => ({
      posts: until(toMs).posts - until(fromMs).posts,
      leaving: until(toMs).leaving - until(fromMs).leaving,
    })
    const waves = { sensitive: 0, balanced: 0, strict: 0 }
    const last = { sensitive: -dayMs, balanced: -dayMs, strict: -dayMs }
    for (let ms = dayMs; ms < days * dayMs; ms += 300_000) {
      const found = leavingAt(count, 0, ms)
      if (found === undefined) continue
      for (const sensitivity of sensitivities.filter((one) => reaches(one, found.bar))) {
        if (ms - last[sensitivity] > dayMs) waves[sensitivity]++
        last[sensitivity] = ms
      }
    }
    assert.ok(waves.strict <= waves.balanced && waves.balanced <= waves.sensitive)
    assert.ok(waves.balanced <= 1 && waves.strict === 0, JSON.stringify(waves))
  })
})
