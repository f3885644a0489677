// The HTTP server: its limits, and how it drains.
import assert from 'node:assert/strict'
import { Agent, request } from 'node:http'
import { createConnection } from 'node:net'
import { createHttpServer, drain, listen } from '../../server/listen.ts'
import { limits } from '../../settings.ts'

describe('the HTTP server', () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const server = createHttpServer((_request, response) => void response.end('here'), {
    ...limits,
    maxRequestsPerSocket: 3,
  })
  let url: string
  before(async () => {
    url = await listen(server, '127.0.0.1', 0)
  })
  after(async () => {
    agent.destroy()
    await drain(server, 1_000)
  })
  const ask = () =>
    new Promise<{ status: number | undefined; connection: string | undefined }>((resolve, reject) => {
      request(url, { agent }, (answer) => {
        answer.resume().on('end', () => resolve({ status: answer.statusCode, connection: answer.headers.connection }))
      })
        .on('error', reject)
        .end()
    })

  it('closes a connection after its number of requests, and refuses none', async () => {
    const answers = []
    for (let n = 0; n < 7; n++) answers.push(await ask())
    assert.deepEqual(
      answers.map(({ status, connection }) => `${status} ${connection}`),
      [
        '200 keep-alive',
        '200 keep-alive',
        '200 close',
        '200 keep-alive',
        '200 keep-alive',
        '200 close',
        '200 keep-alive',
      ],
    )
  })

  it('answers 400 to two Host headers', async () => {
    const { port } = new URL(url)
    const socket = createConnection(Number(port), '127.0.0.1')
    socket.write('GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n')
    let text = ''
    for await (const chunk of socket) text += chunk
    assert.match(text, /^HTTP\/1\.1 400 /)
  })

  it('says which address is taken', async () => {
    const second = createHttpServer(() => undefined, limits)
    await assert.rejects(
      listen(second, '127.0.0.1', Number(new URL(url).port)),
      /listening on 127\.0\.0\.1:\d+: another program/,
    )
  })
})
