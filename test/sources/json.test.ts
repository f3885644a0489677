// Strangers' JSON: what is refused before and after it is parsed, and how long looking at it takes.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { Problem } from '../../events/problem.ts'
import { parseJson } from '../../sources/json.ts'

const limits = { maxJsonDepth: 32, maxKeysPerObject: 1_000 }
const parse = (text: string) => parseJson(Buffer.from(text), limits)
const refused = (text: string, words: RegExp) =>
  assert.throws(
    () => parse(text),
    (error: unknown) => error instanceof Problem && error.code === 'malformed' && words.test(error.message),
  )
const reserved = ['__proto__', 'constructor', 'prototype']
const hasReserved = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  Object.entries(value).some(([key, member]) => reserved.includes(key) || hasReserved(member))

describe('JSON of strangers', () => {
  it('is read as JSON.parse reads it', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        fc.pre(!hasReserved(value))
        const text = JSON.stringify(value)
        assert.deepEqual(parse(text), JSON.parse(text))
        assert.deepEqual(parse(JSON.stringify(value, null, 2)), JSON.parse(text))
      }),
    )
  })
  it('never throws anything but a Problem', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...'{}[]":,\\ua0 1e-tn\n"') }), (text) => {
        try {
          parse(text)
        } catch (error) {
          assert.ok(error instanceof Problem)
        }
      }),
      { numRuns: 2_000 },
    )
  })
  it('with brackets, colons and quotes inside strings is read', () => {
    const value = { '{[:"\\': ['"}]:\\', '\\\\"', { a: ':'.repeat(2_000) }] }
    assert.deepEqual(parse(JSON.stringify(value)), value)
  })
  it('is taken 32 deep and refused 33 deep', () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
    parse(deep(32))
    refused(deep(33), /deeper than 32/)
  })
  it('is taken with 1,000 keys in an object and refused with 1,001', () => {
    const wide = (keys: number) =>
      JSON.stringify(Object.fromEntries(Array.from({ length: keys }, (_, i) => [`k${i}`, 1])))
    parse(`[${wide(1_000)},${wide(1_000)}]`)
    refused(wide(1_001), /more than 1000 keys/)
  })
  it('with a key twice is refused, however it is written', () => {
    refused('{"a":1,"a":1}', /twice/)
    refused('[{"b":{"a":1,"\\u0061":1}}]', /twice/)
    parse('[{"a":1},{"a":1,"b":{"a":1}}]')
  })
  it('with a key of the prototype is refused, however it is written', () => {
    for (const key of [...reserved, '\\u005f_proto__']) refused(`{"x":[{"${key}":{}}]}`, /not taken/)
  })
  it('does not find its own words in an error', () => refused('{"secret', /^reading JSON: it is not JSON$/))
  it('of 1 MB is looked over in one pass, whatever it is made of', () => {
    const fill = (unit: string) =>
      Buffer.from(`[${unit.repeat(Math.floor(1_000_000 / unit.length)).replace(/,$/, '')}]`)
    const texts = ['{"a":1},', '"\\"\\\\",', '[],', '1,', '"', '\\', '{', `"${'\\\\'.repeat(50)}",`].map(fill)
    for (const text of texts) {
      const times = Array.from({ length: 3 }, () => {
        const began = process.cpuUsage()
        try {
          parseJson(text, limits)
        } catch {}
        const { user, system } = process.cpuUsage(began)
        return (user + system) / 1_000
      })
      assert.ok(
        Math.min(...times) < 250, // seconds, were it more than one pass
        `${text.subarray(0, 10)}: ${times} ms`,
      )
    }
  })
})
