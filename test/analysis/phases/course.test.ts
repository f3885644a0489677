// The course of an open episode: cooling, second waves, and that what was not read is neither.
import assert from 'node:assert/strict'
import { changed, declaredIn, phasesIn, ticksOf } from './stream.ts'

const waves = (phases: readonly string[]) => phases.filter((phase) => phase === 'second-wave').length
const hoursBetween = (from: string | undefined, to: string | undefined) =>
  (Date.parse(to ?? '') - Date.parse(from ?? '')) / 3_600_000
const story = { days: 20, outbursts: [{ atDay: 14, times: 6 }] }

describe('the course of an episode', () => {
  it('is early signs, backlash, cooling, recovered, calm, each once, when anger decays by itself', () => {
    for (const seed of [1, 2, 3])
      assert.deepEqual(phasesIn(ticksOf({ seed, days: 30, postsPerHour: 200, outbursts: [{ atDay: 14, times: 3 }] })), [
        'calm',
        'early-signs',
        'backlash',
        'cooling',
        'recovered',
        'calm',
      ])
  })

  it('has a second wave when anger comes back while it cools, of any height', () => {
    for (const times of [3, 8])
      for (const seed of [1, 2, 3]) {
        const again = { atDay: 16.5, times, halfLifeHours: 24, riseHours: 3 }
        const ticks = ticksOf({
          ...story,
          seed,
          postsPerHour: 200,
          outbursts: [{ atDay: 14, times: 6, halfLifeHours: 12 }, again],
        })
        const changes = declaredIn(ticks)
        const at = changes.findIndex(({ phase }) => phase === 'second-wave')
        assert.ok(at > 0, `seed ${seed}, ×${times}: ${changes.map(({ phase }) => phase)}`)
        assert.equal(changes[at - 1]?.phase, 'cooling')
        assert.equal(changes[at + 1]?.phase, 'cooling')
        // It cools from its own height: a wave lower than the first one is no wave of five minutes.
        assert.ok(hoursBetween(changes[at]?.at, changes[at + 1]?.at) >= 3)
        assert.equal(changes[at]?.onset, changes[at - 1]?.onset)
      }
  })

  it('has no second wave from more posts of which no more are negative', () => {
    for (const seed of [1, 2, 3])
      for (const mix of [
        [0.05, 0.2, 0.75],
        [0.22, 0.5, 0.28],
      ] as const) {
        const crowd = { atDay: 16.5, times: 12, mix, riseHours: 2, halfLifeHours: 12 }
        const outbursts = [{ atDay: 14, times: 6, halfLifeHours: 12 }, crowd]
        assert.equal(waves(phasesIn(ticksOf({ ...story, seed, postsPerHour: 200, outbursts }))), 0, `seed ${seed}`)
      }
  })

  it('takes hours that were not read for neither a fall nor a rise', () => {
    for (const seed of [1, 2, 3]) {
      const read = declaredIn(ticksOf({ ...story, seed }))
      const gap = declaredIn(changed(ticksOf({ ...story, seed }), [15.5, 15.9], () => undefined))
      assert.deepEqual(
        gap.map(({ phase }) => phase),
        read.map(({ phase }) => phase),
      )
    }
  })
})
