// Where two lists of spans begin to differ, and when sources of a story were read.
import assert from 'node:assert/strict'
import type { RecordedEvent } from '../../events/catalogue.ts'
import { activity, isLive } from '../../projections/activity.ts'
import { spansReadBySource } from '../../projections/coverage.ts'
import { firstDifference } from '../../projections/spans.ts'
import {
  analysed,
  channelGap,
  channelOpened,
  channelRead,
  finding,
  inStory,
  origin,
  received,
  storyOpened,
} from '../given.ts'
import { shown } from './shown.ts'

const span = (fromMs: number, toMs: number) => ({ fromMs, toMs })

describe('two lists of spans', () => {
  it('differ first where one of them alone begins or ends', () => {
    const all = [span(0, 10), span(20, 30)]
    assert.equal(firstDifference(all, all), undefined)
    assert.equal(firstDifference([], []), undefined)
    assert.equal(firstDifference(all, [span(0, 10)]), 20)
    assert.equal(firstDifference([], all), 0)
    assert.equal(firstDifference(all, [span(0, 8), span(9, 10), span(20, 30)]), 8)
    assert.equal(firstDifference(all, [span(0, 10), span(15, 30)]), 15)
    assert.equal(firstDifference([span(0, Number.POSITIVE_INFINITY)], [span(0, 50)]), 50)
  })
})

describe('the sources of a story', () => {
  const at = (hour: number) => new Date(Date.UTC(2017, 7, 18, hour)).toISOString()
  const ms = (hour: number) => Date.UTC(2017, 7, 18, hour)

  it('were read where a channel that has posts of them was, without its gaps', () => {
    const readModel = shown(
      storyOpened('s'),
      channelOpened('feedback'),
      received(origin(1, { at: at(1), source: 'forum' })),
      received(origin(2, { at: at(2), source: 'x' })),
      channelGap('feedback', at(5), at(6)),
      channelOpened('reader', 'feed'),
      received(origin(3, { at: at(3), source: 'x', channel: 'reader' })),
      channelRead('reader', at(3), at(5.5)),
    )
    const spans = spansReadBySource(readModel, 's')
    assert.deepEqual(spans.get('forum'), [span(ms(1), ms(5)), span(ms(6), Number.POSITIVE_INFINITY)])
    assert.deepEqual(spans.get('x'), [span(ms(1), ms(5.5)), span(ms(6), Number.POSITIVE_INFINITY)])
  })

  it('are those of its own channels', () => {
    const readModel = shown(
      storyOpened('s', { channels: ['feedback'] }),
      channelOpened('feedback'),
      channelOpened('other'),
      received(origin(1, { channel: 'other', source: 'forum' })),
    )
    assert.deepEqual([...spansReadBySource(readModel, 's').keys()], [])
  })
})

describe('a story', () => {
  /** Events are recorded at 17:00 and some seconds. */
  const post = (at: string) => analysed(origin(1, { at }), finding('neutral', [inStory('s')]))

  it('is live once one of its posts was read within an hour of its making', () => {
    assert.equal(isLive(shown(post('2017-08-18T15:59:00.000Z')), 's'), false)
    assert.equal(isLive(shown(post('2017-08-18T16:01:00.000Z')), 's'), true)
    assert.equal(isLive(shown(post('2017-08-18T16:01:00.000Z')), 'other'), false)
    const read = (at: string, recordedAt: string) =>
      activity.keys({ ...post(at), stream: '', revision: 0, version: 1, recordedAt } as RecordedEvent).length > 1
    assert.equal(read('2017-08-18T23:50:00.000Z', '2017-08-19T00:20:00.000Z'), true, 'over midnight')
    assert.equal(read('2016-08-18T23:50:00.000Z', '2017-08-19T00:20:00.000Z'), false)
  })
})
