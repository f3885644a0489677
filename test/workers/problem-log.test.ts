// What the program log says of problems: reasons, no words of strangers, and no flood.
import assert from 'node:assert/strict'
import { mock } from 'node:test'
import { Problem } from '../../events/problem.ts'
import { createProblemLog } from '../../workers/problem-log.ts'

const away = (words: string) =>
  new Problem('unavailable', 'reading the log: it is away', { cause: Object.assign(new Error(words), { code: 14 }) })

describe('the log of problems', () => {
  const lines: { readonly words: string; readonly [name: string]: unknown }[] = []
  const say = (fields: object, words: string) => void lines.push({ ...fields, words })
  beforeEach(() => {
    lines.length = 0
    mock.timers.enable({ apis: ['setInterval'] })
  })
  afterEach(() => mock.timers.reset())

  it('says a problem with what the system said of it', () => {
    createProblemLog({ warn: say, error: say }).onWarning(
      'it broke off',
      away('connect ECONNREFUSED 127.0.0.1:1\nmore'),
    )
    assert.deepEqual(lines, [
      { why: 'reading the log: it is away (connect ECONNREFUSED 127.0.0.1:1)', words: 'it broke off' },
    ])
  })

  it('says the same once a minute, and how often it was', () => {
    const { onWarning, onProblem } = createProblemLog({ warn: say, error: say })
    for (let i = 0; i < 100; i++) onWarning('it broke off', away(`try ${i}`))
    onProblem('it broke off')
    onWarning('another')
    assert.deepEqual(
      lines.map(({ words }) => words),
      ['it broke off', 'it broke off', 'another'],
    )
    mock.timers.tick(60_000)
    assert.deepEqual(lines.slice(3), [
      { why: 'reading the log: it is away (try 99)', times: 99, words: 'it broke off' },
    ])
    mock.timers.tick(60_000)
    assert.equal(lines.length, 4, 'nothing more came')
    onWarning('it broke off', away('again'))
    assert.equal(lines.length, 5)
  })

  it('repeats in a warning no words of what nobody foresaw: a stranger may be quoted there', () => {
    const { onWarning } = createProblemLog({ warn: say, error: say })
    onWarning('a job failed', new SyntaxError('Unexpected token in "dear canary"'))
    assert.doesNotMatch(JSON.stringify(lines), /canary/)
    assert.match(String(lines[0]?.stack), /problem-log\.test/)
  })
})
