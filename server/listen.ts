// The HTTP server itself: limits of the protocol, where it listens, and how it stops.
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { Problem } from '../events/problem.ts'

type HttpLimits = {
  readonly maxHeaderBytes: number
  readonly headersTimeoutMs: number
  readonly keepAliveMs: number
  readonly maxConnections: number
  readonly maxRequestsPerSocket: number
}

/** Two Host headers are how one request is told to two servers as two different ones: Node takes them. */
const hostsNamed = ({ rawHeaders }: IncomingMessage): number => {
  let count = 0
  for (let i = 0; i < rawHeaders.length; i += 2) if (rawHeaders[i]?.toLowerCase() === 'host') count++
  return count
}

/** Not listening yet: sockets are attached first. A body's own time is kept by whoever reads it, for streams may be long. */
export const createHttpServer = (handle: RequestListener, limit: HttpLimits): Server => {
  const served = new WeakMap<Socket, number>()
  const server = createServer(
    {
      maxHeaderSize: limit.maxHeaderBytes,
      headersTimeout: limit.headersTimeoutMs,
      requestTimeout: 0,
      keepAliveTimeout: limit.keepAliveMs,
      connectionsCheckingInterval: 1_000,
      // Some clients offer HTTP/2 with every request: that offer is passed over, or they would wait for ever.
      shouldUpgradeCallback: ({ headers }) => headers.upgrade?.toLowerCase() === 'websocket',
    },
    (request, response) => {
      const count = (served.get(request.socket) ?? 0) + 1
      served.set(request.socket, count)
      // Node's own limit tells the client to close and answers 503 if it does not: this closes.
      if (count >= limit.maxRequestsPerSocket) response.shouldKeepAlive = false
      if (hostsNamed(request) === 1) return handle(request, response)
      response.writeHead(400, { 'content-type': 'text/plain', connection: 'close' }).end('one Host header is needed\n')
    },
  )
  server.maxConnections = limit.maxConnections
  return server
}

/** Answers the address. @throws Problem `unavailable` when the port is taken or may not be used */
export const listen = (server: Server, host: string, port: number): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there' : error.message
      reject(new Problem('unavailable', `listening on ${host}:${port}: ${why}; set PORT or HOST`))
    })
    server.listen(port, host, () => {
      const address = server.address()
      const bound = address !== null && typeof address === 'object' ? address.port : port
      const name = host === '0.0.0.0' || host === '::' ? 'localhost' : host.includes(':') ? `[${host}]` : host
      resolve(`http://${name}:${bound}`)
    })
  })

/** Takes no more, lets what was taken finish, and after `drainMs` cuts what is left. */
export const drain = async (server: Server, drainMs: number): Promise<void> => {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  server.closeIdleConnections()
  const timer = setTimeout(() => server.closeAllConnections(), drainMs)
  await closed
  clearTimeout(timer)
}
