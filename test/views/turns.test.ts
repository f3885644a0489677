// Changes of method: in the chart, in the list, and in the limits, where they are told whatever the range.
import assert from 'node:assert/strict'
import { storyView } from '../../views/story.ts'
import { givenFacts, nowMs } from './given-facts.ts'

const lane = { of: 'lane', at: '2017-08-22T10:00:00.000Z', lane: 'linear', before: 'afinn' } as const
const calibration = { of: 'calibration', at: '2019-01-05T10:00:00.000Z', lane: 'linear', n: 112 } as const
const statement = {
  id: 'a',
  at: '2017-08-22T12:00:00Z',
  precision: 'minute',
  kind: 'other',
  title: 'Said',
} as const

describe('a change of method', () => {
  const view = storyView(givenFacts({ turns: [lane, calibration], statements: [statement], numbers: ['a'] }))

  it('stands among the moments by its time, and takes no number from them', () => {
    assert.deepEqual(
      view.moments.map(({ id, number, place, kind, title }) => [id, number, place, kind, title]),
      [
        ['t2', 't2', '', 'Change of method', 'Lane linear calibrated on 112 posts labelled by people'],
        ['m1', '1', '1', 'Company statement', 'Said'],
        ['t1', 't1', '', 'Change of method', 'Numbers now by lane linear (was afinn)'],
      ],
    )
    assert.equal(view.moments[2]?.time, 'Tue 22 Aug, 10:00 UTC')
  })

  it('is marked in the chart where it lies in the range, and leads to its entry', () => {
    assert.deepEqual(
      view.chart.marks.map(({ text, href, look, label }) => [text, href, look, label]),
      [
        ['t1', '#t1', 'turn minute', 'Change of method t1: Numbers now by lane linear (was afinn)'],
        ['1', '#m1', 'company minute', 'Moment 1: Said'],
      ],
    )
  })

  it('is told with its date under the limits, also where it lies outside the range', () => {
    assert.equal(view.turned, true)
    assert.equal(
      view.turns,
      '22 Aug 2017: Numbers now by lane linear (was afinn); 5 Jan 2019: Lane linear calibrated on 112 posts labelled by people',
    )
    assert.equal(storyView(givenFacts({ firstPostMs: nowMs })).turned, false)
  })

  it('makes the list no longer empty', () => {
    assert.equal(storyView(givenFacts({ turns: [lane] })).noMoments, false)
  })
})
