// Calibration: known temperatures and biases are found again, shares are true on average, and strange labels do no harm.
import assert from 'node:assert/strict'
import {
  calibrate,
  calibratedLabel,
  fewestLabels,
  fitCalibration,
  intervalOf,
} from '../../../analysis/calibration/calibration.ts'
import { inProportion } from '../../../analysis/calibration/probabilities.ts'
import type { Labelled } from '../../../analysis/calibration/temperature.ts'
import { createSeeded, sampleOf } from '../../../analysis/seeded.ts'
import { type Label, labels } from '../../../events/post.ts'
import type { Fit } from '../../../events/story.ts'

type World = { readonly temperature: number; readonly negative: number; readonly positive: number }

/** Posts of a vendor whose people follow the lane's logits divided by `temperature`, with biases. */
const postsOf = ({ temperature, negative, positive }: World, count: number, seed: number): Labelled[] => {
  const random = createSeeded(seed)
  const bell = () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  return Array.from({ length: count }, () => {
    const [u, v] = [2 * bell(), 2 * bell()]
    const [low, high] = [Math.exp(u / temperature + negative), Math.exp(v / temperature + positive)]
    const drawn = random() * (low + 1 + high)
    const label: Label = drawn < low ? 'negative' : drawn < low + 1 ? 'neutral' : 'positive'
    return { ...inProportion(Math.exp(u), 1, Math.exp(v)), label }
  })
}

const shareOf = (posts: readonly Labelled[]) => posts.filter(({ label }) => label === 'negative').length / posts.length
const meanOf = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const calibratedShare = (fit: Fit, posts: readonly Labelled[]) =>
  meanOf(posts.map((post) => calibrate(fit, post).negative))

const fitted = (posts: readonly Labelled[]): Fit => {
  const fit = fitCalibration(posts)
  assert.ok(fit)
  return fit
}
const near = (actual: number, expected: number, within: number, what: string) =>
  assert.ok(Math.abs(actual - expected) <= within, `${what}: ${actual}, not ${expected} ± ${within}`)
const numbersIn = (value: unknown): number[] =>
  typeof value === 'object' && value !== null ? Object.values(value).flatMap(numbersIn) : [value as number]

const worlds: readonly World[] = [
  { temperature: 1, negative: 0, positive: 0 },
  { temperature: 2, negative: 1, positive: -0.5 },
  { temperature: 0.6, negative: -0.8, positive: 0.7 },
  { temperature: 3, negative: 1.5, positive: 0.3 },
]

