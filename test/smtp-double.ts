// A mail server on the loopback: keeps what it is given, and answers as a test says.
import net from 'node:net'

export type Received = { readonly to: string; readonly raw: string; readonly headers: string; readonly text: string }

/** Quoted-printable and the folding of headers undone, as a reader of mail shows them. */
const read = (to: string, raw: string): Received => {
  const end = raw.indexOf('\r\n\r\n')
  const headers = raw.slice(0, end).replace(/\r\n[ \t]+/g, ' ')
  const body = raw.slice(end + 4)
  const bytes = /quoted-printable/i.test(headers)
    ? Buffer.from(
        body
          .replace(/=\r\n/g, '')
          .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16))),
        'latin1',
      )
    : Buffer.from(body, /base64/i.test(headers) ? 'base64' : 'latin1')
  return { to, raw, headers, text: bytes.toString('utf8').replaceAll('\r\n', '\n') }
}

/** To be called inside `describe`. */
export const smtpDouble = () => {
  const mails: Received[] = []
  /** What RCPT TO is answered; 250 takes it. */
  let answer = (_to: string) => '250 fine'
  const sockets = new Set<net.Socket>()
  const server = net.createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    let [waiting, to, data] = ['', '', false]
    const say = (line: string) => socket.write(`${line}\r\n`)
    say('220 double')
    socket.setEncoding('latin1').on('data', (chunk) => {
      waiting += chunk
      for (;;) {
        const mark = data ? '\r\n.\r\n' : '\r\n'
        const end = waiting.indexOf(mark)
        if (end === -1) return
        const line = waiting.slice(0, end)
        waiting = waiting.slice(end + mark.length)
        if (data) {
          data = false
          mails.push(read(to, line.replace(/^\.\./gm, '.')))
          say('250 kept')
        } else if (/^(EHLO|HELO|MAIL|RSET)/i.test(line)) say('250 fine')
        else if (/^RCPT/i.test(line)) {
          to = /<([^>]*)>/.exec(line)?.[1] ?? ''
          say(answer(to))
        } else if (/^DATA/i.test(line)) {
          data = true
          say('354 go on')
        } else if (/^QUIT/i.test(line)) socket.end('221 bye\r\n')
        else say('502 what')
      }
    })
  })
  const double = {
    mails,
    url: '',
    answers: (next: (to: string) => string) => {
      answer = next
    },
  }
  before(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    double.url = `smtp://127.0.0.1:${(server.address() as net.AddressInfo).port}`
  })
  after(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((done) => server.close(done))
  })
  return double
}
