// A calibrated share beside the counts: with its interval, only where the story has a calibration.
import assert from 'node:assert/strict'
import type { CalibrationFitted } from '../../events/story.ts'
import { add, countsOf, emptyTally, shareOf } from '../../projections/counts.ts'
import { storyOf } from '../../projections/stories.ts'
import { calibrationFacts, negativeShareOf, withCalibrated } from '../../server/calibrated.ts'
import { calibration, finding, inStory, storyOpened } from '../given.ts'
import { shown } from '../projections/shown.ts'

const fit = calibration({ error: { share: 0.02, logLoss: 0.7, uncalibrated: 1.2 } })
const story = (...fits: CalibrationFitted[]) =>
  storyOf(shown(storyOpened('s'), ...fits), 's') ?? assert.fail('there is no story')
const fitted = story({ type: 'CalibrationFitted', data: { slug: 's', ...fit, past: true } })

const bad = finding('negative', [inStory('s')])
const calibrated = { ...inStory('s'), calibrated: { negative: 0.6, neutral: 0.3, positive: 0.1 } }
const tallied = (count: number) => {
  let tally = emptyTally
  for (let n = 0; n < count; n++) tally = add(tally, shareOf(bad, calibrated))
  return countsOf(tally)
}

describe('a calibrated share', () => {
  it('is narrower the more posts it is of, and never certain: the fit has an error too', () => {
    const width = (count: number) => {
      const { lower, upper } = withCalibrated(tallied(count), fit).calibrated ?? assert.fail()
      assert.ok(lower !== null && upper !== null && lower < 0.6 && upper > 0.6)
      return upper - lower
    }
    assert.ok(width(10) > width(100) && width(100) > width(10_000))
    assert.ok(width(10_000) > 2 * 1.645 * 0.02)
  })

  it('is nothing in an empty bucket, and not there without a calibration', () => {
    assert.deepEqual(withCalibrated(countsOf(emptyTally), fit).calibrated?.negativeShare, null)
    assert.ok(!('calibrated' in withCalibrated(tallied(3), undefined)))
  })

  it('reaches the page as three shares that add up to one', () => {
    const { calibration, last24hCalibrated } = calibrationFacts(fitted, tallied(50))
    assert.deepEqual([calibration?.n, calibration?.sampled], [60, 55])
    const { negative = 0, neutral = 0, positive = 0, n } = last24hCalibrated ?? {}
    assert.deepEqual([negative, n], [0.6, 50])
    assert.ok(Math.abs(positive - 0.1) < 1e-9 && Math.abs(negative + neutral + positive - 1) < 1e-9)
    assert.deepEqual(calibrationFacts(story(), tallied(50)), { calibration: null, last24hCalibrated: null })
  })

  it('is taken for an hour where there is one, else the counted share', () => {
    assert.equal(negativeShareOf(fitted, tallied(3)), 0.6)
    assert.equal(negativeShareOf(story(), tallied(3)), 1)
    assert.equal(negativeShareOf(fitted, countsOf(add(emptyTally, shareOf(bad, inStory('s'))))), 1)
  })
})
