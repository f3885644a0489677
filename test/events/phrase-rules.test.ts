// Emerging phrases: which two are the same to a reader, and what makes one a topic.
import assert from 'node:assert/strict'
import { isSamePhrase } from '../../events/phrase-rules.ts'
import type { StoryEvent } from '../../events/story.ts'
import { decideTopic } from '../../events/story-rules.ts'
import { evolve, initial } from '../../events/story-state.ts'
import { storyOpened } from '../given.ts'

describe('a phrase of a topic', () => {
  it('is the emerging one whatever its case, accents, apostrophes and what stands between its words', () => {
    for (const match of ['Unlock fee', 'unlock-fee', ' UNLOCK  FEE! ', 'únlock fée'])
      assert.equal(isSamePhrase(match, 'unlock fee'), true, match)
    assert.equal(isSamePhrase("don't care", 'dont care'), true)
  })

  it('is not one with more, fewer or other words', () => {
    for (const match of ['unlock', 'unlock fees', 'the unlock fee', ''])
      assert.equal(isSamePhrase(match, 'unlock fee'), false, match)
  })

  it('finds what begins with it where it ends in an asterisk', () => {
    assert.equal(isSamePhrase('refund*', 'refunds'), true)
    assert.equal(isSamePhrase('refund*', 'no refund'), false)
  })
})

describe('adding a topic', () => {
  const story = evolve(
    initial,
    storyOpened('s', { topics: [{ slug: 'price', name: 'Price', match: ['unlock fee'] }] }) as StoryEvent,
  )

  it('puts it after those that are there, with a slug of its own', () => {
    const [event] = decideTopic(story, 's', { name: 'Price!', match: ['fee'] })
    assert.deepEqual(event?.type === 'StoryChanged' && event.data.topics, [
      { slug: 'price', name: 'Price', match: ['unlock fee'] },
      { slug: 'price-2', name: 'Price!', match: ['fee'] },
    ])
  })

  it('is refused where one has its name or one of its phrases', () => {
    for (const entry of [
      { name: 'PRICE', match: ['cost'] },
      { name: 'Fees', match: ['cost', 'Unlock-Fee'] },
    ])
      assert.throws(() => decideTopic(story, 's', entry), { code: 'conflict' })
  })

  it('is refused where there is no story', () => {
    assert.throws(() => decideTopic(initial, 's', { name: 'T', match: ['t'] }), { code: 'not-found' })
  })
})
