import assert from 'node:assert/strict'
import { factorOf, placeboScores } from '../../../analysis/effects/placebo.ts'
import { givenHours, hourMs, saidAt, saidMs } from './given-hours.ts'

const calm = givenHours({ seed: 1, posts: () => 30, share: () => 0.25, toHour: 240 })
const said = [{ at: saidAt, precision: 'minute' as const }]
const until = (hours: number) => [{ fromMs: saidMs - hourMs, toMs: saidMs + hours * hourMs }]

describe('moments without a statement', () => {
  it('are at most six of a story, after its peak', () => {
    assert.equal(placeboScores(calm, { declines: until(240), statements: [] }, 12).length, 6)
    assert.equal(placeboScores(calm, { declines: [...until(30), ...until(240)], statements: [] }, 12).length, 6)
    assert.equal(placeboScores(calm, { declines: [], statements: [] }, 12).length, 0)
  })

  it('have no statement in their windows, and windows that are full before the decline is over', () => {
    const free = (hours: number) => placeboScores(calm, { declines: until(hours), statements: said }, 12).length
    assert.deepEqual([25, 26, 28].map(free), [0, 1, 3])
  })

  it('make the factor once there are fifty: the score that 95 of 100 do not pass, over 1.96', () => {
    const scores = Array.from({ length: 60 }, (_, i) => ((i + 1) / 60) * 1.96)
    assert.deepEqual(factorOf(scores.slice(0, 49)), { factor: 1, origin: 'shipped', moments: 49 })
    const { factor, origin, moments } = factorOf(scores)
    assert.deepEqual([Number(factor.toFixed(2)), origin, moments], [0.95, 'own', 60])
  })
})
