// Reads outcry.yaml: environment put in, every fault named with its line.
import { type Document, isNode, LineCounter, parseDocument, visit } from 'yaml'
import { z } from 'zod'
import { channelEntry } from '../events/channel-entry.ts'
import { Problem } from '../events/problem.ts'
import { storyEntry } from '../events/story-entry.ts'
import { issuesOf, type Path, pointerOf } from './parse.ts'

const onlyOnce = (name: string) => (entries: readonly object[], context: z.RefinementCtx) => {
  const ids = entries.map((entry) => (entry as Record<string, unknown>)[name])
  for (const [i, id] of ids.entries())
    if (ids.indexOf(id) !== i) context.addIssue({ code: 'custom', path: [i, name], message: `"${id}" is there twice` })
}

const configurationSchema = z.strictObject({
  channels: z.array(channelEntry, 'must be a list').superRefine(onlyOnce('id')).default([]),
  stories: z.array(storyEntry, 'must be a list').superRefine(onlyOnce('slug')).default([]),
})
export type Configuration = z.infer<typeof configurationSchema>

/** What a file says, and how to refuse it for what only the log can tell. */
export type ReadFile = Configuration & {
  /** @param path of the value in the file */
  readonly refuse: (path: Path, detail: string) => Problem
}

type Environment = { readonly [name: string]: string | undefined }

/**
 * @param file its name, as messages call it
 * @throws Problem `usage`: "outcry.yaml line 12: …", the first fault in the message, all of them as faults
 */
export const readConfiguration = (text: string, file: string, environment: Environment): ReadFile => {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false })
  const refuse = (faults: readonly { readonly line: number; readonly pointer: string; readonly detail: string }[]) => {
    const [first, ...more] = faults.toSorted((a, b) => a.line - b.line)
    const others = more.map(({ line, detail, pointer }) => ({ pointer, detail: `line ${line}: ${detail}` }))
    const words = first === undefined ? '' : `line ${first.line}: ${first.detail}`
    return new Problem('usage', `${file} ${words}; correct it and start again`, { faults: others })
  }
  const lineAt = (offset: number) => lines.linePos(offset).line

  if (document.errors.length > 0)
    throw refuse(
      document.errors.map(({ pos, message }) => ({
        line: lineAt(pos[0]),
        pointer: '',
        detail: message.split('\n')[0] ?? '',
      })),
    )

  const missing: { line: number; pointer: string; detail: string }[] = []
  visit(document, {
    Scalar: (_, node) => {
      if (typeof node.value !== 'string') return
      node.value = node.value.replace(/\$\{(\w+)\}/g, (_whole, name: string) => {
        const value = environment[name]
        if (value === undefined || value === '')
          missing.push({
            line: lineAt(node.range?.[0] ?? 0),
            pointer: '',
            detail: `\${${name}} is not set in the environment`,
          })
        return value ?? ''
      })
    },
  })
  if (missing.length > 0) throw refuse(missing)

  const value = document.toJS() ?? {}
  const parsed = configurationSchema.safeParse(value)
  const faultAt = (path: Path, detail: string) => ({
    line: lineAt(offsetOf(document, path)),
    pointer: pointerOf(path),
    detail: `${path.join('.') || 'the file'}: ${detail}`,
  })
  if (parsed.success) return { ...parsed.data, refuse: (path, detail) => refuse([faultAt(path, detail)]) }
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
