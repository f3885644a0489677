// Phrases of the past: what a stretch of time brought up, long after it is shown no more.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { type Story, storyOf } from '../../projections/stories.ts'
import { phrasesBetween } from '../../projections/told-phrases.ts'
import { emerged, storyOpened } from '../given.ts'
import { shown } from './shown.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const fromMs = Date.UTC(2017, 7, 18)
const told = (phrase: string, sinceHour: number, atHour: number, g2 = 30): OutcryEvent =>
  emerged('s', phrase, {
    since: new Date(fromMs + sinceHour * hourMs).toISOString(),
    at: new Date(fromMs + atHour * hourMs).toISOString(),
    g2,
  })
const dismissed = (phrase: string): OutcryEvent => ({
  type: 'PhraseDismissed',
  data: { slug: 's', phrase, until: '2017-08-19T00:00:00.000Z' },
})
const between = (fromHour: number, toHour: number, ...events: readonly OutcryEvent[]) => {
  const readModel = shown(storyOpened('s'), ...events)
  const story = storyOf(readModel, 's') as Story
  return phrasesBetween(readModel, story, fromMs + fromHour * hourMs, fromMs + toHour * hourMs)
}
const names = (phrases: readonly { phrase: string }[]) => phrases.map(({ phrase }) => phrase)

describe('phrases of a stretch of time', () => {
  it('are those that were written in it, the surest first', () => {
    const events = [told('before', 0, 5), told('into', 4, 12, 40), told('inside', 12, 14, 20), told('after', 20, 23)]
    assert.deepEqual(names(between(10, 18, ...events)), ['into', 'inside'])
  })

  it('are remembered for years, however many came since', () => {
    const later = Array.from({ length: 300 }, (_, i) => told(`later ${i}`, 24 * (i + 2), 24 * (i + 2) + 3))
    assert.deepEqual(names(between(10, 18, told('inside', 12, 14), ...later)), ['inside'])
  })

  it('are told once, with their strongest telling', () => {
    const [one, ...more] = between(10, 60, told('fee', 10, 14, 20), told('fee', 12, 20, 50), told('fee', 20, 26, 30))
    assert.deepEqual([one?.g2, one?.since, more.length], [50, new Date(fromMs + 10 * hourMs).toISOString(), 0])
  })

  it('are forty a day at most', () => {
    const many = Array.from({ length: 50 }, (_, i) => told(`phrase ${i}`, 1, 2, 20 + i))
    assert.deepEqual(
      names(between(0, dayMs / hourMs, ...many)),
      Array.from({ length: 40 }, (_, i) => `phrase ${49 - i}`),
    )
  })

  it('leave out for good what a person dismissed, and what is a topic now', () => {
    const topic: OutcryEvent = {
      type: 'StoryChanged',
      data: { slug: 's', topics: [{ slug: 't', name: 'T', match: ['Unlock-fee'] }] },
    }
    const events = [told('unlock fee', 10, 14), told('a name', 10, 14), told('other', 10, 14)]
    assert.deepEqual(names(between(10, 18, ...events, dismissed('a name'), topic)), ['other'])
  })
})
