// A line of NDJSON → the post on it, or what is wrong with the line.
import { isUtf8 } from 'node:buffer'
import type { Subject } from '../analysis/analyse.ts'
import { normaliseLine, normaliseText } from '../sources/normalise.ts'

export const maxLineBytes = 16 * 1024 * 1024

type Id = string | number | null
export type PostLine = {
  readonly id: Id
  readonly subject: Subject
  /** Whatever else the line says of the post. */
  readonly fields: Readonly<Record<string, unknown>>
}
export type BadLine = { readonly id: Id; readonly error: string }

const textOf = (value: unknown) => (typeof value === 'string' ? normaliseLine(value) : undefined)

export const isBlank = (bytes: Buffer | undefined): boolean =>
  bytes !== undefined && bytes.length < 8 && bytes.toString().trim() === ''

/** `bytes` undefined: longer than `maxLineBytes`. */
export const readPostLine = (bytes: Buffer | undefined): PostLine | BadLine => {
  if (bytes === undefined) return { id: null, error: `the line is longer than ${maxLineBytes} bytes` }
  if (!isUtf8(bytes)) return { id: null, error: 'the line is not UTF-8' }
  let fields: Record<string, unknown>
  try {
    fields = JSON.parse(bytes.toString().replace(/^\ufeff/, ''))
  } catch {
    return { id: null, error: 'the line is not JSON' }
  }
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    return { id: null, error: 'the line is not an object' }
  const id = typeof fields.id === 'string' || typeof fields.id === 'number' ? fields.id : null
  if (typeof fields.text !== 'string') return { id, error: 'text is not a string' }
  const [title, language] = [textOf(fields.title), textOf(fields.language)]
  const content = {
    text: normaliseText(fields.text),
    ...(title ? { title } : {}),
    ...(language ? { language } : {}),
  }
  const kind = fields.kind === 'comment' || fields.kind === 'reply' ? fields.kind : 'post'
  const source = typeof fields.source === 'string' ? fields.source : ''
  return { id, subject: { channel: '', source, kind, receivedAt: 0, content }, fields }
}
