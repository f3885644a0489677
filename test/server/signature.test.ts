// Standard Webhooks signatures, with the npm package as oracle.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { Webhook } from 'standardwebhooks'
import { Problem } from '../../events/problem.ts'
import { readSecret, verifySignature } from '../../server/signature.ts'
import { limits } from '../../settings.ts'

const nowMs = 1_700_000_000_000
const secretOf = (byte: number, bytes = 32) => `whsec_${Buffer.alloc(bytes, byte).toString('base64')}`
const secret = secretOf(1)
const body = JSON.stringify({ id: 'a', text: 'naïve – 🙂', at: '2023-11-14T00:00:00Z' })
const timestamp = String(nowMs / 1000)
const sign = (id = 'msg_1', text = body, by = secret) => new Webhook(by).sign(id, new Date(nowMs), text)
const tolerance = { toleranceMs: limits.signatureToleranceMs, maxSignatures: limits.maxSignatures }
type Sent = { id?: string | undefined; timestamp?: string | undefined; signature?: string | undefined }
const accepts = (sent: Sent = {}, bytes: Uint8Array = Buffer.from(body), secrets = [secret], now = nowMs) => {
  const headers = { id: 'msg_1', timestamp, signature: sign(), ...sent }
  try {
    return verifySignature(secrets.map(readSecret), headers, bytes, now, tolerance) === headers.id
  } catch (error) {
    assert.ok(error instanceof Problem && error.code === 'unauthorised')
    assert.equal(error.message, 'checking who sends: a valid key or signature is needed')
    return false
  }
}

describe('a signature', () => {
  it('of the library is accepted, for any id and body', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\w-]{1,60}$/), fc.string({ unit: 'grapheme' }), (id, text) =>
        accepts({ id, signature: sign(id, text.toWellFormed()) }, Buffer.from(text.toWellFormed())),
      ),
    )
  })
  it('is accepted among others, but only eight are looked at', () => {
    assert.ok(accepts({ signature: `v1a,AAAA v1,AAAA ${sign()}` }))
    assert.ok(accepts({ signature: `${'v1,AAAA '.repeat(7)}${sign()}` }))
    assert.ok(!accepts({ signature: `${'v1,AAAA '.repeat(8)}${sign()}` }))
    assert.ok(!accepts({ signature: `${'v1,AAAA '.repeat(100)}${sign()}` }))
  })
  it('is accepted up to five minutes off, either way', () => {
    const at = (ms: number) => accepts({}, Buffer.from(body), [secret], nowMs + ms)
    assert.deepEqual([-300_001, -300_000, 0, 300_000, 300_001].map(at), [false, true, true, true, false])
  })
  it('is accepted by either of two secrets', () => {
    assert.ok(accepts({}, Buffer.from(body), [secretOf(2), secret]))
    assert.ok(!accepts({}, Buffer.from(body), [secretOf(2), secretOf(3)]))
    assert.ok(!accepts({}, Buffer.from(body), []))
  })
  it('is refused where a header is missing, the id has a dot, or the time is no number', () => {
    for (const sent of [{ id: undefined }, { timestamp: undefined }, { signature: undefined }, { signature: '' }])
      assert.ok(!accepts(sent))
    assert.ok(!accepts({ id: 'msg.1', signature: sign('msg.1') }))
    for (const odd of ['', 'NaN', '1e9', `${timestamp}.0`, ` ${timestamp}`, `-${timestamp}`, '9'.repeat(30)])
      assert.ok(!accepts({ timestamp: odd }), odd)
  })
  it('is refused after any of 10,000 mutations that the library refuses too', () => {
    const seed = Number(process.env.SEED ?? Date.now() % 1_000_000)
    console.log(`      seed ${seed} (SEED=${seed} repeats it)`)
    const flip = (text: string, place: number, by: number) => {
      const bytes = Buffer.from(text)
      const at = place % bytes.length
      bytes[at] = (bytes[at] ?? 0) ^ (1 + (by % 127))
      return bytes.toString('latin1')
    }
    const oracle = new Webhook(secret)
    const library = ({ id = '', timestamp = '', signature = '' }: Sent, text: string) => {
      try {
        oracle.verify(text, { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signature })
        return true
      } catch {
        return false
      }
    }
    const realNow = Date.now
    Date.now = () => nowMs // the library asks the clock of the process
    try {
      fc.assert(
        fc.property(fc.constantFrom('id', 'timestamp', 'signature', 'body'), fc.nat(), fc.nat(), (part, place, by) => {
          const whole = { id: 'msg_1', timestamp, signature: sign(), body }
          const { body: text, ...sent } = { ...whole, [part]: flip(whole[part], place, by) }
          const bytes = part === 'body' ? Buffer.from(text, 'latin1') : Buffer.from(text)
          assert.equal(accepts(sent, bytes), library(sent, text), `${part} at ${place} by ${by}`)
        }),
        { numRuns: 10_000, seed },
      )
    } finally {
      Date.now = realNow
    }
  })
  it('is compared in constant time', () => {
    const source = readFileSync(new URL('../../server/signature.ts', import.meta.url), 'utf8')
    assert.match(source, /timingSafeEqual\(one, expected\)/)
    assert.doesNotMatch(source, /\.equals\(|compare\(/)
  })
})

describe('a webhook secret', () => {
  it('is whsec_ and base64 of 24 to 64 bytes', () => {
    for (const bytes of [24, 32, 64]) readSecret(secretOf(1, bytes))
    for (const bad of [
      secretOf(1, 23),
      secretOf(1, 65),
      'whsec_!',
      'no secret',
      secret.slice(6),
      `${secret}!`,
      `${secret} `,
    ])
      assert.throws(
        () => readSecret(bad),
        (error: Problem) => error.code === 'invalid' && !error.message.includes(bad),
      )
  })
})
