// Settings of mail: whole or not at all, and refused with their name. No password is repeated.
import assert from 'node:assert/strict'
import { mailOf, readSettings } from '../settings.ts'

const mailIn = (environment: { readonly [name: string]: string }) => {
  try {
    return mailOf(readSettings(environment))
  } catch (error) {
    return (error as Error).message
  }
}
const url = 'smtp://user:pass@mail.example:587'

describe('the settings of mail', () => {
  it('are none, or a server and a sender', () => {
    assert.equal(mailIn({}), undefined)
    assert.equal(mailIn({ SMTP_FROM: 'a@b.example' }), undefined)
    assert.deepEqual(mailIn({ SMTP_URL: url, SMTP_FROM: 'Outcry <a@b.example>' }), {
      url,
      from: 'Outcry <a@b.example>',
    })
  })

  it('are refused by name, without a sender or with what is none', () => {
    assert.match(String(mailIn({ SMTP_URL: url })), /^setting SMTP_FROM/)
    assert.match(String(mailIn({ SMTP_URL: 'mail.example:587' })), /^setting SMTP_URL/)
    for (const from of ['nobody', 'a@b.example\r\nBcc: c@d.example', 'a@b.example, c@d.example'])
      assert.match(String(mailIn({ SMTP_URL: url, SMTP_FROM: from })), /^setting SMTP_FROM/, from)
  })

  it('need an address for links in a cluster', () => {
    const cluster = { SMTP_URL: url, SMTP_FROM: 'a@b.example', KURRENTDB_URL: 'kurrentdb://k.example:2113' }
    assert.match(String(mailIn(cluster)), /^setting OUTCRY_PUBLIC_URL/)
    assert.deepEqual(mailIn({ ...cluster, OUTCRY_PUBLIC_URL: 'https://o.example' }), { url, from: 'a@b.example' })
  })
})

describe('a setting that is refused', () => {
  it('is named and shown, but for an address that may hold a password', () => {
    const refusal = (environment: { readonly [name: string]: string }) => {
      try {
        return readSettings(environment)
      } catch (error) {
        return (error as Error).message
      }
    }
    assert.equal(refusal({ PORT: '80b' }), 'setting PORT: "80b" is not a port; see docs/operating.md')
    for (const name of ['KURRENTDB_URL', 'REDIS_URL', 'REDIS_JOBS_URL', 'SMTP_URL'])
      for (const address of ['http://user:secret@host', 'user:secret@host'])
        assert.match(
          String(refusal({ [name]: address })),
          new RegExp(`^setting ${name}: it is not a URL that begins with [a-z]+://[^@]*$`),
        )
  })
})
