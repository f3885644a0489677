// The four figures, each against something.
import assert from 'node:assert/strict'
import { figureNumbers } from '../../views/figures.ts'
import { storyView } from '../../views/story.ts'
import { givenFacts } from './given-facts.ts'
import { backlash, givenGauge, givenPhases, lively, normal } from './given-phases.ts'

describe('the page of a story says in figures', () => {
  it('four figures, each against something', () => {
    const { net, netChange, netThan, hour, hourThan, day, dayThan, total, totalThan } = storyView(givenFacts(lively))
    assert.deepEqual([net, netChange, netThan], ['−0.02', '↑ better', ' than the day before (−0.25)'])
    assert.deepEqual([hour, hourThan], ['50', 'peak 625 on Sat 19 Aug, 01:00 UTC'])
    assert.deepEqual([day, dayThan], ['42%', '34% neutral, 24% positive; worst hour 76%'])
    assert.deepEqual([total, totalThan], ['15,231', 'from 0 sources in 5 days'])
    assert.equal(
      storyView(givenFacts({ ...lively, removed: 3 })).totalThan,
      'from 0 sources in 5 days; 3 removed since',
    )
  })

  it('what is normal, once that is known, of what is counted alike', () => {
    const gauge = givenGauge({ usual: { postsPerHour: 8, negativesPerHour: 1.8, negativeShare: 0.22 } })
    const view = (more: object = {}) =>
      storyView(givenPhases({ ...lively, changes: [normal, backlash], gauge, ...more }))
    const { hourChange, hourThan, dayThan, summary } = view({ lastHour: [20, 15, 0, 0] })
    assert.deepEqual([hourChange, hourThan], ['4.4 times', ' the normal 8; peak 625'])
    assert.equal(dayThan, 'usually 22%; 34% neutral, 24% positive; worst hour 76%')
    assert.match(summary, /Posts are down 94% from the peak and 41% of the day’s posts are negative, usually 22%\.$/)
    assert.equal(view().hourChange, '49 scored, 6.1 times')
    assert.equal(view({ lastHour: [0, 0, 0, 0] }).hourThan, 'the normal is 8; peak 625')
    assert.match(view({ changes: [normal] }).summary, /Posts are at 6\.1 times the normal and/)
    const own = { negative: 0.36, neutral: 0.4, positive: 0.24, lower: 0.3, upper: 0.42, n: 900 }
    const calibrated = view({ last24hCalibrated: own })
    assert.match(calibrated.dayThan, /^calibrated, 30 to 42%; by label 41%, usually 22%; /)
    assert.ok(!calibrated.summary.includes('usually'))
    assert.ok(!view({ gauge: undefined }).dayThan.includes('usually'))
  })

  it('"too few posts" instead of a share of few', () => {
    const few = givenFacts({ ...lively, last24h: [10, 9, 10, 50], lastSixHours: [29, 0, 0, 9] })
    assert.equal(storyView(few).day, 'too few posts')
    assert.equal(storyView(few).net, 'too few posts')
    assert.equal(figureNumbers(few).net.now, null)
    assert.equal(figureNumbers(givenFacts(lively)).shares24h.negative, 0.414)
  })
})
