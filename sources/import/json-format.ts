// A format of JSON values: told by the keys of the first objects, read value by value in any layout.
import { isUtf8 } from 'node:buffer'
import { Problem } from '../../events/problem.ts'
import { isObject, type Json } from '../fields.ts'
import type { Dropped, Item } from '../source.ts'
import type { ImportFormat, NumberedItem } from './format.ts'
import { topKeys } from './top-keys.ts'
import { valuesOf } from './values.ts'

export type ValueLimits = { readonly maxValueBytes: number }

type JsonFormat = {
  readonly name: string
  readonly knows: (keys: ReadonlySet<string>) => boolean
  /** All that one object holds. */
  readonly translate: (value: Json) => readonly (Item | Dropped)[]
}

const byteOrderMark = '\ufeff'
const problem = (code: 'malformed' | 'too-large' | 'invalid', detail: string): readonly Item[] => [
  { problem: new Problem(code, `reading a JSON value: ${detail}`) },
]

const itemsOf = (
  bytes: Buffer | undefined,
  { translate }: JsonFormat,
  { maxValueBytes }: ValueLimits,
): readonly (Item | Dropped)[] => {
  if (bytes === undefined) return problem('too-large', `it is longer than ${maxValueBytes} bytes`)
  if (!isUtf8(bytes)) return problem('malformed', 'it is not UTF-8')
  const text = bytes.toString('utf8')
  if (text.trim() === '') return []
  let value: unknown
  try {
    value = JSON.parse(text.startsWith(byteOrderMark) ? text.slice(1) : text)
  } catch {
    // The words of JSON.parse quote what was sent.
    return problem('malformed', 'it is not JSON, or cut')
  }
  return isObject(value) ? translate(value) : problem('invalid', 'it is no object')
}

export const readValues = async function* (
  chunks: AsyncIterable<Buffer>,
  format: JsonFormat,
  limits: ValueLimits,
): AsyncGenerator<readonly NumberedItem[]> {
  for await (const values of valuesOf(chunks, limits.maxValueBytes)) {
    const numbered: NumberedItem[] = []
    for (const { number, bytes } of values) {
      const items = itemsOf(bytes, format, limits)
      const share = (bytes?.length ?? 0) / items.length
      for (const item of items) numbered.push({ line: number, item, bytes: share })
    }
    if (numbered.length > 0) yield numbered
  }
}

export const jsonFormat =
  (format: JsonFormat) =>
  (limits: ValueLimits): ImportFormat => ({
    name: format.name,
    looksLike: (head) => topKeys(head.toString('utf8')).some(format.knows),
    read: (chunks) => readValues(chunks, format, limits),
  })
