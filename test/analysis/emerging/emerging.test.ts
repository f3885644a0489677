// Emerging phrases: what many people began to say is found; what one said, what was copied, and what is always said is not.
import assert from 'node:assert/strict'
import { createEmerging } from '../../../analysis/emerging/emerging.ts'
import { add, createChatter, dayMs, hourMs, isPlanted, nowMs, type Post, startMs, windowMs } from './chatter.ts'

/** Three days of 1,500 posts and a window of 2,000, in some of which something else is said; as of its end. */
const reportOf = (seed: number, plant: (index: number, say: () => string) => Partial<Post> | undefined) => {
  const { during, say, random } = createChatter(seed)
  const emerging = createEmerging()
  add(emerging, ...during(4_500, startMs, 3 * dayMs - windowMs))
  const window = during(2_000, nowMs - windowMs, windowMs)
  const every = 1 + Math.floor(random() * 10)
  add(emerging, ...window.map((one, i) => ({ ...one, ...(i % 66 === every ? plant((i - every) / 66, say) : {}) })))
  const rows = emerging.report(nowMs - 1)
  return { rows: rows.filter(isPlanted), byChance: rows.filter((row) => !isPlanted(row)).length }
}
const seeds = Array.from({ length: 8 }, (_, i) => i + 1)

describe('a phrase that people begin to say', () => {
  for (const seed of seeds)
    it(`is found in 30 of 2,000 posts by 30 authors, as one row (seed ${seed})`, () => {
      const { rows } = reportOf(seed, (i, say) =>
        i < 30
          ? { text: `${say()} Our fleet’s on fleek ${say()}`, label: i < 10 ? 'negative' : 'positive' }
          : undefined,
      )
      assert.deepEqual(
        rows.map(({ phrase, title }) => [phrase, title]),
        [['fleets on fleek', 'fleet’s on fleek']],
      )
      const [row] = rows
      assert.ok(row)
      assert.equal(row.documents, 30)
      assert.ok(Math.abs(row.authors - 30) <= 4, `${row.authors} authors`)
      assert.ok(row.negative >= 8 && row.negative <= 10 && row.positive >= 18 && row.positive <= 20)
      assert.ok(row.g2 > 50 && row.ratio > 20)
      assert.ok(row.firstSeenMs >= nowMs - windowMs && row.firstSeenMs < nowMs - windowMs + hourMs)
    })

  it('is not found if one author says it 30 times', () => {
    for (const seed of [1, 2])
      assert.deepEqual(
        reportOf(seed, (i, say) => (i < 30 ? { text: `${say()} fleets on fleek ${say()}`, author: 'loud' } : undefined))
          .rows,
        [],
      )
  })

  it('is not found if four authors say it 30 times', () => {
    assert.deepEqual(
      reportOf(3, (i, say) => (i < 30 ? { text: `${say()} fleets on fleek`, author: `loud ${i % 4}` } : undefined))
        .rows,
      [],
    )
  })

  it('is not found if all but the first are copies', () => {
    const text = 'Everybody must know that our fleets are on fleek today'
    assert.deepEqual(reportOf(4, (i) => (i < 30 ? { text, duplicate: i > 0 } : undefined)).rows, [])
  })

  it('counts a post of an unknown author as a voice of its own', () => {
    const { rows } = reportOf(5, (i, say) =>
      i < 30 ? { text: `${say()} fleek ${say()}`, author: undefined } : undefined,
    )
    assert.deepEqual(
      rows.map(({ phrase, documents }) => [phrase, documents]),
      [['fleek', 30]],
    )
  })

  it('is written as most people write it', () => {
    const spellings = ['Refund Gate', 'refundgate', 'REFUND GATE', 'Refund Gate', 'Refund\nGate']
    const { rows } = reportOf(6, (i, say) => (i < 30 ? { text: `${say()} ${spellings[i % 5]} ${say()}` } : undefined))
    assert.deepEqual(
      rows.map(({ phrase, title }) => [phrase, title]),
      [['refund gate', 'Refund Gate']],
    )
  })

  it('fills one row even if it is a whole sentence', () => {
    const { rows } = reportOf(7, (i, say) =>
      i < 30 ? { text: `${say()} they quietly removed offline mode without telling anybody ${say()}` } : undefined,
    )
    assert.deepEqual(
      rows.map(({ phrase }) => phrase),
      ['quietly removed offline mode without telling anybody'],
    )
  })

  it('stands beside another that other people say', () => {
    const { rows } = reportOf(8, (i, say) =>
      i < 30 ? { text: `${say()} ${i % 2 ? 'surprise invoice' : 'endless queue'} ${say()}` } : undefined,
    )
    assert.deepEqual(rows.map(({ phrase }) => phrase).sort(), ['endless queue', 'surprise invoice'])
  })
})

