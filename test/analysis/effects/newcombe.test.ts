import assert from 'node:assert/strict'
import { newcombe, wilson } from '../../../analysis/effects/newcombe.ts'
import { verdictOf } from '../../../analysis/effects/share-change.ts'

const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(4)))

describe('the difference of two shares', () => {
  it('has the intervals of Newcombe 1998: Wilson of 81 in 263, and 56/70 against 48/80 by method 10', () => {
    const { lower, upper } = wilson({ negative: 81, scored: 263 })
    assert.deepEqual(rounded([lower, upper]), [0.2553, 0.3662])
    const { change, down, up } = newcombe({ negative: 48, scored: 80 }, { negative: 56, scored: 70 })
    assert.deepEqual(rounded([change, change - down, change + up]), [0.2, 0.0524, 0.3339])
  })

  it('stays within what shares can be where nobody or everybody is negative', () => {
    const { change, down, up } = newcombe({ negative: 10, scored: 10 }, { negative: 0, scored: 10 })
    assert.ok(change - down >= -1.0001 && change + up < 0)
  })

  // Stardew Valley in Chinese, April 2024: reviews per stage, from 9anna-na/steam-review-recovery-study.
  it('tells the three statements of Stardew Valley apart: no visible effect, better, better', () => {
    const stages = [
      { negative: 45, scored: 395 },
      { negative: 22, scored: 138 },
      { negative: 20, scored: 574 },
      { negative: 16, scored: 1592 },
    ] as const
    const found = [0, 1, 2].map((i) => newcombe(stages[i] as (typeof stages)[0], stages[i + 1] as (typeof stages)[0]))
    assert.deepEqual(
      found.map((difference) => verdictOf(difference)),
      ['no visible effect', 'better', 'better'],
    )
    const points = found.map(({ change, down, up }) =>
      [change, change - down, change + up].map((share) => Number((100 * share).toFixed(1))),
    )
    assert.deepEqual(points, [
      [4.5, -1.7, 12.1],
      [-12.5, -19.6, -7],
      [-2.5, -4.4, -1.1],
    ])
  })
})
