// How numbers, shares, times and spans are written.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { binWord, counted, shares, spanOf } from '../../views/phrases.ts'
import { dayMs, hourMs, signed, timeOf, whole } from '../../views/wording.ts'

describe('wording', () => {
  it('separates thousands and uses a true minus', () => {
    assert.deepEqual([0, 999, 1_000, 15_231, 1_234_567, -12].map(whole), [
      '0',
      '999',
      '1,000',
      '15,231',
      '1,234,567',
      '−12',
    ])
  })

  it('gives net sentiment a sign and two decimals, and zero none', () => {
    assert.deepEqual([-0.05, 0.09, 0, -0.004, 1].map(signed), ['−0.05', '+0.09', '0.00', '0.00', '+1.00'])
  })

  it('writes times in UTC', () => {
    assert.equal(timeOf(Date.UTC(2017, 7, 21, 15)), 'Mon 21 Aug, 15:00 UTC')
  })

  it('rounds shares so that they add up to 100', () => {
    assert.deepEqual(shares([41.4, 34.4, 24.2]), [42, 34, 24])
    assert.deepEqual(shares([1, 1, 1]), [34, 33, 33])
    assert.deepEqual(shares([0, 0, 0]), [0, 0, 0])
    fc.assert(
      fc.property(fc.array(fc.nat(100_000), { minLength: 1, maxLength: 5 }), (parts) => {
        const total = parts.reduce((sum, part) => sum + part, 0)
        const rounded = shares(parts)
        assert.equal(
          rounded.reduce((sum, share) => sum + share, 0),
          total === 0 ? 0 : 100,
        )
        rounded.forEach((share, i) => {
          assert.ok(total === 0 || Math.abs(share - (100 * (parts[i] ?? 0)) / total) < 1)
        })
      }),
      { verbose: 1 },
    )
  })

  it('writes spans as minutes, hours, then days and hours', () => {
    const spans = [1, 119, 120].map((minutes) => spanOf(minutes * 60_000))
    assert.deepEqual(spans, ['1 minute', '119 minutes', '2 hours'])
    assert.deepEqual([47 * hourMs, 48 * hourMs, 42 * hourMs + dayMs].map(spanOf), ['47 hours', '2 days', '2 days 18 h'])
  })

  it('counts one and many, and names bins', () => {
    assert.deepEqual(
      [counted(1, 'post'), counted(2, 'post'), counted(1, 'story', 'stories')],
      ['1 post', '2 posts', '1 story'],
    )
    assert.deepEqual([hourMs / 4, hourMs, 6 * hourMs, dayMs, 3 * dayMs].map(binWord), [
      '15 minutes',
      'hour',
      '6 hours',
      'day',
      '3 days',
    ])
  })
})
