// Text and times of strangers, made fit to be kept.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { normaliseLine, normaliseText } from '../../sources/normalise.ts'
import { parseLooseTime, parseTime } from '../../sources/time.ts'

const anyText = fc.string({ unit: 'binary' })

describe('a normalised text', () => {
  it('is normalised once: again changes nothing, and UTF-8 and JSON give it back', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = normaliseText(text)
        assert.equal(normaliseText(once), once)
        assert.equal(Buffer.from(once).toString(), once)
        assert.equal(JSON.parse(JSON.stringify(once)), once)
      }),
    )
  })
  it('has no NUL, no C0 but newline and tab, no lone surrogate', () => {
    assert.equal(normaliseText(' a\0b\u0007c\td\r\ne\rf\ud800g '), 'abc\td\ne\nf\ufffdg')
  })
  it('keeps emoji, right-to-left marks and zalgo, composed', () => {
    assert.equal(normaliseText('e\u0301 👩‍👩‍👧 \u202eabc Z\u0335\u0336'), 'é 👩‍👩‍👧 \u202eabc Z\u0335\u0336')
  })
  it('on one line has no newline', () => assert.equal(normaliseLine(' a\n\tb  c '), 'a b c'))
})

describe('a time', () => {
  it('of JavaScript is read as JavaScript reads it', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date(0), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
        (date) => assert.equal(parseTime(date.toISOString()), date.getTime()),
      ),
    )
  })
  it('may have a zone, a fraction and small letters', () => {
    const noon = Date.UTC(2017, 7, 19, 12)
    for (const text of ['2017-08-19T12:00:00Z', '2017-08-19t14:00:00.0+02:00', '2017-08-19T08:30:00-03:30'])
      assert.equal(parseTime(text), noon, text)
    assert.equal(parseTime('2017-08-19T12:00:00.123456789Z'), noon + 123)
    assert.equal(parseTime('2016-02-29T00:00:00Z'), Date.UTC(2016, 1, 29))
  })
  it('that is in no calendar is none', () => {
    for (const text of [
      '2017-02-30T00:00:00Z',
      '2017-02-29T00:00:00Z',
      '1900-02-29T00:00:00Z',
      '2017-13-01T00:00:00Z',
      '2017-00-10T00:00:00Z',
      '2017-01-00T00:00:00Z',
      '2017-01-01T24:00:00Z',
      '2017-01-01T00:60:00Z',
      '2017-01-01T00:00:60Z',
      '2017-01-01T00:00:00+24:00',
      '2017-01-01T00:00:00',
      '2017-01-01 00:00:00Z',
      '2017-01-01',
      '+02017-01-01T00:00:00Z',
      '',
    ])
      assert.equal(parseTime(text), undefined, text)
  })
  it('of a file may be written in more ways, and never means two days', () => {
    const at = Date.UTC(2017, 7, 19, 9, 12)
    for (const text of [
      '2017-08-19T09:12:00Z',
      '2017-08-19 09:12',
      '2017-08-19 09:12:00 UTC',
      '2017-08-19 09:12:00.000',
      '2017-08-19T05:12:00-0400',
      '1503133920',
      '1503133920000',
      'Sat Aug 19 09:12:00 +0000 2017',
    ])
      assert.equal(parseLooseTime(text), at, text)
    for (const text of ['08/09/2017', '19.8.2017', 'yesterday', '2017', '2017-08', ''])
      assert.equal(parseLooseTime(text), undefined, text)
  })
})
