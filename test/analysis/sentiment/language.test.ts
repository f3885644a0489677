// English is scored; posts in other languages are left unscored, never guessed.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { detectLanguage } from '../../../analysis/sentiment/language.ts'
import { linear } from '../../../analysis/sentiment/linear.ts'
import { foreignSentences } from './foreign-sentences.ts'
import { reversalPosts } from './reversal-posts.ts'

describe('language', () => {
  const all = Object.entries(foreignSentences).flatMap(([language, posts]) => posts.map((post) => ({ language, post })))

  it('leaves 98 of 100 posts in 19 other languages unscored', () => {
    const scored = all.filter(({ post }) => linear.judge(post).sentiment.label !== 'unscored')
    assert.ok(scored.length <= all.length * 0.02, scored.map(({ post }) => post).join('\n'))
  })

  it('names the language of most of them, and never English', () => {
    const named = all.map(({ language, post }) => ({ language, said: detectLanguage(post).language }))
    assert.ok(named.filter(({ language, said }) => said === language).length >= all.length * 0.85)
    assert.equal(named.filter(({ said }) => said === 'en').length, 0)
  })

  it('scores every one of sixty English posts', () => {
    for (const [, post] of reversalPosts) assert.deepEqual(detectLanguage(post), { language: 'en', scored: true })
  })

  const table: readonly (readonly [string, 'en' | 'language' | 'empty'])[] = [
    ['thanks', 'en'],
    ['lol no', 'en'],
    ['worst update', 'en'],
    ['1080p', 'en'],
    ['😡', 'en'],
    [':)', 'en'],
    ['', 'empty'],
    [' \n', 'empty'],
    ['?!', 'empty'],
    ['@user https://example.com #update', 'empty'],
    ['спасибо', 'language'],
    ['ありがとう OK', 'language'],
    ['Lorem ipsum dolor amet consectetur', 'language'],
  ]
  for (const [post, expected] of table)
    it(`says ${expected} of ${JSON.stringify(post)}`, () => {
      const said = detectLanguage(post)
      assert.equal(said.scored ? said.language : said.reason, expected)
    })

  describe('where the platform declares a language', () => {
    const english = 'They removed the offline mode and I want my money back'
    it('believes the words of a plainly English post', () => assert.ok(detectLanguage(english, 'de').scored))
    it('believes the platform where a post is too short to tell', () => {
      assert.deepEqual(detectLanguage('super', 'de'), { language: 'de', scored: false, reason: 'language' })
      assert.ok(detectLanguage('super', 'en-GB').scored)
    })
    it('names no language that it does not know', () => {
      assert.ok(detectLanguage('super', 'zz').scored)
      assert.ok(detectLanguage('super', '__proto__').scored)
    })
    it('does not take a foreign post for English because the platform says so', () =>
      assert.equal(detectLanguage('Ich will mein Geld zurück, das ist doch nicht wahr', 'en').language, 'de'))
  })

  it('never throws', () =>
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.option(fc.string(), { nil: undefined }), (text, declared) => {
        const { language, scored, reason } = detectLanguage(text, declared)
        assert.match(language, /^[a-z]{2,3}$/)
        assert.equal(scored, reason === undefined)
      }),
    ))
})
