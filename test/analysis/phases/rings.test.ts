// The last three hours by five minutes, the last three days by the hour.
import assert from 'node:assert/strict'
import type { Sums } from '../../../analysis/phases/dispersion.ts'
import {
  addTick,
  beginHour,
  emptyRings,
  hourAt,
  hoursKept,
  lastHours,
  lastTicks,
  ticksKept,
} from '../../../analysis/phases/rings.ts'

const sums = (negatives: number): Sums => ({
  negatives,
  posts: 3 * negatives,
  usualNegatives: 1,
  usualPosts: 4,
  usualAmong: negatives / 2,
})
/** Tick `t` has `t` negative posts. */
const filled = (first: number, last: number) => {
  const rings = emptyRings()
  for (let tick = first; tick <= last; tick++) {
    if (tick % 12 === 0) beginHour(rings, tick / 12)
    addTick(rings, tick, sums(tick))
  }
  return rings
}
const sumOf = (from: number, to: number) => ((from + to) * (to - from + 1)) / 2

describe('rings', () => {
  it('sum the last ticks, this one among them, at most three hours', () => {
    const rings = filled(0, 2000)
    assert.equal(lastTicks(rings, 2000, 1).negatives, 2000)
    assert.equal(lastTicks(rings, 2000, 10).negatives, sumOf(1991, 2000))
    assert.equal(lastTicks(rings, 2000, 500).negatives, sumOf(2001 - ticksKept, 2000))
    assert.deepEqual(lastTicks(rings, 2000, 7).usualPosts, 28)
  })

  it('have the last three hours summed at any tick', () => {
    for (const last of [10, 35, 36, 999]) {
      const { recent } = filled(0, last)
      assert.equal(recent.negatives, sumOf(Math.max(0, last - ticksKept + 1), last))
      assert.equal(recent.usualNegatives, Math.min(last + 1, ticksKept))
    }
  })

  it('sum the running hour and those before it', () => {
    const [last, hour] = [2000, 166]
    const rings = filled(0, last)
    assert.equal(hourAt(rings, hour, 0).negatives, sumOf(hour * 12, last))
    assert.equal(hourAt(rings, hour, 2).negatives, sumOf(164 * 12, 165 * 12 - 1))
    assert.equal(lastHours(rings, hour, 3).negatives, sumOf(164 * 12, last))
    assert.equal(lastHours(rings, hour, hoursKept).posts, 3 * sumOf((hour - hoursKept + 1) * 12, last))
  })

  it('count nothing for what was not read', () => {
    const rings = filled(24, 60)
    assert.equal(hourAt(rings, 5, 4).usualPosts, 0)
    assert.equal(lastHours(rings, 5, hoursKept).usualNegatives, 37)
  })
})
