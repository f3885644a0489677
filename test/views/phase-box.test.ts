// The phase box: word, icon, since when, and what stands beside it, for every phase of the engine.
import assert from 'node:assert/strict'
import type { StoryFacts } from '../../views/facts.ts'
import { phaseTexts } from '../../views/phase-box.ts'
import { unrecovered } from '../../views/phase-notes.ts'
import { storyView } from '../../views/story.ts'
import { phaseChange } from '../given.ts'
import {
  backlash,
  cooling,
  daysAfter,
  earlySigns,
  givenGauge,
  givenPhases,
  lively,
  normal,
  recovered,
  secondWave,
  statement,
} from './given-phases.ts'

const said = (facts: StoryFacts) => {
  const { phase, sinceWord, since, notes } = phaseTexts(facts)
  return [`${phase} ${sinceWord}${since}`.trim(), ...notes.map(({ note }) => note)]
}
const reversal = statement('reversal', '2017-08-19T21:00:00Z')
const partial = statement('partial-reversal', '2017-08-19T21:00:00Z')

describe('the phase box says', () => {
  it('learning, with what is missing', () => {
    const learnt = { days: 3.4, posts: 62, neededDays: 7, neededPosts: 100 }
    const facts = (more: object) => givenPhases({ gauge: givenGauge({ phase: 'learning', learnt, ...more }) })
    assert.deepEqual(said(facts({})), ['Calm', 'Learning what is normal: 3 of 7 days, 62 of 100 posts'])
    assert.deepEqual(said(facts({ learnt: { ...learnt, posts: 400 } }))[1], 'Learning what is normal: 3 of 7 days')
    assert.deepEqual(said(facts({ learnt: { ...learnt, days: 9 } }))[1], 'Learning what is normal: 62 of 100 posts')
    assert.deepEqual(
      said(givenPhases({ firstPostMs: Date.UTC(2017, 7, 20), total: [50, 20, 10, 9] }))[1],
      'Learning what is normal: 2 of 7 days, 80 of 100 posts',
    )
  })

  it('calm since normal is known, and early signs as a note with an icon of their own', () => {
    const calm = givenPhases({ changes: [normal] })
    const early = givenPhases({ changes: [normal, earlySigns] })
    assert.deepEqual(said(calm), ['Calm since Thu 17 Aug, 00:00 UTC'])
    assert.deepEqual(said(early), ['Calm since Thu 17 Aug, 00:00 UTC', 'Early signs since about Fri 18 Aug, 17:05 UTC'])
    assert.notEqual(phaseTexts(early).icon, phaseTexts(calm).icon)
    assert.equal(phaseTexts(early).boxLook, 'now calm')
  })

  it('a backlash since about its estimated beginning, cooling and second wave beside it', () => {
    const upTo = [normal, earlySigns, backlash]
    assert.deepEqual(said(givenPhases({ changes: upTo })), ['Backlash since about Fri 18 Aug, 17:05 UTC'])
    assert.deepEqual(said(givenPhases({ changes: [...upTo, cooling] })), [
      'Backlash since about Fri 18 Aug, 17:05 UTC',
      'Cooling since Sat 19 Aug, 10:20 UTC',
    ])
    assert.equal(
      said(givenPhases({ changes: [...upTo, cooling, secondWave] }))[1],
      'Second wave since Sat 19 Aug, 17:10 UTC',
    )
  })

  it('a reversal only when the company stated one, and partly when it was in part', () => {
    const changes = [normal, earlySigns, backlash, cooling]
    assert.deepEqual(said(givenPhases({ changes, statements: [reversal] })), [
      'Reversal since Sat 19 Aug, 21:00 UTC',
      'Cooling since Sat 19 Aug, 10:20 UTC',
    ])
    assert.deepEqual(said(givenPhases({ changes: [...changes, secondWave], statements: [partial] })), [
      'Reversal since Sat 19 Aug, 21:00 UTC',
      'Partly',
      'Criticism rising again since Sat 19 Aug, 17:10 UTC',
    ])
    for (const kind of ['apology', 'explainer', 'confirmation', 'other'] as const)
      assert.match(said(givenPhases({ changes, statements: [statement(kind, reversal.at)] }))[0] ?? '', /^Backlash/)
    const dated = { ...reversal, precision: 'day' as const }
    assert.equal(said(givenPhases({ changes, statements: [dated] }))[0], 'Reversal since Sat 19 Aug')
    const window = { ...reversal, precision: 'window' as const, until: '2017-08-21T00:00:00Z' }
    assert.equal(said(givenPhases({ changes, statements: [window] }))[0], 'Reversal since about Sat 19 Aug')
    const heard = { ...window, heardAt: '2017-08-20T01:00:00Z' }
    assert.equal(said(givenPhases({ changes, statements: [heard] }))[0], 'Reversal since about Sun 20 Aug, 01:00 UTC')
  })

  it('a recovery, that it is back to normal for its first two days, and on which day it recovered after that', () => {
    const changes = [normal, earlySigns, backlash, cooling, recovered]
    const calm = phaseChange('2017-08-23T15:05:00.000Z', 'calm')
    assert.deepEqual(said(givenPhases({ changes })), ['Recovery since Mon 21 Aug, 15:05 UTC'])
    assert.deepEqual(said(givenPhases({ changes: [...changes, calm], nowMs: daysAfter(calm.at, 1) })), [
      'Recovery since Mon 21 Aug, 15:05 UTC',
      'Back to normal since Wed 23 Aug, 15:05 UTC',
    ])
    assert.deepEqual(said(givenPhases({ changes: [...changes, calm], nowMs: daysAfter(calm.at, 3) })), [
      'Calm since Fri 25 Aug, 15:05 UTC',
      'Recovered on 21 Aug 2017',
    ])
  })

  it('what a person set instead, why, and what the counts say', () => {
    const override = {
      phase: 'recovered',
      reason: 'One thread is about another product.',
      since: '2017-08-20T10:00:00Z',
      version: 9,
    } as const
    const facts = givenPhases({ changes: [normal, earlySigns, backlash, cooling], override })
    assert.deepEqual(said(facts), [
      'Recovery since Sun 20 Aug, 10:00 UTC',
      'Set by a person: One thread is about another product. The counts say: Cooling',
    ])
    assert.equal(phaseTexts(facts).whyLink, '#p-set')
    assert.ok(
      storyView(facts).moments.some(({ id, title }) => id === 'p-set' && title === 'Set by a person: Recovered'),
    )
  })

  it('where each word is explained, by an address that is on the page', () => {
    const facts = givenPhases({
      changes: [normal, earlySigns, backlash, cooling, secondWave],
      statements: [statement('announcement', '2017-08-18T17:00:00Z'), reversal],
    })
    const ids = new Set(storyView(facts).moments.map(({ id }) => `#${id}`))
    const { whyLink, notes } = phaseTexts(facts)
    const links = [whyLink, ...notes.map(({ href }) => href), ...storyView(facts).steps.map(({ href }) => href)]
    assert.equal(whyLink, '#m2')
    assert.deepEqual(
      links.filter((link) => !ids.has(link)),
      ['#decided'],
    )
  })

  it('no recovery yet, when rate and time say so surely, and who was last to speak', () => {
    const changes = [normal, earlySigns, backlash, cooling]
    const gauge = (lower: number) =>
      givenGauge({
        ratio48h: { ratio: 1.8, lower, upper: 2.2 },
        peak: { atMs: Date.UTC(2017, 7, 19, 1), ratio: 20, provisional: false },
      })
    const still = (days: number, more: object = {}) =>
      unrecovered(
        givenPhases({
          changes,
          statements: [reversal],
          gauge: gauge(1.4),
          nowMs: daysAfter(reversal.at, days),
          ...more,
        }),
      )
    assert.equal(still(9.2), 'No recovery yet: still 1.8 times the usual, 9 days after the reversal')
    assert.equal(still(6.9), '')
    assert.equal(still(9.2, { gauge: gauge(1.3) }), '')
    assert.equal(still(9.2, { gauge: undefined }), '')
    assert.equal(still(9.2, { changes: [...changes, recovered] }), '')
    assert.match(still(9.2, { statements: [] }), /10 days after the peak$/)
    assert.match(still(9.2, { statements: [statement('other', reversal.at)] }), /after the last statement$/)
  })

  it('that the story is closed, and then no more that it does not recover', () => {
    const gauge = givenGauge({ ratio48h: { ratio: 2.4, lower: 2.1, upper: 2.8 } })
    const closedAtMs = Date.UTC(2017, 7, 30)
    const nowMs = Date.UTC(2019, 0)
    const { notes } = phaseTexts(givenPhases({ ...lively, changes: [normal, backlash], gauge, closedAtMs, nowMs }))
    assert.deepEqual(notes, [{ note: 'Closed on 30 Aug 2017: no longer watched', href: '#closed' }])
  })

  it('for whoever listens: phase and statement, and never a number that moves by itself', () => {
    const learning = (posts: number) =>
      storyView(
        givenPhases({
          gauge: givenGauge({ phase: 'learning', learnt: { days: 1, posts, neededDays: 7, neededPosts: 100 } }),
        }),
      )
    assert.equal(learning(1).spoken, learning(99).spoken)
    const { spoken } = storyView(
      givenPhases({ changes: [normal, earlySigns, backlash, cooling], statements: [reversal] }),
    )
    assert.equal(spoken, 'Phase: Reversal, Cooling. What Plex says now: Plex: reversal')
  })
})
