// What a fit adds to its story.
import assert from 'node:assert/strict'
import { decideCalibration } from '../../events/lane-rules.ts'
import { initial, storyStateOf } from '../../events/story-state.ts'
import { calibration, recorded, storyOpened } from '../given.ts'

const fit = calibration()

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
