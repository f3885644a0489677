// A server on the loopback that a test scripts: each request is answered by a function, and remembered.
import http, { type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Answering = (request: IncomingMessage, response: ServerResponse) => void

/** To be called inside `describe`; `answer` is set anew by each test. */
export const webDouble = () => {
  const asked: { readonly url: string; readonly headers: IncomingMessage['headers'] }[] = []
  let answer: Answering = (_, response) => void response.writeHead(404).end()
  const server = http.createServer((request, response) => {
    asked.push({ url: request.url ?? '', headers: request.headers })
    response.on('error', () => undefined) // whoever asked may be gone
    answer(request, response)
  })
  let connections = 0
  server.on('connection', () => connections++)
  const double = {
    /** Paths with their query, in the order asked, since the last `answers`. */
    asked,
    host: '',
    url: '',
    /** Ever, answered or not. */
    connections: () => connections,
    answers: (next: Answering) => {
      answer = next
      asked.length = 0
    },
  }
  before(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    double.host = `127.0.0.1:${(server.address() as AddressInfo).port}`
    double.url = `http://${double.host}`
  })
  after(async () => {
    server.closeAllConnections()
    await new Promise((done) => server.close(done))
  })
  return double
}
