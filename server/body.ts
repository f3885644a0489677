// Reads the bytes of a request: bounded in size after inflation and in time.
import type { IncomingMessage } from 'node:http'
import { promisify } from 'node:util'
import { createGunzip, gunzip } from 'node:zlib'
import { Problem } from '../events/problem.ts'

const inflate = promisify(gunzip)
const empty = Buffer.alloc(0)
const answerMs = 1_000 // for whoever sends too slowly to read why

/** Told of every byte that is kept in memory. @throws Problem when there is no room */
export type Hold = (bytes: number) => void

export type BodyLimits = { readonly maxBodyBytes: number; readonly requestTimeoutMs: number }

const tooLarge = (maxBytes: number) =>
  new Problem(
    'too-large',
    `reading the body: it is larger than ${maxBytes} bytes; send it in parts, or as application/x-ndjson`,
  )
const broken = () => new Problem('malformed', 'reading the body: it is not valid gzip')

/** What a sender may have done to the body: nothing or gzip. @throws Problem `unsupported` for anything else */
export const isGzip = (request: IncomingMessage): boolean => {
  const encoding = (request.headers['content-encoding'] ?? 'identity').trim().toLowerCase()
  if (encoding === 'identity' || encoding === '') return false
  if (encoding === 'gzip') return true
  throw new Problem('unsupported', 'reading the body: content-encoding must be gzip or identity')
}

const collect = (
  request: IncomingMessage,
  { maxBodyBytes, requestTimeoutMs }: BodyLimits,
  hold: Hold,
): Promise<Buffer> =>
  new Promise((resolve, reject) => {
    const announced = Number(request.headers['content-length'] ?? Number.NaN)
    if (announced > maxBodyBytes) return reject(tooLarge(maxBodyBytes))
    const chunks: Buffer[] = []
    let length = 0
    const end = () => {
      clearTimeout(timer)
      request.off('data', take).off('end', whole).off('error', cut).off('close', cut)
    }
    const fail = (problem: unknown) => {
      end()
      reject(problem)
    }
    const whole = () => {
      end()
      resolve(chunks.length === 1 ? (chunks[0] ?? empty) : Buffer.concat(chunks, length))
    }
    const take = (chunk: Buffer) => {
      length += chunk.length
      if (length > maxBodyBytes) return fail(tooLarge(maxBodyBytes))
      try {
        hold(chunk.length)
      } catch (full) {
        return fail(full)
      }
      chunks.push(chunk)
      if (length === announced) whole()
    }
    const cut = () => fail(new Problem('malformed', 'reading the body: the connection ended before the body did'))
    const late = () => {
      setTimeout(() => request.destroy(), answerMs)
      fail(new Problem('malformed', `reading the body: it took longer than ${requestTimeoutMs / 1000} s`))
    }
    const timer = setTimeout(late, requestTimeoutMs)
    request.on('data', take).on('end', whole).on('error', cut).on('close', cut)
  })

/** The whole body, inflated. @throws Problem `too-large`, `unsupported`, `malformed`; what `hold` throws */
export const readBody = async (
  request: IncomingMessage,
  limits: BodyLimits,
  hold: Hold = () => undefined,
): Promise<Buffer> => {
  const zipped = isGzip(request)
  const bytes = await collect(request, limits, hold)
  if (!zipped) return bytes
  try {
    const inflated = await inflate(bytes, { maxOutputLength: limits.maxBodyBytes })
    hold(Math.max(0, inflated.length - bytes.length))
    return inflated
  } catch (error) {
    if (error instanceof Problem) throw error
    throw (error as NodeJS.ErrnoException).code === 'ERR_BUFFER_TOO_LARGE' ? tooLarge(limits.maxBodyBytes) : broken()
  }
}

/** The body as it comes, inflated; waits for whoever reads it. @throws Problem `unsupported`; `malformed` while being read */
export async function* streamBody(request: IncomingMessage, idleMs: number): AsyncGenerator<Buffer> {
  const zipped = isGzip(request)
  const cut = () => request.destroy(new Problem('malformed', `reading the body: nothing came for ${idleMs / 1000} s`))
  request.setTimeout(idleMs, cut)
  const gunzipped = zipped ? request.pipe(createGunzip()) : undefined
  request.once('error', (error) => gunzipped?.destroy(error))
  request.once('close', () => {
    if (!request.complete) gunzipped?.destroy(new Error('cut'))
  })
  try {
    // Left early, the request must live on: its sender is still to read the answer.
    for await (const chunk of gunzipped ?? request.iterator({ destroyOnReturn: false })) yield chunk as Buffer
  } catch (error) {
    if (error instanceof Problem) throw error
    throw request.complete && zipped
      ? broken()
      : new Problem('malformed', 'reading the body: the connection ended before the body did')
  }
}

const maxDiscardedBytes = 16 * 1024 * 1024
const maxDiscardMs = 5_000

/** Lets the rest of a body that was refused run out, so that its sender gets to read the answer; bounded in size and time. */
export const discardBody = (request: IncomingMessage): void => {
  if (request.complete || request.destroyed) return
  let bytes = 0
  const late = setTimeout(() => request.destroy(), maxDiscardMs)
  request.on('error', () => undefined)
  request.once('close', () => clearTimeout(late))
  request.once('end', () => clearTimeout(late))
  request.on('data', (chunk: Buffer) => {
    bytes += chunk.length
    if (bytes > maxDiscardedBytes) request.destroy()
  })
  request.resume()
}
