// Files of statements: three ways to write the same, and every fault with its line.
import assert from 'node:assert/strict'
import { Problem } from '../../events/problem.ts'
import { readStatements } from '../../server/statement-file.ts'

const first = { at: '2017-08-18', kind: 'announcement', title: 'A new policy' }
const second = { at: '2017-08-20T01:00:00Z', kind: 'reversal', title: 'The opt-out stays', url: 'https://x.example/1' }
const read = (text: string) => readStatements(text, 'said.yaml')
const refused = (text: string) => {
  try {
    read(text)
  } catch (error) {
    if (error instanceof Problem) return `${error.code}: ${error.message}`
  }
  return 'taken'
}

describe('a file of statements', () => {
  it('is a list in YAML or JSON, as in outcry.yaml, or one a line', () => {
    const expected = [
      { ...first, at: '2017-08-18T00:00:00.000Z', precision: 'day' },
      { ...second, at: '2017-08-20T01:00:00.000Z', precision: 'minute' },
    ]
    const yaml = `- at: 2017-08-18\n  kind: announcement\n  title: A new policy\n- ${JSON.stringify(second)}\n`
    for (const text of [
      yaml,
      `statements:\n${yaml.replace(/^/gm, '  ')}`,
      JSON.stringify([first, second], null, 2),
      `\ufeff${JSON.stringify(first)}\r\n\n${JSON.stringify(second)}`,
    ])
      assert.deepEqual(read(text), expected, text)
    assert.deepEqual(read(''), [])
  })

  it('is refused whole, with the line and what is wrong there', () => {
    const lines = [first, { ...second, kind: 'denial' }].map((one) => JSON.stringify(one)).join('\n')
    assert.match(refused(lines), /^usage: said\.yaml line 2: 1\.kind: must be one of announcement, .*; correct it/)
    assert.match(refused(`- at: 2017-08-18\n  kind: other\n`), /line 1: 0\.title: is missing/)
    assert.match(refused('- at: yesterday\n  kind: other\n  title: x'), /line 1: 0\.at: must be a time/)
    assert.match(refused(`${JSON.stringify(first)}\n{broken`), /^usage: said\.yaml line/)
    assert.match(refused('just words'), /must be a list of statements/)
    assert.match(refused('posts: []'), /posts: is not known here/)
  })
})
