// Posts per bucket: counted once, in one column, and taken back wherever they were counted.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import type { Finding } from '../../events/post.ts'
import { countsBetween, peakHourOf, type TimelineQuery, timelineOf } from '../../projections/timeline.ts'
import {
  analysed,
  channelGap,
  channelOpened,
  channelRead,
  edited,
  erased,
  finding,
  inLane,
  inStory,
  origin,
  received,
  removed,
  restored,
  storyOpened,
} from '../given.ts'
import { shown } from './shown.ts'

const at = (time: string) => Date.parse(`2017-08-18T${time}Z`)
const query = (changes: Partial<TimelineQuery> = {}): TimelineQuery => ({
  story: 's',
  lane: 'afinn',
  interval: '1h',
  fromMs: at('16:00'),
  toMs: at('19:00'),
  nowMs: at('20:00'),
  ...changes,
})
const opened: OutcryEvent[] = [channelOpened('feedback'), storyOpened('s')]
const bad = finding('negative', [inStory('s')])
const post = (n: number, time: string, source = 'webhook') => origin(n, { at: `2017-08-18T${time}:00.000Z`, source })
const counted = (n: number, time: string, found: Finding = bad, source?: string) => [
  received(post(n, time, source)),
  analysed(post(n, time, source), found),
]
const posts = (events: readonly OutcryEvent[], changes: Partial<TimelineQuery> = {}) =>
  timelineOf(shown(...opened, ...events), query(changes)).map((bucket) => bucket.posts)

describe('the timeline', () => {
  it('has every bucket of the range, zeros included', () => {
    const buckets = timelineOf(shown(...opened, ...counted(1, '17:10'), ...counted(2, '17:59')), query())
    assert.deepEqual(
      buckets.map(({ start, posts }) => [start, posts]),
      [
        ['2017-08-18T16:00:00Z', 0],
        ['2017-08-18T17:00:00Z', 2],
        ['2017-08-18T18:00:00Z', 0],
      ],
    )
  })

  it('widens its range to whole buckets', () => {
    const buckets = timelineOf(shown(...opened), query({ fromMs: at('16:59'), toMs: at('17:01') }))
    assert.equal(buckets.length, 2)
  })

  it('counts nothing before a post is analysed', () => {
    assert.deepEqual(posts([received(post(1, '17:10'))]), [0, 0, 0])
  })

  it('counts a post once: as repost, else as duplicate, else by its sentiment', () => {
    const events = [
      ...counted(1, '17:00', finding('negative', [inStory('s')])),
      ...counted(2, '17:00', finding('neutral', [inStory('s')])),
      ...counted(3, '17:00', finding('positive', [inStory('s')])),
      ...counted(4, '17:00', finding('unscored', [inStory('s')])),
      ...counted(5, '17:00', finding('negative', [inStory('s')], { duplicateOf: 'a' })),
      ...counted(6, '17:00', finding('negative', [inStory('s')], { duplicateOf: 'a', amplifies: 'a' })),
    ]
    const bucket = timelineOf(shown(...opened, ...events), query())[1]
    assert.deepEqual(bucket, {
      start: '2017-08-18T17:00:00Z',
      posts: 5,
      negative: 1,
      neutral: 1,
      positive: 1,
      unscored: 1,
      duplicates: 1,
      amplified: 1,
      removed: 0,
      net: 0,
      negativeShare: 1 / 3,
      complete: true,
      noData: false,
    })
  })

  it('has no net where nothing was scored', () => {
    const [, bucket] = timelineOf(
      shown(...opened, ...counted(1, '17:00', finding('unscored', [inStory('s')]))),
      query(),
    )
    assert.equal(bucket?.net, null)
    assert.equal(bucket?.negativeShare, null)
  })

  it('tells sources and topics apart', () => {
    const about = finding('negative', [inStory('s', 'opt-out', 'price')])
    const events = [
      ...counted(1, '17:00', about, 'reddit'),
      ...counted(2, '17:00', bad, 'reddit'),
      ...counted(3, '17:00'),
    ]
    assert.deepEqual(posts(events), [0, 3, 0])
    assert.deepEqual(posts(events, { source: 'reddit' }), [0, 2, 0])
    assert.deepEqual(posts(events, { topic: 'price' }), [0, 1, 0])
    assert.deepEqual(posts(events, { topic: 'price', source: 'webhook' }), [0, 0, 0])
    assert.deepEqual(posts(events, { lane: 'another' }), [0, 0, 0])
  })

  it('moves a post whose edit is analysed again', () => {
    const good = finding('positive', [inStory('s', 'thanks'), inStory('t')])
    const events = [
      ...counted(1, '17:00'),
      edited(post(1, '17:00')),
      analysed(post(1, '17:00'), good, { replaces: bad }),
    ]
    const bucket = timelineOf(shown(...opened, ...events), query())[1]
    assert.equal(bucket?.negative, 0)
    assert.equal(bucket?.positive, 1)
    assert.deepEqual(posts(events, { topic: 'thanks' }), [0, 1, 0])
    assert.deepEqual(posts(events, { story: 't' }), [0, 1, 0])
  })

  it('takes a removed post back and says how many went; a restored one comes back', () => {
    const gone = [...counted(1, '17:00'), ...counted(2, '17:00'), removed(post(1, '17:00'), inLane(bad))]
    const after = timelineOf(shown(...opened, ...gone), query())[1]
    assert.deepEqual([after?.posts, after?.removed], [1, 1])
    const back = [...gone, restored(post(1, '17:00'), 2, inLane(bad)), analysed(post(1, '17:00'), bad, { version: 2 })]
    const again = timelineOf(shown(...opened, ...back), query())[1]
    assert.deepEqual([again?.posts, again?.removed], [2, 0])
  })

  it('takes an erased post back', () => {
    assert.deepEqual(posts([...counted(1, '17:00'), erased(post(1, '17:00'), [inLane(bad)])]), [0, 0, 0])
  })

  it('leaves no row of a post that moved away', () => {
    const elsewhere = finding('negative', [inStory('t')])
    const events = [...counted(1, '17:00'), analysed(post(1, '17:00'), elsewhere, { replaces: bad })]
    assert.deepEqual(shown(...opened, ...events).scan('timeline', { from: 's|', to: 's}' }), [])
  })

  it('sums any range from whole days, hours and five minutes', () => {
    const events = Array.from({ length: 300 }, (_, n) => {
      const moment = origin(n, { at: new Date(Date.UTC(2017, 7, 15) + n * 17 * 60_000).toISOString() })
      return [received(moment), analysed(moment, bad)]
    }).flat()
    const readModel = shown(...opened, ...events)
    for (const [fromMinutes, toMinutes] of [
      [0, 300 * 17],
      [5, 10],
      [55, 3_000],
      [1_440, 2_880],
      [1_435, 1_445],
      [2_000, 2_000],
    ] as const) {
      const fromMs = Date.UTC(2017, 7, 15, 0, fromMinutes)
      const toMs = Date.UTC(2017, 7, 15, 0, toMinutes)
      const expected = Array.from({ length: 300 }, (_, n) => n * 17).filter((m) => fromMinutes <= m && m < toMinutes)
      assert.equal(countsBetween(readModel, { story: 's', lane: 'afinn' }, fromMs, toMs).posts, expected.length)
    }
  })

  it('knows its fullest hour', () => {
    const events = [...counted(1, '10:00'), ...counted(2, '17:00'), ...counted(3, '17:30'), ...counted(4, '18:00')]
    assert.deepEqual(peakHourOf(shown(...opened, ...events), { story: 's', lane: 'afinn' }), {
      start: '2017-08-18T17:00:00Z',
      posts: 2,
    })
  })
})

