// Drawing posts at random: each as likely as any other, whatever the hour it was written in.
import assert from 'node:assert/strict'
import { createSeeded } from '../../analysis/seeded.ts'
import { createDraw } from '../../projections/random-posts.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { analysed, finding, inStory, origin, refOf } from '../given.ts'
import { shown } from './shown.ts'

const line = { story: 's', lane: 'afinn' }
const seed = 20_170_818
const at = (hours: number, seconds = 0) =>
  new Date(Date.UTC(2017, 7, 18) + hours * 3_600_000 + seconds * 1_000).toISOString()
const bad = finding('negative', [inStory('s')])

describe(`a post drawn at random (seed ${seed})`, () => {
  it('is as likely in a loud minute as on a quiet day', () => {
    const loud = Array.from({ length: 90 }, (_, n) => analysed(origin(n, { at: at(1, n) }), bad))
    const quiet = Array.from({ length: 10 }, (_, n) => analysed(origin(100 + n, { at: at(24 * (n + 2) + n) }), bad))
    const draw = createDraw(shown(...loud, ...quiet), line, createSeeded(seed))
    const times = new Map<string, number>()
    const draws = 5_000
    for (let n = 0; n < draws; n++) {
      const { ref } = draw() ?? assert.fail('nothing drawn')
      times.set(ref, (times.get(ref) ?? 0) + 1)
    }
    assert.equal(times.size, 100)
    // Chi-squared with 99 degrees of freedom: above 149 in one of 1,000 runs.
    const wanted = draws / 100
    const chi = [...times.values()].reduce((sum, count) => sum + (count - wanted) ** 2 / wanted, 0)
    assert.ok(chi < 149, `chi-squared ${chi}`)
  })

  it('is scored, and neither a repost nor a further near-duplicate', () => {
    const others = [
      finding('unscored', [inStory('s')]),
      { ...bad, duplicateOf: refOf(1) },
      { ...bad, amplifies: refOf(1) },
      finding('negative', [inStory('t')]),
    ].map((found, n) => analysed(origin(10 + n, { at: at(1) }), found))
    const draw = createDraw(shown(analysed(origin(1, { at: at(1) }), bad), ...others), line, createSeeded(seed))
    for (let n = 0; n < 100; n++) assert.equal(draw()?.ref, refOf(1))
  })

  it('is none where there is none', () => {
    assert.equal(createDraw(shown(), line, createSeeded(seed))(), undefined)
  })

  it('costs no reading of the whole story', () => {
    const readModel = shown(...Array.from({ length: 5_000 }, (_, n) => analysed(origin(n, { at: at(n / 10) }), bad)))
    let rows = 0
    const counting: ReadModel = {
      ...readModel,
      scan: (projection, range) => {
        const found = readModel.scan(projection, range)
        rows += found.length
        return found
      },
    }
    const draw = createDraw(counting, line, createSeeded(seed))
    const before = rows
    draw()
    assert.ok(rows - before < 60, `${rows - before} rows`)
  })
})
