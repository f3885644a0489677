// What has a larger share in a stretch than in the calm before it.
import assert from 'node:assert/strict'
import { risenOf } from '../../analysis/contrast.ts'

const all = { count: 400, calmCount: 200 }
const names = (risen: readonly { name: string }[]) => risen.map(({ name }) => name)

describe('what rose', () => {
  it('is told with both shares, how many times one is the other, and how surely', () => {
    const [one] = risenOf([{ name: 'fee', count: 120, calmCount: 20 }], all)
    assert.deepEqual([one?.share, one?.usualShare, one?.ratio?.toFixed(6)], [0.3, 0.1, '3.000000'])
    // Dunning's G² of these four counts, worked out apart: 2 Σ observed ln(observed / expected).
    const observed = [120, 280, 20, 180]
    const rate = 140 / 600
    const expected = [400 * rate, 400 * (1 - rate), 200 * rate, 200 * (1 - rate)]
    const g2 = 2 * observed.reduce((sum, o, i) => sum + o * Math.log(o / (expected[i] as number)), 0)
    assert.ok(Math.abs((one?.g2 ?? 0) - g2) < 1e-9)
  })

  it('stands with the surest first, and leaves out what fell, what is as usual and what may be chance', () => {
    const parts = [
      { name: 'fell', count: 10, calmCount: 100 },
      { name: 'as usual', count: 100, calmCount: 50 },
      { name: 'chance', count: 30, calmCount: 10 },
      { name: 'some', count: 60, calmCount: 5 },
      { name: 'most', count: 200, calmCount: 10 },
    ]
    assert.deepEqual(names(risenOf(parts, all)), ['most', 'some'])
  })

  it('has no ratio where the calm had none, and needs five posts', () => {
    assert.equal(risenOf([{ name: 'new', count: 40, calmCount: 0 }], all)[0]?.ratio, null)
    assert.deepEqual(risenOf([{ name: 'new', count: 4, calmCount: 0 }], { count: 4, calmCount: 4_000 }), [])
  })

  it('is nothing where there is nothing to compare', () => {
    const parts = [{ name: 'fee', count: 50, calmCount: 0 }]
    assert.deepEqual(risenOf(parts, { count: 50, calmCount: 0 }), [])
    assert.deepEqual(risenOf([{ name: 'fee', count: 0, calmCount: 9 }], { count: 0, calmCount: 9 }), [])
  })
})
