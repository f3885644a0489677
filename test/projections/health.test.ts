// How a channel is doing: one word, and a sentence where something is wrong.
import assert from 'node:assert/strict'
import { createSeeded } from '../../analysis/seeded.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { channelOf, channels, channelsOf } from '../../projections/channels.ts'
import { healthOf, healthUntil } from '../../projections/health.ts'
import { channelOpened, channelRead, origin, received, recorded, restored } from '../given.ts'
import { shown } from './shown.ts'

const time = (text: string) => `2017-08-18T${text}:00.000Z`
const failed = (at: string): OutcryEvent => ({
  type: 'ChannelFailed',
  data: { id: 'forum', at: time(at), problem: 'closed by the platform' },
})
const forum = channelOpened('forum', 'discourse')
const health = (nowAt: string, ...events: readonly OutcryEvent[]) => {
  const [channel] = channelsOf(shown(...events))
  assert.ok(channel)
  return healthOf(channel, Date.parse(nowAt))
}

describe('a channel', () => {
  it('counts what came in, per source, and when', () => {
    const post = (n: number, at: string, source: string) =>
      received(origin(n, { channel: 'feedback', at: time(at), source }))
    const channel = channelOf(
      shown(channelOpened('feedback'), post(1, '10:00', 'reddit'), post(2, '09:00', 'x'), post(3, '09:30', 'x')),
      'feedback',
    )
    assert.equal(channel?.posts, 3)
    assert.deepEqual(channel?.sources, { reddit: 1, x: 2 })
    assert.deepEqual([channel?.firstPostAt, channel?.lastPostAt], [time('09:00'), time('10:00')])
    assert.equal(channel?.lastReadAt, '2017-08-18T17:00:03.000Z')
  })

  it('counts a post whose removal was heard of first when it comes', () => {
    const first = restored(origin(1), 1)
    const again = restored(origin(2), 2)
    assert.equal(channelOf(shown(channelOpened('feedback'), first, again), 'feedback')?.posts, 1)
  })

  it('joins what it read, and forgets its failures with a success', () => {
    const channel = channelOf(
      shown(
        forum,
        channelRead('forum', time('10:00'), time('11:00')),
        failed('11:10'),
        channelRead('forum', time('11:00'), time('12:00')),
        channelRead('forum', time('14:00'), time('15:00')),
      ),
      'forum',
    )
    assert.deepEqual(channel?.reads, [
      { from: time('10:00'), to: time('12:00') },
      { from: time('14:00'), to: time('15:00') },
    ])
    assert.equal(channel?.failing, undefined)
    assert.equal(channel?.lastReadAt, time('15:00'))
  })

  it('that needs credentials is off until it has them all', () => {
    const reddit = { id: 'r', kind: 'reddit', config: { subreddit: 'PleX' } } as const
    const said = (more: object) => health(time('10:00'), { type: 'ChannelOpened', data: { ...reddit, ...more } })
    assert.deepEqual(said({}), {
      state: 'off',
      since: '2017-08-18T17:00:00.000Z',
      problem: 'Off until its credentials are set: clientId and clientSecret.',
    })
    assert.equal(said({ secrets: { clientSecret: 'a1' } }).problem, 'Off until its credentials are set: clientId.')
    assert.equal(said({ config: { clientId: 'me' }, secrets: { clientSecret: 'a1' } }).state, 'delayed')
  })

  it('that is posted to is ok at first; one that is polled is late until it was read', () => {
    assert.deepEqual(health(time('12:00'), channelOpened('feedback')), { state: 'ok' })
    const { state, problem } = health(time('12:00'), forum)
    assert.deepEqual([state, problem], ['delayed', 'Delayed, never read yet.'])
    assert.equal(health(time('11:15'), forum, channelRead('forum', time('10:00'), time('11:00'))).state, 'ok')
  })

  it('is off once closed', () => {
    const closed: OutcryEvent = { type: 'ChannelClosed', data: { id: 'forum', at: time('12:00') } }
    assert.deepEqual(health(time('13:00'), forum, closed), {
      state: 'off',
      since: time('12:00'),
      problem: 'Switched off 2017-08-18 12:00 UTC.',
    })
    assert.notEqual(health(time('13:00'), forum, closed, forum).state, 'off')
  })

  it('is delayed after three failures, failing after an hour of them', () => {
    const read = channelRead('forum', time('10:00'), time('11:00'))
    assert.equal(health(time('11:14'), forum, read, failed('11:10'), failed('11:12')).state, 'ok')
    const three = [failed('11:10'), failed('11:12'), failed('11:16')]
    assert.deepEqual(health(time('11:30'), forum, read, ...three), {
      state: 'delayed',
      since: time('11:10'),
      problem: 'Delayed, last read 2017-08-18 11:00 UTC: closed by the platform',
    })
    assert.deepEqual(health(time('12:10'), forum, read, ...three), {
      state: 'failing',
      since: time('11:10'),
      problem: 'Failing since 2017-08-18 11:10 UTC: closed by the platform',
    })
  })

  it('is failing at once where somebody has to act', () => {
    const stopped: OutcryEvent = {
      type: 'ChannelFailed',
      data: { id: 'forum', at: time('11:01'), problem: 'nothing there.', retryAt: time('17:01') },
    }
    const read = channelRead('forum', time('10:00'), time('11:00'))
    assert.equal(health(time('11:02'), forum, read, stopped).state, 'failing')
  })

  it('is delayed when its rounds stay away without a word', () => {
    assert.equal(health(time('14:30'), forum, channelRead('forum', time('10:00'), time('11:00'))).state, 'delayed')
  })

  it('is silent after an unusual time without a post, and never for a short habit', () => {
    const posts = Array.from({ length: 20 }, (_, n) =>
      received(origin(n, { at: time(`1${Math.floor(n / 10)}:0${n % 10}`) })),
    )
    const feedback = channelOpened('feedback')
    assert.equal(health('2017-08-19T10:00:00Z', feedback, ...posts).state, 'ok')
    const late = health('2017-08-19T15:00:00Z', feedback, ...posts)
    assert.deepEqual([late.state, late.since], ['silent', '2017-08-19T11:09:00.000Z'])
    assert.equal(health('2018-08-19T15:00:00Z', feedback, ...posts.slice(0, 5)).state, 'ok')
  })

  it('that was only imported into is neither late nor silent', () => {
    const posts = Array.from({ length: 20 }, (_, n) =>
      received(origin(n, { channel: 'import', at: time(`10:${10 + n}`) })),
    )
    const read = channelRead('import', time('10:10'), time('10:29'))
    assert.deepEqual(health('2018-01-01T00:00:00Z', channelOpened('import'), ...posts, read), { state: 'ok' })
  })

  it('tells of its past what it tells of now, when all its posts came in one minute', () => {
    const posts = Array.from({ length: 20 }, (_, n) =>
      received(origin(n, { at: `2017-01-0${1 + (n % 9)}T10:00:00.000Z` })),
    )
    const [channel] = channelsOf(shown(channelOpened('feedback'), ...posts))
    assert.ok(channel)
    // Before anything else makes it be looked at.
    const nowMs = Date.parse('2017-08-18T17:05:00Z')
    assert.equal(healthOf(channel, nowMs).state, 'silent')
    assert.deepEqual(
      healthUntil(channel, nowMs).map(({ state }) => state),
      ['ok', 'silent'],
    )
  })

  it('is known for every moment of its past as it was then', () => {
    const [openedMs, minuteMs] = [Date.parse(time('10:00')), 60_000]
    const at = (ms: number) => new Date(ms).toISOString()
    const random = createSeeded(11)
    const some = (most: number) => Math.floor(most * random())
    const data = { id: 'feedback' }
    const happens: readonly ((ms: number) => OutcryEvent)[] = [
      (ms) => channelRead('feedback', at(ms - 10 * minuteMs), at(ms)),
      (ms) => ({ type: 'ChannelFailed', data: { ...data, at: at(ms), problem: 'no answer' } }),
      (ms) => ({
        type: 'ChannelFailed',
        data: { ...data, at: at(ms), problem: 'gone', retryAt: at(ms + 60 * minuteMs) },
      }),
      () => ({ type: 'ChannelChanged', data: { ...data, config: { pollEvery: '20m' } } }),
      (ms) => ({ type: 'ChannelClosed', data: { ...data, at: at(ms) } }),
      () => channelOpened('feedback', 'discourse'),
      (ms) => received(origin(some(1_000_000), { at: at(ms - some(600) * minuteMs) })),
    ]
    const words = new Set<string>()
    for (const kind of ['discourse', 'webhook'] as const)
      for (let life = 0; life < 60; life++) {
        let ms = openedMs
        let state = channels.initial
        const take = (event: OutcryEvent) => {
          const [one] = recorded([event], { fromMs: ms })
          assert.ok(one)
          state = channels.evolve(state, one, 'feedback')
        }
        take(channelOpened('feedback', kind))
        const seen: [number, string][] = []
        // A long habit before a long silence; otherwise reads and failures mostly.
        const events = life % 3 === 0 ? 20 : 40
        for (let i = 0; i < events; i++) {
          const nextMs = ms + (life % 3 === 0 && i > 14 ? some(3_000) : some(90)) * minuteMs
          for (; ms < nextMs; ms += 7 * minuteMs) seen.push([ms, healthOf(state, ms).state])
          ms = nextMs
          const happen = happens[life % 3 === 0 ? 6 : random() < 0.7 ? some(2) : some(happens.length)]
          assert.ok(happen)
          take(happen(ms))
        }
        const past = healthUntil(state, ms)
        for (const [seenMs, word] of seen) {
          const then = past.findLast((change) => Date.parse(change.at) <= seenMs)
          assert.equal(then?.state, word, `${kind} ${life} at ${at(seenMs)}: ${JSON.stringify(past)}`)
          words.add(word)
        }
        for (const [i, change] of past.entries()) assert.notEqual(change.state, past[i - 1]?.state)
      }
    assert.deepEqual([...words].sort(), ['delayed', 'failing', 'off', 'ok', 'silent'])
  })
})
