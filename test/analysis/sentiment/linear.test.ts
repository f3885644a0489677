// Lane `linear`: what the model says of posts, and that nothing people write can break it or slow it down.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { createSeeded } from '../../../analysis/seeded.ts'
import { linear } from '../../../analysis/sentiment/linear.ts'
import type { Sentiment } from '../../../events/post.ts'
import { processorMs } from '../../running.ts'
import { reversalPosts } from './reversal-posts.ts'

const sources = [
  undefined,
  'x',
  'reddit',
  'discourse',
  'feed',
  'webhook',
  'github',
  'review',
  'constructor',
  '__proto__',
]

const assertValid = (said: Sentiment) => {
  if (said.label === 'unscored') return assert.ok(said.reason === 'language' || said.reason === 'empty')
  const { label, negative, neutral, positive } = said
  const parts = [negative, neutral, positive].map((probability) => Math.round(probability * 10_000))
  assert.deepEqual(
    [negative, neutral, positive],
    parts.map((part) => part / 10_000),
  )
  assert.equal(
    parts.reduce((sum, part) => sum + part, 0),
    10_000,
  )
  assert.equal(said[label], Math.max(negative, neutral, positive))
  if (neutral === said[label]) assert.equal(label, 'neutral')
  else if (negative === said[label]) assert.equal(label, 'negative')
}

describe('lane linear', () => {
  it('is named by its content', () => assert.match(linear.model, /^en-\d{8}-[0-9a-f]{8}$/))

  for (const [expected, post] of reversalPosts)
    it(`says ${expected.replace('!', 'not ')}: ${post}`, () => {
      const { label } = linear.judge(post).sentiment
      if (expected.startsWith('!')) assert.notEqual(label, expected.slice(1))
      else assert.equal(label, expected)
    })

  it('asks the head of the source', () => {
    const said = sources
      .slice(0, 8)
      .map((source) => JSON.stringify(linear.judge('they fixed it but I am not happy', source).sentiment))
    const [none, x, reddit, discourse, feed, webhook, github] = said
    assert.equal(new Set([none, x, reddit, discourse, github]).size, 5)
    assert.equal(webhook, none)
    assert.equal(feed, discourse)
  })

  it('gives probabilities of four decimals that sum to 1, and the largest as label', () => {
    for (const [, post] of reversalPosts)
      for (const source of sources) assertValid(linear.judge(post, source).sentiment)
  })
})

describe('lane linear, on what people throw at it', () => {
  // What objects and arrays have, and the words on which other word lists were seen to throw.
  const properties = [Object.prototype, Array.prototype, Function.prototype, String.prototype].flatMap((one) =>
    Object.getOwnPropertyNames(one),
  )
  const crashWords = [
    ...new Set([...properties, 'caller', 'arguments', 'prototype', '__proto__', 'undefined', 'null', 'NaN']),
  ]

  it(`answers posts with each of ${crashWords.length} words that objects have`, () => {
    for (const word of crashWords)
      for (const post of [
        word,
        `${word} good`,
        `not ${word}`,
        `#${word}`,
        `@${word}`,
        `${word} ${word} ${word} ${word}`,
      ])
        assertValid(linear.judge(post).sentiment)
  })

  it('answers any string, from any source', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), fc.constantFrom(...sources), (text, source) =>
        assertValid(linear.judge(text, source).sentiment),
      ),
      { numRuns: 5_000 },
    )
  })

  it('answers ten thousand hostile posts', () => {
    const random = createSeeded(666)
    const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? ''
    const pieces = [
      ...crashWords.slice(0, 60),
      ...[
        '\ud800',
        '\udc00',
        '\udfff\ud800',
        '\0',
        '\u202e',
        '\u2066',
        '\u0301',
        '\u200d',
        '\ufe0f',
        '\ufeff',
        '\uffff',
        '\ufffd',
      ],
      ...[
        '((((((((',
        '!!!!!!!!!!!!!!',
        '....',
        "''''",
        '’’’',
        '@@@@',
        '####',
        'http',
        'http://',
        '@',
        '#',
        '<3',
        ':-',
        '%s%n',
      ],
      ...[
        'not',
        'no',
        'but',
        'good',
        'bad',
        'aaaaaaaaaaaa',
        '1111111111',
        '😀',
        '👩‍👩‍👧‍👦',
        'ﷺ',
        'İİİ',
        'ßßß',
        '漢',
        ' ',
        '\n',
        '\t',
        '  ',
      ],
      ...['<script>alert(1)</script>', '{{7*7}}', "'; DROP TABLE posts; --", '../../etc/passwd', '\u001b[31m'],
    ]
    for (let i = 0; i < 10_000; i++) {
      const length = Math.floor(random() * 40)
      assertValid(linear.judge(Array.from({ length }, () => pick(pieces)).join(random() < 0.5 ? '' : ' ')).sentiment)
    }
  })

  const monsters: Readonly<Record<string, string>> = {
    'a megabyte without a blank': 'a'.repeat(1_000_000),
    'a hundred thousand brackets': '('.repeat(100_000),
    'fifty thousand combining marks': `e${'\u0301'.repeat(50_000)}`,
    'a megabyte of apostrophes in words': "a'".repeat(500_000),
    'a hundred thousand lone surrogates': '\ud83d'.repeat(100_000),
    'six thousand emoji': '😡'.repeat(6_000),
    'a megabyte of negations': 'not good '.repeat(111_111),
    'a hundred thousand links': 'http://a '.repeat(100_000),
    'a hundred thousand at-signs': '@'.repeat(100_000),
  }
  for (const [name, post] of Object.entries(monsters))
    it(`answers ${name}`, () => assertValid(linear.judge(post).sentiment))

  it('reads only the first 6,000 units, so that longer posts take no more time', () => {
    const start = 'this is good but still not great and I want a refund '.repeat(200).slice(0, 6_000)
    assert.deepEqual(linear.judge(`${start} terrible awful`.repeat(1)).sentiment, linear.judge(start).sentiment)
    assert.deepEqual(linear.judge(start + 'awful '.repeat(200_000)).sentiment, linear.judge(start).sentiment)
  })

  it('takes at most six times as long for a megabyte as for 200 kB, for the best of ten tries', () => {
    const best = (post: string) => {
      let least = Number.POSITIVE_INFINITY
      for (let i = 0; i < 10; i++)
        least = Math.min(
          least,
          processorMs(() => linear.judge(post).sentiment),
        )
      return least
    }
    const small = 'what a mess (really) '.repeat(10_000)
    const large = 'what a mess (really) '.repeat(50_000)
    best(small)
    assert.ok(best(large) < 6 * best(small))
  })

  it('keeps no memory of posts: its buffers are those of the start', () => {
    const post = 'I want my money back, this update is broken again and nobody answers'
    for (let i = 0; i < 20_000; i++) linear.judge(post).sentiment
    const before = process.memoryUsage().arrayBuffers
    for (let i = 0; i < 20_000; i++) linear.judge(post).sentiment
    assert.ok(process.memoryUsage().arrayBuffers <= before + 1_000_000)
  })
})
