// What the sentiment model sees of a post: which spellings are the same word, and what becomes of signs.
import assert from 'node:assert/strict'
import { createDictionary, hashOf } from '../../../analysis/sentiment/dictionary.ts'
import { mostUnits, sorts } from '../../../analysis/sentiment/token.ts'
import { createTokenise } from '../../../analysis/sentiment/tokeniser.ts'

const words = ['dont', 'soo', 'so', 'good', 'fail', 'a', 'b', 'i', 'ß', 'it', 'is', 'stops', ':-(', ':d', '<3', '🔥']
const tokenise = createTokenise(createDictionary(new Map(words.map((word, i) => [hashOf(word), i + 1]))))
const names = Object.entries(sorts)

/** A token as the dictionary's word, or as what it is. */
const read = (text: string): readonly string[] => {
  const { values, sorts: sortOf, count } = tokenise(text)
  return Array.from({ length: count }, (_, i) => {
    const value = values[i] as number
    const [name = ''] = names.find(([, sort]) => sort === sortOf[i]) ?? []
    return value > 0 ? (words[value - 1] ?? '') : name
  })
}

describe('the tokeniser', () => {
  const table: readonly (readonly [string, readonly string[]])[] = [
    ['don’t', ['dont']],
    ["don't", ['dont']],
    ['DONT', ['dont']],
    ['DON\u2019T', ['dont']],
    ['sooooo good', ['soo', 'good']],
    ['SOOO', ['soo']],
    ['gooood', ['good']],
    [':-(', [':-(']],
    ['good :-(', ['good', ':-(']],
    [':D', [':d']],
    ['<3', ['<3']],
    [':Dog', ['pause', 'word']],
    ['👩‍👩‍👧', ['emoji', 'emoji', 'emoji']],
    ['🔥️', ['🔥']],
    ['@a@b', ['user', 'user']],
    ['a@b', ['a', 'user']],
    ['#fail', ['tag', 'fail']],
    ['# fail', ['mark', 'fail']],
    ['http://x)', ['link']],
    ['HTTPS://x.y/z?a=b it', ['link', 'it']],
    ['http', ['link']],
    ['httpd', ['word']],
    ['50%', ['word', 'mark']],
    ['İ', ['i']],
    ['ß', ['ß']],
    ['it...', ['it', 'ellipsis']],
    ['it!!!!!!', ['it', 'exclamation']],
    ['it?', ['it', 'question']],
    ['BROKEN', ['shout']],
    ['it\u00a0is', ['it', 'is']],
    ['\ud800', ['symbol']],
    ['a\udc00b', ['a', 'symbol', 'b']],
    ['\0', []],
    ['', []],
    [' \n\t', []],
  ]
  for (const [text, expected] of table)
    it(`reads ${JSON.stringify(text)} as ${expected.join(' ') || 'nothing'}`, () =>
      assert.deepEqual(read(text), expected))

  it('takes all numbers for one word', () => {
    const hashesOf = (text: string) => [...tokenise(text).hashes.subarray(0, tokenise(text).count)]
    assert.deepEqual(hashesOf('50 2017'), [...hashesOf('7'), ...hashesOf('0000')])
    assert.notDeepEqual(hashesOf('v2'), hashesOf('2'))
  })

  it('counts words, letters and signs', () => {
    const { words: count, latin, foreign, elongations, exclamations, questions } = tokenise('Sooo гг ok?! #tag @me 12')
    assert.deepEqual({ count, latin, foreign }, { count: 4, latin: 6, foreign: 2 })
    assert.deepEqual({ elongations, exclamations, questions }, { elongations: 1, exclamations: 1, questions: 1 })
  })

  it('writes the normalised text with one blank between tokens', () => {
    const { codes, codeCount } = tokenise('  Good,  DON’T @you http://a.b/c 123 ')
    assert.equal(Buffer.from(codes.subarray(0, codeCount)).toString('latin1'), ' good , dont \u0002 \u0001 0 ')
  })

  it(`reads ${mostUnits} units and no more`, () => {
    assert.equal(tokenise('a '.repeat(mostUnits)).count, mostUnits / 2)
    assert.equal(tokenise('a'.repeat(10 * mostUnits)).count, 1)
    assert.equal(tokenise('!'.repeat(mostUnits)).count, mostUnits / 12)
  })
})
