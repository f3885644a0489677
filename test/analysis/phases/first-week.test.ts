// What a first week says: level, hours of the day, share of negative posts; and that longer weeks take no more room.
import assert from 'node:assert/strict'
import { emptyWeek, learnt, takeTick } from '../../../analysis/phases/first-week.ts'
import { addToHour, emptyHours, endRunningHour, zerosLike } from '../../../analysis/phases/hours-of-week.ts'

const firstHour = 490_000
/** Posts of an hour of the week, a quarter negative; undefined: that hour is not read. */
const weekOf = (postsAt: (hour: number) => number | undefined, hours = 168) => {
  const week = emptyWeek()
  for (let hour = 0; hour < hours; hour++) {
    const posts = postsAt(hour)
    for (let tick = 0; posts !== undefined && tick < 12; tick++)
      takeTick(week, firstHour + hour, { posts: posts / 12, negatives: posts / 48, duplicates: 0 })
  }
  return week
}
const near = (value: number, expected: number, within: number) =>
  assert.ok(Math.abs(value - expected) <= within, `${value}, not ${expected}`)

describe('the first week of a source', () => {
  it('has a level, flat hours and flat days when all is even', () => {
    const { level, hours, days, share } = learnt(
      weekOf(() => 12),
      0.25,
    )
    near(level, 12, 1e-9)
    for (const factor of [...hours, ...days]) near(factor, 1, 1e-9)
    near(share, 0.25, 1e-9)
  })

  it('has the hours of the day, smoothed and a little flatter', () => {
    const { hours } = learnt(
      weekOf((hour) => ((firstHour + hour) % 24 < 12 ? 4 : 20)),
      0.25,
    )
    near(hours.reduce((a, b) => a + b) / 24, 1, 1e-9)
    near(hours[6] as number, 1 / 3, 0.1)
    near(hours[18] as number, 5 / 3, 0.1)
    near(hours[12] as number, (hours[11] as number) + 0.68, 0.15)
  })

  it('cuts its loudest hours', () => {
    assert.ok(
      learnt(
        weekOf((hour) => (hour === 60 ? 5000 : 12)),
        0.25,
      ).level < 13,
    )
  })

  it('takes hours that were not read for nothing, and parts of hours for their rate', () => {
    near(
      learnt(
        weekOf((hour) => (hour % 3 === 0 ? undefined : 12)),
        0.25,
      ).level,
      12,
      1e-9,
    )
    const week = weekOf(() => 12)
    for (let tick = 0; tick < 4; tick++) takeTick(week, firstHour + 168, { posts: 1, negatives: 0.25, duplicates: 0 })
    near(learnt(week, 0.25).level, 12, 1e-9)
  })

  it('is pulled towards what is usual in the story while there are few posts', () => {
    near(
      learnt(
        weekOf(() => 0),
        0.4,
      ).share,
      0.4,
      1e-9,
    )
    const { level, hours } = learnt(
      weekOf(() => 0),
      0.4,
    )
    assert.ok(level > 0 && hours.every((factor) => factor > 0))
  })
})

describe('hours of the week', () => {
  it('are the mean of the weeks, in the same room', () => {
    const hours = emptyHours()
    for (let hour = 0; hour < 3 * 168; hour++)
      for (let tick = 0; tick < 12; tick++) addToHour(hours, hour, Math.floor(hour / 168))
    endRunningHour(hours)
    assert.equal(hours.means.length, 168)
    for (const mean of hours.means) near(mean ?? Number.NaN, 12, 1e-9)
  })

  it('are zeros for a source that was read and said nothing, and unread where it was not', () => {
    const hours = emptyHours()
    for (const hour of [0, 0, 1, 5]) addToHour(hours, hour, 7)
    const zeros = zerosLike(hours)
    endRunningHour(zeros)
    assert.deepEqual(
      zeros.means.flatMap((mean, slot) => (mean === null ? [] : [[slot, mean]])),
      [
        [0, 0],
        [1, 0],
        [5, 0],
      ],
    )
    assert.equal(zeros.ticks, 4)
  })
})
