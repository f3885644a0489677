// Bodies that come slowly, lie about their length or never end.
import assert from 'node:assert/strict'
import { createServer, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Problem } from '../../events/problem.ts'
import { discardBody, readBody, streamBody } from '../../server/body.ts'

const limits = { maxBodyBytes: 1_000, requestTimeoutMs: 80 }

describe('a body', () => {
  let server: Server
  let port: number
  before(async () => {
    server = createServer(async (request, response) => {
      try {
        let bytes = 0
        if (request.url === '/stream')
          for await (const chunk of streamBody(request, limits.requestTimeoutMs)) bytes += chunk.length
        else bytes = (await readBody(request, limits)).length
        response.end(`${bytes} bytes`)
      } catch (error) {
        assert.ok(error instanceof Problem, String(error))
        discardBody(request)
        response.statusCode = error.code === 'too-large' ? 413 : error.code === 'unsupported' ? 415 : 400
        response.end(error.message)
      }
    }).listen(0, '127.0.0.1')
    await new Promise((resolve) => server.once('listening', resolve))
    port = (server.address() as AddressInfo).port
  })
  after(() => server.close())

  /** Sends as given and answers what came back until the server closed, and after how long. */
  const send = (head: string, body: string | Buffer, target = '/') =>
    new Promise<{ answer: string; ms: number }>((resolve) => {
      const began = performance.now()
      let answer = ''
      const socket = connect(port, '127.0.0.1')
      socket.on('data', (chunk) => {
        answer += chunk
      })
      socket.on('error', () => undefined)
      socket.on('close', () => resolve({ answer, ms: performance.now() - began }))
      socket.write(`POST ${target} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n${head}\r\n\r\n`)
      socket.write(body)
    })

  it('of its announced length is read', async () => {
    assert.match((await send('content-length: 5', 'hello')).answer, /200 OK.*5 bytes$/s)
  })
  it('in chunks is read', async () => {
    assert.match((await send('transfer-encoding: chunked', '5\r\nhello\r\n0\r\n\r\n')).answer, /200 OK.*5 bytes/s)
  })
  it('one byte over the limit is refused, announced or not', async () => {
    const announced = await send('content-length: 1001', 'x')
    assert.match(announced.answer, /413/)
    const chunked = `3e9\r\n${'x'.repeat(1_001)}\r\n0\r\n\r\n`
    assert.match((await send('transfer-encoding: chunked', chunked)).answer, /413/)
    assert.match((await send('content-length: 1000', 'x'.repeat(1_000))).answer, /200 OK/)
  })
  it('one byte over the limit once inflated is refused', async () => {
    for (const [bytes, status] of [
      [1_000, /200 OK.*1000 bytes/s],
      [1_001, /413/],
    ] as const) {
      const zipped = gzipSync(Buffer.alloc(bytes))
      assert.match((await send(`content-encoding: gzip\r\ncontent-length: ${zipped.length}`, zipped)).answer, status)
    }
  })
  it('that does not come is answered and closed a second after its time', async () => {
    const { answer, ms } = await send('content-length: 100', 'slow')
    assert.match(answer, /400.*took longer/s)
    assert.ok(ms < 3_000, `${ms} ms`)
  })
  it('that is streamed is closed once nothing comes', async () => {
    const { ms } = await send('transfer-encoding: chunked', '5\r\nhello\r\n', '/stream')
    assert.ok(ms < 3_000, `${ms} ms`)
  })
  it('that is streamed as gzip and is none, or is cut, is said to be', async () => {
    const cut = gzipSync('x'.repeat(5_000)).subarray(0, 20)
    for (const bytes of [Buffer.from('not gzip'), cut])
      assert.match(
        (await send(`content-encoding: gzip\r\ncontent-length: ${bytes.length}`, bytes, '/stream')).answer,
        /400.*not valid gzip/s,
      )
  })
  it('packed in other ways is refused', async () => {
    for (const encoding of ['br', 'zstd', 'deflate', 'gzip, gzip'])
      assert.match((await send(`content-encoding: ${encoding}\r\ncontent-length: 1`, 'x')).answer, /415/)
  })
})
