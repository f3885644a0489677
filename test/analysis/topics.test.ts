// A story's rules: membership, topics, and what makes them another version.
import assert from 'node:assert/strict'
import { createReactions } from '../../analysis/reactions.ts'
import { createFold } from '../../analysis/tokens.ts'
import { compileStory, storyRules, type Words } from '../../analysis/topics.ts'
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
const reactionsIn = createReactions()
const wordsOf = (text: string): Words => {
  const folded = fold(text)
  return { folded, text, reactions: reactionsIn(folded) }
}
const member = (changes: Partial<StoryDefinition>, text: string | undefined, channel = 'forum', receivedAt = 1) =>
  compileStory(storyRules('plex', definition(changes)))(
    channel,
    receivedAt,
    text === undefined ? undefined : wordsOf(text),
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
    assert.deepEqual(member({ topics, reactions: false }, 'refunds or opting out'), ['opt-out', 'refund'])
  })
  it('leaves out of a topic what its excluded phrases are in', () => {
    const refund = [
      { slug: 'refund', name: 'Refund', match: ['refund*'], exclude: ['tax refund', 'refund policy of*'] },
    ]
    const none = { topics: refund, reactions: false }
    assert.deepEqual(member(none, 'I want a refund'), ['refund'])
    assert.deepEqual(member(none, 'I got my tax refund'), [])
    assert.deepEqual(member(none, 'refunded, but not as the refund policy offers'), [])
  })
  it('takes patterns over title and text, in any case of letters, beside phrases and within exclusions', () => {
    const price = [
      {
        slug: 'price',
        name: 'Price',
        match: ['too expensive'],
        patterns: ['\\$\\d+', 'prices? (up|rise)'],
        exclude: ['free'],
      },
    ]
    const none = { topics: price, reactions: false }
    for (const text of ['It is $20 now', 'PRICES\u00a0UP'.replace('\u00a0', ' '), 'too expensive'])
      assert.deepEqual(member(none, text), ['price'], text)
    assert.deepEqual(member(none, 'free, not $20'), [])
    assert.deepEqual(member(none, 'nothing of it'), [])
  })
  it('has the built-in reactions beside its own topics unless it switches them off, all or some', () => {
    const text = 'I want a refund, and I am switching to Jellyfin'
    assert.deepEqual(member({}, text), ['leaving', 'refund-cancel'])
    assert.deepEqual(member({ reactions: ['leaving', 'legal'] }, text), ['leaving'])
    assert.deepEqual(member({ reactions: false }, text), [])
    assert.deepEqual(member({ topics }, text), ['refund', 'leaving', 'refund-cancel'])
  })
  it('goes before a reaction with a topic of the same slug', () => {
    const own = [{ slug: 'legal', name: 'Terms of service', match: ['terms'] }]
    assert.deepEqual(member({ topics: own }, 'my lawyer will see you in court'), [])
    assert.deepEqual(member({ topics: own }, 'the new terms'), ['legal'])
  })
  it('keeps the posts that came before it was closed, and takes no more', () => {
    const closed = compileStory(storyRules('plex', definition(), { closedAt: 10 }))
    assert.ok(closed('forum', 9, wordsOf('before')))
    assert.equal(closed('forum', 11, wordsOf('after')), undefined)
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
      { topics: [{ ...topic, patterns: ['refunds?'] }] },
      { topics: [{ ...topic, exclude: ['tax'] }] },
      { reactions: false },
      { reactions: ['legal'] as const },
    ]
    assert.equal(new Set(versions.map(rules)).size, versions.length)
    assert.match(rules({}), /^[0-9a-f]{12}$/)
  })
})
