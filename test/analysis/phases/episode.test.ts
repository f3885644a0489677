// What an episode does to what is usual, how it ends, and how it begins again.
import assert from 'node:assert/strict'
import type { Baseline } from '../../../analysis/phases/baseline.ts'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { marks, recovery } from '../../../analysis/phases/settings.ts'
import { type Tick, tickMs } from '../../../analysis/phases/tick.ts'
import { createSeeded } from '../../../analysis/seeded.ts'
import { angryMix, dayTicks, declaredIn, phasesIn, poisson, startMs, ticksOf, usualMix } from './stream.ts'

const hourMs = 3_600_000
const withBaselines = (ticks: readonly Tick[], marksUsed = marks) => {
  const engine = createEngine({ marks: marksUsed })
  const baselines: (readonly (Baseline | undefined)[])[] = []
  const changes = ticks.flatMap((tick, at) => {
    const declared = engine.take(tick)
    if (at % 12 === 0 || declared.length > 0) baselines[at] = engine.save().sources.map(({ baseline }) => baseline)
    return declared.map((change) => ({ ...change, index: at }))
  })
  const when = (phase: string) => changes.find((change) => change.phase === phase)?.index ?? -1
  return { changes, baselines, when }
}

describe('an open episode', () => {
  const ticks = ticksOf({ seed: 1, days: 30, outbursts: [{ atDay: 14.3, times: 3 }] })
  const { changes, baselines, when } = withBaselines(ticks)

  it('goes back to what was usual three days before it opened', () => {
    const opened = when('early-signs')
    const midnight = Math.floor(opened / dayTicks) * dayTicks
    assert.deepEqual(baselines[opened], baselines[midnight - 2 * dayTicks])
    assert.notDeepEqual(baselines[opened], baselines[midnight])
  })

  it('teaches the baseline nothing, nor do the 48 hours after it', () => {
    const frozen = baselines[when('early-signs')]
    const recovered = when('recovered')
    for (let at = when('early-signs'); at < recovered + 12 * recovery.probationHours; at++)
      if (baselines[at] !== undefined) assert.deepEqual(baselines[at], frozen, `tick ${at}`)
    assert.notDeepEqual(baselines.at(-12) ?? baselines.findLast(Boolean), frozen)
  })

  it('ends with recovered, and with calm 48 hours later, without having to be told', () => {
    const [recovered, calm] = changes.slice(-2)
    assert.deepEqual([recovered?.phase, calm?.phase], ['recovered', 'calm'])
    const laterMs = Date.parse(calm?.at ?? '') - Date.parse(recovered?.at ?? '')
    assert.equal(laterMs, recovery.probationHours * hourMs)
    assert.equal(calm?.onset, undefined)
  })
})

describe('early signs', () => {
  it('that no backlash follows end in calm, without a word of recovery', () => {
    const cautious = { ...marks, backlash: 1000 }
    const { changes } = withBaselines(
      ticksOf({ seed: 2, days: 24, outbursts: [{ atDay: 14, times: 3, halfLifeHours: 8 }] }),
      cautious,
    )
    assert.deepEqual(
      changes.map(({ phase }) => phase),
      ['calm', 'early-signs', 'calm'],
    )
    assert.match(changes[2]?.reason ?? '', /^The early signs did not become a backlash; /)
    assert.equal(changes[2]?.onset, changes[1]?.onset)
  })
})

describe('a relapse', () => {
  it('within the probation opens a new episode with an onset of its own', () => {
    for (const seed of [1, 2, 3]) {
      const first = { atDay: 14, times: 4, halfLifeHours: 8 }
      const end = declaredIn(ticksOf({ seed, days: 24, outbursts: [first] })).find(({ phase }) => phase === 'recovered')
      const endDay = (Date.parse(end?.at ?? '') - startMs) / (dayTicks * tickMs)
      const again = { atDay: endDay + 0.6, times: 6, riseHours: 2 }
      const changes = declaredIn(ticksOf({ seed, days: 26, outbursts: [first, again] }))
      const phases = changes.map(({ phase }) => phase)
      const at = phases.indexOf('recovered')
      assert.deepEqual(phases.slice(at, at + 3), ['recovered', 'early-signs', 'backlash'], `seed ${seed}: ${phases}`)
      assert.ok(Date.parse(changes[at + 1]?.onset ?? '') > Date.parse(end?.at ?? ''))
    }
  })
})

describe('Skyrim, paid mods, April 2015', () => {
  /** Tweets per day from 22 April on; withdrawn on the 27th, the largest day is that of relief (docs/phases.md). */
  const tweetsPerDay = [15, 168, 358, 110, 41, 147, 517, 36, 13]
  const calmDays = 14
  const ticksWith = (seed: number, lastMix: readonly number[]): readonly Tick[] => {
    const random = createSeeded(seed)
    return Array.from({ length: (calmDays + tweetsPerDay.length) * dayTicks }, (_, at) => {
      const day = Math.floor(at / dayTicks) - calmDays
      const perTick = (tweetsPerDay[Math.max(day, 0)] as number) / dayTicks
      const mix = day <= 0 ? usualMix : day < 6 ? angryMix : lastMix
      const [negative, neutral, positive] = mix.map((share) => poisson(random(), share * perTick)) as [
        number,
        number,
        number,
      ]
      return { atMs: startMs + at * tickMs, sources: { x: { negative, neutral, positive, duplicates: 0 } } }
    })
  }

  it('has a backlash; the day of relief, the largest of all, is no second wave', () => {
    for (const seed of [1, 2, 3, 4]) {
      const phases = phasesIn(ticksWith(seed, usualMix))
      assert.ok(phases.includes('backlash') && !phases.includes('second-wave'), `seed ${seed}: ${phases}`)
    }
  })

  it('would have a second wave, had that day been as angry as the first ones', () => {
    for (const seed of [1, 2, 3, 4])
      assert.ok(phasesIn(ticksWith(seed, angryMix)).includes('second-wave'), `seed ${seed}`)
  })
})
