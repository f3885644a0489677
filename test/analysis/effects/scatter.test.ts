import assert from 'node:assert/strict'
import type { Count } from '../../../analysis/effects/hours.ts'
import { scatterOf } from '../../../analysis/effects/scatter.ts'
import { givenHours, hourMs, saidMs } from './given-hours.ts'

const scatter = (hours: readonly Count[]) =>
  scatterOf(hours, { beforeMs: saidMs, lengthMs: 12 * hourMs, after: [saidMs + hourMs, saidMs + 13 * hourMs] })
const calm = (seed: number) => givenHours({ seed, posts: () => 20, share: () => 0.25 })

describe('how much a share scatters', () => {
  it('is that of independent posts where they are', () => {
    for (const seed of [1, 2, 3]) assert.ok(scatter(calm(seed)) < 1.5, `seed ${seed}: ${scatter(calm(seed))}`)
  })

  it('is five times as much where every post comes five times', () => {
    const clumps = calm(4).map(({ atMs, negative, scored }) => ({ atMs, negative: 5 * negative, scored: 5 * scored }))
    const found = scatter(clumps)
    assert.ok(found > 3.8 && found < 7, String(found))
  })

  it('is not made by a share that falls steadily, nor by a backlash', () => {
    const falling = givenHours({
      seed: 5,
      posts: () => 20,
      share: (hour) => (hour < -72 ? 0.25 : 0.6 - (hour + 72) / 240),
    })
    assert.ok(scatter(falling) < 1.6, String(scatter(falling)))
  })

  it('is taken for 2 where nothing was seen', () => {
    assert.equal(scatter([]), 2)
  })
})
