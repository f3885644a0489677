// Probabilities: ten-thousandths that add up to one, and the label that is the largest of them.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { inProportion, largest } from '../../../analysis/calibration/probabilities.ts'

describe('probabilities', () => {
  it('are whole ten-thousandths that add up to one, each within one of its exact value', () => {
    const weight = fc.double({ min: 0, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(weight, weight, weight, (a, b, c) => {
        fc.pre(a + b + c > 1e-300)
        const said = Object.values(inProportion(a, b, c))
        const parts = said.map((part) => Math.round(part * 10_000))
        assert.equal(
          parts.reduce((x, y) => x + y),
          10_000,
        )
        for (const [at, weight] of [a, b, c].entries()) {
          assert.equal(said[at], (parts[at] as number) / 10_000)
          assert.ok(Math.abs((parts[at] as number) - (weight / (a + b + c)) * 10_000) <= 1.000_001)
        }
      }),
      { seed: 20_170_819, numRuns: 2_000 },
    )
  })

  it('give what is left to the largest remainder', () => {
    assert.deepEqual(inProportion(1, 1, 1), { negative: 0.3334, neutral: 0.3333, positive: 0.3333 })
    assert.deepEqual(inProportion(1, 1, 0), { negative: 0.5, neutral: 0.5, positive: 0 })
    assert.deepEqual(inProportion(0, 0, 2), { negative: 0, neutral: 0, positive: 1 })
  })

  it('have the largest as label; of equals neutral, then negative', () => {
    assert.equal(largest({ negative: 0.4, neutral: 0.3, positive: 0.3 }), 'negative')
    assert.equal(largest({ negative: 0.3, neutral: 0.3, positive: 0.4 }), 'positive')
    assert.equal(largest({ negative: 0.4, neutral: 0.4, positive: 0.2 }), 'neutral')
    assert.equal(largest({ negative: 0.2, neutral: 0.4, positive: 0.4 }), 'neutral')
    assert.equal(largest({ negative: 0.4, neutral: 0.2, positive: 0.4 }), 'negative')
  })
})
