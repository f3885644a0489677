// The measures of accuracy, against figures worked out by hand.
import assert from 'node:assert/strict'
import { accuracyOf, confusionOf, hourlyError, type Judged, type Timed } from '../../../analysis/model/measure.ts'
import type { Label } from '../../../events/post.ts'

const times = (count: number, label: Label, said: Judged['said']): Judged[] =>
  Array.from({ length: count }, () => ({ label, said }))
const near = (actual: number, expected: number) =>
  assert.ok(Math.abs(actual - expected) < 1e-9, `${actual}, not ${expected}`)

describe('accuracy', () => {
  const judged = [
    ...times(6, 'negative', 'negative'),
    ...times(2, 'negative', 'neutral'),
    ...times(1, 'negative', 'positive'),
    ...times(1, 'negative', 'unscored'),
    ...times(1, 'neutral', 'negative'),
    ...times(4, 'neutral', 'neutral'),
    ...times(2, 'positive', 'neutral'),
    ...times(3, 'positive', 'positive'),
  ]

  it('counts every answer under the label that a person gave', () => {
    assert.deepEqual(confusionOf(judged), {
      negative: { negative: 6, neutral: 2, positive: 1, unscored: 1 },
      neutral: { negative: 1, neutral: 4, positive: 0, unscored: 0 },
      positive: { negative: 0, neutral: 2, positive: 3, unscored: 0 },
    })
  })

  it('is the mean over the classes of recall and of F1, an unscored post being missed', () => {
    const { posts, accuracy, macroRecall, macroF1, standardError, recalls, unscored } = accuracyOf(confusionOf(judged))
    assert.deepEqual([posts, unscored, recalls], [20, 1, { negative: 0.6, neutral: 0.8, positive: 0.6 }])
    near(accuracy, 13 / 20)
    near(macroRecall, 2 / 3)
    // Precision 6/7, 4/8, 3/4.
    near(macroF1, (12 / 17 + 8 / 13 + 6 / 9) / 3)
    near(standardError, Math.sqrt(0.24 / 10 + 0.16 / 5 + 0.24 / 5) / 3)
  })

  it('is 1 without error when everything is right, and takes the mean over the classes that occur', () => {
    const right = accuracyOf(confusionOf([...times(3, 'negative', 'negative'), ...times(1, 'neutral', 'neutral')]))
    assert.deepEqual([right.macroRecall, right.macroF1, right.accuracy, right.standardError], [1, 1, 1, 0])
  })

  it('is 0 where there is nothing', () => {
    const { posts, macroRecall, macroF1, standardError } = accuracyOf(confusionOf([]))
    assert.deepEqual([posts, macroRecall, macroF1, standardError], [0, 0, 0, 0])
  })
})

describe('the error of hourly shares', () => {
  const hour = (hour: number, negatives: number, others: number, said: number | undefined): Timed[] =>
    Array.from({ length: negatives + others }, (_, at) => ({
      at: `2015-02-19T${String(hour).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}:00Z`,
      label: at < negatives ? 'negative' : 'neutral',
      negative: said,
    }))

  it('is the mean difference of the shares over the hours with enough posts', () => {
    const posts = [...hour(1, 10, 30, 0.5), ...hour(2, 30, 10, 0.6), ...hour(3, 39, 0, 0)]
    const { hours, error, r } = hourlyError(posts)
    assert.equal(hours, 2)
    near(error, (0.25 + 0.15) / 2)
    near(r, 1)
    assert.equal(hourlyError(posts, 39).hours, 3)
  })

  it('leaves unscored posts out of the share that is said, not out of that of people', () => {
    const posts = [...hour(1, 20, 0, undefined), ...hour(1, 0, 20, 0.25)]
    const { hours, error, r } = hourlyError(posts)
    assert.deepEqual([hours, r], [1, 0])
    near(error, 0.25)
  })

  it('knows which way the hours went', () => {
    const up = [...hour(1, 10, 30, 0.2), ...hour(2, 20, 20, 0.3), ...hour(3, 30, 10, 0.7)]
    const down = [...hour(1, 10, 30, 0.7), ...hour(2, 20, 20, 0.3), ...hour(3, 30, 10, 0.2)]
    assert.ok(hourlyError(up).r > 0.9 && hourlyError(down).r < -0.9)
  })
})
