// Reads the body of an answer: inflated, complete, and never more of it than is taken.
import type { IncomingMessage } from 'node:http'
import type { Readable, Transform } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate, createZstdDecompress } from 'node:zlib'
import { Problem } from '../events/problem.ts'

const inflaters: { readonly [encoding: string]: () => Transform } = {
  gzip: createGunzip,
  'x-gzip': createGunzip,
  deflate: createInflate,
  br: createBrotliDecompress,
  zstd: createZstdDecompress,
}

const isGzip = (body: Uint8Array) => body[0] === 0x1f && body[1] === 0x8b

const inflaterOf = (encoding: string): Transform | undefined => {
  if (encoding === '' || encoding === 'identity') return undefined
  const create = inflaters[encoding]
  // Two layers are one bomb in another: nobody sends them who means well.
  if (create === undefined)
    throw new Problem('unsupported', `reading an answer: its encoding "${encoding.slice(0, 40)}" is none that is read`)
  return create()
}

/** @throws Problem `too-large`, `unavailable` (broken off or not what its encoding says) */
const collect = async (source: Readable, inflater: Transform | undefined, maxBytes: number): Promise<Buffer> => {
  const chunks: Buffer[] = []
  let bytes = 0
  const stream = inflater === undefined ? source : source.pipe(inflater)
  if (inflater !== undefined) source.once('error', (error) => inflater.destroy(error))
  try {
    for await (const chunk of stream) {
      bytes += (chunk as Buffer).length
      if (bytes > maxBytes)
        throw new Problem('too-large', `reading an answer: it is longer than ${maxBytes / (1024 * 1024)} MB`)
      chunks.push(chunk as Buffer)
    }
  } catch (error) {
    if (error instanceof Problem) throw error
    throw new Problem('unavailable', 'reading an answer: it broke off or is damaged', { cause: error })
  } finally {
    source.destroy()
  }
  return Buffer.concat(chunks)
}

/**
 * Gzip without a header that says so is inflated too: some forums store their feeds like that.
 * @param maxBytes counted after inflation
 */
export const readBody = async (response: IncomingMessage, maxBytes: number): Promise<Buffer> => {
  const encoding = (response.headers['content-encoding'] ?? '').trim().toLowerCase()
  const body = await collect(response, inflaterOf(encoding), maxBytes)
  if (!isGzip(body)) return body
  const inflater = createGunzip()
  inflater.end(body)
  return collect(inflater, undefined, maxBytes)
}
