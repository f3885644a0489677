// Fewer posts never look like anger, and neither do more of the same.
import assert from 'node:assert/strict'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { type SourceCounts, type Tick, tickMs } from '../../../analysis/phases/tick.ts'
import { changed, dayTicks, declaredIn, nobody, phasesIn, startMs, ticksOf, usualMix } from './stream.ts'

/** A forum of praise and a complaint board, the same counts in every tick. */
const board: SourceCounts = { negative: 6, neutral: 3, positive: 1, duplicates: 0 }
const praise: SourceCounts = { negative: 1, neutral: 3, positive: 6, duplicates: 0 }
const steady = (days: number): readonly Tick[] =>
  Array.from({ length: days * dayTicks }, (_, at) => ({ atMs: startMs + at * tickMs, sources: { board, praise } }))

/** Highest evidence from a day on, nats. */
const highest = (ticks: readonly Tick[], fromDay: number) => {
  const engine = createEngine()
  let most = 0
  for (const [at, tick] of ticks.entries()) {
    engine.take(tick)
    if (at >= fromDay * dayTicks) most = Math.max(most, engine.gauge().evidence)
  }
  return most
}
const times = (counts: SourceCounts, factor: number): SourceCounts => ({
  negative: counts.negative * factor,
  neutral: counts.neutral * factor,
  positive: counts.positive * factor,
  duplicates: 0,
})

describe('a fall in volume', () => {
  it('raises no evidence, whichever source falls and however far', () => {
    for (const fallen of ['board', 'praise'])
      for (const factor of [0.5, 0.2, 0]) {
        const ticks = changed(steady(10), [8, 10], (counts, name) => (name === fallen ? times(counts, factor) : counts))
        assert.equal(highest(ticks, 8), 0, `${fallen} × ${factor}`)
      }
  })

  it('raises none when a source is not read any more', () => {
    for (const lost of ['board', 'praise']) {
      const ticks = changed(steady(10), [8, 10], (counts, name) => (name === lost ? undefined : counts))
      assert.equal(highest(ticks, 8), 0, lost)
    }
  })

  it('opens nothing by chance, either', () => {
    for (const seed of [1, 2, 3])
      for (const lost of [nobody, undefined])
        assert.deepEqual(
          phasesIn(changed(ticksOf({ seed, days: 14 }), [10, 13], (counts, name) => (name === 'x' ? lost : counts))),
          ['calm'],
        )
  })
})

describe('more of the same', () => {
  it('raises no evidence where people complain as always, only more of them', () => {
    for (const factor of [2, 4]) {
      const ticks = changed(steady(10), [8, 10], (counts, name) => (name === 'board' ? times(counts, factor) : counts))
      assert.equal(highest(ticks, 8), 0, `× ${factor}`)
    }
  })
  it('opens nothing when praise doubles, or all is praised', () => {
    for (const factor of [2, 5])
      for (const seed of [1, 2, 3]) {
        const more = (counts: SourceCounts) => ({ ...counts, positive: counts.positive * factor })
        assert.deepEqual(phasesIn(changed(ticksOf({ seed, days: 14 }), [10, 13], more)), ['calm'], `× ${factor}`)
      }
  })

  it('opens nothing when news bring many posts of the usual mood', () => {
    for (const seed of [1, 2, 3])
      for (const times of [2, 8]) {
        const news = { atDay: 10, times, mix: usualMix, riseHours: 2, halfLifeHours: 18 }
        assert.deepEqual(phasesIn(ticksOf({ seed, days: 14, outbursts: [news] })), ['calm'], `seed ${seed}, × ${times}`)
      }
  })
})

describe('a place where most posts are negative', () => {
  it('has a backlash too, and one where all are stays a number', () => {
    const angry: SourceCounts = { negative: 30, neutral: 0, positive: 0, duplicates: 0 }
    const both = changed(steady(10), [0, 10], () => board)
    const engine = createEngine()
    const changes = declaredIn(
      changed(both, [8, 9], (counts) => ({ ...counts, negative: 24 })),
      engine,
    )
    assert.deepEqual(
      changes.slice(0, 3).map(({ phase }) => phase),
      ['calm', 'early-signs', 'backlash'],
    )
    const always = createEngine()
    declaredIn(
      changed(steady(60), [0, 60], () => angry),
      always,
    )
    assert.ok(Number.isFinite(always.gauge().evidence))
    assert.ok(always.save().sources.every(({ baseline }) => (baseline?.share ?? 1) < 1))
  })
})
