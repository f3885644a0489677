// The invented posts on the method page: the shipped model really gets each of them wrong.
import assert from 'node:assert/strict'
import { type Lane, lanes } from '../../analysis/lanes.ts'
import { labels } from '../../events/post.ts'
import { confusions, confusionsOf } from '../../views/confusions.ts'

const linear = lanes.find(({ id }) => id === 'linear')

describe('invented posts that are answered wrongly', () => {
  it('show every label that can be missed, and no text twice', () => {
    for (const label of labels) assert.ok(confusions.filter(({ meant }) => meant === label).length >= 2, label)
    assert.equal(new Set(confusions.map(({ text }) => text)).size, confusions.length)
  })

  for (const { text, meant, why } of confusions)
    it(`${meant}, ${why}: “${text}”`, () => {
      assert.notEqual(linear?.judge(text).sentiment.label ?? meant, meant)
    })

  it('are shown with what the model says of them, and only where it is wrong', () => {
    const always: Lane = {
      id: 'always',
      model: '1',
      judge: () => ({ language: 'en', sentiment: { label: 'negative', negative: 1, neutral: 0, positive: 0 } }),
    }
    const shown = confusionsOf(always)
    assert.equal(shown.length, confusions.filter(({ meant }) => meant !== 'negative').length)
    assert.ok(shown.every(({ said }) => said === 'negative'))
  })
})
