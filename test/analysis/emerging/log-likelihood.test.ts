// G²: figures worked out by hand and published ones.
import assert from 'node:assert/strict'
import { logLikelihoodRatio } from '../../../analysis/emerging/log-likelihood.ts'

describe('the log-likelihood ratio', () => {
  it('is 0 for equal rates, whatever the sizes', () => {
    for (const [in1, of1, in2, of2] of [
      [1, 10, 1, 10],
      [5, 50, 100, 1_000],
      [0, 50, 0, 1_000],
      [50, 50, 70, 70],
    ] as const)
      assert.ok(Math.abs(logLikelihoodRatio(in1, of1, in2, of2)) < 1e-9)
  })

  it('is the same for both rates exchanged, and grows with the evidence', () => {
    assert.equal(logLikelihoodRatio(3, 20, 9, 300).toFixed(9), logLikelihoodRatio(9, 300, 3, 20).toFixed(9))
    assert.ok(logLikelihoodRatio(6, 40, 18, 600) > logLikelihoodRatio(3, 20, 9, 300))
  })

  it('is what a sum over the four cells gives', () => {
    // Observed 10, 90, 5, 195; expected 5, 95, 10, 190.
    const byHand =
      2 * (10 * Math.log(10 / 5) + 90 * Math.log(90 / 95) + 5 * Math.log(5 / 10) + 195 * Math.log(195 / 190))
    assert.ok(Math.abs(logLikelihoodRatio(10, 100, 5, 200) - byHand) < 1e-9)
  })
})
