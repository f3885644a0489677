// Evidence for "negative posts are k times the usual": from the share and from the number, which must agree.
import assert from 'node:assert/strict'
import type { Sums } from '../../../analysis/phases/dispersion.ts'
import {
  extraShareOf,
  rateEvidence,
  type Scale,
  scaleOf,
  shareEvidence,
  tickEvidence,
  windowEvidence,
} from '../../../analysis/phases/evidence.ts'
import { multiples, evidence as settings } from '../../../analysis/phases/settings.ts'

const scale: Scale = { share: 1, posts: 1, busySpell: 1 }
/** Where 100 posts are usual, 20 of them negative. */
const sums = (negatives: number, posts: number): Sums => ({
  negatives,
  posts,
  usualNegatives: 20,
  usualPosts: 100,
  usualAmong: posts / 5,
})
/** What exactly k times the usual would look like. */
const timesUsual = (k: number) => sums(20 * k, 100 + ((k - 1) * 20) / settings.extraShare)

describe('evidence', () => {
  it('is for a multiple when there are that many times the usual, and against it when all is as usual', () => {
    for (const k of multiples) {
      assert.ok(shareEvidence(timesUsual(k), k, scale) > 0 && rateEvidence(timesUsual(k), k, scale) > 0)
      assert.ok(shareEvidence(sums(20, 100), k, scale) < 0 && rateEvidence(sums(20, 100), k, scale) < 0)
    }
  })

  it('is largest for the multiple that there is', () => {
    for (const k of multiples) {
      const all = multiples.map((other) => tickEvidence(timesUsual(k), other, scale))
      assert.equal(all.indexOf(Math.max(...all)), multiples.indexOf(k), `${all}`)
    }
  })

  it('is the logarithm of a ratio of likelihoods: binomial for the share, Poisson for the number', () => {
    const [k, y, n] = [4, 60, 150]
    const posts = 1 + (3 * 0.2) / settings.extraShare
    const share = (k * 0.2) / posts
    const binomial = y * Math.log(share / 0.2) + (n - y) * Math.log((1 - share) / 0.8)
    assert.ok(Math.abs(shareEvidence(sums(y, n), k, scale) - binomial) < 1e-9)
    assert.ok(Math.abs(rateEvidence(sums(y, n), k, scale) - (n * Math.log(posts) - (posts - 1) * 100)) < 1e-9)
  })

  it('has no part in praise and news, however many posts they bring', () => {
    for (const k of multiples) {
      assert.ok(windowEvidence(sums(30, 600), k, scale) < 0)
      assert.ok(windowEvidence(sums(120, 600), k, scale) < 0)
    }
  })

  it('counts the number of posts no more than the share', () => {
    const many = sums(300, 1000)
    const share = shareEvidence(many, 1.8, scale)
    assert.ok(share > 0 && rateEvidence(many, 1.8, scale) > share)
    assert.equal(windowEvidence(many, 1.8, scale), share * (1 + settings.rateOverShare))
  })

  it('is weaker the more the hours vary', () => {
    const varied = scaleOf({ negatives: 4, posts: 8, share: 2, meanNegatives: 20, meanPosts: 100 })
    const steady = scaleOf({ negatives: 1, posts: 1, share: 1, meanNegatives: 20, meanPosts: 100 })
    assert.ok(varied.busySpell > 1 && steady.busySpell === 1)
    for (const k of multiples) {
      assert.ok(shareEvidence(timesUsual(k), k, varied) < shareEvidence(timesUsual(k), k, steady))
      assert.ok(rateEvidence(timesUsual(k), k, varied) < rateEvidence(timesUsual(k), k, steady))
    }
  })

  it('of nothing read is nothing', () => {
    const nothing = { negatives: 0, posts: 0, usualNegatives: 0, usualPosts: 0, usualAmong: 0 }
    assert.deepEqual([tickEvidence(nothing, 4, scale), windowEvidence(nothing, 4, scale)], [0, 0])
  })

  it('takes the extra posts for angrier than the usual ones, wherever that is', () => {
    for (const usual of [0.05, 0.3, 0.69, 0.8, 0.99]) assert.ok(extraShareOf(usual) > usual && extraShareOf(usual) < 1)
  })
})
