// Phases as the page and the API read them: what stands, since when, what was revised, and what a person says.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { phasesOf, shownChanges } from '../../projections/phases.ts'
import { declared, overridden, phaseChange, revised, withdrawn } from '../given.ts'
import { shown } from './shown.ts'

const early = phaseChange('2026-02-02T16:15:00Z', 'early-signs')
const backlash = phaseChange('2026-02-02T17:00:00Z', 'backlash')
const cooling = phaseChange('2026-02-03T19:30:00Z', 'cooling')
const of = (...events: readonly OutcryEvent[]) => phasesOf(shown(...events), 's')
/** Each event is recorded a second after the one before. */
const second = (n: number) => `2017-08-18T17:00:0${n}.000Z`

describe('phases of a story', () => {
  it('are none before one is declared, and those of another story are not its own', () => {
    assert.deepEqual(of(declared('other', early)), { changes: [], revisions: [] })
  })

  it('stand in order, each with the time it was declared', () => {
    assert.deepEqual(of(declared('s', early), declared('s', backlash)).changes, [
      { ...early, declaredAt: second(0), version: 1, isRevised: false },
      { ...backlash, declaredAt: second(1), version: 2, isRevised: false },
    ])
  })

  it('keep what a revision says again, and mark what is new in it', () => {
    const moved = { ...backlash, at: '2026-02-02T16:45:00Z' }
    const { changes, revisions } = of(
      ...[early, backlash, cooling].map((change) => declared('s', change)),
      revised('s', moved.at, [moved, cooling]),
    )
    assert.deepEqual(
      changes.map(({ at, declaredAt, isRevised }) => [at, declaredAt, isRevised]),
      [
        [early.at, second(0), false],
        [moved.at, second(3), true],
        [cooling.at, second(2), false],
      ],
    )
    assert.deepEqual(revisions, [
      {
        at: second(3),
        from: moved.at,
        why: 'posts came late',
        replaced: [{ ...backlash, declaredAt: second(1), version: 2, isRevised: false }],
        changes: [moved],
      },
    ])
  })

  it('know what each took the place of, over any number of revisions', () => {
    const moved = ['16:45', '16:50', '16:55'].map((time) => ({ ...backlash, at: `2026-02-02T${time}:00Z` }))
    const again = phaseChange('2026-02-03T20:00:00Z', 'backlash')
    const { changes } = of(
      ...[early, backlash].map((change) => declared('s', change)),
      ...moved.map((change) => revised('s', '2026-02-02T16:30:00Z', [change, cooling, again])),
    )
    assert.deepEqual(
      changes.map(({ at, first }) => [at, first]),
      [
        [early.at, undefined],
        [moved[2]?.at, { at: backlash.at, declaredAt: second(1) }],
        [cooling.at, undefined],
        [again.at, undefined],
      ],
    )
  })

  it('remember what was taken back, the last fifty times', () => {
    const events = Array.from({ length: 60 }, () => [declared('s', early), revised('s', early.at, [])]).flat()
    const { changes, revisions } = of(...events)
    assert.deepEqual(changes, [])
    assert.equal(revisions.length, 50)
    assert.deepEqual([revisions.at(-1)?.replaced.map(({ at }) => at), revisions.at(-1)?.changes], [[early.at], []])
  })

  it('have what a person says beside them, until it is taken back', () => {
    const set = [declared('s', backlash), overridden('s', 'calm', 'A fair.')]
    const shownNow = of(...set)
    assert.deepEqual(shownNow.override, { phase: 'calm', reason: 'A fair.', since: second(1), version: 2 })
    assert.equal(shownNow.changes.length, 1)
    assert.equal(of(...set, withdrawn('s', 'It was one.')).override, undefined)
  })

  it('keep what a person said after it was taken back, or said otherwise', () => {
    const { overrides } = of(
      overridden('s', 'calm', 'A fair.'),
      overridden('s', 'backlash', 'None.'),
      withdrawn('s', 'It was one.'),
    )
    const none = { phase: 'backlash', reason: 'None.', since: second(1), version: 2 }
    assert.deepEqual(overrides, [
      { phase: 'calm', reason: 'A fair.', since: second(0), version: 1, until: second(1), untilVersion: 2 },
      { ...none, until: second(2), untilVersion: 3, why: 'It was one.' },
    ])
  })

  it('are shown as a person says from then on, and as declared before', () => {
    const set = [declared('s', phaseChange('2017-08-18T16:00:00Z', 'backlash')), overridden('s', 'calm', 'A fair.')]
    const later = declared('s', phaseChange('2017-08-18T18:00:00Z', 'cooling'))
    assert.deepEqual(
      shownChanges(of(...set, later)).map(({ at, phase }) => [at, phase]),
      [
        ['2017-08-18T16:00:00Z', 'backlash'],
        [second(1), 'calm'],
      ],
    )
    assert.equal(shownChanges(of(...set, later, withdrawn('s', 'It was one.'))).length, 2)
  })
})
