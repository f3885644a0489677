// What the page of a story says, by the rules of its wording.
import assert from 'node:assert/strict'
import type { MilestoneKind, Moment } from '../../events/story.ts'
import type { Bin } from '../../views/chart.ts'
import { figureNumbers } from '../../views/figures.ts'
import { momentRows, whenOf } from '../../views/moments.ts'
import { storyPage, storyView } from '../../views/story.ts'
import { summaryOf } from '../../views/summary.ts'
import { hourMs } from '../../views/wording.ts'
import { givenFacts, givenPost, nowMs } from './given-facts.ts'
import {
  announced,
  backlash,
  bothStatements,
  cooling,
  givenPhases,
  lively,
  normal,
  reversed,
  statement,
} from './given-phases.ts'

const milestone = (kind: MilestoneKind, at: string): Moment<MilestoneKind> => ({
  id: `${kind}-${at}`,
  at,
  kind,
  precision: 'minute',
  title: kind,
})

describe('the page of a story says', () => {
  it('in one sentence what the company did, and how posts and sentiment are', () => {
    assert.equal(
      summaryOf(givenFacts(lively)),
      'Plex changed course 28 hours after its announcement. Posts are down 92% from the peak and sentiment is better than a day ago.',
    )
  })

  it('of a story that is closed what is known of it, and nothing of a time in which nobody counted', () => {
    const closedAtMs = Date.UTC(2017, 7, 22)
    const changes = [normal, backlash, cooling]
    const closed = givenPhases({ ...lively, statements: [announced], changes, closedAtMs, nowMs: Date.UTC(2019, 0) })
    const { spoken, summary, net, hour, day, hourLook, chartTitle, steps, notes } = storyView(closed)
    assert.match(summary, /^Plex announced a change 500 days 7 h ago\.$/)
    assert.deepEqual(new Set([net, hour, day]), new Set(['no longer counted']))
    assert.equal(hourLook, 'few')
    assert.match(spoken, /^No longer watched\. Phase: Backlash, Cooling\./)
    assert.doesNotMatch(chartTitle, /cooling|so far|still/)
    assert.equal(steps.find(({ current }) => current === 'step')?.text, '3 days 7 h, then closed')
    assert.match(notes[0]?.note ?? '', /^Closed on 22 Aug 2017/)
    assert.equal(summaryOf({ ...closed, statements: [] }), '15,231 posts until it was closed.')
    const { net: score, posts, shares24h } = figureNumbers(closed)
    assert.deepEqual([score.now, posts.lastHour, posts.total, shares24h.negative], [null, null, 15_231, null])
  })

  it('less where less is known, and never a guess', () => {
    assert.equal(summaryOf(givenFacts()), 'No posts have come in yet. The first one appears here by itself.')
    assert.match(
      summaryOf(givenFacts({ firstPostMs: nowMs, total: [2, 1, 0, 0] })),
      /^Three posts so far\. Comparisons need at least 30/,
    )
    assert.equal(
      summaryOf(givenFacts({ ...lively, statements: [], lastSixHours: [1, 0, 0, 0] })),
      'Posts are down 92% from the peak.',
    )
    const future = statement('reversal', '2017-09-01T00:00:00Z')
    assert.match(
      summaryOf(givenFacts({ ...lively, statements: [announced, future] })),
      /^Plex announced a change 4 days 1 h ago\./,
    )
  })

  it('at most 200 characters, however long a name is', () => {
    const kinds = ['explainer', 'apology', 'partial-reversal', 'confirmation', 'other'] as const
    for (const kind of kinds)
      for (const company of ['Plex', 'A'.repeat(300)]) {
        const said = summaryOf(
          givenFacts({ ...lively, company, statements: [announced, statement(kind, '2017-08-20T00:00:00Z')] }),
        )
        assert.ok(said.length <= 200 && said.length > 0, said)
      }
  })

  it('the latest statement made by now, linked to its moment', () => {
    const future = statement('reversal', '2017-09-20T00:00:00Z')
    const view = storyView(
      givenFacts({
        statements: [announced, { ...reversed, text: 'Users can opt out.' }, future],
        numbers: [announced.id, reversed.id, future.id],
      }),
    )
    assert.deepEqual(
      [view.says, view.saysWhen, view.saysLink],
      ['Users can opt out.', 'Statement of Sat 19 Aug · ', '#m2'],
    )
    assert.equal(storyView(givenFacts()).says, 'No company statement recorded yet.')
  })

  it('moments newest first, with the number of their recording', () => {
    const late = milestone('press', '2017-08-19T09:00:00Z')
    const rows = momentRows(
      givenFacts({ ...bothStatements, milestones: [late], numbers: [announced.id, reversed.id, late.id] }),
    )
    assert.deepEqual(
      rows.map(({ number, kind, look }) => [number, kind, look]),
      [
        ['2', 'Company statement', 'no company'],
        ['3', 'Press', 'no'],
        ['1', 'Company statement', 'no company'],
      ],
    )
  })

  it('times only as exactly as they are known', () => {
    const at = '2017-08-21T11:00:00Z'
    assert.equal(whenOf({ at, precision: 'minute' }), 'Mon 21 Aug, 11:00 UTC')
    assert.equal(whenOf({ at, precision: 'day' }), 'Mon 21 Aug')
    assert.equal(whenOf({ at, until: '2017-08-21T19:00:00Z', precision: 'window' }), 'Mon 21 Aug, 11:00–19:00 UTC')
    assert.equal(
      whenOf({ at, until: '2017-08-22T02:00:00Z', precision: 'window' }),
      'Mon 21 Aug, 11:00 UTC to Tue 22 Aug, 02:00 UTC',
    )
  })

  it('an effect under the statement it is of, and a countdown under what lies ahead', () => {
    const known = statement('apology', '2017-08-20T12:00:00Z')
    const ahead = milestone('effective', '2017-09-20T00:00:00Z')
    const early = {
      id: known.id,
      hours: 12,
      verdict: 'too early',
      knownFromMs: Date.UTC(2017, 7, 22, 20),
      day: { hours: 24, verdict: 'too early', knownFromMs: 0 },
      factor: { factor: 1, origin: 'shipped', moments: 0 },
      alsoInWindows: [],
    } as const
    const rows = momentRows(
      givenFacts({
        statements: [known],
        milestones: [ahead, milestone('press', '2017-08-20T09:00:00Z')],
        effects: [early],
      }),
    )
    assert.deepEqual(
      rows.map(({ effect, measured }) => [effect, measured]),
      [
        ['Takes effect in 29 days.', true],
        ['Effect on posts: too early, known from Tue 22 Aug, 20:00 UTC.', true],
        ['', false],
      ],
    )
  })

  it('topics by posts of the last day, at most eight, on one common scale', () => {
    const topics = Array.from({ length: 10 }, (_, i) => ({
      slug: `t${i}`,
      name: `Topic ${i}`,
      kind: 'rule' as const,
      last24h: [i * 10, 0, 0, 0] as Bin,
      trend: 'rising' as const,
      spark: [i, 9],
    }))
    const rows = storyView(givenFacts({ topics })).topics
    assert.deepEqual(
      rows.map(({ name }) => name),
      [9, 8, 7, 6, 5, 4, 3, 2].map((i) => `Topic ${i}`),
    )
    assert.deepEqual([rows[0]?.net, rows[7]?.net, rows[0]?.trend], ['−1.00', 'too few', '↑ rising'])
    assert.equal(rows[0]?.spark, 'M0 100v-90h2V100z')
  })

  it('what emerged as new, with room for three whatever else there is, and never a chart of numbers it has not', () => {
    const topic = (name: string, count: number, emerged?: { sinceMs: number; authors: number }) => ({
      slug: name,
      name,
      kind: emerged ? ('emerging' as const) : ('rule' as const),
      last24h: [count, 0, 0, 0] as Bin,
      trend: 'rising' as const,
      spark: emerged ? [] : [count],
      ...(emerged && { emerged }),
    })
    const emerged = { sinceMs: nowMs - 2 * hourMs, authors: 9 }
    const many = Array.from({ length: 10 }, (_, i) => topic(`Topic ${i}`, 100 + i))
    const few = Array.from({ length: 5 }, (_, i) => topic(`phrase ${i}`, 10 + i, emerged))
    const view = storyView(givenFacts({ topics: [...many, ...few] }))
    assert.deepEqual(
      view.topics.map(({ name }) => name),
      ['Topic 9', 'Topic 8', 'Topic 7', 'Topic 6', 'Topic 5', 'phrase 4', 'phrase 3', 'phrase 2'],
    )
    const [first, last] = [view.topics[0], view.topics[7]]
    assert.deepEqual([last?.noted, last?.charted], [true, false])
    assert.equal(last?.note, 'new since Tue 22 Aug, 16:05 UTC, 9 authors')
    assert.deepEqual([first?.noted, first?.charted, first?.note], [false, true, 'rule'])
    assert.deepEqual([view.hasEmerging, storyView(givenFacts({ topics: many })).hasEmerging], [true, false])
  })

  it('the state of each source in words', () => {
    const source = {
      source: 'reddit',
      counts: [50, 28, 22, 0] as Bin,
      lastReadMs: Date.UTC(2017, 7, 22, 18, 4),
      lastPostMs: null,
      sinceMs: Date.UTC(2017, 7, 21, 16, 2),
      problem: null,
      worse: [],
      channels: 1,
      opensOnly: false,
    }
    const say = (changes: object) =>
      storyView(givenFacts({ sources: [{ ...source, state: 'ok', ...changes }] })).sources[0]
    const problem = 'closed by the platform'
    assert.equal(say({})?.state, 'Read 18:04')
    assert.equal(say({ state: 'delayed' })?.state, 'Delayed, last read 18:04')
    assert.equal(say({ state: 'delayed', lastReadMs: null })?.state, 'Delayed, never read yet')
    assert.equal(say({ state: 'failing', problem })?.state, 'Failing since 21 Aug, 16:02: closed by the platform')
    assert.equal(say({ state: 'silent' })?.state, 'Silent, unusual since 21 Aug, 16:02')
    assert.equal(say({ state: 'off' })?.state, 'Switched off')
    assert.equal(
      say({ state: 'off', problem: 'Off until its credentials are set' })?.state,
      'Off until its credentials are set',
    )
    assert.equal(say({ opensOnly: true })?.state, 'Read 18:04; opening posts only')
    const some = say({ channels: 4, worse: ['delayed', 'failing', 'failing'] })
    assert.deepEqual([some?.state, some?.look], ['Read 18:04; 1 of 4 delayed; 2 of 4 failing', 'st late'])
    assert.equal(say({ lastReadMs: null, lastPostMs: nowMs })?.state, 'Newest post 18:05')
    assert.equal(say({})?.bar, '50% negative, 28% neutral, 22% positive')
    assert.equal(say({ counts: [1, 0, 0, 0] })?.negative, 'too few')
  })

  it('a summary by rule where text may not be shown', () => {
    const card = (changes: object) => storyView(givenFacts({ newest: [givenPost(changes)] })).newest[0]
    assert.deepEqual(
      [card({ text: null, kind: 'reply', topics: ['Removed opt-out'] })?.text, card({ text: null })?.summarised],
      ['A negative reply about Removed opt-out.', true],
    )
    assert.deepEqual([card({})?.text, card({})?.summarised], ['The opt-out is gone', false])
  })

  it('why a block is empty', () => {
    const { noMoments, noTopics, noTypical, noNewest, noSources } = storyView(givenFacts())
    assert.deepEqual([noMoments, noTopics, noTypical, noNewest, noSources], Array(5).fill(true))
  })

  it('when it was made, and that it is live only where it is', () => {
    const address = 'https://outcry.example'
    assert.equal(storyPage(givenFacts(), address).made, 'Page made Tue 22 Aug, 18:05:00 UTC. Reload for news.')
    assert.equal(storyPage(givenFacts(), address).live, true)
    const past = storyPage(givenFacts({ asOfMs: nowMs }), address)
    assert.deepEqual([past.made, past.live], ['As recorded by Tue 22 Aug, 18:05 UTC.', false])
    assert.equal(storyPage(givenFacts({ range: 'custom' }), address).live, false)
  })
})
