// docs/phases.md names every number that decides, and no other.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as settings from '../../../analysis/phases/settings.ts'

const text = readFileSync(path.resolve(import.meta.dirname, '../../../docs/phases.md'), 'utf8')
const namesIn = (value: unknown, name: string): readonly string[] =>
  value instanceof Object && !Array.isArray(value)
    ? Object.entries(value).flatMap(([key, part]) => namesIn(part, `${name}.${key}`))
    : [name]
const all = Object.entries(settings).flatMap(([name, value]) =>
  typeof value === 'function' ? [] : namesIn(value, name),
)

describe('docs/phases.md', () => {
  it('says what each setting is for', () =>
    assert.deepEqual(
      all.filter((name) => !text.includes(`\`${name}\``)),
      [],
    ))

  it('names no setting that is none', () => {
    const groups = new Set(all.map((name) => name.split('.')[0]))
    const named = [...text.matchAll(/`([a-z][A-Za-z]*)\.([A-Za-z.]+)`/g)]
      .filter(([, group, rest]) => groups.has(group) && rest !== 'ts')
      .map(([, group, rest]) => `${group}.${rest}`)
    assert.deepEqual(
      named.filter((name) => !all.includes(name)),
      [],
    )
  })
})
