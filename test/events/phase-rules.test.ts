// What is declared of a story's phases, what is revised, and what a person may say instead.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import type { PhaseChange } from '../../events/phase.ts'
import { overrideEntry, withdrawalEntry } from '../../events/phase-entry.ts'
import { decideDeclarations, decideOverride, decideWithdrawal } from '../../events/phase-rules.ts'
import { initial, storyStateOf } from '../../events/story-state.ts'
import { declared, overridden, phaseChange, recorded, revised, storyOpened, withdrawn } from '../given.ts'

const early = phaseChange('2026-02-02T16:15:00Z', 'early-signs', { onset: '2026-02-02T14:05:00Z' })
const backlash = phaseChange('2026-02-02T17:00:00Z', 'backlash', { onset: '2026-02-02T14:05:00Z' })
const cooling = phaseChange('2026-02-03T19:30:00Z', 'cooling', { peak: '2026-02-03T15:20:00Z' })
const later = (change: PhaseChange, at: string) => ({ ...change, at })

const stateOf = (...events: readonly OutcryEvent[]) => storyStateOf(recorded([storyOpened('s'), ...events]))
const decide = (events: readonly OutcryEvent[], now: readonly PhaseChange[]) =>
  decideDeclarations(stateOf(...events), 's', now, 'posts came late')
/** What stands once the decision is in the log too. */
const standing = (events: readonly OutcryEvent[], now: readonly PhaseChange[]) =>
  stateOf(...events, ...decide(events, now)).phases

describe('declaring the phases of a story', () => {
  it('declares what is new, one event each', () => {
    assert.deepEqual(decide([], [early, backlash]), [declared('s', early), declared('s', backlash)])
    assert.deepEqual(decide([declared('s', early)], [early, backlash]), [declared('s', backlash)])
  })

  it('adds nothing when all is declared, whatever the order of the members', () => {
    const { evidence, ...rest } = early
    const turned = { evidence: Object.fromEntries(Object.entries(evidence).reverse()), ...rest } as PhaseChange
    assert.deepEqual(decide([declared('s', early)], [turned]), [])
    assert.deepEqual(decide([], []), [])
  })

  it('revises from the first moment that differs, the earlier of both', () => {
    const [sooner, later] = ['2026-02-02T16:45:00Z', '2026-02-02T17:20:00Z'].map((at) => ({ ...backlash, at }))
    const stands = [declared('s', early), declared('s', backlash), declared('s', cooling)]
    for (const [moved, from] of [
      [sooner as PhaseChange, '2026-02-02T16:45:00Z'],
      [later as PhaseChange, backlash.at],
    ] as const) {
      assert.deepEqual(decide(stands, [early, moved, cooling]), [revised('s', from, [moved, cooling])])
      assert.deepEqual(standing(stands, [early, moved, cooling]), [early, moved, cooling])
    }
  })

  it('takes back what is none any more', () => {
    const stands = [declared('s', early), declared('s', backlash)]
    assert.deepEqual(decide(stands, [early]), [revised('s', backlash.at, [])])
    assert.deepEqual(decide(stands, []), [revised('s', early.at, [])])
  })

  it('keeps the numbers that a change was declared with: one late post more decides nothing', () => {
    const other = { ...backlash, evidence: { ...backlash.evidence, negative: 32 } }
    assert.deepEqual(decide([declared('s', early), declared('s', backlash)], [early, other, cooling]), [
      declared('s', cooling),
    ])
  })

  it('revises another onset or peak of the same phase', () => {
    const stands = [declared('s', early), declared('s', backlash)]
    for (const other of [
      { ...backlash, onset: '2026-02-02T13:00:00Z' },
      { ...backlash, peak: '2026-02-02T16:00:00Z' },
    ])
      assert.deepEqual(decide(stands, [early, other]), [revised('s', backlash.at, [other])])
  })

  it('keeps what stands at the very moment from which it revises', () => {
    const same = later(backlash, early.at)
    const moved = later(cooling, early.at)
    const stands = [declared('s', early), declared('s', same)]
    assert.deepEqual(standing(stands, [early, moved]), [early, moved])
    assert.deepEqual(standing(stands, [early]), [early])
  })

  it('ends with whatever the counts say, from any two states', () => {
    const lists = [[], [early], [early, backlash], [backlash], [early, backlash, cooling], [later(early, cooling.at)]]
    for (const before of lists)
      for (const now of lists)
        assert.deepEqual(
          standing(
            before.map((change) => declared('s', change)),
            now,
          ),
          now,
        )
  })

  it('says nothing of a story that is closed, or not there', () => {
    assert.deepEqual(decide([{ type: 'StoryClosed', data: { slug: 's' } }], [early]), [])
    assert.deepEqual(decideDeclarations(initial, 's', [early], ''), [])
  })
})

describe('a phase that a person sets', () => {
  const entry = { phase: 'calm', reason: 'A fair, not a backlash.' } as const

  it('is recorded with its reason, once', () => {
    assert.deepEqual(decideOverride(stateOf(), 's', entry), [overridden('s', 'calm', entry.reason)])
    assert.deepEqual(decideOverride(stateOf(overridden('s', 'calm', entry.reason)), 's', entry), [])
    assert.equal(decideOverride(stateOf(overridden('s', 'calm', 'Another reason.')), 's', entry).length, 1)
  })

  it('is taken back with a reason, where there is one', () => {
    const set = overridden('s', 'calm', entry.reason)
    const reason = 'It was one after all.'
    assert.deepEqual(decideWithdrawal(stateOf(set), 's', { reason }), [withdrawn('s', reason)])
    for (const state of [stateOf(), stateOf(set, withdrawn('s', reason))])
      assert.throws(() => decideWithdrawal(state, 's', { reason }), { code: 'not-found', message: /nobody has set/ })
  })

  it('needs a story', () => {
    assert.throws(() => decideOverride(initial, 's', entry), { code: 'not-found' })
    assert.throws(() => decideWithdrawal(initial, 's', entry), { code: 'not-found' })
  })

  it('must be a phase that there is, with a reason of one to 500 characters', () => {
    const faults = (schema: typeof overrideEntry | typeof withdrawalEntry, body: unknown) =>
      schema.safeParse(body).error?.issues.map(({ path, message }) => `${path.join('/')}: ${message}`) ?? []
    assert.deepEqual(faults(overrideEntry, entry), [])
    assert.match(faults(overrideEntry, { ...entry, phase: 'angry' }).join(), /phase: must be one of learning, calm/)
    assert.deepEqual(faults(overrideEntry, { ...entry, reason: '  ' }), ['reason: must not be empty'])
    assert.deepEqual(faults(overrideEntry, { ...entry, reason: 'x'.repeat(501) }), [
      'reason: must be at most 500 characters',
    ])
    assert.deepEqual(faults(withdrawalEntry, {}), ['reason: must be text'])
  })
})
