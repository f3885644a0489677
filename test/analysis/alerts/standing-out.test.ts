// What stands out of a story's numbers: by the hour and by hours, against the same hours before and against calm ones, and seldom by chance.
import assert from 'node:assert/strict'
import { measures } from '../../../analysis/alerts/measures.ts'
import { hourMs, type Past, standingOut } from '../../../analysis/alerts/standing-out.ts'
import { countRatio, logLikelihoodRatio } from '../../../analysis/emerging/log-likelihood.ts'
import type { Sensitivity } from '../../../events/alert.ts'
import { reaches } from '../../../events/alert-decisions.ts'
import { pastOf, randomPosts, tickMs } from './random-posts.ts'

const dayMs = 24 * hourMs
const { leaving, volume } = measures
const share = measures['negative-share']

/** So much by the hour since 1970. */
const steady = (whole: (hour: number) => number, part: (hour: number) => number, more: Partial<Past> = {}): Past => {
  const of = (hour: number) => (hour < 0 ? { part: 0, whole: 0 } : { part: part(hour), whole: whole(hour) })
  return {
    of,
    between: (fromMs, toMs) => {
      const hours = Array.from({ length: Math.round((toMs - fromMs) / hourMs) }, (_, i) => of(fromMs / hourMs + i))
      const sum = (name: 'part' | 'whole') => hours.reduce((total, counts) => total + counts[name], 0)
      return { part: sum('part'), whole: sum('whole') }
    },
    isUsual: () => true,
    firstHour: 0,
    ...more,
  }
}
const hourEnd = (hour: number) => (hour + 1) * hourMs
const fifty = () => 50
const one = () => 1

describe('what stands out', () => {
  it('is held against the hours before in the first two weeks, and has numbers that can be counted again', () => {
    const past = steady(fifty, (hour) => (hour === 100 ? 20 : 1))
    const [found] = standingOut(past, leaving, hourEnd(100))
    assert.deepEqual([found?.window, found?.part, found?.whole, found?.bar], [1, 20, 50, 'strict'])
    assert.deepEqual(found?.usual, { of: 'hours', hours: 40, part: 40, whole: 2_000 })
    assert.equal(found?.dispersion, 1.3)
    assert.equal(found?.g2, logLikelihoodRatio(20, 50, 40, 2_000) / 1.3)
    assert.deepEqual(standingOut(past, leaving, hourEnd(99)), [])
  })

  it('is held against the same hours of the weeks before, later: what is usual on a Friday is no news', () => {
    const weekly = (hour: number) => (hour % 168 >= 99 && hour % 168 <= 101 ? 20 : 1)
    assert.deepEqual(standingOut(steady(fifty, weekly), leaving, hourEnd(100 + 3 * 168)), [])
    const odd = 60 + 3 * 168
    const [found] = standingOut(
      steady(fifty, (hour) => (hour === odd ? 20 : weekly(hour))),
      leaving,
      hourEnd(odd),
    )
    assert.deepEqual(found?.usual, { of: 'week', hours: 39, part: 39, whole: 1_950, near: { part: 9, whole: 450 } })
  })

  it('of the number of posts is held against the same hours of the days before: a morning is no news', () => {
    const daily = (hour: number) => (hour % 24 >= 8 && hour % 24 < 20 ? 40 : 2)
    const past = steady(one, daily)
    for (let hour = 72; hour < 120; hour++)
      assert.deepEqual(standingOut(past, volume, hourEnd(hour)), [], `hour ${hour}`)
    const [found] = standingOut(
      steady(one, (hour) => (hour === 83 ? 200 : daily(hour))),
      volume,
      hourEnd(83),
    )
    assert.deepEqual([found?.part, found?.whole, found?.usual.of, found?.bar], [200, 1, 'day', 'strict'])
    assert.ok((found?.g2 ?? 0) <= countRatio(200, 1, found?.usual.part ?? 0, found?.usual.whole ?? 0) / 2)
  })

  it('of the negative share is a difference in points: twice as many of few are none, half of all are', () => {
    const past = (part: number) => steady(fifty, (hour) => (hour === 100 ? part : 10))
    assert.deepEqual(standingOut(past(14), share, hourEnd(100)), [])
    assert.equal(standingOut(past(27), share, hourEnd(100))[0]?.bar, 'balanced')
    assert.equal(standingOut(past(40), share, hourEnd(100))[0]?.bar, 'strict')
  })

  it('is none where there are few, or too little to compare with', () => {
    const at = (part: number, whole: number, hour: number) =>
      standingOut(
        steady(
          () => whole,
          (i) => (i === hour ? part : 0),
        ),
        leaving,
        hourEnd(hour),
      )
    assert.deepEqual(at(3, 50, 100), [])
    assert.deepEqual(at(2, 2, 14), [])
    assert.deepEqual(
      standingOut(
        steady(
          () => 0,
          () => 0,
        ),
        leaving,
        hourEnd(100),
      ),
      [],
    )
    assert.deepEqual(
      standingOut(
        steady(one, () => 500),
        volume,
        hourEnd(0),
      ),
      [],
    )
  })

  it('in a few posts an hour is found over several hours together', () => {
    const past = steady(
      () => 20,
      (hour) => (hour >= 200 ? 2 : hour % 3 === 0 ? 1 : 0),
    )
    assert.deepEqual(standingOut(past, leaving, hourEnd(200)), [])
    const day = Array.from({ length: 24 }, (_, i) => standingOut(past, leaving, hourEnd(200 + i)))
    const first = day.findIndex((found) => found.some(({ bar }) => reaches('balanced', bar)))
    assert.ok(first >= 3 && day[first]?.every(({ window }) => window > 1), `after ${first} hours`)
  })

  it('stays so in a storm that is left out of what is usual, and ends where it is not', () => {
    const storm = (hour: number) => hour >= 200 && hour < 260
    const counts = [
      (hour: number) => (storm(hour) ? 300 : 20),
      (hour: number) => (storm(hour) ? 30 : hour % 5 === 0 ? 1 : 0),
    ] as const
    const isUsual = (hour: number) => !storm(hour)
    const strict = (past: Past) => standingOut(past, leaving, hourEnd(258)).filter(({ bar }) => bar === 'strict').length
    assert.equal(strict(steady(...counts)), 0)
    assert.equal(strict(steady(...counts, { isUsual })), leaving.windows.length)
  })
})

