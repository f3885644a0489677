// Strangers' data against a schema: the value, or a Problem that names each wrong field by its JSON pointer.
import type { z } from 'zod'
import { type Fault, Problem, type ProblemCode } from '../events/problem.ts'

export type Path = readonly PropertyKey[]

export const pointerOf = (path: Path) =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const isMissing = (value: unknown, path: Path): boolean =>
  path.reduce<unknown>((inside, step) => (inside as Record<PropertyKey, unknown> | null | undefined)?.[step], value) ===
  undefined

/** Each wrong place of `value`, with what is wrong there; a field too many is named itself, not the object around it. */
export const issuesOf = (
  error: z.ZodError,
  value: unknown,
): readonly { readonly path: Path; readonly detail: string }[] =>
  error.issues.flatMap((issue) => {
    if (issue.code === 'unrecognized_keys')
      return issue.keys.map((key) => ({ path: [...issue.path, key], detail: 'is not known here' }))
    const missing = issue.code !== 'custom' && isMissing(value, issue.path)
    return [{ path: issue.path, detail: missing ? 'is missing' : issue.message }]
  })

export const faultsOf = (error: z.ZodError, value: unknown): readonly Fault[] =>
  issuesOf(error, value).map(({ path, detail }) => ({ pointer: pointerOf(path), detail }))

/** @param operation such as "opening a story" @throws Problem `code` */
export const parse = <Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
  operation: string,
  code: ProblemCode = 'invalid',
): z.output<Schema> => {
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  const faults = faultsOf(parsed.error, value)
  const names = faults.map(({ pointer }) => pointer.slice(1) || 'the whole').join(', ')
  throw new Problem(code, `${operation}: correct ${names}`, { faults })
}
