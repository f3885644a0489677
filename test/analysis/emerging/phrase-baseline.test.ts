// The baseline of phrases: counts that fade by half in a half-life, in whatever order they come, never too low.
import assert from 'node:assert/strict'
import { createPhraseBaseline, partOf } from '../../../analysis/emerging/phrase-baseline.ts'
import { createRandom } from '../hostile-texts.ts'

const dayMs = 24 * 3_600_000
const startMs = Date.parse('2026-03-02T00:00:00Z')
const isNear = (value: number, wanted: number) => Math.abs(value - wanted) <= 1e-4 * Math.max(1, wanted)

describe('the baseline of phrases', () => {
  const counted = (days: readonly number[]) => {
    const baseline = createPhraseBaseline(7 * dayMs)
    for (const day of days) {
      baseline.begin(startMs + day * dayMs)
      baseline.addDocument()
      baseline.add(42)
    }
    return {
      asOf: (day: number) => ({
        said: baseline.estimate(42) / baseline.weightAt(startMs + day * dayMs),
        documents: baseline.documents() / baseline.weightAt(startMs + day * dayMs),
      }),
      baseline,
    }
  }

  it('counts a document of a week ago by half, in whatever order they came', () => {
    for (const days of [
      [0, 7, 14],
      [14, 7, 0],
      [7, 14, 0],
    ]) {
      const { said, documents } = counted(days).asOf(14)
      assert.ok(isNear(said, 1.75) && isNear(documents, 1.75), `${said} of ${documents}`)
    }
  })

  it('goes on for years: what is long past is nothing, what is new counts in full', () => {
    const days = [0, 0, 0, 400, 2_000, 2_000, 40_000]
    for (const [upTo, wanted] of [
      [4, 1],
      [6, 2],
      [7, 1],
    ] as const) {
      const { said, documents } = counted(days.slice(0, upTo)).asOf(days[upTo - 1] ?? 0)
      assert.ok(isNear(said, wanted) && isNear(documents, wanted), `${said} of ${documents}`)
    }
  })

  it('knows the parts of the week apart: six hours each, the same a week later', () => {
    const { baseline } = counted([0, 7, 14, 15])
    const weight = baseline.weightAt(startMs + 14 * dayMs)
    assert.ok(isNear(baseline.estimateIn(42, partOf(startMs)) / weight, 1.75))
    assert.ok(isNear(baseline.documentsIn(partOf(startMs)) / weight, 1.75))
    assert.equal(baseline.estimateIn(42, partOf(startMs + dayMs / 4)), 0)
    assert.equal(new Set(Array.from({ length: 28 * 6 }, (_, hour) => partOf(startMs + hour * 3_600_000))).size, 28)
  })

  it('never counts too low, and hardly too high where most phrases are said once', () => {
    const baseline = createPhraseBaseline(7 * dayMs)
    const random = createRandom(19)
    baseline.begin(startMs)
    const often = Array.from({ length: 500 }, () => Math.floor(random() * 2 ** 32) | 0)
    for (let i = 0; i < 100_000; i++) baseline.add(Math.floor(random() * 2 ** 32) | 0)
    for (let times = 0; times < 20; times++) for (const hash of often) baseline.add(hash)
    const estimates = often.map(baseline.estimate)
    assert.ok(Math.min(...estimates) >= 20)
    const mean = estimates.reduce((sum, one) => sum + one, 0) / often.length
    assert.ok(mean < 22, `${mean} instead of 20`)
  })
})
