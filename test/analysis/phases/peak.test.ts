// Where the most extra negative posts lie.
import assert from 'node:assert/strict'
import { followPeak, type Peak, peakTick } from '../../../analysis/phases/peak.ts'
import { addTick, beginHour, emptyRings } from '../../../analysis/phases/rings.ts'

const firstHour = 490_000
const noon = 12
/** Follows an episode that opens at `onsetHour`; hour 0 is a midnight, and `usual` and `extra` say its hours. */
const follow = (hours: number, onsetHour: number, usual: (hour: number) => number, extra: (hour: number) => number) => {
  const rings = emptyRings()
  const peak: Peak = {}
  const onset = (firstHour + onsetHour) * 12
  const told: number[] = []
  for (let hour = 0; hour < hours; hour++)
    for (let part = 0; part < 12; part++) {
      const tick = (firstHour + hour) * 12 + part
      if (part === 0) beginHour(rings, firstHour + hour)
      const usualNegatives = usual(hour) / 12
      const negatives = usualNegatives + extra(hour) / 12
      addTick(rings, tick, {
        negatives,
        posts: 4 * negatives,
        usualNegatives,
        usualPosts: 4 * usualNegatives,
        usualAmong: negatives,
      })
      if (tick < onset || (part !== 11 && tick !== onset)) continue
      followPeak(peak, rings, { tick, onset, learntAt: firstHour * 12 - 1 })
      told.push(peakTick(peak, rings, tick, onset) / 12 - firstHour)
    }
  return told
}
/** Up within six hours, then halved each day. */
const story = (onsetHour: number) => (hour: number) => {
  const since = hour - onsetHour
  return since < 0 ? 0 : since < 6 ? 5 * since : 30 * 0.5 ** ((since - 6) / 24)
}

describe('the peak', () => {
  it('lies in the busiest hours of the busiest day', () => {
    const told = follow(24 * 6, 48 + noon, () => 4, story(48 + noon)).at(-1) as number
    assert.ok(Math.abs(told - (48 + noon + 8)) <= 4, `hour ${told}`)
  })

  it('is not at night, where a few posts are many times the usual', () => {
    const usual = (hour: number) => (hour % 24 < 6 ? 0.2 : 10)
    // By day 40 more, four times the usual; in the second night 6 more, thirty times the usual.
    const extra = (hour: number) => (hour < 60 ? 0 : hour < 68 ? 40 : hour % 24 < 6 ? 6 : 10)
    const told = follow(24 * 6, 60, usual, extra).at(-1) as number
    assert.ok(told >= 60 && told <= 70, `hour ${told}`)
  })

  it('moves when a later day is larger, and not when it is smaller', () => {
    const two = (second: number) => (hour: number) => story(50)(hour) + second * story(120)(hour)
    assert.ok((follow(24 * 8, 50, () => 4, two(2)).at(-1) as number) > 110)
    assert.ok((follow(24 * 8, 50, () => 4, two(0.3)).at(-1) as number) < 80)
  })

  it('is never before the onset nor after now', () => {
    const onset = 40
    for (const [at, hour] of follow(24 * 5, onset, () => 4, story(30)).entries())
      assert.ok(hour >= onset && hour <= onset + at + 1, `${hour}`)
  })
})
