// Merging phrases: what stands in the same posts is one row, and what stands side by side in them is one wording.
import assert from 'node:assert/strict'
import { mergePhrases } from '../../../analysis/emerging/phrase-merging.ts'

/** @param at by document the place of the first word; a number: in so many documents at the places of `from` */
const phrase = (text: string, g2: number, documents: readonly number[], place = 0) => ({
  words: text.split(' ').map((word, i, all) => ({ word, behind: i + 1 < all.length ? ' ' : undefined })),
  g2,
  places: new Map(documents.map((document) => [document, place + document])),
})
const span = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i)
const merge = (candidates: readonly ReturnType<typeof phrase>[], maxRows = 10) =>
  mergePhrases(candidates, maxRows).map(({ words }) => words.map(({ word }) => word).join(' '))

describe('merging phrases', () => {
  it('joins those that overlap in the same posts into the span that holds them', () => {
    assert.deepEqual(
      merge([
        phrase('our fleets', 50, span(0, 20)),
        phrase('fleets on fleek', 60, span(0, 20), 1),
        phrase('fleek', 70, span(0, 22), 3),
        phrase('on fleek', 65, span(0, 21), 2),
      ]),
      ['our fleets on fleek'],
    )
  })

  it('drops one whose posts are to 80 % those of a longer one, and keeps one that is said without it', () => {
    assert.deepEqual(merge([phrase('flight', 20, span(0, 24)), phrase('cancelled flight', 90, span(0, 20), -1)]), [
      'cancelled flight',
    ])
    assert.deepEqual(merge([phrase('flight', 20, span(0, 30)), phrase('cancelled flight', 90, span(0, 20), -1)]), [
      'cancelled flight',
      'flight',
    ])
  })

  it('drops a longer one that is only one way to say a stronger one', () => {
    assert.deepEqual(merge([phrase('on fleek', 90, span(0, 30)), phrase('so on fleek', 40, span(0, 15), -1)]), [
      'on fleek',
    ])
  })

  it('takes the longer wording of two in the same posts that others part, however strong the shorter is', () => {
    assert.deepEqual(merge([phrase('hid', 90, span(0, 20)), phrase('telemetry switch', 90, span(0, 20), 2)]), [
      'telemetry switch',
    ])
  })

  it('makes no wording of phrases that stand at another distance in every post', () => {
    const scattered = { ...phrase('refund', 50, []), places: new Map(span(0, 20).map((i) => [i, (i * 7) % 19])) }
    assert.deepEqual(merge([phrase('lawsuit', 60, span(0, 20)), scattered]), ['lawsuit'])
  })

  it('keeps apart what other posts say, strongest first, up to as many rows as wanted', () => {
    const rows = [phrase('one', 20, span(0, 10)), phrase('two', 40, span(10, 20)), phrase('three', 30, span(20, 30))]
    assert.deepEqual(merge(rows), ['two', 'three', 'one'])
    assert.deepEqual(merge(rows, 2), ['two', 'three'])
    assert.deepEqual(merge([]), [])
  })

  it('compares for the time only that both samples go back to', () => {
    // The shorter one is more frequent: its latest documents are all that is known of it.
    assert.deepEqual(merge([phrase('fleek', 50, span(90, 122), 1), phrase('on fleek', 60, span(60, 122))]), [
      'on fleek',
    ])
  })
})
