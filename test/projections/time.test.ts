// Buckets and stretches of time.
import assert from 'node:assert/strict'
import { bucketCount, ceilTo, endsOf, finestInterval, floorTo } from '../../projections/intervals.ts'
import { addSpan, joined, without } from '../../projections/spans.ts'

const day = Date.UTC(2017, 7, 18)
const hourMs = 3_600_000

describe('buckets', () => {
  it('start at whole UTC times', () => {
    assert.equal(floorTo(day + 59 * 60_000, '1h'), day)
    assert.equal(ceilTo(day + 1, '1d'), day + 24 * hourMs)
    assert.equal(floorTo(-1, '1h'), -hourMs)
  })

  it('of a moment are the same for every moment of the same five minutes', () => {
    assert.deepEqual(endsOf('2017-08-18T17:04:59.999Z'), [
      '5m|2017-08-18T17:00Z',
      '1h|2017-08-18T17:00Z',
      '1d|2017-08-18T00:00Z',
    ])
    assert.equal(endsOf('2017-08-18T17:04:59.999Z'), endsOf('2017-08-18T17:01:00Z'))
    assert.notEqual(endsOf('2017-08-18T17:05:00Z'), endsOf('2017-08-18T17:04:00Z'))
  })

  it('are as fine as they may be many', () => {
    assert.equal(bucketCount(day + 1, day + hourMs + 1, '1h'), 2)
    assert.equal(finestInterval(day, day + 24 * hourMs, 400), '5m')
    assert.equal(finestInterval(day, day + 10 * 24 * hourMs, 400), '1h')
    assert.equal(finestInterval(day, day + 90 * 24 * hourMs, 400), '1d')
    assert.equal(finestInterval(day, day + 9_000 * 24 * hourMs, 400), '1d')
  })
})

describe('spans', () => {
  const span = (from: number, to: number) => ({ from: `0${from}`, to: `0${to}` })
  const ms = (fromMs: number, toMs: number) => ({ fromMs, toMs })

  it('join what they touch, wherever it comes', () => {
    assert.deepEqual(addSpan([span(1, 2), span(5, 6)], span(2, 3)), [span(1, 3), span(5, 6)])
    assert.deepEqual(addSpan([span(1, 2), span(5, 6)], span(0, 9)), [span(0, 9)])
    assert.deepEqual(addSpan([span(5, 6)], span(1, 2)), [span(1, 2), span(5, 6)])
    assert.deepEqual(addSpan([span(5, 6)], span(3, 3)), [span(5, 6)])
  })

  it('are few: the oldest goes', () => {
    let spans = addSpan([], { from: '00000', to: '00001' })
    for (let i = 1; i < 600; i++)
      spans = addSpan(spans, { from: String(i * 2).padStart(5, '0'), to: String(i * 2 + 1).padStart(5, '0') })
    assert.equal(spans.length, 500)
    assert.equal(spans.at(-1)?.from, '01198')
  })

  it('have holes cut out of them', () => {
    assert.deepEqual(joined([ms(5, 9), ms(1, 5), ms(20, 21)]), [ms(1, 9), ms(20, 21)])
    assert.deepEqual(without([ms(0, 10)], [ms(2, 3), ms(9, 20)]), [ms(0, 2), ms(3, 9)])
    assert.deepEqual(without([ms(0, 10)], [ms(0, 10)]), [])
  })
})
