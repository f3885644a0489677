// Strangers' words, made fit to be shown.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { headline, quotable, quote, webAddress } from '../../views/quote.ts'

describe('a quotation', () => {
  it('has no links and no @names', () => {
    assert.equal(
      quote('See https://evil.example/x and www.evil.example, @plex and (@bob) agree'),
      'See and and () agree',
    )
  })

  it('is cut at a word, at 280 characters', () => {
    const cut = quote('word '.repeat(100))
    assert.ok(cut.length <= 280 && cut.endsWith('word…'), cut)
    assert.equal([...quote('x'.repeat(500))].length, 280)
  })

  it('has no character that acts on the text around it', () => {
    assert.equal(quote('a\u202eb\u0000c\u200bd\u2066e\r\nf\ufeffg\u001b[31m'), 'a b c d e f g [31m')
    assert.equal([...quote(`z${'\u0301'.repeat(50)}`)].length, 4)
  })

  it('is well formed and short whatever comes', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 600 }), (text) => {
        const quoted = quote(text)
        assert.ok(quoted.isWellFormed() && [...quoted].length <= 280)
        assert.equal(quote(quoted).length <= quoted.length, true)
      }),
      { verbose: 1 },
    )
  })

  it('is not picked as typical with personal data, threats or slurs in it', () => {
    const bad = [
      'mail me at bob@mail.example',
      'call +49 170 1234567',
      'I hope they die',
      'I will kill the CEO',
      'you retard',
      '',
    ]
    assert.deepEqual(bad.filter(quotable), [])
    assert.ok(quotable('They killjoy my 2017 library of 15,231 films'))
  })
})

describe('an address', () => {
  it('is of http or https, without user info, or none', () => {
    const bad = [
      'javascript:alert(1)',
      'JaVaScRiPt:alert(1)',
      'java\tscript:alert(1)',
      'data:text/html,x',
      'vbscript:x',
      '//evil.example',
      '/x',
      'https://u:p@evil.example',
      'https://',
      'ftp://x.example',
      ` ${'x'.repeat(3_000)}`,
      '',
      null,
      undefined,
    ]
    for (const url of bad) assert.equal(webAddress(url), null, String(url))
    assert.equal(webAddress('https://exämple.org/a"b'), 'https://xn--exmple-cua.org/a%22b')
    assert.equal(webAddress('http://example.org'), 'http://example.org/')
  })
})

describe('a headline', () => {
  it('is name and news, and where that is too long the name gives way', () => {
    assert.equal(headline('Plex', 'Backlash', 120), 'Plex: Backlash')
    const long = headline('n'.repeat(300), 'Backlash', 120)
    assert.match(long, /^n+…: Backlash$/)
    assert.equal(long.length, 120)
  })

  it('keeps some of the name beside the longest news, and of signs of two halves both', () => {
    const both = headline('🦊'.repeat(300), `Statement: ${'w'.repeat(300)}`, 120)
    assert.match(both, /^🦊{19}…: Statement: w+…$/u)
    assert.equal([...both].length, 120)
    assert.match(headline('Plex', 'w'.repeat(300), 120), /^Plex: w{113}…$/)
  })
})
