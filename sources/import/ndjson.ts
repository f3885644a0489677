// One post a line, as POST /webhooks/{channel} takes them.
import { isUtf8 } from 'node:buffer'
import { Problem } from '../../events/problem.ts'
import { type JsonLimits, parseJson } from '../json.ts'
import type { Item } from '../source.ts'
import { translatePost } from '../webhook.ts'
import type { ImportFormat, NumberedItem } from './format.ts'
import { linesOf } from './lines.ts'
import { topKeys } from './top-keys.ts'

export type LineLimits = JsonLimits & { readonly maxLineBytes: number }

const translateLine = (bytes: Buffer | undefined, limits: LineLimits): Item => {
  try {
    if (bytes === undefined)
      throw new Problem('too-large', `reading a line: it is longer than ${limits.maxLineBytes} bytes`)
    if (!isUtf8(bytes)) throw new Problem('malformed', 'reading a line: it is not UTF-8')
    return translatePost(parseJson(bytes, limits))
  } catch (error) {
    if (error instanceof Problem) return { problem: error }
    throw error
  }
}

const isBlank = (bytes: Buffer) => bytes.length === 0 || bytes.toString('latin1').trim() === ''

async function* read(chunks: AsyncIterable<Buffer>, limits: LineLimits): AsyncGenerator<readonly NumberedItem[]> {
  for await (const lines of linesOf(chunks, limits.maxLineBytes)) {
    const items: NumberedItem[] = []
    for (const { number, bytes } of lines) {
      if (bytes !== undefined && bytes.length < 8 && isBlank(bytes)) continue
      items.push({ line: number, item: translateLine(bytes, limits), bytes: bytes?.length ?? 0 })
    }
    if (items.length > 0) yield items
  }
}

export const ndjson = (limits: LineLimits): ImportFormat => ({
  name: 'ndjson',
  looksLike: (head) => topKeys(head.toString('utf8')).some((keys) => keys.has('id') && keys.has('at')),
  read: (chunks) => read(chunks, limits),
})
