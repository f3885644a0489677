// Emerging phrases: how long they are shown, and what hides them.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { phrasesOf } from '../../projections/phrases.ts'
import { type Story, storyOf } from '../../projections/stories.ts'
import { emerged, storyOpened } from '../given.ts'
import { shown } from './shown.ts'

const hourMs = 3_600_000
const toldMs = Date.UTC(2017, 7, 18, 17)
const at = (ms: number) => new Date(ms).toISOString()
const dismissed = (phrase: string, untilMs: number): OutcryEvent => ({
  type: 'PhraseDismissed',
  data: { slug: 's', phrase, until: at(untilMs) },
})
const toldBy = (...events: readonly OutcryEvent[]) => {
  const readModel = shown(storyOpened('s'), ...events)
  return (nowMs: number) => phrasesOf(readModel, storyOf(readModel, 's') as Story, nowMs)
}
const names = (phrases: readonly { phrase: string }[]) => phrases.map(({ phrase }) => phrase)

describe('emerging phrases', () => {
  it('are shown for 48 hours after they were told last, by the time of the posts', () => {
    const told = toldBy(emerged('s', 'unlock fee'))
    assert.deepEqual(names(told(toldMs + 48 * hourMs - 1)), ['unlock fee'])
    assert.deepEqual(names(told(toldMs + 48 * hourMs)), [])
  })

  it('are new since they were told first, while they go on; after a rest they are new again', () => {
    const again = { since: at(toldMs + 2 * hourMs), at: at(toldMs + 6 * hourMs), documents: 30 }
    const [one] = toldBy(emerged('s', 'unlock fee'), emerged('s', 'unlock fee', again))(toldMs + 7 * hourMs)
    assert.deepEqual([one?.since, one?.documents], ['2017-08-18T12:00:00.000Z', 30])
    const late = { since: at(toldMs + 70 * hourMs), at: at(toldMs + 72 * hourMs) }
    const [other] = toldBy(emerged('s', 'unlock fee'), emerged('s', 'unlock fee', late))(toldMs + 73 * hourMs)
    assert.equal(other?.since, late.since)
  })

  it('stand by how sure it is that they are new, at most ten', () => {
    const many = Array.from({ length: 12 }, (_, i) => emerged('s', `phrase ${i}`, { g2: 20 + i }))
    const shown = names(toldBy(...many)(toldMs))
    assert.equal(shown.length, 10)
    assert.deepEqual(shown.slice(0, 2), ['phrase 11', 'phrase 10'])
  })

  it('are hidden once dismissed, until the day that was said, however often they are told', () => {
    const untilMs = toldMs + 24 * hourMs
    const later = emerged('s', 'unlock fee', { at: at(toldMs + 12 * hourMs) })
    const told = toldBy(emerged('s', 'unlock fee'), emerged('s', 'other'), dismissed('unlock fee', untilMs), later)
    assert.deepEqual(names(told(untilMs - 1)), ['other'])
    assert.deepEqual(names(told(untilMs)), ['other', 'unlock fee'])
  })

  it('are hidden once a topic has them among its phrases, and come back when it has them no more', () => {
    const topics = (match: string): OutcryEvent => ({
      type: 'StoryChanged',
      data: { slug: 's', topics: [{ slug: 't', name: 'T', match: [match] }] },
    })
    assert.deepEqual(names(toldBy(emerged('s', 'unlock fee'), topics('Unlock-fee'))(toldMs)), [])
    assert.deepEqual(names(toldBy(emerged('s', 'unlock fee'), topics('Unlock-fee'), topics('fee'))(toldMs)), [
      'unlock fee',
    ])
  })

  it('are forgotten when they are over, so that a story of years keeps few', () => {
    const years = Array.from({ length: 500 }, (_, i) =>
      emerged('s', `phrase ${i}`, { at: at(toldMs + i * 12 * hourMs) }),
    )
    const readModel = shown(storyOpened('s'), ...years)
    const kept = readModel.load('phrases', ['s']).get('s') as readonly object[]
    assert.equal(kept.length, 4)
  })

  it('of one story are none of another', () => {
    const readModel = shown(storyOpened('s'), storyOpened('t'), emerged('t', 'unlock fee'))
    assert.deepEqual(phrasesOf(readModel, storyOf(readModel, 's') as Story, toldMs), [])
  })
})
