import assert from 'node:assert/strict'
import { volumeTrend } from '../../../analysis/effects/volume-trend.ts'
import { windowsOf } from '../../../analysis/effects/windows.ts'
import { givenHours, saidAt } from './given-hours.ts'

const windows = windowsOf({ at: saidAt, precision: 'minute' }, 12)
const found = (posts: (hour: number) => number, seed = 1) =>
  volumeTrend(givenHours({ seed, posts, share: () => 0.5 }), windows)

describe('the number of negative posts against the trend before', () => {
  it('is as expected where the trend goes on: level, falling, or with the rhythm of the day', () => {
    const rhythm = (hour: number) => 40 * (1 + 0.8 * Math.sin((2 * Math.PI * hour) / 24))
    for (const posts of [() => 40, (hour: number) => 60 * 2 ** (-Math.max(hour, -24) / 24), rhythm]) {
      const { ratio = 0, lower = 0, upper = 0 } = found(posts) ?? {}
      assert.ok(lower < 1 && upper > 1 && Math.abs(Math.log(ratio)) < 0.6, `${ratio}, ${lower} to ${upper}`)
    }
  })

  it('is fewer or more where it breaks off far', () => {
    assert.ok((found((hour) => (hour < 0 ? 100 : 10))?.upper ?? 1) < 1)
    assert.ok((found((hour) => (hour < 0 ? 20 : 200))?.lower ?? 1) > 1)
  })

  it('is not said of few posts or of hours that nobody read', () => {
    assert.equal(
      found(() => 1),
      undefined,
    )
    const hours = givenHours({ seed: 1, posts: () => 40, share: () => 0.5 })
    assert.equal(
      volumeTrend(
        hours.filter(({ atMs }) => atMs !== windows.afterFromMs),
        windows,
      ),
      undefined,
    )
  })
})
