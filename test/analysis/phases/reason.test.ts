// Every number in the reason of an alarm can be counted again: from the ticks, and from what the gauge said was usual.
import assert from 'node:assert/strict'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { countsText, rangeText, sourcesText, timeText } from '../../../analysis/phases/reason.ts'
import type { Tick } from '../../../analysis/phases/tick.ts'
import { tickMs } from '../../../analysis/phases/tick.ts'
import type { PhaseChange } from '../../../events/phase.ts'
import { changed, dayTicks, ticksOf } from './stream.ts'

/** What was counted in a tick, and what was usual there and then. */
type Seen = { readonly atMs: number; readonly negative: number; readonly posts: number; readonly usual: number }

const sum = (numbers: readonly number[]) => numbers.reduce((a, b) => a + b, 0)

/** Counts again, of each change, the ticks of `minutes` before the end of `at`, in the sources that are named. */
const recount = (ticks: readonly Tick[], check: (change: PhaseChange, counted: Omit<Seen, 'atMs'>) => void) => {
  const engine = createEngine()
  const usual = new Map<number, number>()
  for (const [at, tick] of ticks.entries()) {
    const changes = engine.take(tick)
    usual.set(tick.atMs, (engine.gauge().usual?.negativesPerHour ?? 0) / 12)
    for (const change of changes) {
      const { minutes, sources } = change.evidence
      const window = ticks.slice(at + 1 - minutes / 5, at + 1)
      assert.equal(window[0]?.atMs, minutes === 0 ? undefined : tick.atMs + tickMs - minutes * 60_000)
      const counts = window.flatMap((one) => sources.flatMap((name) => one.sources[name] ?? []))
      check(change, {
        negative: sum(counts.map(({ negative }) => negative)),
        posts: sum(counts.map(({ negative, neutral, positive }) => negative + neutral + positive)),
        usual: sum(window.map(({ atMs }) => usual.get(atMs) ?? 0)),
      })
    }
  }
}

const story = (seed: number, postsPerHour: number, times = 3) =>
  ticksOf({ seed, days: 26, postsPerHour, outbursts: [{ atDay: 14, times }] })

describe('the reason of a change', () => {
  it('has counts that can be counted again', () => {
    let told = 0
    for (const [seed, postsPerHour] of [
      [1, 2],
      [2, 20],
      [3, 200],
    ] as const)
      recount(story(seed, postsPerHour), ({ at, phase, reason, evidence }, counted) => {
        assert.deepEqual([evidence.negative, evidence.posts], [counted.negative, counted.posts], `${at} ${phase}`)
        if (counted.posts > 0) assert.ok(Math.abs(evidence.share - counted.negative / counted.posts) < 0.001)
        if (phase === 'calm') return
        assert.ok(reason.startsWith(`${counted.negative} negative post`), reason)
        assert.ok(reason.includes(`share ${Math.round((100 * counted.negative) / counted.posts)} %`), reason)
        // An alarm rolls the baseline back: what was usual before it is told as it was then.
        if (phase === 'early-signs')
          assert.ok(Math.abs(evidence.usual - counted.usual) < 0.03 * counted.usual + 0.1, `${at} ${counted.usual}`)
        told++
      })
    assert.ok(told >= 10)
  })

  it('leaves out of counts and sources alike whose copies are held back', () => {
    let held = 0
    for (const seed of [1, 2]) {
      const spam = changed(story(seed, 200).slice(0, 16 * dayTicks), [14.01, 16], (counts, name) =>
        name === 'x' ? { ...counts, negative: counts.negative + 2, duplicates: 1 } : counts,
      )
      recount(spam, ({ phase, reason, evidence }, counted) => {
        if (phase !== 'early-signs' || evidence.setAside.length === 0) return
        assert.deepEqual([evidence.negative, evidence.posts], [counted.negative, counted.posts], reason)
        assert.deepEqual(evidence.sources, ['forum', 'reddit'])
        assert.deepEqual(
          evidence.setAside.map(({ source, why }) => [source, why]),
          [['x', 'copies']],
        )
        held++
      })
    }
    assert.ok(held > 0)
  })

  it('says which sources are counted and which are not', () => {
    assert.equal(sourcesText(['forum', 'reddit', 'x'], []), 'forum, reddit and x')
    assert.equal(
      sourcesText(
        ['forum'],
        [
          { source: 'x', why: 'copies', copies: 0.83 },
          { source: 'reddit', why: 'silent' },
        ],
      ),
      'forum; x set aside: 83 % copies; reddit silent',
    )
    assert.equal(sourcesText([], [{ source: 'blog', why: 'new' }]), 'blog not counted: still learnt')
  })

  it('writes counts, times and ranges as people do', () => {
    const sums = { negatives: 31, posts: 54, usualNegatives: 8.4, usualPosts: 33, usualAmong: 13.8 }
    assert.equal(countsText(sums, 50), '31 negative posts in 50 min, usually 8.4 (×3.7); share 57 % against 26 %')
    assert.equal(
      countsText({ ...sums, negatives: 1, posts: 0, usualNegatives: 0 }, 125),
      '1 negative post in 2 h 5 min, usually 0.0',
    )
    const tick = Date.parse('2017-08-18T17:05:00Z') / tickMs
    assert.equal(timeText(tick), 'Fri 18 Aug, 17:05 UTC')
    assert.equal(
      rangeText([tick, tick - 12, tick + 12]),
      'about Fri 18 Aug, 17:05 UTC, between Fri 18 Aug, 16:05 UTC and Fri 18 Aug, 18:05 UTC',
    )
  })
})
