// CSV: nothing that a spreadsheet would run.
import assert from 'node:assert/strict'
import { csvOf } from '../../server/csv.ts'

const cell = (value: string | number | null) => csvOf(['a'], [{ a: value }]).split('\r\n')[1]

describe('a cell of CSV', () => {
  it('is never a formula', () => {
    for (const start of ['=', '+', '-', '@', '\t'])
      assert.equal(cell(`${start}cmd|' /C calc'!A0`), `"'${start}cmd|' /C calc'!A0"`)
    assert.match(csvOf(['a'], [{ a: '\rx' }]), /\r\n"'\rx"\r\n$/)
  })
  it('keeps numbers as they are', () => assert.equal(cell(-0.5), '-0.5'))
  it('is quoted where it must be', () => {
    assert.equal(cell('a,b'), '"a,b"')
    assert.equal(cell('say "no"'), '"say ""no"""')
    assert.equal(csvOf(['a'], [{ a: 'two\nlines' }]), 'a\r\n"two\nlines"\r\n')
  })
  it('is empty for nothing', () => assert.equal(cell(null), ''))
})
