// How much more than chance the hours of a story vary.
import assert from 'node:assert/strict'
import {
  clumpsAndSpells,
  firstDispersion,
  learnDispersion,
  noSums,
  plus,
  type Sums,
  usualShare,
} from '../../../analysis/phases/dispersion.ts'
import { createSeeded } from '../../../analysis/seeded.ts'
import { poisson } from './stream.ts'

const random = createSeeded(21)
/** An hour of 20 posts, a fifth negative, each one of `clump` alike, in a spell of `spell` times as many. */
const hour = (clump = 1, spell = 1): Sums => {
  const negatives = clump * poisson(random(), (4 * spell) / clump)
  const posts = negatives + clump * poisson(random(), (16 * spell) / clump)
  return { negatives, posts, usualNegatives: 4, usualPosts: 20, usualAmong: posts / 5 }
}
const hours = (count: number, clump = 1, spells: readonly number[] = [1]) =>
  Array.from({ length: count }, (_, at) => hour(clump, spells[at % spells.length]))
const near = (value: number, expected: number, within: number) =>
  assert.ok(Math.abs(value - expected) <= within, `${value}, not ${expected}`)

describe('the dispersion of a story', () => {
  it('is about 1 for independent posts, and that of clumps for clumps', () => {
    const alone = firstDispersion(hours(2000))
    for (const value of [alone.negatives, alone.posts, alone.share]) near(value, 1, 0.15)
    const clumps = firstDispersion(hours(2000, 3))
    for (const value of [clumps.negatives, clumps.posts, clumps.share]) near(value, 3, 0.5)
    near(clumps.meanNegatives, 4, 1e-9)
  })

  it('is learnt with a half-life of seven days', () => {
    const dispersion = firstDispersion(hours(2000))
    for (const one of hours(168, 3)) learnDispersion(dispersion, one)
    near(dispersion.posts, 2, 0.5)
  })

  it('is never below 1, and one hour counts for no more than its cap', () => {
    const dispersion = firstDispersion(hours(500))
    const before = dispersion.negatives
    learnDispersion(dispersion, { ...hour(), negatives: 4000, posts: 5000 })
    assert.ok(dispersion.negatives - before < 0.1)
    for (let at = 0; at < 1000; at++)
      learnDispersion(dispersion, { negatives: 4, posts: 20, usualNegatives: 4, usualPosts: 20, usualAmong: 4 })
    assert.deepEqual([dispersion.negatives, dispersion.posts, dispersion.share], [1, 1, 1])
  })

  it('learns nothing from an hour that was not read', () => {
    const dispersion = firstDispersion(hours(500))
    const before = { ...dispersion }
    learnDispersion(dispersion, noSums)
    assert.deepEqual(dispersion, before)
  })

  it('tells clumps from busy and quiet spells, which the larger number feels more', () => {
    const clumped = clumpsAndSpells(firstDispersion(hours(4000, 3)), 1)
    near(clumped.clumps, 3, 0.6)
    near(clumped.spells, 0, 0.03)
    // Half of the hours at 0.6, half at 1.4 times the usual: a variance of 0.16.
    const spelled = clumpsAndSpells(firstDispersion(hours(4000, 1, [0.6, 1.4])), 1)
    near(spelled.clumps, 1, 0.3)
    near(spelled.spells, 0.16, 0.04)
  })
})

describe('sums', () => {
  const one: Sums = { negatives: 3, posts: 10, usualNegatives: 2, usualPosts: 8, usualAmong: 2.5 }

  it('are added and taken away', () => {
    assert.deepEqual(plus(plus(one, one), one, -1), one)
    assert.deepEqual(plus(one, one, -1), noSums)
  })

  it('have the usual share of where people wrote, without posts that of where they are expected', () => {
    assert.equal(usualShare(one), 0.25)
    assert.equal(usualShare({ ...one, posts: 0, usualAmong: 0 }), 0.25)
    assert.equal(usualShare(noSums), 0)
  })
})