describe('what stands out by chance', () => {
  const sensitivities = ['sensitive', 'balanced', 'strict'] as const
  /** Told once while it goes on, and again after a day without it. */
  const toldIn = (past: Past, trigger: keyof typeof measures, fromMs: number, endMs: number) => {
    const told: { [S in Sensitivity]: number[] } = { sensitive: [], balanced: [], strict: [] }
    const seen: { [S in Sensitivity]: number } = { sensitive: -dayMs, balanced: -dayMs, strict: -dayMs }
    for (let ms = fromMs; ms <= endMs; ms += tickMs) {
      const found = standingOut(past, measures[trigger], ms)
      for (const sensitivity of sensitivities.filter((least) => found.some(({ bar }) => reaches(least, bar)))) {
        if (ms - seen[sensitivity] > dayMs) told[sensitivity].push(ms)
        seen[sensitivity] = ms
      }
    }
    return told
  }

  for (const trigger of ['volume', 'negative-share', 'leaving'] as const)
    it(`is less than one alert a month of ${trigger} where balanced, in clumps, spells and rhythm`, () => {
      const months = { sensitive: 0, balanced: 0, strict: 0 }
      const rates = [5, 60]
      for (const perHour of rates) {
        const sums = randomPosts({ seed: perHour, perHour, days: 31 })
        const told = toldIn(pastOf(sums, trigger), trigger, dayMs, sums.endMs)
        for (const sensitivity of sensitivities) months[sensitivity] += told[sensitivity].length / rates.length
      }
      assert.ok(months.strict <= months.balanced && months.balanced <= months.sensitive, JSON.stringify(months))
      assert.ok(months.balanced <= 1 && months.strict <= 0.5 && months.sensitive <= 4, JSON.stringify(months))
    })

  it('hides no rise, at 60 posts an hour: volume and share within hours, a fourfold share of those who leave within half a day', () => {
    const from = 21 * 24 + 12
    const rises = (hour: number) => hour >= from
    const sums = randomPosts({
      seed: 3,
      perHour: 60,
      days: 23,
      leaving: (hour) => (rises(hour) ? 0.08 : 0.02),
      negative: (hour) => (rises(hour) ? 0.6 : 0.22),
      times: (hour) => (rises(hour) ? 6 : 1),
    })
    for (const [trigger, within] of [
      ['volume', 4],
      ['negative-share', 3],
      ['leaving', 12],
    ] as const) {
      const [first = Number.POSITIVE_INFINITY] = toldIn(
        pastOf(sums, trigger),
        trigger,
        from * hourMs,
        sums.endMs,
      ).balanced
      assert.ok(first - from * hourMs <= within * hourMs, `${trigger} after ${(first - from * hourMs) / hourMs} h`)
    }
  })
})
