// Changes of phase in "What happened".
import assert from 'node:assert/strict'
import type { PhaseChange } from '../../events/phase.ts'
import { happenedRows, peaksOf } from '../../views/phase-moments.ts'
import { phaseChange } from '../given.ts'
import { nowMs } from './given-facts.ts'
import {
  backlash,
  cooling,
  earlySigns,
  givenGauge,
  givenPhases,
  lively,
  normal,
  recovered,
  statement,
} from './given-phases.ts'

describe('what happened tells of phases', () => {
  it('among statements, newest first, with ids that stay', () => {
    const rows = happenedRows(
      givenPhases({
        changes: [normal, earlySigns, backlash, cooling, recovered],
        statements: [statement('announcement', '2017-08-18T17:00:00Z'), statement('reversal', '2017-08-19T21:00:00Z')],
      }),
    )
    assert.deepEqual(
      rows.map(({ id, title }) => `${id} ${title}`),
      [
        'p-20170821T1505 Recovered',
        'm2 Plex: reversal',
        'p-20170819T1020 Criticism is cooling',
        'peak-20170819T0130 Peak of the criticism',
        'p-20170818T1745 Backlash',
        'p-20170818T1735 Early signs of criticism',
        'm1 Plex: announcement',
        'p-20170817T0000 Normal is known',
      ],
    )
    assert.ok(
      rows.filter(({ id }) => id.startsWith('p')).every(({ kind, number }) => kind === 'Phase' && number === ''),
    )
  })

  it('and that the story is closed, where the phase box says so', () => {
    const rows = happenedRows(givenPhases({ ...lively, changes: [normal], closedAtMs: Date.UTC(2017, 7, 22, 12) }))
    const { id, kind, title, time } = rows[0] as (typeof rows)[number]
    assert.deepEqual([id, kind, title, time], ['closed', 'Story', 'No longer watched', 'Tue 22 Aug, 12:00 UTC'])
  })

  it('with the reason as the engine gave it, when it was noticed and from how many posts', () => {
    const [row] = happenedRows(givenPhases({ changes: [normal, backlash] }))
    assert.equal(row?.text, backlash.reason)
    assert.equal(row?.effect, 'Noticed at 17:50 UTC, computed from 54 posts of 50 minutes.')
  })

  it('what was computed again, and what was declared long after', () => {
    const facts = givenPhases({ changes: [normal, backlash], revised: [backlash] })
    assert.equal(happenedRows(facts)[0]?.detail, ' · revised')
    assert.equal(happenedRows(facts)[1]?.detail, '')
    const late = facts.phases.changes.map((change) => ({ ...change, declaredAt: '2017-08-22T18:00:00.000Z' }))
    const [row] = happenedRows({ ...facts, phases: { ...facts.phases, changes: late } })
    assert.match(row?.effect ?? '', / Declared on Tue 22 Aug, 18:00 UTC\.$/)
  })

  it('one peak per confirmed episode, as it is put last', () => {
    const early = { ...earlySigns, peak: earlySigns.at }
    const first = { atMs: Date.UTC(2017, 7, 19, 1, 30), ratio: undefined }
    assert.deepEqual(peaksOf(givenPhases({ changes: [normal, early] })), [])
    assert.deepEqual(peaksOf(givenPhases({ changes: [normal, early, backlash, cooling, recovered] })), [first])
    const again = phaseChange('2017-09-02T12:00:00.000Z', 'backlash')
    const now = { atMs: Date.UTC(2017, 8, 2, 12), ratio: 9, provisional: true }
    const both = givenPhases({
      changes: [normal, backlash, cooling, recovered, again],
      gauge: givenGauge({ peak: now }),
    })
    assert.deepEqual(peaksOf(both), [first, now])
  })

  it('a peak as provisional for a day', () => {
    const peakAt = (hours: number) => {
      const peak = new Date(nowMs - hours * 3_600_000).toISOString()
      return happenedRows(givenPhases({ changes: [normal, backlash, { ...cooling, peak }] })).find(({ title }) =>
        title.startsWith('Peak'),
      )
    }
    assert.deepEqual([peakAt(23)?.detail, peakAt(25)?.detail], [' · provisional', ''])
    assert.equal(peakAt(23)?.effect, 'Provisional for 24 hours: a higher one may follow.')
  })

  it('what a calm follows', () => {
    const calm = phaseChange('2017-08-22T12:00:00.000Z', 'calm')
    const title = (...before: readonly PhaseChange[]) =>
      happenedRows(givenPhases({ changes: [normal, ...before, calm] }))[0]?.title
    assert.equal(title(earlySigns), 'Early signs have gone')
    assert.equal(title(earlySigns, backlash, recovered), 'Calm again')
  })
})
