// The four steps of a story, and the strips of earlier waves; bands of the chart from the same stretches.
import assert from 'node:assert/strict'
import type { StoryFacts } from '../../views/facts.ts'
import { bandsOf, chartPeaks } from '../../views/phase-bands.ts'
import { stripOf } from '../../views/phase-strip.ts'
import { dayMs } from '../../views/wording.ts'
import { phaseChange } from '../given.ts'
import { nowMs } from './given-facts.ts'
import {
  backlash,
  cooling,
  daysAfter,
  earlySigns,
  givenGauge,
  givenPhases,
  normal,
  recovered,
  statement,
} from './given-phases.ts'

const steps = (facts: StoryFacts) => stripOf(facts).steps.map(({ word, text }) => `${word} ${text}`.trim())
const reversal = statement('reversal', '2017-08-19T21:00:00Z')
const open = [normal, earlySigns, backlash]

describe('the strip', () => {
  it('says what is learned, and leaves open what was not reached', () => {
    const gauge = givenGauge({ phase: 'learning' })
    const { steps: all } = stripOf(givenPhases({ gauge }))
    assert.deepEqual(steps(givenPhases({ gauge })), ['Calm learning, now', 'Backlash', 'Reversal', 'Recovery'])
    assert.deepEqual(
      all.map(({ look, current }) => [look, current]),
      [
        ['calm', 'step'],
        ['backlash todo', 'false'],
        ['reversal todo', 'false'],
        ['recovery todo', 'false'],
      ],
    )
  })

  it('gives durations: minutes below two hours, hours below two days, then days and hours', () => {
    const lasting = (minutes: number) =>
      steps(givenPhases({ changes: open, nowMs: Date.parse(backlash.onset ?? '') + minutes * 60_000 }))[1]
    assert.deepEqual(
      [lasting(95), lasting(47 * 60), lasting(53 * 60)],
      ['Backlash 95 minutes, now', 'Backlash 47 hours, now', 'Backlash 2 days 5 h, now'],
    )
    const done = givenPhases({ changes: [...open, cooling, recovered], statements: [reversal] })
    assert.deepEqual(steps(done), [
      'Calm until 18 Aug',
      'Backlash 28 hours',
      'Reversal 42 hours',
      'Recovery 27 hours, now',
    ])
    assert.equal(stripOf(done).steps[3]?.current, 'step')
  })

  it('says that there was no reversal only when the story ended without one, and when one was in part', () => {
    assert.equal(steps(givenPhases({ changes: open }))[2], 'Reversal')
    const ended = stripOf(givenPhases({ changes: [...open, recovered] })).steps[2]
    assert.deepEqual([ended?.word, ended?.look], ['No reversal', 'reversal todo'])
    const partial = givenPhases({ changes: open, statements: [statement('partial-reversal', reversal.at)] })
    assert.equal(steps(partial)[2], 'Reversal partly, 2 days 21 h, now')
  })

  it('begins anew with the calm after an episode, and keeps the old one', () => {
    const calm = phaseChange('2017-08-23T15:05:00.000Z', 'calm')
    const again = phaseChange('2017-09-02T12:00:00.000Z', 'backlash', { onset: '2017-09-02T10:00:00.000Z' })
    const first = [...open, recovered, calm]
    const { steps: now, waves } = stripOf(givenPhases({ changes: [...first, again], nowMs: daysAfter(again.at, 1) }))
    assert.deepEqual(
      now.map(({ word, text }) => `${word} ${text}`.trim()),
      ['Calm 7 days 19 h', 'Backlash 26 hours, now', 'Reversal', 'Recovery'],
    )
    assert.deepEqual(
      waves.map(({ wave, dates, steps }) => [wave, dates, steps.length]),
      [['First wave', '18 Aug to 25 Aug 2017', 4]],
    )
    assert.equal(
      waves[0]?.steps.some(({ current }) => current === 'step'),
      false,
    )
    const relapse = { ...again, at: '2017-08-22T12:00:00.000Z', onset: '2017-08-22T10:00:00.000Z' }
    const both = stripOf(givenPhases({ changes: [...open, recovered, relapse], nowMs }))
    assert.deepEqual([both.waves.length, both.steps[0]?.look, both.steps[1]?.current], [1, 'calm todo', 'step'])
  })
})

describe('the chart shows', () => {
  it('a band per phase once there is another than calm, the last one for as long as the chart goes on', () => {
    assert.deepEqual(bandsOf(givenPhases({ changes: [normal] })), [])
    const bands = bandsOf(givenPhases({ changes: open, statements: [reversal] }))
    assert.deepEqual(
      bands.map(({ phase, label }) => [phase, label]),
      [
        ['calm', 'Calm'],
        ['backlash', 'Backlash'],
        ['reversal', 'Reversal'],
      ],
    )
    assert.ok((bands[2]?.toMs ?? 0) > nowMs + 1_000 * dayMs)
  })

  it('each confirmed peak once, where it is put last', () => {
    assert.deepEqual(chartPeaks(givenPhases({ changes: [normal, { ...earlySigns, peak: earlySigns.at }] })), [])
    const moved = { atMs: Date.UTC(2017, 7, 19, 3), ratio: 25, provisional: true }
    const peaks = chartPeaks(givenPhases({ changes: [...open, cooling], gauge: givenGauge({ peak: moved }) }))
    assert.deepEqual(
      peaks.map(({ id, atMs }) => [id, atMs]),
      [['peak-20170819T0300', moved.atMs]],
    )
    const past = chartPeaks(givenPhases({ changes: [...open, cooling, recovered] }))
    assert.deepEqual(
      past.map(({ id }) => id),
      ['peak-20170819T0130'],
    )
  })
})