describe('what is no emerging phrase', () => {
  it('is found by chance in fewer than every third window', () => {
    let found = 0
    for (let seed = 41; seed < 47; seed++) found += reportOf(seed, () => undefined).byChance
    assert.ok(found <= 2, `${found} in 6 windows`)
  })

  it('is what has always been said as often', () => {
    const { during, say } = createChatter(21)
    const emerging = createEmerging()
    const posts = during(6_000, startMs, 3 * dayMs)
    add(emerging, ...posts.map((one, i) => (i % 50 === 0 ? { ...one, text: `on fleek ${say()}` } : one)))
    assert.deepEqual(emerging.report(nowMs).filter(isPlanted), [])
  })

  it('is anything while there is nothing before to compare with', () => {
    const { during, say } = createChatter(22)
    const emerging = createEmerging()
    add(emerging, ...during(2_000, startMs, windowMs).map((one) => ({ ...one, text: `on fleek ${say()}` })))
    assert.deepEqual(emerging.report(startMs + windowMs - 1), [])
    assert.deepEqual(createEmerging().report(nowMs), [])
  })

  it('is what the words of the story already cover', () => {
    const { during, say } = createChatter(23)
    const emerging = createEmerging()
    add(emerging, ...during(3_000, startMs, 3 * dayMs - windowMs))
    add(
      emerging,
      ...during(500, nowMs - windowMs, windowMs).map((one, i) =>
        i % 10 ? one : { ...one, text: `${say()} on fleek` },
      ),
    )
    assert.equal(emerging.report(nowMs - 1).length, 1)
    assert.deepEqual(
      emerging.report(nowMs - 1, (phrase) => phrase.includes('fleek')),
      [],
    )
  })

  it('is made of users, links and numbers, or begins and ends with words that say nothing', () => {
    const { rows } = reportOf(24, (i, say) =>
      i < 30 ? { text: `@brand 2026 https://example.com/x the and of it ${say()} @brand 2026 the` } : undefined,
    )
    assert.deepEqual(rows, [])
  })

  it('is what is said at these hours of every week, once two weeks are known', () => {
    const emergingAt = (weeks: number) => {
      const { during, say } = createChatter(25)
      const emerging = createEmerging()
      for (let day = 0; day <= 7 * weeks; day++) {
        const atMs = startMs + day * dayMs
        const isFirstOfWeek = day % 7 === 0
        add(
          emerging,
          ...during(250, atMs, windowMs).map((one, i) =>
            isFirstOfWeek && i % 10 === 0 ? { ...one, text: `happy monday ${say()}` } : one,
          ),
        )
        if (day < 7 * weeks) add(emerging, ...during(200, atMs + windowMs, dayMs - windowMs))
      }
      return emerging
        .report(startMs + 7 * weeks * dayMs + windowMs - 1)
        .filter(isPlanted)
        .map(({ phrase }) => phrase)
    }
    assert.deepEqual(emergingAt(1), ['happy monday'])
    assert.deepEqual(emergingAt(3), [])
  })
})
