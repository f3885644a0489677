// The rules of phases as readers are told them: the engine's own numbers, all of them.
import assert from 'node:assert/strict'
import * as settings from '../../analysis/phases/settings.ts'
import { normalText, ruleNumbers, rules } from '../../views/phase-rules.ts'
import { givenGauge, givenPhases, normal } from './given-phases.ts'

const { gates, learning, marks, recovery } = settings

describe('how a phase is decided', () => {
  it('is told beside the story by the numbers that the engine uses', () => {
    const [backlash, , recovered] = rules.map(({ rule }) => rule)
    for (const number of [marks.backlash, marks.earlySigns, gates.negatives, gates.ratio, 100 * gates.share])
      assert.match(backlash ?? '', new RegExp(`\\b${number}\\b`))
    for (const number of [recovery.ratio, 100 * recovery.probability, recovery.afterPeakHours])
      assert.match(recovered ?? '', new RegExp(`\\b${number}\\b`))
  })

  it('is told on the page of the method by every number of learning, gates, course and marks', () => {
    const said = Object.values(ruleNumbers).join(' | ')
    const { cooling, secondWave, newMaximum } = settings.course
    const numbers = [
      ...Object.values(learning),
      ...Object.values(marks),
      ...Object.values(secondWave),
      ...Object.values(newMaximum),
    ]
    for (const number of [...numbers, cooling.afterHours, 100 * cooling.leftOfPeak, gates.minutes, gates.deviations])
      assert.match(said, new RegExp(`(^|[ |])${number}([ %|]|$)`), `${number} in ${said}`)
  })

  it('says what normal is only where something is compared with it', () => {
    assert.match(normalText(givenPhases()), /not known yet, so nothing is compared/)
    assert.match(normalText(givenPhases({ changes: [normal], gauge: givenGauge() })), /usual at this hour/)
  })
})
