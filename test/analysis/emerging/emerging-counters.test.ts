// What is kept of a story for its emerging phrases: whatever the order, the gaps and the texts, and never more than at the start.
import assert from 'node:assert/strict'
import { createEmerging } from '../../../analysis/emerging/emerging.ts'
import { hostileTexts } from '../hostile-texts.ts'
import { add, createChatter, dayMs, isPlanted, nowMs, type Post, post, startMs, windowMs } from './chatter.ts'

describe('the counters of a story', () => {
  const planted = (seed: number) => {
    const { during, say } = createChatter(seed)
    return [
      ...during(3_000, startMs, 3 * dayMs - windowMs),
      ...during(500, nowMs - windowMs, windowMs).map((one, i) =>
        i % 20 ? one : { ...one, text: `${say()} on fleek` },
      ),
    ]
  }
  const phrases = (posts: readonly Post[]) => {
    const emerging = createEmerging()
    add(emerging, ...posts)
    return emerging
      .report(nowMs - 1)
      .filter(isPlanted)
      .map(({ phrase, documents }) => [phrase, documents])
  }

  it('find the same in a file that begins with the newest post, and in one without order', () => {
    const posts = planted(31)
    const { random } = createChatter(31)
    const shuffled = posts.map((one) => ({ one, at: random() })).sort((a, b) => a.at - b.at)
    for (const order of [posts, [...posts].reverse(), shuffled.map(({ one }) => one)])
      assert.deepEqual(phrases(order), [['on fleek', 25]])
  })

  it('let a phrase go when the window has moved on', () => {
    const emerging = createEmerging()
    add(emerging, ...planted(32))
    assert.equal(emerging.report(nowMs - 1).length, 1)
    assert.deepEqual(emerging.report(nowMs + 2 * windowMs), [])
    add(emerging, ...createChatter(33).during(300, nowMs + 2 * windowMs, windowMs))
    assert.deepEqual(emerging.report(nowMs + 3 * windowMs - 1), [])
  })

  it('go on after years without a post', () => {
    const emerging = createEmerging()
    add(emerging, ...planted(34))
    const laterMs = 9 * 365 * dayMs
    add(emerging, ...planted(35).map((one) => ({ ...one, atMs: one.atMs + laterMs })))
    assert.deepEqual(
      emerging.report(nowMs + laterMs - 1).map(({ phrase }) => phrase),
      ['on fleek'],
    )
  })

  it('do not grow', () => {
    const { bytes } = createEmerging()
    assert.ok(bytes < 5_000_000, `${bytes} bytes`)
  })

  it('take 10,000 hostile texts without failing, and still find what people say', () => {
    const emerging = createEmerging()
    const { say } = createChatter(36)
    for (const [i, text] of hostileTexts(10_000, 17).entries())
      add(emerging, post(text, startMs + i * 20_000, { author: text.slice(0, 10) }))
    const endMs = startMs + 10_000 * 20_000
    add(emerging, ...Array.from({ length: 60 }, () => post(`${say()} on fleek ${say()}`, endMs)))
    const rows = emerging.report(endMs)
    assert.ok(rows.some(({ phrase }) => phrase === 'on fleek'))
    for (const { title } of rows) assert.doesNotMatch(title, /[\p{Cc}\p{Cf}\p{Cs}]/u)
  })
})
