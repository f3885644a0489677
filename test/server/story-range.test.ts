// The range that a story page shows: its wave, from before the onset until after the recovery.
import assert from 'node:assert/strict'
import type { Stretch } from '../../analysis/phases/page-phase.ts'
import { waveOf } from '../../server/story-range.ts'
import type { PhaseFacts } from '../../views/facts.ts'

const dayMs = 24 * 3_600_000
const at = (day: number) => Date.UTC(2026, 1, 1) + day * dayMs
const span = { fromMs: at(0), toMs: at(40) }

const facts = (stretches: readonly (readonly [Stretch['phase'], number])[], last: string): PhaseFacts =>
  ({
    stretches: stretches.map(([phase, day]) => ({ phase, fromMs: at(day) })),
    changes: [{ phase: last }],
    revisions: [],
    gauge: undefined,
  }) as unknown as PhaseFacts

describe('the range of a story', () => {
  it('is all of it before any backlash', () => {
    assert.deepEqual(waveOf(facts([['calm', 0]], 'calm'), span), { ...span, isOver: false })
  })

  it('begins a day and a half before the onset, never before the first post', () => {
    const wave = (onset: number) =>
      waveOf(
        facts(
          [
            ['calm', 0],
            ['backlash', onset],
          ],
          'backlash',
        ),
        span,
      )
    assert.deepEqual(wave(20), { fromMs: at(18.5), toMs: span.toMs, isOver: false })
    assert.deepEqual(wave(1), { ...span, isOver: false })
  })

  const recovered = [
    ['calm', 0],
    ['backlash', 10],
    ['reversal', 12],
    ['recovery', 14],
    ['calm', 18],
  ] as const

  it('ends two days after the recovery', () => {
    assert.deepEqual(waveOf(facts(recovered, 'calm'), span), { fromMs: at(8.5), toMs: at(16), isOver: true })
    const soon = { fromMs: at(0), toMs: at(15) }
    assert.deepEqual(waveOf(facts(recovered.slice(0, 4), 'recovered'), soon), {
      fromMs: at(8.5),
      toMs: at(15),
      isOver: false,
    })
  })

  it('goes on to now while there are early signs again, and shows the last wave of several', () => {
    assert.deepEqual(waveOf(facts(recovered, 'early-signs'), span), { fromMs: at(8.5), toMs: at(40), isOver: false })
    const again = facts([...recovered, ['backlash', 30]], 'backlash')
    assert.deepEqual(waveOf(again, span), { fromMs: at(28.5), toMs: at(40), isOver: false })
  })
})
