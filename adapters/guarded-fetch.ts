// Outgoing HTTP that cannot be turned against the network it runs in: trust.md's rules for every request and every redirect.
import { lookup } from 'node:dns/promises'
import http, { type IncomingMessage, type RequestOptions } from 'node:http'
import https from 'node:https'
import { Problem } from '../events/problem.ts'
import type { WebAnswer, WebFetch, WebHeaders, WebRequest } from '../events/web.ts'
import { readBody } from './bounded-body.ts'
import { checkedAddresses, isBlocked, type Resolve } from './checked-address.ts'

type GuardedFetchParts = {
  /** `host:port`, exactly: reached whatever its address is. */
  readonly allowHosts: readonly string[]
  /** Name, version and contact: what servers see of us, unless a request has its own. */
  readonly userAgent: string
  readonly limits: {
    readonly connectMs: number
    readonly answerMs: number
    /** Of the body, inflated. */
    readonly maxAnswerBytes: number
    readonly maxRedirects: number
  }
  /** Every address of a name; of the system unless given. */
  readonly resolve?: Resolve
}

const resolveBySystem: Resolve = (host) => lookup(host, { all: true, verbatim: true })

const nothing = new Uint8Array()
const isRedirect = (status: number) => [301, 302, 303, 307, 308].includes(status)
/** Keys and cookies are for the server they were meant for. */
const harmless = ['accept', 'accept-language', 'if-none-match', 'if-modified-since']

const headersOf = ({ headers }: IncomingMessage): WebHeaders =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]))

const wordsOf = (error: NodeJS.ErrnoException): string => {
  switch (error.code) {
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return 'its name was not found'
    case 'ECONNREFUSED':
      return 'it refuses connections'
    case 'ECONNRESET':
    case 'EPIPE':
      return 'the connection was cut'
    case undefined:
      return 'there was no answer in time'
    default:
      return /CERT|ALTNAME|ISSUER/.test(error.code)
        ? `its certificate is not to be trusted (${error.code})`
        : `the connection failed (${error.code})`
  }
}

export const createGuardedFetch = (parts: GuardedFetchParts): WebFetch => {
  const { allowHosts, userAgent, limits, resolve = resolveBySystem } = parts
  const allowed = new Set(allowHosts.map((place) => place.toLowerCase()))
  const isAllowed = (place: string) => allowed.has(place)

  /** One connection of its own; nothing is sent before the peer was looked at. */
  const ask = async (url: URL, request: WebRequest, signal: AbortSignal): Promise<IncomingMessage> => {
    const { promise: failed, reject: outOfTime } = Promise.withResolvers<never>()
    failed.catch(() => undefined)
    const stop = () => outOfTime(signal.reason)
    signal.addEventListener('abort', stop)
    try {
      signal.throwIfAborted()
      const checked = checkedAddresses(url, isAllowed, resolve)
      checked.catch(() => undefined)
      const { host, port, allowed: isNamed, addresses } = await Promise.race([checked, failed])
      const isSafe = url.protocol === 'https:'
      const options: RequestOptions & { servername?: string } = {
        method: request.method,
        host,
        port,
        path: `${url.pathname}${url.search}`,
        headers: {
          'user-agent': userAgent,
          ...request.headers,
          host: url.host.replace(/\.(?=:|$)/, ''),
          'accept-encoding': 'gzip, br, zstd',
          ...(request.body === undefined ? {} : { 'content-length': Buffer.byteLength(request.body) }),
        },
        agent: false,
        signal,
        lookup: (_, { all }, done) => {
          const [first] = addresses
          if (all) done(null, [...addresses])
          else done(null, first?.address ?? '', first?.family)
        },
      }
      const sent = (isSafe ? https : http).request(options)
      const answered = new Promise<IncomingMessage>((done, fail) => {
        sent.once('response', done).on('error', fail)
        sent.once('upgrade', () => sent.destroy(new Error('an upgrade that nobody asked for')))
      })
      const late = setTimeout(() => sent.destroy(new Error('no connection in time')), limits.connectMs)
      sent.once('socket', (socket) =>
        socket.once('connect', () => {
          if (!isNamed && isBlocked(socket.remoteAddress ?? '')) {
            sent.destroy(new Problem('forbidden', `reaching ${host}: the connection went to a private address`))
            return
          }
          if (!isSafe) clearTimeout(late)
          socket.once('secureConnect', () => clearTimeout(late))
          sent.end(request.body)
        }),
      )
      return await answered.finally(() => clearTimeout(late))
    } finally {
      signal.removeEventListener('abort', stop)
    }
  }

  const follow = async (request: WebRequest, signal: AbortSignal): Promise<WebAnswer> => {
    let url = new URL(request.url)
    let { headers } = request
    for (let redirects = 0; ; redirects++) {
      const response = await ask(url, { ...request, headers }, signal)
      const { statusCode: status = 0 } = response
      const { location } = response.headers
      if (!isRedirect(status) || location === undefined) {
        const reading = readBody(response, limits.maxAnswerBytes)
        const body = await (request.onlyStatus ? reading.catch(() => nothing) : reading)
        return { status, headers: headersOf(response), body, url: url.href }
      }
      response.destroy()
      if (request.method !== 'GET')
        throw new Problem('too-large', `reaching ${url.host}: it redirects, and what is sent goes to nobody else`)
      if (redirects >= limits.maxRedirects)
        throw new Problem('too-large', `reaching ${new URL(request.url).host}: it redirects once too often`)
      if (!URL.canParse(location, url))
        throw new Problem('forbidden', `reaching ${url.host}: it redirects to something that is no address`)
      const next = new URL(location, url)
      if (next.origin !== url.origin)
        headers = Object.fromEntries(Object.entries(headers).filter(([name]) => harmless.includes(name.toLowerCase())))
      url = next
    }
  }

  return async (request, signal) => {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(limits.answerMs)])
    if (!URL.canParse(request.url)) throw new Problem('forbidden', 'reaching a server: that is no address')
    try {
      return await follow(request, limit)
    } catch (error) {
      if (error instanceof Problem && (error.code !== 'unavailable' || !limit.aborted)) throw error
      const words = limit.aborted ? 'there was no answer in time' : wordsOf(error as NodeJS.ErrnoException)
      throw new Problem('unavailable', `reaching ${new URL(request.url).host}: ${words}`, { cause: error })
    }
  }
}
