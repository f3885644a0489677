// Near-duplicates: what is found to repeat what, who is the original, and what happens when it goes.
import assert from 'node:assert/strict'
import type { Looked } from '../../../analysis/duplicates/duplicates.ts'
import { createRandom } from '../hostile-texts.ts'
import { complaint, create, read, textOf } from './repeating.ts'

const hourMs = 3_600_000

describe('a near-duplicate', () => {
  it('names the first post received, whatever else differs than words', () => {
    const { of } = create()
    assert.equal(of('p1', complaint), undefined)
    assert.equal(of('p2', `@someone ${complaint.toUpperCase()}!!! https://example.com/a 123 🔥`), 'p1')
    assert.equal(of('p3', complaint), 'p1')
    assert.equal(of('p4', 'An altogether other text that has about as many words as those'), undefined)
  })

  it('is found when one word in twenty is changed', () => {
    const random = createRandom(7)
    const { of } = create()
    let found = 0
    for (let i = 0; i < 200; i++) {
      const words = textOf(random, 20 + (i % 40))
      of(`p${2 * i + 1}`, words.join(' '))
      for (let change = 0; change < Math.floor(words.length / 20); change++)
        words[Math.floor(random() * words.length)] = 'another'
      if (of(`p${2 * i + 2}`, words.join(' ')) === `p${2 * i + 1}`) found++
    }
    assert.ok(found >= 196, `${found} of 200 were found`)
  })

  it('is not found when every third word is another', () => {
    const random = createRandom(8)
    const { of } = create()
    for (let i = 0; i < 200; i++) {
      const words = textOf(random, 20 + (i % 40))
      of(`p${2 * i + 1}`, words.join(' '))
      assert.equal(of(`p${2 * i + 2}`, words.map((word, at) => (at % 3 === 0 ? 'another' : word)).join(' ')), undefined)
    }
  })

  it('is never found among texts below six words: two thanks are two voices', () => {
    const { of, size } = create()
    assert.equal(of('p1', 'thanks'), undefined)
    assert.equal(of('p2', 'thanks'), undefined)
    assert.equal(of('p3', 'give me my money back @support 2024 !!'), undefined)
    assert.equal(of('p4', 'give me my money back @support 2025 !!'), undefined)
    assert.equal(of('p5', '还我的钱'), undefined)
    assert.equal(of('p6', '还我的钱'), undefined)
    assert.equal(size(), 0)
  })

  it('of a near-duplicate names the original of both', () => {
    const { of } = create()
    const words = textOf(createRandom(9), 60)
    assert.equal(of('p1', words.join(' ')), undefined)
    words.splice(0, 3, 'one', 'two', 'three')
    assert.equal(of('p2', words.join(' ')), 'p1')
    words.splice(40, 3, 'four', 'five', 'six')
    words.splice(20, 2, 'seven', 'eight')
    assert.equal(of('p3', words.join(' ')), 'p1')
  })

  it('was received later than its original, in whatever order they are looked at', () => {
    const { of } = create()
    assert.equal(of('p9', complaint), undefined)
    assert.equal(of('p5', complaint), undefined)
    assert.equal(of('p7', complaint), 'p5')
  })

  it('was made within 72 hours of its original', () => {
    const { of } = create()
    of('p1', complaint, { atMs: 100 * hourMs })
    assert.equal(of('p2', complaint, { atMs: 172 * hourMs }), 'p1')
    assert.equal(of('p3', complaint, { atMs: 28 * hourMs }), 'p1')
    assert.equal(of('p4', complaint, { atMs: 173 * hourMs }), undefined)
  })

  it('is in no story that its original is not in', () => {
    const { of } = create()
    of('p1', complaint, { groups: 'a,b' })
    assert.equal(of('p2', complaint, { groups: 'a' }), 'p1')
    assert.equal(of('p3', complaint, { groups: 'a,b' }), 'p1')
    assert.equal(of('p4', complaint, { groups: '' }), 'p1')
    assert.equal(of('p5', complaint, { groups: 'a,c' }), undefined)
    assert.equal(of('p6', complaint, { groups: 'c' }), 'p5')
  })
})

