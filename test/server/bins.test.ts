// How wide the bins of a range are, and that they hold every post of it.
import assert from 'node:assert/strict'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import { binsFor, binsOf } from '../../server/bins.ts'
import { dayMs, hourMs } from '../../views/wording.ts'

describe('bins of the chart', () => {
  it('are as wide as page.md says: 15 minutes of a day, an hour of ten days, six hours of a month', () => {
    const wide = [0.1, 1, 5.5, 10, 18, 30, 200, 275, 5_000].map((days) => binsFor(days * dayMs).binMs / hourMs)
    assert.deepEqual(wide, [1 / 12, 0.25, 1, 1, 2, 6, 24, 24, 19 * 24])
  })

  it('are never more than 275, so that each has four pixels', () => {
    for (let days = 0.05; days < 20_000; days *= 1.07) {
      const { binMs } = binsFor(days * dayMs)
      assert.ok((days * dayMs) / binMs <= 275, `${days} days`)
    }
  })

  it('name what nobody read as one gap', () => {
    const span = { fromMs: 0, toMs: 4 * hourMs, nowMs: 4 * hourMs, binMs: 2 * hourMs, interval: '1h' } as const
    const { bins, gaps } = binsOf(createMemoryReadModel(), { story: 'none', lane: 'afinn' }, span)
    assert.deepEqual(bins, [
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ])
    assert.deepEqual(gaps, [[0, 4 * hourMs]])
  })
})
