// Stories, their statements, and keys: what is shown after given events.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { keysOf } from '../../projections/keys.ts'
import { momentsOf } from '../../projections/statements.ts'
import { storiesOf, storyOf } from '../../projections/stories.ts'
import { keyIssued, milestone, statement, storyClosed, storyOpened } from '../given.ts'
import { shown } from './shown.ts'

describe('stories', () => {
  it('are as opened and changed last, and know when they were closed', () => {
    const closed = storyClosed('s')
    const changed: OutcryEvent = { type: 'StoryChanged', data: { slug: 's', title: 'Another' } }
    const story = storyOf(shown(storyOpened('s'), changed, closed), 's')
    assert.equal(story?.title, 'Another')
    assert.equal(story?.company, 'Plex')
    assert.equal(story?.openedAt, '2017-08-18T17:00:00.000Z')
    assert.equal(story?.changedAt, '2017-08-18T17:00:02.000Z')
    assert.equal(story?.closedAt, story?.changedAt)
  })

  it('are listed by slug; one that was never opened is none', () => {
    const readModel = shown(storyOpened('t'), storyOpened('s'))
    assert.deepEqual(
      storiesOf(readModel).map(({ slug }) => slug),
      ['s', 't'],
    )
    assert.equal(storyOf(readModel, 'x'), undefined)
  })

  it('can be opened again, and know of each time', () => {
    const [open, closed] = [storyOpened('s'), storyClosed('s')]
    const story = storyOf(shown(open, closed, open, closed), 's')
    const at = (second: number) => `2017-08-18T17:00:0${second}.000Z`
    assert.deepEqual(story?.closings, [
      { at: at(1), version: 2, openedAt: at(2), openedVersion: 3 },
      { at: at(3), version: 4 },
    ])
    assert.equal(story?.closedAt, at(3))
    assert.equal(storyOf(shown(open, closed, open), 's')?.closedAt, undefined)
  })
})

describe('statements and milestones', () => {
  it('stand in the order of time, numbered in the order of recording', () => {
    const moments = momentsOf(
      shown(
        statement('s', 'a', '2017-08-18T17:00:00Z', 'announcement'),
        milestone('s', 'b', '2017-08-17T00:00:00Z', 'leak'),
        statement('s', 'c', '2017-08-19T10:00:00Z', 'reversal'),
      ),
      's',
    )
    assert.deepEqual(
      moments.map(({ id, number, of }) => [id, number, of]),
      [
        ['b', 2, 'milestone'],
        ['a', 1, 'statement'],
        ['c', 3, 'statement'],
      ],
    )
  })

  it('keep number and place when corrected, and say so', () => {
    const corrected = { ...statement('s', 'a', '2017-08-18T17:00:00Z', 'announcement', 'New words') }
    const [first, second] = momentsOf(
      shown(
        statement('s', 'a', '2017-08-18T17:00:00Z', 'announcement', 'Old words'),
        statement('s', 'b', '2017-08-19T17:00:00Z', 'apology'),
        { ...corrected, type: 'StatementCorrected' } as OutcryEvent,
      ),
      's',
    )
    assert.deepEqual([first?.number, first?.title], [1, 'New words'])
    assert.equal(first?.recordedAt, '2017-08-18T17:00:00.000Z')
    assert.equal(first?.correctedAt, '2017-08-18T17:00:02.000Z')
    assert.equal(second?.correctedAt, undefined)
  })
})

describe('keys', () => {
  it('are known by hash, and stay listed when revoked', () => {
    const revoked: OutcryEvent = { type: 'KeyRevoked', data: { id: 'a' } }
    const [a, b] = keysOf(shown(keyIssued('b', 'hash-b', 'read'), keyIssued('a', 'hash-a', 'admin'), revoked))
    assert.deepEqual([a?.id, a?.hash, a?.revokedAt], ['a', 'hash-a', '2017-08-18T17:00:02.000Z'])
    assert.deepEqual([b?.id, b?.scopes, b?.revokedAt], ['b', ['read'], undefined])
  })
})
