// The index of recent posts: its room, its answers beside a slow comparison, and what is sent to break it.
import assert from 'node:assert/strict'
import { processorMs } from '../../running.ts'
import { createRandom, hostileTexts } from '../hostile-texts.ts'
import { create, textOf } from './repeating.ts'

describe('the index of duplicates', () => {
  it('holds as many posts and shingles as it was given room for, the latest ones', () => {
    const random = createRandom(3)
    const duplicates = create({ maxPosts: 100, maxShingles: 1_000 })
    const texts = Array.from({ length: 2_000 }, () => textOf(random, 8 + Math.floor(random() * 200)).join(' '))
    for (const [i, text] of texts.entries()) {
      assert.equal(duplicates.of(`p${i + 1}`, text), undefined)
      assert.ok(duplicates.size() <= 100)
      // What was put last is found, and what it says is not mixed up with what was dropped.
      assert.equal(duplicates.of(`p${100_000 + i}`, text), `p${i + 1}`)
    }
    assert.equal(duplicates.of('p900000', texts[0] ?? ''), undefined)
  })

  it('answers as a slow comparison of all shingles does', () => {
    const random = createRandom(5)
    const { of } = create()
    const shinglesOf = (words: readonly string[]) =>
      new Set(words.slice(2).map((word, i) => `${words[i]} ${words[i + 1]} ${word}`))
    const kept: { ref: string; words: readonly string[] }[] = []
    let agreed = 0
    for (let i = 1; i <= 600; i++) {
      const base = kept[Math.floor(random() * kept.length)]?.words ?? []
      const words = i % 2 === 1 ? textOf(random, 25) : base.map((word) => (random() < 0.04 ? 'another' : word))
      const own = shinglesOf(words)
      const similar = kept.some(({ words: others }) => {
        const theirs = shinglesOf(others)
        const shared = [...own].filter((one) => theirs.has(one)).length
        return shared / (own.size + theirs.size - shared) >= (own.size < 18 ? 0.8 : 0.7)
      })
      if ((of(`p${i}`, words.join(' ')) !== undefined) === similar) agreed++
      kept.push({ ref: `p${i}`, words })
    }
    assert.ok(agreed >= 594, `${agreed} of 600 answers agree`)
  })

  it('takes 10,000 hostile texts without failing, each the same at every look', () => {
    const { of } = create({ maxPosts: 20_000, maxShingles: 200_000 })
    for (const [i, text] of hostileTexts(10_000, 11).entries()) {
      const said = of(`p${i + 1}`, text)
      assert.equal(of(`p${i + 1}`, text), said)
    }
  })

  it('costs the same when thousands of texts begin alike', () => {
    const { of } = create({ maxPosts: 20_000, maxShingles: 400_000 })
    const random = createRandom(13)
    const tookMs = processorMs(() => {
      for (let i = 1; i <= 20_000; i++) of(`p${i}`, `I just won the first prize in ${textOf(random, 8).join(' ')}`)
    })
    assert.ok(tookMs < 8_000, `${tookMs} ms`)
  })
})
