// Opens a file or the standard input for an import or the like: inflated, with a look at how it begins.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline, type Readable } from 'node:stream'
import { constants, createGunzip, createZstdDecompress } from 'node:zlib'
import { Problem } from '../events/problem.ts'

export type Input = {
  /** Of the file as it lies there; undefined for the standard input. */
  readonly bytes: number | undefined
  /** How many of those were read so far. */
  readonly bytesRead: () => number
  /** What it begins with, inflated. */
  readonly head: Buffer
  readonly chunks: AsyncIterable<Buffer>
}

const longestWindow = 31 // log2 bytes, as dumps of whole years use it
const isGzip = (head: Buffer) => head.length >= 2 && head.readUInt16BE() === 0x1f8b
const isZstd = (head: Buffer) => head.length >= 4 && head.readUInt32LE() === 0xfd2fb528

/** The first chunks up to `minBytes`, and all of them again. */
const peek = async (chunks: AsyncIterable<Buffer>, minBytes: number) => {
  const iterator = chunks[Symbol.asyncIterator]()
  const first: Buffer[] = []
  let bytes = 0
  while (bytes < minBytes) {
    const next = await iterator.next()
    if (next.done) break
    first.push(next.value)
    bytes += next.value.length
  }
  const head = Buffer.concat(first)
  async function* again() {
    if (head.length > 0) yield head
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return { head, chunks: again() }
}

const headBytes = 64 * 1024 // keys tell the format, and the first post may be long

/** @param file a path, or `-` @param doing what for, as messages begin @throws Problem `not-found`, `malformed` while being read */
export const openInput = async (file: string, stdin: Readable, doing = 'importing'): Promise<Input> => {
  const size = file === '-' ? undefined : await stat(file).catch(() => undefined)
  if (file !== '-' && !size?.isFile())
    throw new Problem('not-found', `${doing} ${file}: there is no such file, or it cannot be read`)
  let bytesRead = 0
  async function* counted() {
    for await (const chunk of file === '-' ? stdin : createReadStream(file)) {
      bytesRead += (chunk as Buffer).length
      yield Buffer.from(chunk as Buffer)
    }
  }
  const raw = await peek(counted(), 4)
  const zlib = isGzip(raw.head)
    ? createGunzip()
    : isZstd(raw.head)
      ? createZstdDecompress({ params: { [constants.ZSTD_d_windowLogMax]: longestWindow } })
      : undefined
  async function* inflated(): AsyncGenerator<Buffer> {
    if (zlib === undefined) return yield* raw.chunks
    // The error is told to whoever reads the inflated bytes.
    pipeline(raw.chunks, zlib, () => undefined)
    try {
      for await (const chunk of zlib) yield chunk as Buffer
    } catch (cause) {
      throw new Problem('malformed', `${doing} ${file}: it is not whole, or damaged`, { cause })
    }
  }
  const { head, chunks } = await peek(inflated(), headBytes)
  return { bytes: size?.size, bytesRead: () => bytesRead, head, chunks }
}
