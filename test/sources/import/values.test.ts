// JSON values cut out of a stream, however the file is laid out.
import assert from 'node:assert/strict'
import { valuesOf } from '../../../sources/import/values.ts'

async function* pieces(text: string, pieceBytes: number) {
  const bytes = Buffer.from(text)
  for (let at = 0; at < bytes.length; at += pieceBytes) yield bytes.subarray(at, at + pieceBytes)
}
const cut = async (text: string, pieceBytes = 3, maxBytes = 100) => {
  const values: [number, string | undefined][] = []
  for await (const some of valuesOf(pieces(text, pieceBytes), maxBytes))
    for (const { number, bytes } of some) values.push([number, bytes?.toString()])
  return values
}

describe('the values of a JSON file', () => {
  it('are the same in pieces of any size', async () => {
    const text = '[ {"a": "]},{\\"", "b": [1, {"c": {}}]},\n {\n"d": "é"\n} ]\n[{}]'
    for (let pieceBytes = 1; pieceBytes < 70; pieceBytes++)
      assert.deepEqual(await cut(text, pieceBytes), [
        [0, '{"a": "]},{\\"", "b": [1, {"c": {}}]}'],
        [1, '{\n"d": "é"\n}'],
        [4, '{}'],
      ])
  })
  it('may be objects over several lines, one after the other', async () => {
    assert.deepEqual(await cut('{\n"a": 1\n}\n{\r\n"b": 2\r\n}\n'), [
      [0, '{\n"a": 1\n}'],
      [3, '{\r\n"b": 2\r\n}'],
    ])
  })
  it('are lines where the first line holds more than a brace', async () => {
    assert.deepEqual(await cut('{"a":1}\n{"cut":\n{"b":2}'), [
      [0, '{"a":1}'],
      [1, '{"cut":'],
      [2, '{"b":2}'],
    ])
  })
  it('longer than allowed are told of, not kept', async () => {
    const long = `{"a":"${'x'.repeat(200)}"}`
    assert.deepEqual(await cut(`[${long},{"b":2}]`), [
      [0, undefined],
      [0, '{"b":2}'],
    ])
    assert.deepEqual(await cut(`${long}\n{"b":2}`), [
      [0, undefined],
      [1, '{"b":2}'],
    ])
  })
  it('of an array that are no objects are handed on all the same', async () => {
    assert.deepEqual(await cut('[1,\n"x",\n{}]'), [
      [0, '1,'],
      [1, '"x",'],
      [2, '{}'],
    ])
  })
  it('of an empty file are none', async () => {
    for (const text of ['', '\n\n', '[]', ' ']) assert.deepEqual(await cut(text), text === ' ' ? [[0, ' ']] : [])
  })
})
