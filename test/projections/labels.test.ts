// People's labels: what is remembered of each, per lane and story, and when it is forgotten.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import type { Finding, Label, Origin } from '../../events/post.ts'
import { labelOf, labelsOf } from '../../projections/labels.ts'
import { analysed, edited, erased, finding, inLane, inStory, origin, refOf, removed, restored } from '../given.ts'
import { shown } from './shown.ts'

const bad = finding('negative', [inStory('s'), inStory('t')])
const post = origin(1)
const relabelled = (of: Origin, label: Label, more: { by?: string; sampled?: true } = {}): OutcryEvent => ({
  type: 'PostRelabelled',
  data: { ...of, version: 1, label, by: 'ann', ...more },
})
const saying = (found: Finding, corrected: Label): Finding => ({ ...found, corrected })
const labelling = (label: Label, more: { by?: string; sampled?: true } = {}) => [
  analysed(post, bad),
  relabelled(post, label, more),
  analysed(post, saying(bad, label), { replaces: bad }),
]
const of = (events: readonly OutcryEvent[], story = 's', lane = 'afinn') => labelsOf(shown(...events), story, lane)

describe('labels of people', () => {
  it('are remembered in every story of the post, with what the lane says as it is', () => {
    for (const story of ['s', 't'])
      assert.deepEqual(of(labelling('neutral', { sampled: true }), story), [
        {
          ref: refOf(1),
          label: 'neutral',
          by: 'ann',
          labelledAt: '2017-08-18T17:00:01.000Z',
          version: 2,
          sampled: true,
          at: post.at,
          source: 'webhook',
          kind: 'post',
          model: 'given',
          said: { negative: 1, neutral: 0, positive: 0 },
        },
      ])
    assert.deepEqual(of(labelling('neutral'), 'other'), [])
  })

  it('follow every lane that reads the post, also a later one', () => {
    const good = finding('positive', [inStory('s')])
    const events = [...labelling('neutral'), analysed(post, saying(good, 'neutral'), { lane: 'linear' })]
    assert.equal(of(events, 's', 'linear')[0]?.said?.positive, 1)
    assert.equal(of(events)[0]?.said?.negative, 1)
  })

  it('give way to a later word', () => {
    const neutral = saying(bad, 'neutral')
    const events = [
      ...labelling('neutral', { sampled: true }),
      relabelled(post, 'positive', { by: 'bob' }),
      analysed(post, saying(bad, 'positive'), { replaces: neutral }),
    ]
    assert.deepEqual(
      of(events).map(({ label, by, sampled }) => [label, by, sampled]),
      [['positive', 'bob', false]],
    )
  })

  it('go with the wording that was read, before it is analysed anew and after', () => {
    const events = [...labelling('neutral'), edited(post)]
    assert.deepEqual(of(events), [])
    assert.deepEqual(of([...events, analysed(post, bad, { version: 2, replaces: saying(bad, 'neutral') })]), [])
    assert.equal(labelOf(shown(...events), refOf(1)), undefined)
  })

  it('go with the post, for good or until it is labelled again', () => {
    const counted = inLane(saying(bad, 'neutral'))
    assert.deepEqual(of([...labelling('neutral'), erased(post, [counted])]), [])
    const back = [...labelling('neutral'), removed(post, counted), restored(post, 2, counted)]
    assert.deepEqual(of([...back, analysed(post, bad, { version: 2 })]), [])
  })

  it('leave a story that the post leaves', () => {
    const moved = saying(finding('negative', [inStory('t')]), 'neutral')
    const events = [...labelling('neutral'), analysed(post, moved, { replaces: saying(bad, 'neutral') })]
    assert.deepEqual([of(events).length, of(events, 't').length], [0, 1])
  })

  it('of what no share counts say nothing of the lane', () => {
    for (const found of [
      finding('unscored', [inStory('s')]),
      { ...bad, duplicateOf: refOf(9) },
      { ...bad, amplifies: refOf(9) },
    ])
      assert.equal(of([relabelled(post, 'negative'), analysed(post, saying(found, 'negative'))])[0]?.said, undefined)
  })
})
