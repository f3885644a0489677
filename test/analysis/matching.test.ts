// Phrases: whole words, beginnings, many at once, linear in the text, and equal to a slow search that cannot be wrong.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { createMatcher } from '../../analysis/matching.ts'
import { createFold } from '../../analysis/tokens.ts'
import { processorMs } from '../running.ts'

const fold = createFold()
const find = (groups: readonly (readonly string[])[], text: string) => createMatcher(groups)(fold(text))
const has = (phrase: string, text: string) => find([[phrase]], text).length === 1

describe('a phrase', () => {
  const table: readonly (readonly [phrase: string, text: string, there: boolean])[] = [
    ['refund', 'I want a refund.', true],
    ['refund', 'REFUND!', true],
    ['refund', 'refunded', false],
    ['refund', 'prerefund', false],
    ['refund*', 'refunded', true],
    ['refund*', 'refund', true],
    ['refund*', 'prerefunded', false],
    ['opt out', 'no opt-out here', true],
    ['opt-out', 'we cannot opt  out', true],
    ['opt out', 'opt us out', false],
    ['"opt out"', 'to opt out', true],
    ['cancel my sub*', 'I cancel my subscription', true],
    ['resume', 'my résumé', true],
    ['Café', 'the cafe', true],
    ["don't", 'I dont know', true],
    ['退款', '我要退款了', true],
    ['🔥', 'this is 🔥🔥', true],
    ['constructor', 'constructor __proto__', true],
    ['__proto__', 'constructor __proto__', true],
    ['*', 'anything', false],
    ['!!!', 'anything!!!', false],
    ['', 'anything', false],
    ['soooo good', 'sooooooo good', true],
    ['soo good', 'sooooo good', true],
    ['so good', 'sooooo good', false],
    ['1000', '10000', false],
  ]
  for (const [phrase, text, there] of table)
    it(`${JSON.stringify(phrase)} is ${there ? '' : 'not '}in ${JSON.stringify(text)}`, () =>
      assert.equal(has(phrase, text), there))

  it('is found within others, behind others and by several groups', () => {
    const groups = [['privacy policy'], ['policy'], ['privacy policy update'], ['nothing'], ['policy', 'update'], []]
    assert.deepEqual(find(groups, 'a new privacy policy update'), [0, 1, 2, 4])
    assert.deepEqual(find([['a b c x'], ['b c'], ['c d']], 'a b c d'), [1, 2])
    assert.deepEqual(find([['opt out'], ['out now']], 'opt out now'), [0, 1])
  })

  it('leaves nothing behind for the next text', () => {
    const matcher = createMatcher([['one'], ['two']])
    assert.deepEqual(matcher(fold('one')), [0])
    assert.deepEqual(matcher(fold('two')), [1])
    assert.deepEqual(matcher(fold('none')), [])
  })

  it('is found exactly where a search word by word finds it', () => {
    const word = fc.constantFrom('a', 'b', 'ab', 'ba', 'abc')
    const words = fc.array(word, { minLength: 1, maxLength: 4 })
    const phrase = fc.tuple(words, fc.boolean())
    fc.assert(
      fc.property(
        fc.array(phrase, { minLength: 1, maxLength: 8 }),
        fc.array(word, { maxLength: 12 }),
        (rules, text) => {
          const there = rules.flatMap(([parts, open], index) => {
            const wanted = ` ${parts.join(' ')}${open ? '' : ' '}`
            return ` ${text.join(' ')} `.includes(wanted) ? [index] : []
          })
          const groups = rules.map(([parts, open]) => [parts.join(' ') + (open ? '*' : '')])
          assert.deepEqual(find(groups, text.join(' ')), there)
        },
      ),
      { numRuns: 2_000 },
    )
  })

  it('costs time by the length of the text, not by the number of rules', () => {
    const texts = ['a '.repeat(32_768), `${'ab'.repeat(32_768)}`, `${'long phrase number '.repeat(3_500)}`]
    const nested = Array.from({ length: 200 }, (_, n) => ['a '.repeat(n + 1)])
    const similar = Array.from({ length: 200 }, (_, n) => [`long phrase number ${'very '.repeat(90)}${n}`])
    for (const groups of [nested, similar]) {
      const matcher = createMatcher(groups)
      for (const text of texts) {
        const folded = fold(text)
        const tookMs = processorMs(() => matcher(folded))
        assert.ok(tookMs < 400, `${tookMs} ms for ${folded.length} units`)
      }
    }
  })
})
