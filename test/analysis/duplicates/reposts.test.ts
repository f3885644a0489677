// Native reposts: which texts are one, and which words they repeat.
import assert from 'node:assert/strict'
import { createDuplicates } from '../../../analysis/duplicates/duplicates.ts'
import { repostedWords } from '../../../analysis/duplicates/reposts.ts'
import { createReadWords } from '../../../analysis/words.ts'
import { hostileTexts } from '../hostile-texts.ts'

describe('a native repost', () => {
  const table: readonly (readonly [text: string, words: string | undefined])[] = [
    ['RT @user: We hear you', 'We hear you'],
    ['RT @user: RT @other: We hear you', 'We hear you'],
    ['RT @user: We hear you and will…', 'We hear you and'],
    ['RT @user: We hear you and will … ', 'We hear you and will'],
    ['RT @user: We hear you and w… https://t.co/abc', 'We hear you and'],
    ['RT @user: We … hear you', 'We … hear you'],
    ['RT @user: …', ''],
    ['RT @user We hear you', undefined],
    ['so true RT @user: We hear you', undefined],
    ['RT @: We hear you', undefined],
    ['RT @a b: We hear you', undefined],
    ['We hear you', undefined],
    ['', undefined],
  ]
  for (const [text, words] of table)
    it(`of ${JSON.stringify(text)} repeats ${JSON.stringify(words)}`, () => assert.equal(repostedWords(text), words))

  it('is amplification of its original, which it names, cut off or whole', () => {
    const read = createReadWords()
    const duplicates = createDuplicates({ maxPosts: 100, maxShingles: 10_000 })
    const text = '@brand The new update removed offline mode and I want my money back: https://example.com/a'
    duplicates.look({ ref: 'p1', version: 1, order: 1, atMs: 0, groups: 'story', words: read(text) })
    for (const repost of [`RT @user: ${text}`, `RT @user: ${text.slice(0, 60)}…`]) {
      const words = repostedWords(repost)
      assert.ok(words)
      assert.equal(duplicates.lookReposted({ order: 2, atMs: 0, words: read(words) }), 'p1')
    }
    assert.equal(duplicates.size(), 1)
  })

  it('is told from 10,000 hostile texts without failing', () => {
    for (const text of hostileTexts(10_000, 3)) repostedWords(`RT @user: ${text}`)
  })
})
