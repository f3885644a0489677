// Reading words: the same that a fold finds, with users, links and numbers told apart, and where each stands.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { createFold } from '../../analysis/tokens.ts'
import { createReadWords, kinds, maxUnits } from '../../analysis/words.ts'

const read = createReadWords()
const names = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [kind, name]))
const shown = (text: string) => {
  const words = read(text)
  return Array.from({ length: words.count }, (_, i) => [
    names[words.kinds[i] ?? 0],
    text.slice(words.from[i], words.to[i]),
  ])
}
const hashesOf = (text: string) => {
  const { hashes, count } = read(text)
  return [...hashes.subarray(0, count)]
}

describe('reading the words of a post', () => {
  const table: readonly (readonly [text: string, words: string])[] = [
    ["Don't opt-out!", "word:Don't word:opt word:out"],
    ['@some_one hi @x: no', 'user:@some_one word:hi user:@x word:no'],
    ['me@example.com', 'word:me word:example word:com'],
    ['see https://t.co/abc?d=1 now', 'word:see link:https://t.co/abc?d=1 word:now'],
    ['www.example.com http', 'link:www.example.com word:http'],
    ['v2 for 50% of 1,000', 'word:v2 word:for number:50 word:of number:1 number:000'],
    ['#fail 🔥🔥', 'word:fail sign:🔥 sign:🔥'],
    ['退款 $5', 'letter:退 letter:款 sign:$ number:5'],
    ['𝐛𝐨𝐥𝐝 Straße', 'word:𝐛𝐨𝐥𝐝 word:Straße'],
    ['\u{16121}', 'sign:\u{16121} sign:\u{16121}'], // made of two, both beyond 16 bits
    ['@ @@', ''],
    ['a\ud83d b\udd25', 'word:a word:b'],
    ['', ''],
  ]
  for (const [text, words] of table)
    it(`finds ${JSON.stringify(words)} in ${JSON.stringify(text)}`, () =>
      assert.equal(
        shown(text)
          .map((one) => one.join(':'))
          .join(' '),
        words,
      ))

  it('takes spellings of one word for one', () => {
    assert.deepEqual(hashesOf("don’t DONT Don't"), Array(3).fill(hashesOf('dont')[0]))
    assert.deepEqual(hashesOf('Café CAFÉ cafe\u0301'), Array(3).fill(hashesOf('cafe')[0]))
    assert.deepEqual(hashesOf('Straße STRASSE'), Array(2).fill(hashesOf('strasse')[0]))
    assert.deepEqual(hashesOf('soooo sooooooo'), Array(2).fill(hashesOf('soo')[0]))
    assert.notEqual(hashesOf('so')[0], hashesOf('soo')[0])
    assert.notEqual(hashesOf('1000')[0], hashesOf('100')[0])
  })

  it('finds as many words as a fold of the same text, whatever it is', () => {
    const fold = createFold()
    const piece = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 12 }),
      fc.constantFrom(
        'don’t',
        'naïve',
        '退款',
        '🔥',
        'ﬁne',
        '한글',
        '½',
        '\ufa6c',
        'x'.repeat(5),
        '\ud83d',
        '\u0301',
        ' ',
        '-',
      ),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const text = pieces.join(' ').replaceAll('@', ' ').replaceAll('http', ' ').replaceAll('www.', ' ')
        const { units, length } = fold(text)
        const folded = String.fromCharCode(...units.subarray(1, length))
          .split(' ')
          .filter(Boolean)
        assert.equal(read(text).count, folded.length, JSON.stringify(text))
      }),
      { numRuns: 3_000 },
    )
  })

  it('reads the beginning of a long post, and costs no more for the rest', () => {
    assert.equal(read('ab '.repeat(100_000)).count, maxUnits / 3)
    assert.equal(read('退'.repeat(100_000)).count, maxUnits)
    assert.ok(read('½'.repeat(100_000)).count > 0)
  })
})
