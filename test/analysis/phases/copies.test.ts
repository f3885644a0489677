// Copies: a flood on one source decides nothing, alone or in the company of a real backlash; a source rich in copies is not lost.
import assert from 'node:assert/strict'
import { createEngine } from '../../../analysis/phases/engine.ts'
import type { SourceCounts, Tick } from '../../../analysis/phases/tick.ts'
import { createSeeded } from '../../../analysis/seeded.ts'
import { changed, dayTicks, declaredIn, phasesIn, ticksOf } from './stream.ts'

/** A flood on x: of its negative posts, `texts` are the first of their wording, then all are copies. */
const flooded = (ticks: readonly Tick[], perTick: number, texts: number, [from, to]: readonly [number, number]) => {
  const random = createSeeded(9)
  const known = new Set<number>()
  return changed(ticks, [from, to], (counts, name): SourceCounts => {
    if (name !== 'x') return counts
    let [negative, duplicates] = [counts.negative, counts.duplicates]
    for (let post = 0; post < perTick; post++) {
      const wording = Math.floor(random() * texts)
      if (known.has(wording)) duplicates++
      else negative++
      known.add(wording)
    }
    return { ...counts, negative, duplicates }
  })
}
const setAsideAt = (ticks: readonly Tick[], day: number) => {
  const engine = createEngine()
  declaredIn(ticks.slice(0, Math.round(day * dayTicks)), engine)
  return engine.gauge().setAside
}

describe('copies', () => {
  it('of few wordings, however many, open nothing', () => {
    for (const seed of [1, 2, 3])
      for (const [perTick, texts] of [
        [3, 5],
        [10, 20],
        [30, 30],
      ] as const) {
        const ticks = flooded(ticksOf({ seed, days: 13 }), perTick, texts, [10, 10.3])
        assert.deepEqual(phasesIn(ticks), ['calm'], `seed ${seed}, ${perTick} in ${texts} wordings`)
      }
  })

  it('set their source aside, with their share, until they are over', () => {
    const ticks = flooded(ticksOf({ seed: 1, days: 13 }), 10, 10, [10, 10.3])
    const [aside, ...others] = setAsideAt(ticks, 10.2)
    assert.deepEqual(others, [])
    assert.ok(aside?.why === 'copies' && aside.source === 'x' && aside.copies > 0.6, JSON.stringify(aside))
    assert.deepEqual(setAsideAt(ticks, 9.9), [])
    assert.deepEqual(setAsideAt(ticks, 12.5), [])
  })

  it('hide no backlash in the other sources', () => {
    for (const seed of [1, 2, 3]) {
      const story = ticksOf({ seed, days: 12, postsPerHour: 40, outbursts: [{ atDay: 10, times: 8 }] })
      const changes = declaredIn(flooded(story, 20, 10, [10, 12]))
      const backlash = changes.find(({ phase }) => phase === 'backlash')
      assert.ok(backlash, `seed ${seed}`)
      assert.deepEqual(backlash.evidence.sources, ['forum', 'reddit'])
    }
  })

  it('that are usual for a source do not set it aside, and its backlash is seen', () => {
    for (const seed of [1, 2]) {
      const random = createSeeded(seed)
      // Six of ten negative posts of x repeat another, always: it is a place of slogans.
      const story = ticksOf({ seed, days: 26, outbursts: [{ atDay: 24, times: 8, only: 'x' }] })
      const slogans = changed(story, [0, 26], (counts, name) => {
        if (name !== 'x') return counts
        let duplicates = 0
        for (let post = 0; post < counts.negative; post++) if (random() < 0.6) duplicates++
        return { ...counts, negative: counts.negative - duplicates, duplicates }
      })
      const engine = createEngine()
      let aside = 0
      for (const tick of slogans.slice(0, 24 * dayTicks)) {
        engine.take(tick)
        if (engine.gauge().setAside.some(({ why }) => why === 'copies')) aside++
      }
      assert.ok(aside < 0.02 * 17 * dayTicks, `set aside in ${aside} ticks`)
      const phases = declaredIn(slogans.slice(24 * dayTicks), engine).map(({ phase }) => phase)
      assert.ok(phases.includes('backlash'), `seed ${seed}: ${phases}`)
    }
  })
})