describe('looking again', () => {
  it('gives the same answer, and no post repeats itself', () => {
    const { of, size } = create()
    for (let times = 0; times < 3; times++) {
      assert.equal(of('p1', complaint), undefined)
      assert.equal(of('p2', complaint), 'p1')
    }
    assert.equal(size(), 2)
  })

  it('at another version takes its words in place of those before', () => {
    const { of, ask, size } = create()
    of('p1', complaint)
    of('p2', complaint)
    const { duplicateOf, released } = ask('p1', 'I said something else before and take it back in full', { version: 2 })
    assert.deepEqual([duplicateOf, released], [undefined, ['p2']])
    assert.equal(of('p2', complaint), undefined)
    assert.equal(of('p3', complaint), 'p2')
    assert.equal(of('p2', 'short now', { version: 2 }), undefined)
    assert.equal(size(), 2)
  })

  it('after its stories changed parts it from an original that is not in all of them', () => {
    const { of, ask } = create()
    of('p1', complaint, { groups: 'a,b' })
    of('p2', complaint, { groups: 'a' })
    of('p3', complaint, { groups: 'b' })
    assert.deepEqual(ask('p1', complaint, { groups: 'a' }), { duplicateOf: undefined, released: ['p3'] })
    assert.equal(of('p3', complaint, { groups: 'b' }), undefined)
    assert.equal(of('p2', complaint, { groups: 'a' }), 'p1')
    assert.equal(of('p2', complaint, { groups: 'a,b' }), undefined)
  })
})

describe('a forgotten post', () => {
  it('leaves those that repeated it, oldest first; looked at again, the oldest is the original', () => {
    const { of, forget, size } = create()
    for (const ref of ['p1', 'p3', 'p2']) of(ref, complaint)
    assert.deepEqual(forget('p1'), ['p2', 'p3'])
    assert.equal(of('p2', complaint), undefined)
    assert.equal(of('p3', complaint), 'p2')
    assert.deepEqual(forget('p3'), [])
    assert.deepEqual(forget('p2'), [])
    assert.deepEqual(forget('p2'), [])
    assert.equal(size(), 0)
    assert.equal(of('p4', complaint), undefined)
  })

  it('is the original of nothing, even if those that it leaves are looked at in the wrong order', () => {
    const { of, forget } = create()
    for (const ref of ['p1', 'p2', 'p3']) of(ref, complaint)
    forget('p1')
    assert.equal(of('p3', complaint), 'p2')
    assert.equal(of('p2', complaint), undefined)
    assert.equal(of('p4', complaint), 'p2')
    assert.deepEqual(forget('p2'), ['p3', 'p4'])
  })

  it('is known as an original as long as anything that repeats it', () => {
    const { of, forget, size } = create({ maxPosts: 3 })
    of('p1', complaint)
    for (const ref of ['p2', 'p3', 'p4', 'p5']) assert.equal(of(ref, complaint), 'p1')
    assert.equal(size(), 3)
    assert.deepEqual(forget('p1'), ['p3', 'p4', 'p5'])
  })
})

describe('a native repost', () => {
  const original = `${complaint} because nobody ever asked us about it before you shipped`
  const repost = (text: string, limits: Partial<Looked> = {}) => {
    const { of, lookReposted, size } = create()
    of('p1', 'Some text that stands there before everything else does')
    of('p2', original)
    of('p3', original)
    const found = lookReposted({ order: 9, atMs: 0, ...limits, words: read(text) })
    assert.equal(size(), 3)
    return found
  }
  it('finds its original, whole or cut off, and is not kept', () => {
    assert.equal(repost(original), 'p2')
    assert.equal(repost(complaint), 'p2')
    assert.equal(repost('The new update removed offline mode and'), 'p2')
  })
  it('finds nothing where its words are not all there, too few, or another time', () => {
    assert.equal(repost('The new update removed offline mode but gave us much that nobody wanted'), undefined)
    assert.equal(repost('The new update'), undefined)
    assert.equal(repost(complaint, { atMs: 80 * hourMs }), undefined)
  })
})