describe('calibration', () => {
  it('finds the temperature and the biases that made the labels', () => {
    for (const [at, world] of worlds.entries()) {
      const { n, temperature, biases } = fitted(postsOf(world, 4_000, 11 + at))
      assert.equal(n, 4_000)
      near(temperature / world.temperature, 1, 0.12, `temperature ${world.temperature}`)
      near(biases.negative, world.negative, 0.15, 'bias of negative')
      near(biases.positive, world.positive, 0.15, 'bias of positive')
    }
  })

  it('says shares that are true on average with 200 labels, and near the truth in most draws', () => {
    for (const [at, world] of worlds.entries()) {
      const all = postsOf(world, 4_000, 101 + at)
      const truth = shareOf(all)
      const random = createSeeded(201 + at)
      const errors = Array.from({ length: 30 }, () => calibratedShare(fitted(sampleOf(all, 200, random)), all) - truth)
      near(meanOf(errors), 0, 0.015, 'mean error of the share')
      const mostly = errors.map(Math.abs).sort((a, b) => a - b)[Math.floor(0.8 * errors.length)] as number
      assert.ok(mostly <= 0.05, `in 8 of 10 draws the share is off by up to ${mostly}`)
    }
  })

  it('says an interval that holds the truth about nine times in ten', () => {
    const world = { temperature: 2, negative: 1, positive: -0.5 }
    const all = postsOf(world, 4_000, 301)
    const [truth, random] = [shareOf(all), createSeeded(302)]
    let [ofFit, ofBucket] = [0, 0]
    for (let draw = 0; draw < 60; draw++) {
      const fit = fitted(sampleOf(all, 200, random))
      const share = calibratedShare(fit, all)
      const { lower, upper } = intervalOf(share, all.length, fit)
      if (lower <= truth && truth <= upper) ofBucket++
      const moved = share - fit.share
      if (fit.lower + moved <= truth && truth <= fit.upper + moved) ofFit++
    }
    assert.ok(ofBucket >= 48 && ofBucket < 60, `interval of a bucket: ${ofBucket} of 60`)
    assert.ok(ofFit >= 48 && ofFit < 60, `interval of the fit: ${ofFit} of 60`)
  })

  it('measures its own error on posts that it was not fitted to', () => {
    const world = { temperature: 3, negative: 1.5, positive: 0.3 }
    const { error } = fitted(postsOf(world, 400, 401))
    const fresh = postsOf(world, 20_000, 402)
    const fit = fitted(postsOf(world, 400, 401))
    const loss = meanOf(fresh.map((post) => -Math.log(calibrate(fit, post)[post.label])))
    near(error.logLoss, loss, 0.08, 'log-loss')
    assert.ok(error.logLoss < error.uncalibrated - 0.1, `${error.logLoss} is not below ${error.uncalibrated}`)
    near(error.share, 0.024, 0.006, 'standard error of the share')
  })

  it('is the same for the same labels in any order', () => {
    const posts = postsOf(worlds[1] as World, 200, 501)
    const fit = fitted(posts)
    for (const seed of [1, 2, 3]) assert.deepEqual(fitted(sampleOf(posts, 200, createSeeded(seed))), fit)
  })

  it('does not fit below 50 labels, and stays nearer to the lane the fewer there are', () => {
    assert.equal(fitCalibration([]), undefined)
    assert.equal(fitCalibration(postsOf(worlds[0] as World, fewestLabels - 1, 601)), undefined)
    // The same posts over and over: what they say is the same, only how often they say it differs.
    const posts = postsOf({ temperature: 1, negative: 3, positive: 0 }, 50, 602)
    const biasAt = (times: number) => fitted(Array.from({ length: times }, () => posts).flat()).biases.negative
    assert.ok(biasAt(1) < biasAt(4) && biasAt(4) < biasAt(16), `${biasAt(1)}, ${biasAt(4)}, ${biasAt(16)}`)
  })

  it('gives the labels of single posts the shares that people gave them', () => {
    const posts = postsOf(worlds[3] as World, 400, 701)
    const fit = fitted(posts)
    for (const label of labels) {
      const said = posts.filter((post) => calibratedLabel(fit, post) === label).length
      near(said, posts.filter((post) => post.label === label).length, 12, label)
    }
  })

  it('answers probabilities of 4 decimals that add up to one', () => {
    const fit = fitted(postsOf(worlds[1] as World, 200, 801))
    for (const post of postsOf(worlds[2] as World, 2_000, 802)) {
      const { negative, neutral, positive } = calibrate(fit, post)
      const parts = [negative, neutral, positive].map((part) => part * 10_000)
      assert.equal(
        parts.map(Math.round).reduce((a, b) => a + b),
        10_000,
      )
      for (const part of parts) near(part, Math.round(part), 1e-6, 'ten-thousandths')
    }
  })

  it('makes sense of labels and probabilities without shades', () => {
    const certain = labels.map((label) => inProportion(...(labels.map((one) => (one === label ? 1 : 0)) as [0, 0, 1])))
    const shaded = postsOf(worlds[0] as World, 60, 901)
    const cases: [string, Labelled[]][] = [
      ...labels.map((label): [string, Labelled[]] => [`all ${label}`, shaded.map((post) => ({ ...post, label }))]),
      ...labels.flatMap((label): [string, Labelled[]][] => [
        [`certain, all ${label}`, Array.from({ length: 60 }, (_, at) => ({ ...(certain[at % 3] as Labelled), label }))],
        [`one post, all ${label}`, Array.from({ length: 60 }, () => ({ ...(certain[0] as Labelled), label }))],
      ]),
      [
        'certain and right',
        Array.from({ length: 60 }, (_, at) => ({ ...certain[at % 3], label: labels[at % 3] }) as Labelled),
      ],
      [
        'certain and wrong',
        Array.from({ length: 60 }, (_, at) => ({ ...certain[at % 3], label: labels[(at + 1) % 3] }) as Labelled),
      ],
    ]
    for (const [name, posts] of cases) {
      const fit = fitted(posts)
      for (const number of numbersIn(fit)) assert.ok(Number.isFinite(number), `${name}: ${JSON.stringify(fit)}`)
      assert.ok(fit.lower < fit.share && fit.share < fit.upper, `${name}: ${JSON.stringify(fit)}`)
      near(calibratedShare(fit, posts), shareOf(posts), 0.06, name)
      for (const of of certain) for (const part of Object.values(calibrate(fit, of))) assert.ok(part >= 0 && part <= 1)
    }
  })

  it('is fitted in less than a tenth of a second to 200 labels', () => {
    const posts = postsOf(worlds[1] as World, 200, 1_001)
    fitted(posts)
    const took = Array.from({ length: 5 }, () => {
      const used = process.cpuUsage()
      fitted(posts)
      const { user, system } = process.cpuUsage(used)
      return (user + system) / 1_000
    })
    assert.ok(Math.min(...took) < 100, `${Math.min(...took)} ms of processor time`)
  })
})

describe('the interval of a calibrated share', () => {
  const fit = fitted(postsOf({ temperature: 1, negative: 0, positive: 0 }, 200, 1_101))
  const width = (share: number, scored: number) => {
    const { lower, upper } = intervalOf(share, scored, fit)
    assert.ok(0 <= lower && lower <= share && share <= upper && upper <= 1)
    return upper - lower
  }

  it('narrows with the posts of the bucket, down to the error of the fit', () => {
    assert.ok(width(0.5, 10) > width(0.5, 100) && width(0.5, 100) > width(0.5, 1_000))
    near(width(0.5, 10_000_000), 2 * 1.645 * fit.error.share, 0.001, 'width')
  })

  it('is everything where nothing was scored, and stays within 0 and 1', () => {
    assert.deepEqual(intervalOf(0, 0, fit), { lower: 0, upper: 1 })
    for (const share of [0, 0.001, 0.5, 0.999, 1]) for (const scored of [1, 2, 50]) width(share, scored)
  })
})
