// The JSON of an answer; a web page, half a document or nothing at all is none.
import type { Failure, SourceAnswer } from './source.ts'

export const readJson = ({ body, headers }: SourceAnswer): { readonly value: unknown } | Failure => {
  try {
    return { value: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) }
  } catch {
    const type = headers['content-type']?.split(';')[0]?.slice(0, 60) || 'no type'
    return { failure: 'retry', detail: `the answer is no JSON, or only a part of it (${type}, ${body.length} bytes).` }
  }
}
