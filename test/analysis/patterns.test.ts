// Patterns of topics: what is refused, what is found, and that none of them can make a post expensive.
import assert from 'node:assert/strict'
import { compilePatterns, patternFaults } from '../../analysis/patterns.ts'

const faultOf = (pattern: string) => patternFaults([{ name: 'Refund', patterns: [pattern] }])[0]?.detail
const finds = (pattern: string, text: string) => compilePatterns([[pattern]])(text).has(0)

describe('a pattern of a topic', () => {
  for (const pattern of [
    'refund(s|ed)?',
    '\\bopt.?out\\b',
    '(?i)GDPR',
    '[0-9]+ ?€',
    'a{1,100}',
    '\\p{Greek}+',
    '^never',
  ])
    it(`may be ${pattern}`, () => assert.equal(faultOf(pattern), undefined))
  for (const pattern of [
    '(',
    'a**',
    '[z-a]',
    '(?=a)',
    '(?!a)',
    '(?<=a)b',
    '(a)\\1',
    '\\',
    'a{1001}',
    '(?P<n',
    '*a',
    'x{2,1}',
  ])
    it(`is refused as ${pattern}, named with its topic`, () => {
      const detail = faultOf(pattern)
      assert.ok(detail?.startsWith(`topic "Refund", pattern "${pattern}": `), detail)
    })

  it('is refused where it repeats too much, alone or together with the others of its story', () => {
    assert.match(faultOf('((a{0,30}){0,30})') ?? '', /repeats too much: \d+ steps, at most 1000/)
    const many = [{ name: 'Many', patterns: Array.from({ length: 40 }, (_, n) => `(a{0,300})${n}`) }]
    const faults = patternFaults(many)
    assert.match(faults[0]?.detail ?? '', /more than 10000 steps together/)
    assert.deepEqual(faults[0]?.path, ['topics', 0, 'patterns', 16])
  })

  it('names every fault by topic and pattern', () => {
    const topics = [
      { name: 'A', patterns: ['ok', '('] },
      { name: 'B' },
      { name: 'C', patterns: ['[', 'fine', '(?=x)'] },
    ]
    assert.deepEqual(
      patternFaults(topics).map(({ path }) => path),
      [
        ['topics', 0, 'patterns', 1],
        ['topics', 2, 'patterns', 0],
        ['topics', 2, 'patterns', 2],
      ],
    )
  })

  it('finds letters in any case, over lines, and nothing where it is not', () => {
    assert.ok(finds('REFUND', 'a Refund please'))
    assert.ok(finds('title\\s+text', 'Title\ntext'))
    assert.ok(finds('ÄRGER', 'so viel ärger'))
    assert.ok(!finds('refund', 'a fund'))
  })

  it('is nowhere when it was taken once and is refused by now; the others are found', () => {
    const found = compilePatterns([['('], ['b'], ['a{1001}', 'c']])
    assert.deepEqual([...found('a b c')], [1, 2])
  })
})

describe('200 evil patterns', () => {
  const evil = [
    '(a+)+$',
    '(a|aa)+b',
    '(x+x+)+y',
    '([a-z]+)*\\d$',
    '(.*a){20}',
    'a{0,30}b',
    '((a|b|c)*d)*e$',
    '(\\w+\\s?)+!$',
  ]
  const patterns = Array.from({ length: 200 }, (_, n) => `${evil[n % evil.length]}|zz${n}`)
  const slowest = ['[ab]*a[ab]{20}c', '(a|b)*a(a|b){20}', 'a.{20}b.{20}c']
  const texts = [
    'I cannot believe that they removed the opt-out, the worst update ever, and I want my refund now',
    'a'.repeat(6_000),
    `${'a'.repeat(50)} `.repeat(120).slice(0, 6_000),
    'x'.repeat(6_000),
    'ab '.repeat(2_000),
  ]
  /** Time of the processor, as others work on it too. */
  const tookMs = (work: () => void) => {
    const began = process.cpuUsage()
    work()
    return process.cpuUsage(began).user / 1_000
  }

  it('are taken at the door', () => assert.deepEqual(patternFaults([{ name: 'Evil', patterns }]), []))

  for (const text of texts)
    it(`stay below 5 ms a post: ${text.slice(0, 12)}…, ${text.length} units`, () => {
      const find = compilePatterns([patterns])
      for (let warm = 0; warm < 5; warm++) find(text)
      const rounds = Array.from({ length: 7 }, () => tookMs(() => find(text))).sort((a, b) => a - b)
      assert.ok((rounds[3] as number) < 5, `${rounds}`)
    })

  it('whose automaton would grow without end take time linear in the text all the same', () => {
    const find = compilePatterns([slowest])
    const text = (length: number) => Array.from({ length }, (_, i) => 'ab'[(i * i + (i >> 3)) & 1]).join('')
    find(text(1_500))
    const [short, long] = [tookMs(() => find(text(1_500))), tookMs(() => find(text(6_000)))]
    assert.ok(long < 12 * Math.max(short, 2), `${short} ms and ${long} ms`)
  })
})
