// What the page says of how far its negative share can be trusted.
import assert from 'node:assert/strict'
import { measuredOf } from '../../views/measured.ts'
import { storyView } from '../../views/story.ts'
import { givenFacts } from './given-facts.ts'

const calibration = { n: 200, sampled: 200, lower: 0.36, upper: 0.44, fittedAtMs: Date.UTC(2017, 7, 20) }
const lively = { total: [600, 400, 200, 4] as const, last24h: [42, 34, 24, 0] as const }
const shares = { negative: 0.62, neutral: 0.2, positive: 0.18, lower: 0.571, upper: 0.668, n: 100 }

describe('how far the share can be trusted', () => {
  it('is said by what was measured on other companies, while nobody labelled', () => {
    assert.equal(
      measuredOf(givenFacts(lively)),
      'The negative share of 1,204 posts is uncertain: fewer than 50 of them are labelled by people, so it is not calibrated. On posts about companies it had never seen, the share of an hour was off by about 28 points.',
    )
  })

  it('promises no number for a lane that was not measured', () => {
    assert.doesNotMatch(measuredOf(givenFacts({ ...lively, lanes: ['another'] })), /points/)
  })

  it('is said by the labels of this story, where there are enough', () => {
    assert.equal(
      measuredOf(givenFacts({ ...lively, calibration })),
      'The negative share of 1,204 posts is calibrated on 200 of them that people labelled: ±4 points, nine times in ten (as of 20 Aug 2017). Chart and net sentiment count single posts as they are labelled.',
    )
    assert.match(
      measuredOf(givenFacts({ calibration: { ...calibration, sampled: 12 } })),
      /of which 12 were drawn at random/,
    )
  })
})

describe('the share of the last 24 hours', () => {
  it('is the calibrated one, says so, and tells its range', () => {
    const { day, dayThan } = storyView(givenFacts({ ...lively, calibration, last24hCalibrated: shares }))
    assert.deepEqual([day, dayThan], ['62%', 'calibrated, 57 to 67%; 20% neutral, 18% positive'])
  })

  it('is counted while the calibration was applied to too few posts', () => {
    const { day } = storyView(givenFacts({ ...lively, calibration, last24hCalibrated: { ...shares, n: 29 } }))
    assert.equal(day, '42%')
  })
})
