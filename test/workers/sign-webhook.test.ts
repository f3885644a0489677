// What is sent is signed as the library of Standard Webhooks and the snippet in our documents check it, and tried again as its schedule says.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { Webhook } from 'standardwebhooks'
import { webhookShapes } from '../../server/openapi-webhooks.ts'
import { backOffMs, retryAfterMs, triedForMs } from '../../workers/back-off.ts'
import { signedHeaders } from '../../workers/sign-webhook.ts'
import { root } from '../running.ts'
import { tempFolder } from '../temp-folder.ts'

const secret = (bytes = 32) => `whsec_${randomBytes(bytes).toString('base64')}`
const body = '{"type":"alert.raised","data":{"title":"Plex: “Backlash” é 🚨"}}'
const seconds = () => Math.floor(Date.now() / 1_000)

const text = readFileSync(path.join(root, 'docs/telling.md'), 'utf8')

describe('the body of a webhook', () => {
  it('looks as docs/telling.md shows it', () => {
    const shown = /```json\n(\{\s+"type": "alert\.raised".*?)```/s.exec(text)?.[1] ?? assert.fail('there is none')
    webhookShapes['alert.raised'].parse(JSON.parse(shown))
  })
})

describe('a signature of a webhook', () => {
  const place = tempFolder()

  it('is taken by the library, with a secret of any length, and by each of two secrets', () => {
    for (const secrets of [[secret(24)], [secret(64)], [secret(), secret()]]) {
      const headers = signedHeaders(secrets, 'a1', seconds(), body)
      for (const one of secrets) assert.deepEqual(new Webhook(one).verify(body, { ...headers }), JSON.parse(body))
      assert.throws(() => new Webhook(secret()).verify(body, { ...headers }))
      assert.throws(() => new Webhook(secrets[0] ?? '').verify(`${body} `, { ...headers }))
    }
  })

  it('is taken by the snippet in docs/telling.md, and nothing else is', async () => {
    const snippet = /```js\n(import \{ createHmac.*?)```/s.exec(text)?.[1] ?? assert.fail('there is no snippet')
    const file = place('verify.mjs')
    writeFileSync(file, snippet)
    const [ours, other] = [secret(), secret()]
    process.env.PAGER_SECRET = ours
    const { isOurs } = (await import(file)) as { isOurs: (headers: object, body: string) => boolean }
    delete process.env.PAGER_SECRET
    const headers = signedHeaders([other, ours], 'a1', seconds(), body)
    assert.ok(isOurs(headers, body))
    assert.ok(!isOurs(headers, `${body} `))
    assert.ok(!isOurs({ ...headers, 'webhook-id': 'a2' }, body))
    assert.ok(!isOurs(signedHeaders([other], 'a1', seconds(), body), body))
    assert.ok(!isOurs(signedHeaders([ours], 'a1', seconds() - 600, body), body))
    assert.ok(!isOurs({}, body))
  })
})

describe('what failed is tried again', () => {
  it('after 5 s at first and a day at last, over 75 hours, never all at one moment', () => {
    const waits = Array.from({ length: 9 }, (_, i) => backOffMs(i + 1, 0.5))
    assert.equal(waits[0], 5_000)
    assert.equal(waits.at(-1), 24 * 3_600_000)
    assert.equal(backOffMs(50, 0.5), 24 * 3_600_000)
    const together = waits.reduce((sum, wait) => sum + wait, 0)
    assert.ok(together >= triedForMs && together < triedForMs + 3_600_000)
    assert.deepEqual([backOffMs(1, 0), backOffMs(1, 1)], [4_500, 5_500])
  })

  it('not before Retry-After, in seconds or as a date, and within a day whatever it says', () => {
    const nowMs = Date.UTC(2026, 10, 26, 7)
    assert.equal(retryAfterMs('120', nowMs), 120_000)
    assert.equal(retryAfterMs('Thu, 26 Nov 2026 07:01:00 GMT', nowMs), 60_000)
    assert.equal(retryAfterMs('Thu, 26 Nov 2026 06:00:00 GMT', nowMs), 0)
    for (const none of [undefined, 'soon', '-1x']) assert.equal(retryAfterMs(none, nowMs), undefined)
    assert.equal(backOffMs(1, 0.5, 120_000), 120_000)
    assert.equal(backOffMs(3, 0.5, 1_000), 30 * 60_000)
    assert.equal(backOffMs(1, 0.5, 999_999_999_000), 24 * 3_600_000)
  })
})
