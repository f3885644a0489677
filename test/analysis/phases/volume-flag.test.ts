// The flag of volume: a busy hour, once a day, compared with whole hours of the last week.
import assert from 'node:assert/strict'
import { emptyFlag, takeVolume } from '../../../analysis/phases/volume-flag.ts'

const first = 490_000 * 12
/** Hours at which it is raised. @param perTick posts by hour; undefined: not read */
const raised = (hours: number, perTick: (hour: number) => number | undefined) => {
  const flag = emptyFlag()
  const at: number[] = []
  for (let tick = 0; tick < hours * 12; tick++)
    if (takeVolume(flag, first + tick, perTick(Math.floor(tick / 12)))) at.push(tick / 12)
  assert.ok(flag.hours.length <= 168 && flag.ticks.length <= 12)
  return at
}
/** 3 or 4 posts in turn: a mean of 42 an hour, a deviation of 6. */
const usual = (hour: number) => 3 + (hour % 2)

describe('the volume flag', () => {
  it('is raised within the hour that is three deviations above the mean', () => {
    const [at, ...others] = raised(60, (hour) => (hour === 50 ? 20 : usual(hour)))
    assert.ok(at !== undefined && at >= 50 && at < 51)
    assert.deepEqual(others, [])
  })

  it('is not raised by less, nor before a day of hours is known', () => {
    assert.deepEqual(
      raised(60, (hour) => (hour === 50 ? 4 : usual(hour))),
      [],
    )
    assert.deepEqual(
      raised(24, (hour) => (hour === 20 ? 90 : usual(hour))),
      [],
    )
  })

  it('is raised once in 24 hours at most', () => {
    const at = raised(200, (hour) => (hour >= 100 ? 4 * 1.05 ** (hour - 90) : usual(hour)))
    assert.ok(at.length >= 2)
    for (const [n, hour] of at.entries()) assert.ok(n === 0 || hour - (at[n - 1] as number) >= 24)
  })

  it('knows the hours of the last week only: the new usual is no news', () => {
    const at = raised(900, (hour) => (hour < 200 ? usual(hour) : 20 + (hour % 2)))
    assert.ok(at.length > 0 && at.every((hour) => hour < 200 + 168), `${at}`)
  })

  it('counts no hour that was not read', () => {
    assert.deepEqual(
      raised(300, (hour) => (hour > 30 && hour < 250 ? undefined : usual(hour))),
      [],
    )
    const flag = emptyFlag()
    for (let tick = 0; tick < 24; tick++) takeVolume(flag, first + tick, tick === 5 ? undefined : 3)
    assert.deepEqual(flag.hours, [36])
  })
})
