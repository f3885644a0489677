// Reads a YAML file that a person wrote: every fault named with its line. JSON is YAML too.
import { type Document, isNode, LineCounter, parseDocument } from 'yaml'
import type { z } from 'zod'
import { Problem } from '../events/problem.ts'
import { issuesOf, type Path, pointerOf } from './parse.ts'

/** A fault at a place in the text, counted from 0. */
export type FaultAt = { readonly offset: number; readonly detail: string }

export type ReadYaml<Value> = {
  readonly value: Value
  /** Refuses the file for what only others can tell. @param path of the value in the file */
  readonly refuse: (path: Path, detail: string) => Problem
}

type Reading<Value> = {
  /** What messages call the file. */
  readonly file: string
  /** For what the file holds; `undefined`: it is empty. */
  readonly schemaOf: (value: unknown) => z.ZodType<Value>
  /** Changes the document before it is checked, and answers what is wrong with it. */
  readonly prepare?: (document: Document) => readonly FaultAt[]
}

/** @throws Problem `usage`: "outcry.yaml line 12: …", the first fault in the message, the others as faults */
export const readYaml = <Value>(text: string, { file, schemaOf, prepare }: Reading<Value>): ReadYaml<Value> => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const refuse = (faults: readonly (FaultAt & { readonly pointer?: string })[]) => {
    const told = faults.map(({ offset, ...fault }) => ({ ...fault, line: lines.linePos(offset).line }))
    const [first, ...more] = told.toSorted((a, b) => a.line - b.line)
    const others = more.map(({ line, detail, pointer = '' }) => ({ pointer, detail: `line ${line}: ${detail}` }))
    const words = first === undefined ? '' : `line ${first.line}: ${first.detail}`
    return new Problem('usage', `${file} ${words}; correct it and try again`, { faults: others })
  }
  if (document.errors.length > 0)
    throw refuse(document.errors.map(({ pos, message }) => ({ offset: pos[0], detail: message.split('\n')[0] ?? '' })))
  const wrong = prepare?.(document) ?? []
  if (wrong.length > 0) throw refuse(wrong)

  const value: unknown = document.toJS() ?? undefined
  const faultAt = (path: Path, detail: string) => ({
    offset: offsetOf(document, path),
    pointer: pointerOf(path),
    detail: `${path.join('.') || 'the file'}: ${detail}`,
  })
  const parsed = schemaOf(value).safeParse(value)
  if (parsed.success) return { value: parsed.data, refuse: (path, detail) => refuse([faultAt(path, detail)]) }
  throw refuse(issuesOf(parsed.error, value).map(({ path, detail }) => faultAt(path, detail)))
}

/** Where a value stands; of one that is missing, where what it is missing from begins. */
const offsetOf = (document: Document, path: Path): number => {
  for (let length = path.length; length > 0; length--) {
    const node = document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return document.contents?.range?.[0] ?? 0
}
