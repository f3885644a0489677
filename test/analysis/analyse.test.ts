// Content in, reading out: titles, languages, hostile text.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { createAnalyse } from '../../analysis/analyse.ts'
import { storyRules } from '../../analysis/topics.ts'
import { processorMs } from '../running.ts'

const story = (slug: string, match: readonly string[], topic = 'opt out') =>
  storyRules(slug, {
    title: slug,
    company: '',
    about: '',
    channels: [],
    match,
    topics: [{ slug: 'topic', name: 'Topic', match: [topic] }],
    demonstration: false,
  })
const analyse = createAnalyse([story('all', []), story('plex', ['plex'])])
const post = { channel: 'forum', source: 'webhook', kind: 'post', receivedAt: 1 } as const

describe('analysing a post', () => {
  it('gives one finding per lane, with the stories and topics it is in', () => {
    const { language, found } = analyse({ ...post, content: { text: 'I hate that Plex lost its opt-out' } })
    assert.equal(language, 'en')
    assert.deepEqual(
      found[0]?.stories.map(({ slug, topics }) => [slug, ...topics]),
      [
        ['all', 'topic'],
        ['plex', 'topic'],
      ],
    )
    assert.deepEqual(
      found.map(({ lane, sentiment }) => [lane, sentiment.label]),
      [['linear', 'negative']],
    )
  })

  it('finds praise in a lane only where that lane does not find the post negative; a topic of that name stays', () => {
    const text = 'Thanks for fixing it, this terrible, horrible, awful, disgusting bug'
    const both = (topics: readonly { slug: string; name: string; match: string[] }[]) =>
      createAnalyse([
        storyRules(
          'plex',
          { title: '', company: '', about: '', channels: [], match: [], topics, demonstration: false },
          { lane: 'linear', chosen: 'afinn' },
        ),
      ])
    const labels = new Set<string>()
    for (const words of [text, 'Thanks for fixing it'])
      for (const { sentiment, stories } of both([])({ ...post, content: { text: words } }).found) {
        labels.add(sentiment.label)
        assert.deepEqual(stories[0]?.topics, sentiment.label === 'negative' ? [] : ['praise'])
      }
    assert.ok(labels.has('negative') && labels.size > 1)
    const own = both([{ slug: 'praise', name: 'Bugs', match: ['bug'] }])
    for (const { stories } of own({ ...post, content: { text } }).found)
      assert.deepEqual(stories[0]?.topics, ['praise'])
  })

  it('looks for reactions in what a post says, not in the title of its thread', () => {
    const content = { title: 'How do I opt out?', text: 'I switched to Jellyfin.' }
    const of = (kind: 'post' | 'comment') => analyse({ ...post, kind, content }).found[0]?.stories[0]?.topics
    assert.deepEqual(of('post'), ['topic', 'leaving', 'question'])
    assert.deepEqual(of('comment'), ['topic', 'leaving'])
  })

  it('takes a post’s title for its words, and a comment’s for what it is about', () => {
    const content = { title: 'Plex is awful', text: 'It restarts at noon' }
    const of = (kind: 'post' | 'comment') => {
      const [said] = analyse({ ...post, kind, content }).found
      return [said?.stories.length, said?.sentiment.label]
    }
    assert.deepEqual(of('post'), [2, 'negative'])
    assert.deepEqual(of('comment'), [2, 'neutral'])
  })

  it('names the language of the words; what the platform says counts where they are few, a stranger’s word never', () => {
    const of = (text: string, language?: string) =>
      analyse({ ...post, content: { text, ...(language === undefined ? {} : { language }) } }).language
    assert.equal(of('Ich bin sehr enttäuscht von dieser Entscheidung'), 'de')
    assert.equal(of('I am very disappointed by this decision', 'de'), 'en')
    assert.deepEqual(
      ['en', 'en-GB', 'EN', 'de', 'enormous', 'my name is'].map((language) => of('hi', language)),
      ['en', 'en', 'en', 'de', 'en', 'en'],
    )
    assert.equal(of(''), 'und')
  })

  it('leaves forgotten content unscored, in the stories that need no words', () => {
    const [said] = analyse(post).found
    assert.deepEqual(
      said?.stories.map(({ slug }) => slug),
      ['all'],
    )
    assert.deepEqual(said?.sentiment, { label: 'unscored', reason: 'forgotten' })
  })

  it('never throws, and takes a megabyte without a blank as it comes', () => {
    const text = fc.string({ unit: 'binary', maxLength: 2_000 })
    fc.assert(fc.property(text, text, (text, title) => void analyse({ ...post, content: { text, title } })))
    const hostile = ['x', '(', '\u0301', '\ud83d', 'a\u0301', '\ufdfa', '\u202e', '\0', 'opt ', '🔥']
    for (const unit of hostile) {
      const hostilePost = { ...post, content: { text: unit.repeat(65_536 / unit.length) } }
      assert.ok(processorMs(() => analyse(hostilePost)) < 2_000, JSON.stringify(unit))
    }
    assert.ok(analyse({ ...post, content: { text: 'y'.repeat(1 << 20) } }))
  })
})
