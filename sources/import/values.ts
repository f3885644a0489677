// Cuts a stream of bytes into JSON values: one a line, members of arrays, or objects over several lines; each bounded, at constant memory.
import { type Line, linesOf } from './lines.ts'

/** `number`: of the line where the value begins. */
export type Value = Line

const newline = 0x0a
const quote = 0x22
const backslash = 0x5c
const opening = new Set([0x7b, 0x5b])
const closing = new Set([0x7d, 0x5d])
const openArray = 0x5b
const closeArray = 0x5d
/** Blanks, `,` between members, `;` after the last array of a script, and a byte order mark. */
const between = new Set([0x20, 0x09, 0x0d, 0x0a, 0x2c, 0x3b, 0xef, 0xbb, 0xbf])

/** An array, or an object whose first line ends after its brace. Everything else is read line by line. */
const isSpread = (head: string) => /^\ufeff?\s*(\[|\{[ \t\r]*(\n|$))/.test(head)
const isUndecided = (head: string) => /^\ufeff?\s*(\{[ \t\r]*)?$/.test(head)
const mostUndecided = 4_096

/** The first chunks, until they show how the file is laid out, and all of them again. */
const look = async (chunks: AsyncIterable<Buffer>) => {
  const iterator = chunks[Symbol.asyncIterator]()
  let head: Buffer = Buffer.alloc(0)
  while (head.length < mostUndecided && isUndecided(head.toString('utf8'))) {
    const next = await iterator.next()
    if (next.done) break
    head = head.length === 0 ? next.value : Buffer.concat([head, next.value])
  }
  async function* again() {
    if (head.length > 0) yield head
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }
  return { spread: isSpread(head.toString('utf8', 0, mostUndecided)), chunks: again() }
}

/** A text that is cut ends with its line: JSON has no line ends in a string. */
async function* membersOf(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<readonly Value[]> {
  let [line, begunAt, depth, bytes] = [0, 0, 0, 0]
  let [inString, escaped] = [false, false]
  let pieces: Buffer[] = []
  const take = (rest: Buffer): Value => {
    const whole = bytes + rest.length > maxBytes ? undefined : Buffer.concat([...pieces, rest])
    pieces = []
    bytes = 0
    return { number: begunAt, bytes: whole }
  }
  for await (const chunk of chunks) {
    const values: Value[] = []
    /** Where the value under way begins in this chunk; -1 between values. */
    let from = bytes > 0 ? 0 : -1
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number
      if (byte === newline) line++
      if (inString) {
        if (escaped) escaped = false
        else if (byte === backslash) escaped = true
        else if (byte === quote || byte === newline) inString = false
      } else if (from < 0) {
        if (between.has(byte) || byte === openArray || byte === closeArray) continue
        from = at
        begunAt = line
        if (byte === quote) inString = true
        else if (opening.has(byte)) depth = 1
      } else if (byte === quote) inString = true
      else if (opening.has(byte)) depth++
      else if (closing.has(byte)) depth--
      const ends = depth <= 0 && !inString && (closing.has(byte) || byte === newline)
      if (!ends || from < 0) continue
      values.push(take(chunk.subarray(from, byte === newline ? at : at + 1)))
      depth = 0
      from = -1
    }
    if (from >= 0) {
      bytes += chunk.length - from
      if (bytes > maxBytes) pieces = []
      else pieces.push(chunk.subarray(from))
    }
    if (values.length > 0) yield values
  }
  if (bytes > 0) yield [take(Buffer.alloc(0))]
}

/** One list per chunk that ended a value. Says nothing of whether it is JSON. @throws Problem `too-large` for a line without end */
export async function* valuesOf(chunks: AsyncIterable<Buffer>, maxBytes: number): AsyncGenerator<readonly Value[]> {
  const file = await look(chunks)
  yield* file.spread ? membersOf(file.chunks, maxBytes) : linesOf(file.chunks, maxBytes)
}
