// Stronger stories are seen no later, and a smaller bar no later than a larger one.
import assert from 'node:assert/strict'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { marksFor } from '../../../analysis/phases/settings.ts'
import { declaredIn, startMs, ticksOf } from './stream.ts'

const onsetDay = 10.2
/** Hours from the onset to the first of `phase`; infinite: never. */
const hoursTo = (phase: string, seed: number, postsPerHour: number, times: number, bar?: number) => {
  const outbursts = [{ atDay: onsetDay, times, riseHours: 6, halfLifeHours: 24 }]
  const changes = declaredIn(
    ticksOf({ seed, days: 12, postsPerHour, outbursts }),
    createEngine({ marks: marksFor(bar) }),
  )
  const at = changes.find((change) => change.phase === phase)?.at
  return at === undefined ? Number.POSITIVE_INFINITY : (Date.parse(at) - startMs) / 3_600_000 - onsetDay * 24
}

describe('a story', () => {
  it('that is stronger is seen no later, but for chance', () => {
    let [pairs, later] = [0, 0]
    for (const postsPerHour of [4, 40])
      for (let seed = 1; seed <= 4; seed++) {
        const hours = [0.8, 1.6, 3.2, 6.4].map((times) => hoursTo('early-signs', seed, postsPerHour, times))
        for (let at = 1; at < hours.length; at++) {
          pairs++
          if ((hours[at] as number) > (hours[at - 1] as number)) later++
        }
      }
    assert.ok(later <= 0.05 * pairs, `${later} of ${pairs} were seen later`)
  })

  it('that is strong is seen within an hour or two, and one of a third more anger at all', () => {
    for (let seed = 1; seed <= 4; seed++) {
      assert.ok(hoursTo('backlash', seed, 200, 6.4) < 2, `seed ${seed}`)
      assert.ok(hoursTo('early-signs', seed, 200, 0.35) < 24, `seed ${seed}`)
    }
  })

  it('is seen no later by a smaller bar', () => {
    for (let seed = 1; seed <= 2; seed++) {
      const hours = [5, 10, 20, 40].map((bar) => hoursTo('early-signs', seed, 20, 3, bar))
      assert.deepEqual(
        hours,
        hours.toSorted((a, b) => a - b),
        `seed ${seed}`,
      )
    }
  })

  it('is early signs before it is a backlash, never the other way round', () => {
    for (let seed = 1; seed <= 4; seed++)
      assert.ok(hoursTo('early-signs', seed, 20, 2) <= hoursTo('backlash', seed, 20, 2))
  })
})
