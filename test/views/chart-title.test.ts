// The title of the chart, by phase: true, or less.
import assert from 'node:assert/strict'
import { chartTitle } from '../../views/chart-title.ts'
import { hourMs } from '../../views/wording.ts'
import { phaseChange } from '../given.ts'
import { givenFacts, nowMs } from './given-facts.ts'
import {
  announced,
  backlash,
  cooling,
  earlySigns,
  givenGauge,
  givenPhases,
  lively,
  normal,
  recovered,
  reversed,
  secondWave,
  statement,
} from './given-phases.ts'

const open = [normal, earlySigns, backlash]
const peakMs = Date.parse(cooling.peak ?? '')
const gauge = givenGauge({ peak: { atMs: peakMs, ratio: 24, provisional: true } })
const title = (more: object) => chartTitle(givenPhases({ statements: [announced], ...more }))

describe('the title of the chart says', () => {
  it('that there is no sign of a backlash, or that negative posts have risen', () => {
    assert.equal(title({ changes: [normal] }), 'No sign of a backlash since 17 Aug')
    assert.equal(
      title({ changes: [normal, earlySigns] }),
      'Negative posts have risen since about Fri 18 Aug, 17:05 UTC',
    )
  })

  it('that criticism is high, cools or rises again', () => {
    assert.equal(title({ changes: open, gauge, nowMs: peakMs + hourMs }), 'Criticism is at its highest so far')
    const closed = title({ changes: open, gauge, nowMs: peakMs + hourMs, closedAtMs: peakMs })
    assert.doesNotMatch(closed, / is | are |so far|still/)
    assert.equal(
      title({ changes: open, gauge, nowMs: peakMs + 4 * hourMs }),
      'Criticism peaked within nine hours and is still high',
    )
    assert.equal(title({ changes: [...open, cooling] }), 'Criticism peaked within nine hours and is cooling')
    assert.equal(
      title({ changes: [...open, cooling, secondWave] }),
      'Criticism peaked within nine hours and rises again',
    )
  })

  it('that it fell after a change of course only where the fall came later', () => {
    const statements = [announced, reversed]
    assert.equal(
      title({ changes: [...open, cooling], statements }),
      'Criticism peaked within nine hours and is cooling',
    )
    const fell = 'Criticism peaked within nine hours and fell after Plex changed course'
    assert.equal(title({ changes: [...open, cooling, recovered], statements }), fell)
    assert.equal(
      title({ changes: [...open, recovered] }),
      'Criticism peaked within nine hours and is near normal again',
    )
    const calm = phaseChange('2017-08-23T15:05:00.000Z', 'calm')
    assert.equal(
      title({ changes: [...open, recovered, calm] }),
      'Criticism peaked within nine hours and is back to normal',
    )
  })

  it('hours since the announcement where its hour is known, else since the estimated beginning, and a date after two days', () => {
    const changes = [...open, cooling]
    assert.match(
      title({ changes, statements: [{ ...announced, precision: 'day' }] }),
      /^Criticism peaked within nine hours/,
    )
    assert.match(title({ changes, statements: [] }), /^Criticism peaked within nine hours/)
    const early = statement('announcement', '2017-08-14T17:00:00Z')
    assert.equal(title({ changes, statements: [early] }), 'Criticism peaked on Sat 19 Aug, 01:30 UTC and is cooling')
  })

  it('what the volume did, while nothing is known of what is normal', () => {
    const { peak } = lively
    const title = (changes: object) => chartTitle(givenFacts({ ...lively, ...changes }))
    assert.equal(title({}), 'Criticism peaked within nine hours and fell after Plex changed course')
    assert.equal(
      title({ statements: [] }),
      'Posts peaked at 625 an hour on Sat 19 Aug, 01:00 UTC, most of them negative',
    )
    assert.equal(title({ statements: [announced] }), 'Criticism peaked within nine hours')
    assert.equal(
      title({ peak: { ...peak, bin: [100, 300, 200, 25] }, statements: [] }),
      'Posts peaked at 625 an hour on Sat 19 Aug, 01:00 UTC',
    )
    assert.equal(title({ peak: { ...peak, atMs: nowMs - hourMs } }), 'Criticism is at its highest so far')
    assert.match(title({ peak: { ...peak, atMs: nowMs - hourMs }, closedAtMs: nowMs }), /peaked/)
    assert.equal(title({ peak: { ...peak, bin: [3, 0, 0, 0] } }), 'Few posts so far')
  })
})
