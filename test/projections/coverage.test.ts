// What of a polled channel counts as read, at the moment it is asked.
import assert from 'node:assert/strict'
import { coverageOf } from '../../projections/coverage.ts'
import { channelGap, channelOpened, channelRead, storyClosed, storyOpened } from '../given.ts'
import { shown } from './shown.ts'

const time = (text: string) => `2017-08-18T${text}:00.000Z`
const ms = (text: string) => Date.parse(time(text))

describe('the coverage of a channel that is polled', () => {
  const events = [
    storyOpened('plex'),
    channelOpened('forum', 'feed'),
    channelRead('forum', time('10:00'), time('11:02')),
  ]
  const at = (nowAt: string, from: string, to: string, more = events) =>
    coverageOf(shown(...more), 'plex', ms(nowAt))(ms(from), ms(to))

  it('is not broken between two rounds, nor complete before the second', () => {
    assert.deepEqual(at('11:07', '11:05', '11:10'), { read: true, complete: false })
    assert.deepEqual(at('11:11', '11:05', '11:10'), { read: true, complete: false })
    assert.deepEqual(at('11:11', '10:05', '10:10'), { read: true, complete: true })
  })

  it('ends for a story that is closed, until it is opened again', () => {
    // Recorded in the seconds after 17:00.
    const read = [
      storyOpened('plex'),
      channelOpened('forum', 'feed'),
      channelRead('forum', time('10:00'), time('18:00')),
    ]
    const closed = [...read, storyClosed('plex')]
    assert.deepEqual(at('18:01', '16:50', '16:55', closed), { read: true, complete: true })
    assert.deepEqual(at('18:01', '17:00', '17:05', closed), { read: true, complete: false })
    assert.deepEqual(at('18:01', '17:05', '17:10', closed), { read: false, complete: false })
    assert.deepEqual(at('18:01', '17:05', '17:10', [...closed, storyOpened('plex')]), { read: true, complete: true })
  })

  it('ends where its rounds stay away, or could not reach back', () => {
    assert.deepEqual(at('11:40', '11:05', '11:10'), { read: false, complete: false })
    const gap = [
      ...events,
      channelGap('forum', time('11:02'), time('12:00')),
      channelRead('forum', time('12:00'), time('13:00')),
    ]
    assert.deepEqual(at('13:01', '11:05', '11:10', gap), { read: false, complete: false })
    assert.deepEqual(at('13:01', '12:05', '12:10', gap), { read: true, complete: true })
  })
})
