// What a fit adds to its story.
import assert from 'node:assert/strict'
import { decideCalibration } from '../../events/lane-rules.ts'
import type { Calibration } from '../../events/story.ts'
import { initial, storyStateOf } from '../../events/story-state.ts'
import { recorded, storyOpened } from '../given.ts'

const fit: Calibration = {
  lane: 'afinn',
  model: 'm',
  n: 60,
  sampled: 55,
  temperature: 1,
  biases: { negative: 0, positive: 0 },
  labelBiases: { negative: 0, positive: 0 },
  share: 0.4,
  lower: 0.3,
  upper: 0.5,
  error: { share: 0.05, logLoss: 0.7, uncalibrated: 1.2 },
  from: '2017-08-18T00:00:00.000Z',
  to: '2017-08-18T18:00:00.000Z',
}

describe('a calibration of a story', () => {
  const fitted = (past = true) => ({ type: 'CalibrationFitted', data: { slug: 's', ...fit, past } }) as const

  it('is recorded once, however often the same is fitted, applied to the past or not', () => {
    const opened = storyStateOf(recorded([storyOpened('s')]))
    assert.deepEqual(decideCalibration(opened, 's', fit, true), [fitted()])
    const state = storyStateOf(recorded([storyOpened('s'), fitted()]))
    assert.deepEqual(decideCalibration(state, 's', { ...fit }, false), [])
  })

  it('is one of each lane: the last', () => {
    const state = storyStateOf(recorded([storyOpened('s'), fitted()]))
    assert.equal(decideCalibration(state, 's', { ...fit, lane: 'linear' }, true).length, 1)
    assert.deepEqual(decideCalibration(state, 's', { ...fit, n: 61 }, false), [
      { type: 'CalibrationFitted', data: { slug: 's', ...fit, n: 61, past: false } },
    ])
  })

  it('is refused where there is no story', () => {
    assert.throws(() => decideCalibration(initial, 's', fit, true), { name: 'Problem', code: 'not-found' })
  })
})
