// Cuts a stream of bytes into lines, each bounded, at constant memory.
import { Problem } from '../../events/problem.ts'

/** `bytes` without its line end; undefined where the line is longer than allowed. `number` counts from 0. */
export type Line = { readonly number: number; readonly bytes: Buffer | undefined }

const newline = 0x0a
const carriageReturn = 0x0d
const empty = Buffer.alloc(0)
const endlessLine = 64 // times the longest line: then it is no file of lines, or an attack

const withoutReturn = (bytes: Buffer) => (bytes.at(-1) === carriageReturn ? bytes.subarray(0, -1) : bytes)

/** One list per chunk that ended a line; an empty line is counted, no more. A last line without line end counts. @throws Problem `too-large` for a line without end */
export async function* linesOf(chunks: AsyncIterable<Buffer>, maxLineBytes: number): AsyncGenerator<readonly Line[]> {
  let number = 0
  let begun: Buffer[] = []
  let begunBytes = 0
  const take = (rest: Buffer): Line => {
    const length = begunBytes + rest.length
    const whole = begun.length === 0 ? rest : Buffer.concat([...begun, rest])
    begun = []
    begunBytes = 0
    return { number: number++, bytes: length > maxLineBytes ? undefined : withoutReturn(whole) }
  }
  for await (const chunk of chunks) {
    const lines: Line[] = []
    let from = 0
    for (let end = chunk.indexOf(newline); end >= 0; end = chunk.indexOf(newline, from)) {
      if (from === end && begunBytes === 0) number++
      else lines.push(take(chunk.subarray(from, end)))
      from = end + 1
    }
    if (from < chunk.length) {
      begunBytes += chunk.length - from
      if (begunBytes > endlessLine * maxLineBytes)
        throw new Problem('too-large', `reading lines: line ${number} has no end within ${begunBytes} bytes`)
      // Of a line that is too long only its length is kept.
      if (begunBytes > maxLineBytes) begun = []
      else begun.push(chunk.subarray(from))
    }
    if (lines.length > 0) yield lines
  }
  if (begunBytes > 0) yield [take(empty)]
}
