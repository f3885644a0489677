import assert from 'node:assert/strict'
import { fading, halfLife } from '../../../analysis/effects/half-life.ts'
import { givenHours, hourMs, saidMs } from './given-hours.ts'

/** Rises for three hours to 90 posts above the usual 20, and then halves. */
const story = (halvesIn: number, seed: number) => {
  const excess = (hour: number) => (hour < 0 ? 0 : hour < 3 ? 30 * hour : 90 * 2 ** (-(hour - 3) / halvesIn))
  return givenHours({
    seed,
    posts: (hour) => 20 + excess(hour),
    share: (hour) => (5 + 0.8 * excess(hour)) / (20 + excess(hour)),
    toHour: 100,
  })
}
const lasting = (hours: number) => ({ fromMs: saidMs, toMs: saidMs + hours * hourMs })

describe('the half-life of criticism', () => {
  it('is found within its range after two days', () => {
    for (const halvesIn of [12, 24, 48])
      for (const seed of [1, 2]) {
        const found = fading(story(halvesIn, seed), lasting(72))
        assert.ok(found, `${halvesIn} h, seed ${seed}`)
        const { hours, lower, upper, roughly } = found
        const words = `${halvesIn} h, seed ${seed}: ${hours}, ${lower} to ${upper}`
        assert.ok(Math.abs(Math.log2(hours / halvesIn)) < 0.5, words)
        assert.ok(lower < halvesIn && halvesIn < upper && !roughly, words)
      }
  })

  it('is said from a day on, roughly until there are two, and counted from the highest point', () => {
    const hours = story(24, 3)
    assert.equal(fading(hours, lasting(20)), undefined)
    assert.equal(fading(hours, lasting(40))?.roughly, true)
    assert.equal(fading(hours, lasting(60))?.roughly, false)
    const sinceHours = ((fading(hours, lasting(60))?.sinceMs ?? 0) - saidMs) / hourMs
    assert.ok(sinceHours >= 2 && sinceHours <= 8, String(sinceHours))
  })

  it('is not said where nothing is above the usual, or nobody knows what is usual', () => {
    const calm = givenHours({ seed: 4, posts: () => 20, share: () => 0.25, toHour: 100 })
    assert.equal(halfLife(calm, lasting(72)), undefined)
    const young = story(24, 5).filter(({ atMs }) => atMs >= saidMs - 48 * hourMs)
    assert.equal(fading(young, lasting(72)), undefined)
  })
})