describe('what was read', () => {
  const told = (events: readonly OutcryEvent[], changes: Partial<TimelineQuery> = {}) =>
    timelineOf(shown(...events), query(changes)).map(({ complete, noData }) =>
      noData ? 'no data' : complete ? 'complete' : 'not complete',
    )
  const forum = [channelOpened('forum', 'discourse'), storyOpened('s')]
  const read = (from: string, to: string) => channelRead('forum', `2017-08-18T${from}:00Z`, `2017-08-18T${to}:00Z`)

  it('is nothing where no channel is', () => {
    assert.deepEqual(told([storyOpened('s')]), ['no data', 'no data', 'no data'])
  })

  it('is everything since the first post of a webhook, up to now', () => {
    assert.deepEqual(told([...opened, ...counted(1, '17:00')]), ['no data', 'complete', 'complete'])
    assert.deepEqual(told([...opened, ...counted(1, '17:00')], { nowMs: at('18:10') }), [
      'no data',
      'complete',
      'not complete',
    ])
  })

  it('is not what the service slept through', () => {
    const gap = channelGap('feedback', '2017-08-18T17:30:00Z', '2017-08-18T19:00:00Z')
    assert.deepEqual(told([...opened, ...counted(1, '16:00'), gap]), ['complete', 'not complete', 'no data'])
  })

  it('is what a polled channel read to its end', () => {
    assert.deepEqual(told([...forum, read('16:00', '17:00'), read('17:00', '18:30')]), [
      'complete',
      'complete',
      'not complete',
    ])
    assert.deepEqual(told([...forum, read('16:00', '17:00')]), ['complete', 'no data', 'no data'])
  })

  it('is the span of an import, which is then over', () => {
    const events = [
      channelOpened('import'),
      storyOpened('s'),
      channelRead('import', '2017-08-18T16:00:00Z', '2017-08-18T17:20:00Z'),
    ]
    assert.deepEqual(told(events), ['complete', 'complete', 'no data'])
  })

  it('counts only the channels of the story', () => {
    const events = [
      channelOpened('forum', 'discourse'),
      storyOpened('s', { channels: ['feedback'] }),
      read('16:00', '19:00'),
    ]
    assert.deepEqual(told(events), ['no data', 'no data', 'no data'])
  })
})
