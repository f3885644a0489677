import assert from 'node:assert/strict'
import type { StatementEffect } from '../../analysis/effects/statement-effects.ts'
import type { Moment } from '../../events/story.ts'
import { countdownText, effectText } from '../../views/effect.ts'

const moment: Moment<string> = {
  id: 'a',
  at: '2017-08-19T12:20:00Z',
  precision: 'minute',
  kind: 'reversal',
  title: 'The opt-out stays',
}
const knownFromMs = Date.UTC(2017, 7, 20, 1)
const measured = {
  id: 'a',
  hours: 12,
  verdict: 'better',
  knownFromMs,
  before: { negative: 310, scored: 500 },
  after: { negative: 164, scored: 400 },
  change: -0.21,
  lower: -0.294,
  upper: -0.116,
  day: { hours: 24, verdict: 'too early', knownFromMs },
  factor: { factor: 1, origin: 'shipped', moments: 0 },
  alsoInWindows: [],
} satisfies StatementEffect
const said = (effect: Partial<StatementEffect> = {}, more: Partial<Moment<string>> = {}) =>
  effectText({ ...moment, ...more }, { ...measured, ...effect }, (id) => ({ b: 2, c: 1 })[id] ?? 0)

describe('what is said of a statement', () => {
  it('is the share before and after, the difference and its interval, in whole points', () => {
    assert.equal(
      said(),
      '↓ Better: share of negative posts 12 h before 62%, after 41% (difference −21 points, interval −29 to −12).',
    )
    assert.match(
      said({ verdict: 'worse', after: { negative: 300, scored: 400 }, change: 0.13, lower: 0.05, upper: 0.2 }),
      /^↑ Worse: .* after 75% \(difference \+13 points, interval \+5 to \+20\)\.$/,
    )
    assert.match(said({ verdict: 'no visible effect', upper: 0 }), /^No visible effect: .* interval −29 to 0\)\.$/)
  })

  it('is why nothing is said yet', () => {
    const { before: _, after: __, change: ___, lower: _4, upper: _5, ...early } = measured
    assert.equal(
      effectText(moment, { ...early, verdict: 'too early' }, () => 0),
      'Effect on posts: too early, known from Sun 20 Aug, 01:00 UTC.',
    )
    const few = { ...early, before: { negative: 1, scored: 12 }, after: { negative: 9, scored: 1_340 } }
    assert.equal(
      effectText(moment, { ...few, verdict: 'too few posts' }, () => 0),
      'Effect on posts: too few posts, 12 in the 12 h before and 1,340 after.',
    )
  })

  it('names what is left out, what lies within, and how fast criticism fades', () => {
    assert.match(said({}, { precision: 'day' }), /\. All of Sat 19 Aug is left out, for its hour is not known\.$/)
    assert.match(
      said({}, { heardAt: '2017-08-19T15:00:00Z', precision: 'day' }),
      /\. Measured from Sat 19 Aug, 15:00 UTC, when posts first spoke of it\.$/,
    )
    assert.match(said({ alsoInWindows: ['b'] }), /\. Moment 2 lies within these hours too\.$/)
    assert.match(said({ alsoInWindows: ['b', 'c'] }), /\. Moments 1, 2 lie within these hours too\.$/)
    const halfLife = { hours: 18.2, lower: 12, upper: 26.4, roughly: true, sinceMs: 0 }
    assert.match(
      said({ halfLife }),
      /\. Since then negative posts above the usual halve in roughly 18 h \(12 to 26 h\)\.$/,
    )
  })

  it('never names a cause', () => {
    const halfLife = { hours: 18.2, lower: 12, upper: 26.4, roughly: false, sinceMs: 0 }
    const all = said({ halfLife, alsoInWindows: ['b'] }, { precision: 'day' })
    assert.doesNotMatch(all, /because|due to|caus|led to|lowered|raised|thanks to|result/i)
  })
})

describe('how far off a moment is', () => {
  const nowMs = Date.UTC(2017, 8, 8, 18)
  const left = (at: string, kind = 'effective', precision: 'day' | 'minute' = 'day') =>
    countdownText({ ...moment, at, kind, precision }, nowMs)

  it('is said in days, and in hours where the hour is known and near', () => {
    assert.equal(left('2017-09-20T00:00:00Z'), 'Takes effect in 12 days.')
    assert.equal(left('2017-09-10T00:00:00Z'), 'Takes effect in 2 days.')
    assert.equal(left('2017-09-09T00:00:00Z'), 'Takes effect tomorrow.')
    assert.equal(left('2017-09-09T03:30:00Z', 'effective', 'minute'), 'Takes effect in 10 hours.')
    assert.equal(left('2017-09-08T18:20:00Z', 'press', 'minute'), 'In 1 hour.')
    assert.equal(left('2017-09-09T00:00:00Z', 'press'), 'Tomorrow.')
  })
})
