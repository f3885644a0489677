// What one post adds to a bucket: one count, and what the story's calibration makes of it.
import assert from 'node:assert/strict'
import type { Finding } from '../../events/post.ts'
import { add, addRemoved, countsOf, emptyTally, phaseCountsOf, shareOf, subtract } from '../../projections/counts.ts'
import { finding, inStory, refOf } from '../given.ts'

const story = inStory('s')
const calibrated = { ...story, calibrated: { negative: 0.6, neutral: 0.3, positive: 0.1 } }
const bad = finding('negative', [story])
const of = (...found: readonly (readonly [Finding, typeof calibrated | typeof story])[]) =>
  countsOf(found.reduce((tally, [one, membership]) => add(tally, shareOf(one, membership)), emptyTally))

describe('a bucket', () => {
  it('has the mean of calibrated probabilities beside the counts, of the posts that have some', () => {
    const { negative, calibrated: shares } = of([bad, calibrated], [bad, calibrated], [bad, story])
    assert.equal(negative, 3)
    assert.deepEqual(shares, { n: 2, negativeShare: 0.6, net: -0.5 })
    assert.ok(!('calibrated' in of([bad, story])))
  })

  it('takes a person’s word for certain, in counts and shares', () => {
    const {
      negative,
      positive,
      calibrated: shares,
    } = of([{ ...bad, corrected: 'positive' }, calibrated], [bad, calibrated])
    assert.deepEqual([negative, positive], [1, 1])
    assert.deepEqual(shares, { n: 2, negativeShare: 0.3, net: (1 - 0.5) / 2 })
  })

  it('counts a person’s word on what no lane could score, but in no calibrated share', () => {
    const unscored = finding('unscored', [story])
    const counts = of([{ ...unscored, corrected: 'negative' }, story])
    assert.deepEqual([counts.negative, counts.unscored, counts.calibrated], [1, 0, undefined])
  })

  it('keeps reposts and further near-duplicates out of the shares, whoever labelled them', () => {
    for (const more of [{ amplifies: refOf(9) }, { duplicateOf: refOf(9) }]) {
      const counts = of([{ ...bad, ...more, corrected: 'negative' }, calibrated])
      assert.deepEqual([counts.negative, counts.calibrated], [0, undefined])
    }
  })

  it('tells phases of further copies only where they are negative, by a person’s word first', () => {
    const copy = (label: 'negative' | 'positive', more: Partial<Finding> = {}): Finding => ({
      ...finding(label, [story]),
      duplicateOf: refOf(9),
      ...more,
    })
    const all = [
      bad,
      copy('negative'),
      copy('positive'),
      copy('positive', { corrected: 'negative' }),
      copy('negative', { corrected: 'neutral' }),
      { ...bad, amplifies: refOf(9) },
    ]
    const tally = all.reduce((sum, one) => add(sum, shareOf(one, story)), emptyTally)
    assert.deepEqual(phaseCountsOf(tally), { negative: 1, neutral: 0, positive: 0, duplicates: 2 })
    assert.equal(countsOf(tally).duplicates, 4)
    assert.equal(
      all.reduce((sum, one) => subtract(sum, shareOf(one, story)), tally),
      emptyTally,
    )
  })

  it('is empty again, as it was, when everything is taken back', () => {
    const share = shareOf(bad, calibrated)
    assert.equal(subtract(add(emptyTally, share), share), emptyTally)
    assert.equal(addRemoved(addRemoved(emptyTally, 1), -1), emptyTally)
  })
})
