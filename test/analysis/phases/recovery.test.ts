// How sure it is that it is over: a tail at 1.5 times the usual is not.
import assert from 'node:assert/strict'
import { probabilityRecovered } from '../../../analysis/phases/recovery.ts'
import { addTick, beginHour, emptyRings } from '../../../analysis/phases/rings.ts'
import { recovery as settings } from '../../../analysis/phases/settings.ts'
import { createSeeded } from '../../../analysis/seeded.ts'
import { poisson } from './stream.ts'

const dispersion = { negatives: 1, posts: 1, share: 1, meanNegatives: 10, meanPosts: 50 }
/** Where 10 of 50 posts an hour are usual; `ratio` times the negative ones, by hours before the end. */
const probability = (seed: number, ratio: (hoursAgo: number) => number, hours = 48) => {
  const random = createSeeded(seed)
  const rings = emptyRings()
  const last = 490_000
  for (let ago = 60; ago >= 0; ago--) {
    beginHour(rings, last - ago)
    const negatives = poisson(random(), 10 * ratio(ago))
    const posts = negatives + poisson(random(), 40)
    addTick(rings, (last - ago) * 12, { negatives, posts, usualNegatives: 10, usualPosts: 50, usualAmong: posts / 5 })
  }
  return probabilityRecovered(rings, last, hours, dispersion)
}
const seeds = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
const among = (ratio: (hoursAgo: number) => number, hours?: number) =>
  seeds.filter((seed) => probability(seed, ratio, hours) > settings.probability).length

describe('the probability that it is over', () => {
  it('is high when all has been as usual for two days', () => assert.ok(among(() => 1) >= 9))

  it('is low at one and a half times the usual, and at four times', () => {
    assert.equal(
      among(() => 1.5),
      0,
    )
    assert.equal(
      among(() => 4),
      0,
    )
  })

  it('sees the end of a quick tail though the day before was loud', () =>
    assert.ok(among((ago) => 1 + 0.05 * 2 ** (ago / 8)) >= 7))

  it('does not take a slow tail for an end', () => assert.ok(among((ago) => 1.4 + 0.02 * ago) <= 1))

  it('is nothing before there are hours to look at, and no number is lost', () => {
    assert.equal(
      among(() => 1, 5),
      0,
    )
    const unread = probabilityRecovered(emptyRings(), 490_000, 48, dispersion)
    assert.ok(Number.isFinite(unread) && unread < settings.probability)
  })
})
