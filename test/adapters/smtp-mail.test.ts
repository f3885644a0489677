// Mail through a server: one header a line, an end to every wait, and what its refusals mean.
import assert from 'node:assert/strict'
import net from 'node:net'
import { createSmtpMail } from '../../adapters/smtp-mail.ts'
import { acting, hostile } from '../hostile-words.ts'
import { smtpDouble } from '../smtp-double.ts'

const never = new AbortController().signal
const mail = { to: 'one@example.org', subject: 'Words', text: 'Text\n', id: 'a1' }

describe('mail through a server', () => {
  const double = smtpDouble()
  const silent = net.createServer(() => undefined)
  before(() => new Promise<void>((done) => silent.listen(0, '127.0.0.1', done)))
  after(() => new Promise((done) => silent.close(done)))
  beforeEach(() => {
    double.mails.length = 0
    double.answers(() => '250 fine')
  })
  const to = (url: string, timeoutMs = 2_000) => createSmtpMail({ url, from: 'Outcry <o@outcry.example>', timeoutMs })
  const codeOf = (sent: Promise<number>) =>
    sent.then(
      () => 'sent',
      (error: { code: string; message: string }) => `${error.code}: ${error.message}`,
    )

  it('goes to one address, under its own id, with the text as it is', async () => {
    const text = `${'long '.repeat(400)}\n.\n..\nFrom here\né “quoted” 🚨\n`
    assert.equal(await to(double.url)({ ...mail, text, leaveLink: 'https://o.example/follow/x/y/leave' }, never), 250)
    const [got] = double.mails
    assert.equal(got?.text.trimEnd(), text.trimEnd())
    for (const line of [
      'From: Outcry <o@outcry.example>',
      'To: one@example.org',
      'Message-ID: <a1@outcry.example>',
      'Auto-Submitted: auto-generated',
      'List-Unsubscribe: <https://o.example/follow/x/y/leave>',
      'List-Unsubscribe-Post: List-Unsubscribe=One-Click',
    ])
      assert.ok(got?.headers.split('\r\n').includes(line), line)
  })

  it('has no header that a subject or a text began', async () => {
    await to(double.url)({ ...mail, subject: hostile, text: hostile }, never)
    const [got] = double.mails
    assert.doesNotMatch(got?.headers ?? '', /^Bcc:/im)
    assert.equal(double.mails.length, 1)
    assert.doesNotMatch((got?.headers ?? '').replaceAll('\r\n', ''), acting)
  })

  it('tells an address that is not there from one that may be later, and both from a server that is away', async () => {
    const answers = async (line: string) => {
      double.answers(() => line)
      return codeOf(to(double.url)(mail, never))
    }
    assert.match(await answers('550 5.1.1 no such user'), /^not-found: .*answered 550$/)
    assert.match(await answers('550 5.7.1 relaying denied'), /^invalid: .*answered 550$/)
    assert.match(await answers('452 4.2.2 mailbox full'), /^invalid: .*answered 452$/)
    assert.match(await codeOf(to('smtp://127.0.0.1:9')(mail, never)), /^unavailable: .*cannot be reached$/)
    assert.deepEqual(double.mails, [])
  })

  it('is given up when the server says nothing, or the service stops', async () => {
    const url = `smtp://127.0.0.1:${(silent.address() as net.AddressInfo).port}`
    assert.match(await codeOf(to(url, 100)(mail, never)), /^unavailable/)
    const stopping = new AbortController()
    const sent = codeOf(to(url, 1_000)(mail, stopping.signal))
    stopping.abort()
    assert.match(await sent, /^unavailable/)
    assert.match(await codeOf(to(url)(mail, stopping.signal)), /^unavailable/)
  })
})
