// What is made of the read model for everybody, compressed and kept, and sent with what readers and caches need to ask again cheaply.
import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Request, RequestHandler, Response } from 'express'
import type { Asset } from './assets.ts'
import { createCache } from './cache.ts'

const brotli = promisify(brotliCompress)
const gunzippable = promisify(gzip)

export type Made = {
  readonly etag: string
  readonly type: string
  readonly plain: Buffer
  /** Without them it is compressed already. */
  readonly br?: Buffer
  readonly gzip?: Buffer
  readonly quotesPosts: boolean
}

type Making = {
  readonly quotesPosts?: boolean
  /** Of brotli: 10 takes 20 ms of a thread of its own for a page that many load, and makes it a tenth smaller. */
  readonly quality?: number
  /** Else made of the content. */
  readonly etag?: string
}

const tagOf = (bytes: Buffer) => `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`

export const madeOf = async (text: string, type: string, making: Making = {}): Promise<Made> => {
  const { quotesPosts = false, quality = 5 } = making
  const plain = Buffer.from(text)
  const [br, gz] = await Promise.all([
    brotli(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: quality, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    }),
    gunzippable(plain, { level: 6 }),
  ])
  return { etag: making.etag ?? tagOf(plain), type, plain, br, gzip: gz, quotesPosts }
}

/** Of bytes that no coding makes smaller. */
export const madeOfBytes = (plain: Buffer, type: string): Made => ({
  etag: tagOf(plain),
  type,
  plain,
  quotesPosts: false,
})

type Published = Made & { readonly changedMs: number }

/**
 * Makes a thing once per stamp, as `createCache` does, and knows since when it is the same to the byte. By the real
 * clock: HTTP knows no other.
 */
export const createPublished = (maxKept: number, restFactor: number) => {
  const cache = createCache<Published>(maxKept, restFactor)
  const known = new Map<string, Pick<Published, 'etag' | 'changedMs'>>()
  return (key: string, stamp: string, make: () => Promise<Made>): Promise<Published> =>
    cache(key, stamp, async () => {
      const made = await make()
      const before = known.get(key)
      const changedMs = before?.etag === made.etag ? before.changedMs : Date.now()
      known.delete(key)
      known.set(key, { etag: made.etag, changedMs })
      const [oldest] = known.keys()
      if (known.size > maxKept && oldest !== undefined) known.delete(oldest)
      return { ...made, changedMs }
    })
}

/** RFC 9110, 12.5.3: what has the weight 0 is refused. */
const takes = (accepted: string, coding: 'br' | 'gzip') =>
  accepted
    .toLowerCase()
    .split(',')
    .map((part) => part.split(';').map((word) => word.trim()))
    .some(([name, ...weights]) => name === coding && !weights.some((weight) => /^q=0(\.0*)?$/.test(weight)))

export const send = (made: Made | Asset, response: Response, accepted: string) => {
  response.setHeader('content-type', made.type)
  response.vary('accept-encoding')
  const coding = (['br', 'gzip'] as const).find((one) => made[one] !== undefined && takes(accepted, one))
  if (coding !== undefined) response.setHeader('content-encoding', coding)
  const body = (coding && made[coding]) ?? made.plain
  response.setHeader('content-length', body.length)
  response.end(body)
}

const secondOf = (ms: number) => Math.floor(ms / 1000)

/** RFC 9110, 13.2.2: the date counts only where no tag is given. */
const isKnown = ({ etag, changedMs }: Published, { headers }: Request) => {
  const tags = headers['if-none-match']
  // A tag may hold commas and stars.
  if (tags !== undefined) return tags.trim() === '*' || [...tags.matchAll(/"[^"]*"/g)].some(([tag]) => tag === etag)
  return secondOf(Date.parse(headers['if-modified-since'] ?? '')) >= secondOf(changedMs)
}

/** Public, short-lived, with a strong tag and a date; 304 for who has it already. */
export const sendMade = (made: Published, request: Request, response: Response) => {
  response.setHeader('etag', made.etag)
  // Within the second of a change another may follow: who is told of an earlier one asks once too often, never too seldom.
  const modified = Math.min(secondOf(made.changedMs), secondOf(Date.now()) - 1)
  response.setHeader('last-modified', new Date(modified * 1000).toUTCString())
  response.setHeader('cache-control', response.locals.cacheControl ?? 'public, max-age=5, stale-while-revalidate=30')
  if (made.quotesPosts) response.setHeader('x-robots-tag', 'noindex, noarchive')
  if (isKnown(made, request)) {
    response.vary('accept-encoding').status(304).end()
    return
  }
  send(made, response, String(request.headers['accept-encoding'] ?? ''))
}

/** Any page may load it: as a picture, by script, in a frame. */
export const openToAll = (response: Response) => {
  response.setHeader('access-control-allow-origin', '*')
  response.setHeader('access-control-expose-headers', 'etag')
  response.setHeader('cross-origin-resource-policy', 'cross-origin')
}

/** A script of another page asks for leave before it sends the tag it has (Fetch, 4.8). */
export const leaveToAsk: RequestHandler = (_request, response) => {
  openToAll(response)
  response.setHeader('access-control-allow-methods', 'GET, HEAD')
  response.setHeader('access-control-allow-headers', 'if-none-match, if-modified-since')
  response.setHeader('access-control-max-age', '86400')
  response.status(204).end()
}
