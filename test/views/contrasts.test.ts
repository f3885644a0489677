// What a peak was about, in words and on the page of its own.
import assert from 'node:assert/strict'
import { createRender } from '../../server/render.ts'
import { aboutText, peakAbout } from '../../views/contrasts.ts'
import type { ContrastFacts, RisenFacts } from '../../views/facts.ts'
import { peaksView } from '../../views/peaks.ts'
import { givenPost, nowMs } from './given-facts.ts'

const atMs = Date.UTC(2017, 7, 19, 3)
const hourMs = 3_600_000
const risen = (name: string, changes: Partial<RisenFacts> = {}): RisenFacts => ({
  name,
  count: 109,
  calmCount: 9,
  share: 0.322,
  usualShare: 0.104,
  ratio: 3.1,
  ...changes,
})
const contrast = (changes: Partial<ContrastFacts> = {}): ContrastFacts => ({
  of: 'peak',
  atMs,
  fromMs: atMs - 3 * hourMs,
  toMs: atMs + 3 * hourMs,
  among: 'negative',
  negative: 339,
  scored: 510,
  calm: 86,
  usual: { negative: 4.4, scored: 31.9 },
  topics: [risen('Removed opt-out')],
  sources: [],
  phrases: [],
  ...changes,
})

describe('what a peak was about', () => {
  it('is said with shares against the usual ones', () => {
    assert.equal(
      aboutText(contrast({ sources: [risen('reddit', { share: 0.61, ratio: 1.74 })] })),
      'More than usual about Removed opt-out (32% of negative posts, 3.1 times the usual share); on Reddit (61%, 1.7 times the usual share).',
    )
  })

  it('is most of it from half of the posts on', () => {
    assert.match(aboutText(contrast({ topics: [risen('Fees', { share: 0.5 })] })), /^Mostly about Fees \(50%/)
  })

  it('names three topics, and says once what the calm days had none of', () => {
    const topics = ['A', 'B', 'C', 'D'].map((name) => risen(name, { ratio: null }))
    assert.equal(
      aboutText(contrast({ topics })),
      'More than usual about A (32% of negative posts), B (32%) and C (32%), none of which the calm days had.',
    )
    assert.match(
      aboutText(contrast({ topics: topics.slice(0, 1) })),
      /about A \(32% of negative posts, none in the calm days\)/,
    )
  })

  it('is of all posts once it was answered, and of places alone where no topic rose', () => {
    const text = aboutText(contrast({ of: 'reversal', among: 'scored', topics: [], sources: [risen('x')] }))
    assert.equal(text, 'More than usual on X (32% of posts, 3.1 times the usual share).')
  })

  it('is nothing where nothing rose, or nothing can be compared', () => {
    assert.match(aboutText(contrast({ topics: [] })), /^No topic and no source has a larger share/)
    const { usual: _, ...bare } = contrast()
    assert.match(aboutText(bare), /no calm days to compare/)
  })

  it('stands at its own peak only', () => {
    const facts = { contrasts: [contrast({ of: 'backlash' }), contrast()] }
    assert.match(peakAbout(facts, atMs), /Removed opt-out/)
    assert.equal(peakAbout(facts, atMs + 1), '')
  })
})

describe('the page of what each phase was about', () => {
  const render = createRender({
    style: '/s',
    pages: '/p',
    embed: '/assets/e.css',
    script: '/l',
    keys: '/k',
    icon: '/i',
  })
  const page = (contrasts: Parameters<typeof peaksView>[0]['contrasts'], word = 'Plex') =>
    render('peaks', {
      scripted: false,
      checked: '',
      ...peaksView({
        slug: 'plex',
        title: word,
        company: word,
        demonstration: false,
        contrasts,
        nowMs,
        asOfMs: null,
      }),
    })

  it('tells every share with the counts it is of', () => {
    const phrases = [{ title: 'unlock fee', authors: 21, ratio: 7.9 }]
    const html = page([{ ...contrast({ phrases }), typical: [givenPost()] }])
      .replace(/<[^>]+>/g, ' ')
      .replace(/\s+/g, ' ')
    for (const words of [
      'Peak of the criticism Sat 19 Aug, 00:00–06:00 UTC',
      '339 negative of 510 posts with a sentiment; 4 of 32 in as many hours of the calm days.',
      'Removed opt-out topic 32% 109 of 339 10% 9 of 86 3.1 times',
      'Phrases that emerged: unlock fee (21 authors, 7.9 times as often as usual)',
      'The opt-out is gone',
    ])
      assert.ok(html.includes(words), `${words} is not in ${html}`)
  })

  it('says that there is nothing yet', () => {
    assert.match(page([]), /No backlash of this story has been found/)
  })

  it('shows what strangers write as text', () => {
    const written = (word: string) => {
      const post = givenPost({ text: word, source: word, topics: [word], url: `https://x.example/${word}` })
      const names = { topics: [risen(word)], sources: [risen(word)], phrases: [{ title: word, authors: 5, ratio: 3 }] }
      return page([{ ...contrast(names), typical: [post] }], word)
    }
    const hostile = written('zz<>"\'`={{a}}&end')
    assert.doesNotMatch(hostile, /zz</)
    assert.equal(hostile.split('<').length, written('harmless').split('<').length)
  })
})
