// Reactions: what sets each one off and what does not, how long it takes, and how well it does on posts labelled by hand.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createReactions, reactions } from '../../analysis/reactions.ts'
import { createFold } from '../../analysis/tokens.ts'
import { figuresFile, labelledPosts, measureReactions } from '../../bench/reactions.ts'
import { sharedData, skipOrFail } from '../system-program.ts'
import { distrust } from './reactions/distrust.ts'
import { leaving } from './reactions/leaving.ts'
import { legal } from './reactions/legal.ts'
import { praise } from './reactions/praise.ts'
import { question } from './reactions/question.ts'
import { refundCancel } from './reactions/refund-cancel.ts'

const fold = createFold()
const reactionsIn = createReactions()
const found = (text: string) => reactionsIn(fold(text))

const sentences = { leaving, 'refund-cancel': refundCancel, legal, distrust, praise, question }

for (const { slug } of reactions)
  describe(`the reaction ${slug}`, () => {
    const { matching, others } = sentences[slug]
    it('is tried on at least 30 sentences of each side, no two the same', () => {
      assert.ok(matching.length >= 30 && others.length >= 30)
      assert.equal(new Set([...matching, ...others]).size, matching.length + others.length)
    })
    for (const text of matching) it(`is in: ${text}`, () => assert.ok(found(text).includes(slug)))
    for (const text of others) it(`is not in: ${text}`, () => assert.ok(!found(text).includes(slug)))
  })

describe('reactions', () => {
  it('respect who negates whom: a mark, four words and a false negation end it', () => {
    assert.deepEqual(found('I am not leaving'), [])
    assert.deepEqual(found('No, I am leaving'), ['leaving'])
    assert.deepEqual(found('Not only am I switching to Emby'), ['leaving'])
    assert.deepEqual(found('I am not one of those who complain a lot, I am leaving'), ['leaving'])
  })
  it('are found several at once, in one pass', () => {
    const text = 'Cancelled my subscription and switched to Jellyfin. You lied to us. How do I get my data?'
    assert.deepEqual(found(text), ['leaving', 'refund-cancel', 'distrust', 'question'])
  })
  it('answer every text, in time linear in it', () => {
    const texts = [
      '',
      ' ',
      '\ud800',
      '__proto__ constructor',
      'not '.repeat(1_500),
      'leaving, '.repeat(700),
      '?'.repeat(6_000),
    ]
    for (const text of [...texts, 'refund not '.repeat(550), 'what is '.repeat(750)]) {
      found(text)
      const began = process.cpuUsage()
      found(text)
      const tookMs = process.cpuUsage(began).user / 1_000
      assert.ok(tookMs < 25, `${tookMs} ms for ${text.slice(0, 12)}`)
    }
  })
})

describe('reactions on posts that a person labelled', () => {
  /** Below what was measured by the error of samples this small: a change that falls under them made something worse. */
  const least: { readonly [slug: string]: readonly [precision: number, recall: number] } = {
    leaving: [0.4, 0.5],
    'refund-cancel': [0.9, 0.8],
    legal: [0.55, 0.7],
    distrust: [0.4, 0.2],
    praise: [0.4, 0.35],
    question: [0.4, 0.6],
  }
  it('have one label each, at least 300 of them in two halves, every id once in its set', () => {
    const posts = labelledPosts()
    assert.equal(new Set(posts.map(({ set, id }) => `${set}|${id}`)).size, posts.length)
    for (const half of ['develop', 'held-out']) assert.ok(posts.filter((post) => post.half === half).length >= 300)
    for (const { reactions: said } of posts) for (const slug of said) assert.ok(slug in least)
  })
  it('are found at least this well, and as the method page says', function () {
    const measured = measureReactions('held-out')
    if (measured === undefined) return skipOrFail(this, sharedData)
    for (const { slug, precision, recall } of measured) {
      const [leastPrecision, leastRecall] = least[slug] as readonly [number, number]
      console.log(`      ${slug}: precision ${precision}, recall ${recall}`)
      assert.ok((precision ?? 0) >= leastPrecision && (recall ?? 0) >= leastRecall, slug)
    }
    const shown = JSON.parse(readFileSync(figuresFile, 'utf8'))
    assert.deepEqual(shown.figures, measured, 'npm run bench -- reactions writes them anew')
  })
})
