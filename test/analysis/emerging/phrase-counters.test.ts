// The counters of the window: what is said often keeps its counter, its count is never too high, and hours pass.
import assert from 'node:assert/strict'
import { createPhraseCounters } from '../../../analysis/emerging/phrase-counters.ts'
import { createRandom } from '../hostile-texts.ts'

describe('the counters of the window', () => {
  it('keep what is said often among far more phrases than there are counters, and never count too much', () => {
    const random = createRandom(23)
    const counters = createPhraseCounters(800, 6, () => {})
    const exact = new Map<number, number>()
    for (let i = 0; i < 60_000; i++) {
      // Twenty phrases have one in two hundred each, the rest is said once.
      const often = Math.floor(random() * 200)
      const hash = (often < 20 ? Math.imul(often + 1, 0x9e37_79b1) : Math.floor(random() * 2 ** 32)) | 0
      exact.set(hash, (exact.get(hash) ?? 0) + 1)
      counters.add(hash, i % 6, 0, 0, 0)
    }
    const kept = new Map([...counters.hashes].map((hash, slot) => [hash, counters.totals[slot] ?? 0]))
    for (const [hash, total] of kept) assert.ok(total <= (exact.get(hash) ?? 0))
    for (let often = 0; often < 20; often++) {
      const hash = Math.imul(often + 1, 0x9e37_79b1) | 0
      assert.ok((kept.get(hash) ?? 0) >= 0.9 * (exact.get(hash) ?? 0), `${kept.get(hash)} of ${exact.get(hash)}`)
    }
  })

  it('tell who was evicted before another takes the place', () => {
    const evicted: number[] = []
    const counters = createPhraseCounters(8, 6, (slot) => evicted.push(counters.hashes[slot] ?? 0))
    for (let hash = 1; hash <= 9; hash++) for (let times = 0; times < 10 - hash; times++) counters.add(hash, 0, 0, 0, 0)
    assert.deepEqual(
      evicted.filter((hash) => hash !== 0),
      [8],
    )
  })

  it('forget an hour that is past, and when the first document was once nothing is left', () => {
    const counters = createPhraseCounters(80, 6, () => {})
    counters.add(5, 0, 1_000, 7, 1)
    const slot = counters.add(5, 1, 500, 8, 2)
    assert.deepEqual([counters.totals[slot], counters.firstMs[slot], counters.firstVoices[slot]], [2, 500, 7])
    counters.clear(6)
    assert.deepEqual([counters.totals[slot], counters.countIn(slot, 1)], [1, 1])
    counters.clear(7)
    counters.add(5, 7, 9_000, 9, 0)
    assert.deepEqual([counters.totals[slot], counters.firstMs[slot], counters.firstVoices[slot]], [1, 9_000, 9])
  })
})
