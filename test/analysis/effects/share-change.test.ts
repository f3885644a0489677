import assert from 'node:assert/strict'
import type { Count } from '../../../analysis/effects/hours.ts'
import { shareChange, verdictOf } from '../../../analysis/effects/share-change.ts'
import { windowsOf } from '../../../analysis/effects/windows.ts'
import { backlash, givenHours, hourMs, saidAt, saidMs } from './given-hours.ts'

const at = (hours: readonly Count[], when = { at: saidAt, precision: 'minute' as const }) => {
  const found = shareChange(hours, windowsOf(when, 12))
  assert.ok(found.difference)
  return { ...found, ...found.difference, verdict: verdictOf(found.difference) }
}

describe('the negative share before and after a statement', () => {
  it('is better when it falls far, worse when it rises, and neither when it stays', () => {
    const verdicts = (after: number) => [1, 2, 3].map((seed) => at(backlash(after, seed)).verdict)
    assert.deepEqual(verdicts(0.3), ['better', 'better', 'better'])
    assert.deepEqual(verdicts(0.8), ['worse', 'worse', 'worse'])
    assert.deepEqual(verdicts(0.59), ['no visible effect', 'no visible effect', 'no visible effect'])
  })

  it('counts the posts of twelve hours before and after, and nothing of the hour between', () => {
    const hours = backlash(0.3)
    const { before, after, change } = at(hours)
    const total = (from: number, to: number) =>
      hours
        .filter(({ atMs }) => atMs >= saidMs + from * hourMs && atMs < saidMs + to * hourMs)
        .reduce((sum, { scored }) => sum + scored, 0)
    assert.deepEqual([before.scored, after.scored], [total(-12, 0), total(1, 13)])
    assert.equal(change, after.negative / after.scored - before.negative / before.scored)
  })

  it('calls no fall an effect that a backlash makes by itself: halved in 24 hours', () => {
    const excess = (hour: number) => 40 * 2 ** (-(hour + 36) / 24)
    const fading = (seed: number) =>
      givenHours({
        seed,
        posts: (hour) => (hour < -36 ? 20 : 20 + excess(hour)),
        share: (hour) => (hour < -36 ? 0.2 : (4 + 0.9 * excess(hour)) / (20 + excess(hour))),
      })
    const verdicts = Array.from({ length: 40 }, (_, seed) => at(fading(seed)).verdict)
    assert.ok(verdicts.filter((verdict) => verdict === 'better').length <= 2, verdicts.join())
  })

  it('is wider where nobody knows what is usual, and where the hour is not known', () => {
    const hours = backlash(0.3)
    const known = at(hours)
    const unknown = at(hours.filter(({ atMs }) => atMs >= saidMs - 48 * hourMs))
    const day = at(hours, { at: '2026-02-02T00:00:00.000Z', precision: 'day' as never })
    assert.ok(unknown.up > known.up, 'without calm days')
    assert.ok(day.up > known.up, 'without the hour')
  })

  it('says nothing below twenty posts in either window', () => {
    const few = givenHours({ seed: 1, posts: (hour) => (hour < 0 ? 20 : 0.5), share: () => 0.5 })
    assert.equal(shareChange(few, windowsOf({ at: saidAt, precision: 'minute' }, 12)).difference, undefined)
  })
})
