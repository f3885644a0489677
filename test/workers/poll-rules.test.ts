// When a channel is due again, and what a round adds to its stream.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { channels } from '../../projections/channels.ts'
import {
  decideFailure,
  decideRead,
  firstDue,
  nextAfterFailure,
  nextAfterRead,
  standingOf,
} from '../../workers/poll-rules.ts'
import { recorded } from '../given.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const nowMs = Date.UTC(2026, 10, 24, 12)
const iso = (ms: number) => new Date(ms).toISOString()

const opened: OutcryEvent = {
  type: 'ChannelOpened',
  data: { id: 'news', kind: 'feed', config: { url: 'https://a.example/' } },
}
const read = (fromMs: number, toMs: number, more = {}): OutcryEvent => ({
  type: 'ChannelRead',
  data: { id: 'news', from: iso(fromMs), to: iso(toMs), ...more },
})
const failed = (atMs: number, problem: string, more = {}): OutcryEvent => ({
  type: 'ChannelFailed',
  data: { id: 'news', at: iso(atMs), problem, ...more },
})
const channelAfter = (...events: OutcryEvent[]) =>
  recorded([opened, ...events]).reduce((state, event) => channels.evolve(state, event, 'news'), channels.initial)

const nothing = { cursor: undefined, fromMs: undefined, notBeforeMs: undefined, dropped: 0 }

describe('a round of a channel', () => {
  it('without news is recorded five minutes after the last one that was, and covers all since', () => {
    const channel = channelAfter(read(nowMs - hourMs, nowMs))
    const quiet = { cursor: undefined, toMs: nowMs + 4 * minuteMs }
    assert.deepEqual(decideRead(channel, standingOf(channel), nothing, nowMs + 4 * minuteMs, false), [])
    assert.deepEqual(decideRead(channel, quiet, nothing, nowMs + 5 * minuteMs, false), [
      read(nowMs, nowMs + 5 * minuteMs),
    ])
    assert.equal(decideRead(channel, quiet, nothing, nowMs + minuteMs, true).length, 1)
  })

  it('that does not reach back leaves a gap', () => {
    const channel = channelAfter(read(nowMs - hourMs, nowMs))
    const round = { ...nothing, cursor: 'c', fromMs: nowMs + hourMs }
    const [gap, next] = decideRead(channel, standingOf(channel), round, nowMs + 2 * hourMs, true)
    assert.deepEqual(gap?.type === 'ChannelGap' && [gap.data.from, gap.data.to], [iso(nowMs), iso(nowMs + hourMs)])
    assert.deepEqual(next, read(nowMs + hourMs, nowMs + 2 * hourMs, { cursor: 'c' }))
  })

  it('is due by the channel, or as late as its source wishes, an hour at most', () => {
    const channel = channelAfter()
    assert.equal(nextAfterRead(channel, nothing, nowMs), nowMs + 5 * minuteMs)
    assert.equal(nextAfterRead(channel, { ...nothing, notBeforeMs: nowMs + 9 * minuteMs }, nowMs), nowMs + 9 * minuteMs)
    assert.equal(nextAfterRead(channel, { ...nothing, notBeforeMs: nowMs + 9 * hourMs }, nowMs), nowMs + hourMs)
  })

  it('that failed is repeated after at most five minutes, when asked to, or in six hours', () => {
    const due = (failure: 'retry' | 'wait' | 'stop', failures: number, random: number, untilMs?: number) =>
      nextAfterFailure(
        { failure, detail: '', ...(untilMs === undefined ? {} : { untilMs }) },
        failures,
        nowMs,
        random,
      ) - nowMs
    assert.deepEqual(
      [due('retry', 1, 0), due('retry', 3, 0.5), due('retry', 60, 0.999_999) <= 5 * minuteMs],
      [1_000, 4_000, true],
    )
    assert.deepEqual(
      [due('wait', 1, 0), due('wait', 2, 0), due('wait', 50, 0)],
      [minuteMs, 2 * minuteMs, 15 * minuteMs],
    )
    assert.deepEqual([due('wait', 1, 0.5, nowMs + 100_000), due('wait', 1, 0, nowMs - 5)], [105_000, 1_000])
    assert.equal(due('wait', 1, 0.5, nowMs + 99 * hourMs), hourMs)
    assert.equal(due('stop', 1, 0.5), 6 * hourMs)
  })

  it('that fails is told three times, when it is another failure, and once an hour', () => {
    const failure = { failure: 'retry', detail: 'closed' } as const
    const told = (atMs: number, detail: string, ...before: OutcryEvent[]) =>
      decideFailure(channelAfter(...before), { ...failure, detail }, atMs, atMs).length === 1
    const three = [0, 1, 2].map((minute) => failed(nowMs + minute * minuteMs, 'closed'))
    assert.equal(told(nowMs + 2 * minuteMs, 'closed', ...three.slice(1)), true)
    assert.equal(told(nowMs + 3 * minuteMs, 'closed', ...three), false)
    assert.equal(told(nowMs + 3 * minuteMs, 'other', ...three), true)
    assert.equal(told(nowMs + 62 * minuteMs, 'closed', ...three), true)
  })

  it('is due at a start as the log says', () => {
    assert.equal(firstDue(channelAfter()), 0)
    assert.equal(firstDue(channelAfter(read(nowMs - hourMs, nowMs))), nowMs + 5 * minuteMs)
    assert.equal(firstDue(channelAfter(read(nowMs - hourMs, nowMs, { nextAt: iso(nowMs + hourMs) }))), nowMs + hourMs)
    assert.equal(
      firstDue(channelAfter(failed(nowMs, 'gone', { retryAt: iso(nowMs + 6 * hourMs) }))),
      nowMs + 6 * hourMs,
    )
  })

  it('goes on where it was, unless another place is read now', () => {
    const changed = (config: Record<string, string>): OutcryEvent => ({
      type: 'ChannelChanged',
      data: { id: 'news', config },
    })
    const before = [
      read(nowMs - hourMs, nowMs, { cursor: 'c' }),
      failed(nowMs, 'gone', { retryAt: iso(nowMs + hourMs) }),
    ]
    assert.equal(channelAfter(...before, changed({ url: 'https://a.example/', pollEvery: '1h' })).cursor, 'c')
    const moved = channelAfter(...before, changed({ url: 'https://b.example/' }))
    assert.deepEqual([moved.cursor, moved.failing?.retryAt, moved.failing?.problem], [undefined, undefined, 'gone'])
  })
})
