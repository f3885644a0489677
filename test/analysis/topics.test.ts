// A story's rules: membership, topics, and what makes them another version.
import assert from 'node:assert/strict'
import { createFold } from '../../analysis/tokens.ts'
import { compileStory, storyRules } from '../../analysis/topics.ts'
import type { StoryDefinition } from '../../events/story.ts'

const definition = (changes: Partial<StoryDefinition> = {}): StoryDefinition => ({
  title: 'Plex privacy',
  company: 'Plex',
  about: '',
  channels: [],
  match: [],
  topics: [],
  demonstration: false,
  ...changes,
})
const fold = createFold()
const member = (changes: Partial<StoryDefinition>, text: string | undefined, channel = 'forum', receivedAt = 1) =>
  compileStory(storyRules('plex', definition(changes)))(
    channel,
    receivedAt,
    text === undefined ? undefined : fold(text),
  )?.topics

describe('a story', () => {
  const topics = [
    { slug: 'refund', name: 'Refund', match: ['refund*'] },
    { slug: 'opt-out', name: 'Opt-out', match: ['opt out', 'opting out'] },
  ]
  it('takes every post of every channel when it names none', () => {
    assert.deepEqual(member({}, 'anything'), [])
  })
  it('takes posts of its channels only', () => {
    assert.deepEqual(member({ channels: ['forum', 'x'] }, 'anything', 'x'), [])
    assert.equal(member({ channels: ['forum'] }, 'anything', 'x'), undefined)
  })
  it('takes posts with any of its phrases only; its topics do not bring posts in', () => {
    assert.deepEqual(member({ match: ['privacy', 'opt-out'], topics }, 'I cannot opt out'), ['opt-out'])
    assert.equal(member({ match: ['privacy'], topics }, 'I cannot opt out'), undefined)
  })
  it('names the topics by slug, in an order of their own', () => {
    assert.deepEqual(member({ topics }, 'refunds or opting out'), ['opt-out', 'refund'])
  })
  it('keeps the posts that came before it was closed, and takes no more', () => {
    const closed = compileStory(storyRules('plex', definition(), { closedAt: 10 }))
    assert.ok(closed('forum', 9, fold('before')))
    assert.equal(closed('forum', 11, fold('after')), undefined)
  })
  it('has a forgotten post only when it takes every post of the channel', () => {
    assert.deepEqual(member({ topics }, undefined), [])
    assert.equal(member({ match: ['privacy'] }, undefined), undefined)
  })
})

describe('the version of a story’s rules', () => {
  const rules = (changes: Partial<StoryDefinition>) => storyRules('plex', definition(changes)).rules
  const topic = { slug: 'refund', name: 'Refund', match: ['refund', 'money back'] }
  it('is the same for other titles, other names of topics and another order', () => {
    const one = rules({ channels: ['a', 'b'], match: ['x', 'y'], topics: [topic] })
    assert.equal(rules({ channels: ['b', 'a'], match: ['y', 'x'], topics: [topic], title: 'Other', about: 'o' }), one)
    const renamed = { ...topic, name: 'Money', match: ['money back', 'refund'] }
    assert.equal(rules({ channels: ['a', 'b'], match: ['x', 'y'], topics: [renamed] }), one)
  })
  it('is another for other channels, phrases or topics', () => {
    const versions = [
      {},
      { channels: ['a'] },
      { match: ['a'] },
      { topics: [topic] },
      { topics: [{ ...topic, slug: 'b' }] },
    ]
    assert.equal(new Set(versions.map(rules)).size, versions.length)
    assert.match(rules({}), /^[0-9a-f]{12}$/)
  })
})
