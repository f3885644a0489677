// Somebody follows a story by mail at the real server: asked, confirmed, told, gone; and no file ever held the address in clear.
import assert from 'node:assert/strict'
import { filesWith } from './files-with.ts'
import { type Running, startServer, until } from './running.ts'
import { smtpDouble } from './smtp-double.ts'
import { tempFolder } from './temp-folder.ts'

const address = 'canary.reader@example.org'

describe('a story by mail', () => {
  const place = tempFolder()
  const mail = smtpDouble()
  let server: Running
  const form = (
    target: string,
    fields: Record<string, string>,
    headers: Record<string, string> = { origin: server.url },
  ) =>
    fetch(`${server.url}${target}`, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...headers },
      body: new URLSearchParams(fields).toString(),
    })
  const text = async (answer: Promise<Response>) => (await answer).text()
  const page = '/stories/feedback/follow'

  it('is asked for, confirmed by a button only, told within seconds, and left by one press', async () => {
    const env = { SMTP_URL: mail.url, SMTP_FROM: 'Outcry <alerts@outcry.example>', LOG_LEVEL: 'trace' }
    server = await startServer(place('data'), { env })
    try {
      assert.match(await text(fetch(`${server.url}/stories/feedback`)), new RegExp(`href="${page}"`))
      assert.match(await text(fetch(`${server.url}${page}`)), /Send me the mail that asks/)
      assert.equal((await fetch(`${server.url}/stories/none/follow`)).status, 404)
      assert.equal((await form(page, { address }, { origin: 'https://evil.example' })).status, 403)
      const wrong = await form(page, { address: 'not an address' })
      assert.equal(wrong.status, 422)
      assert.match(await wrong.text(), /value="not an address"/)
      const first = await text(form(page, { address }))
      await until('the mail that asks', () => mail.mails.length === 1)
      const link = /http:\S+\/follow\/[\w-]+\/\w+/.exec(mail.mails[0]?.text ?? '')?.[0] ?? ''

      // Whoever looks at links, as mail servers do, confirms nothing.
      assert.match(await text(fetch(link)), /Yes, tell me/)
      assert.match(await text(fetch(`${link}/confirm`)), /Yes, tell me/)
      assert.equal((await fetch(link.replace(/\w{4}$/, '0000'))).status, 404)
      assert.match(await text(fetch(`${link}/confirm`, { method: 'POST' })), /You follow this story/)
      assert.equal(await text(form(page, { address })), first, 'the answer does not tell who follows')

      const statement = { at: new Date(Date.now() + 50).toISOString(), kind: 'reversal', title: 'The opt-out is back' }
      await server.ask('POST', '/api/v1/stories/feedback/statements', statement)
      await until('the mail that tells', () => mail.mails.length === 2)
      const [, told] = mail.mails
      assert.match(told?.headers ?? '', /^Subject: Feedback: .*changes course: The opt-out is back$/m)
      const leave = /^List-Unsubscribe: <(.*)>$/m.exec(told?.headers ?? '')?.[1] ?? ''
      assert.match(await text(fetch(leave)), /You follow this story/)
      // RFC 8058, as a mail server presses it: no origin, no cookie.
      const pressed = await fetch(leave, {
        method: 'POST',
        body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
      })
      assert.equal(pressed.status, 200)
      assert.match(await text(fetch(link)), /You have left/)
      assert.ok(!server.output().includes('canary'))

      for (let i = 0; i < 8; i++) assert.equal((await form(page, { address: `reader${i}@example.org` })).status, 200)
      const limited = await form(page, { address })
      assert.equal(limited.status, 429)
      assert.match(limited.headers.get('retry-after') ?? '', /^\d+$/)
      assert.match(await limited.text(), /more than 10 forms within an hour[\s\S]*Send me the mail that asks/)
    } finally {
      assert.equal(await server.stop(), 0, server.output())
    }
    assert.deepEqual(filesWith(place(), [address, 'canary.reader']), [])
  })
})
