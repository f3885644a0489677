// The same model says the same of the same posts, to the last decimal: in every process and on every machine.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { linear } from '../../../analysis/sentiment/linear.ts'
import { goldenLines } from './golden-posts.ts'

const seed = 20_171_206
const file = path.join(import.meta.dirname, 'golden.txt')

describe('the golden file', () => {
  // After a new training: GOLDEN=write npx mocha test/analysis/sentiment/golden.test.ts
  if (process.env.GOLDEN === 'write') writeFileSync(file, `${[linear.model, ...goldenLines(seed)].join('\n')}\n`)
  const [model, ...expected] = readFileSync(file, 'utf8').trimEnd().split('\n')

  it('is that of the model that ships', () => assert.equal(model, linear.model))

  it('holds for 500 posts', () => {
    assert.equal(expected.length, 500)
    assert.deepEqual(goldenLines(seed), expected)
  })

  it('has every label and both reasons in it', () => {
    for (const start of ['negative ', 'neutral ', 'positive ', 'unscored language', 'unscored empty'])
      assert.ok(
        expected.some((line) => line.startsWith(start)),
        start,
      )
  })

  it('holds in another process', () => {
    const module = path.join(import.meta.dirname, 'golden-posts.ts')
    const program = `const { goldenLines } = await import(${JSON.stringify(module)}); console.log(goldenLines(${seed}).join('\\n'))`
    const said = execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' })
    assert.deepEqual(said.trimEnd().split('\n'), expected)
  })

  it('does not depend on what was read before', () => {
    goldenLines(seed + 1)
    assert.deepEqual(goldenLines(seed), expected)
  })
})
