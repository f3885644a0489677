// Lane `afinn`: the sign of the word list's score, and nothing that a person writes breaks it.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { afinn } from '../../analysis/afinn.ts'

const label = (words: string) => afinn.judge(words).sentiment.label

describe('lane afinn', () => {
  const table: readonly (readonly [string, string])[] = [
    ['I love this', 'positive'],
    ['I hate this', 'negative'],
    ['The server restarts at noon', 'neutral'],
    ['this is not good', 'negative'],
    ['constructor good', 'positive'],
    ['🔥', 'neutral'],
    ['👍 😍', 'positive'],
    ['?', 'neutral'],
    ['', 'unscored'],
    [' \n\u3000', 'unscored'],
  ]
  for (const [words, expected] of table)
    it(`says ${expected} of ${JSON.stringify(words)}`, () => assert.equal(label(words), expected))

  it('names its model with the version of the package', () => assert.equal(afinn.model, 'afinn-sentiment-5.0.2'))

  it('is certain: probabilities are 0 and 1', () => {
    assert.deepEqual(afinn.judge('awful').sentiment, { label: 'negative', negative: 1, neutral: 0, positive: 0 })
  })

  it('never throws on words that objects have, nor on any string', () => {
    for (const word of ['constructor', '__proto__', 'hasOwnProperty', 'toString', 'valueOf', 'caller', 'prototype'])
      for (const words of [word, `${word} good`, `good ${word}`]) assert.notEqual(label(words), 'unscored')
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 500 }), (words) => void label(words)))
  })
})
