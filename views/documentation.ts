// The OpenAPI document as a page to read: every operation, then every shape by name.

type Schema = { readonly [name: string]: unknown }
type Described = { readonly description?: string }
type Parameter = Described & { readonly name: string; readonly in: string; readonly schema: Schema }
type Content = { readonly [type: string]: { readonly schema: Schema } }
type Answer = Described & { readonly content?: Content }
type Operation = Described & {
  readonly operationId: string
  readonly summary: string
  readonly security: readonly { readonly [name: string]: readonly string[] }[]
  readonly parameters: readonly Parameter[]
  readonly requestBody?: { readonly content: Content }
  readonly responses: { readonly [status: string]: Answer }
}
type ReadableDocument = {
  readonly paths: { readonly [path: string]: { readonly [method: string]: unknown } }
  readonly components: { readonly schemas: { readonly [name: string]: unknown } }
}

const nameOf = (ref: unknown) => String(ref).split('/').at(-1) ?? ''

/** In words: `text`, `list of Topic`, `calm | backlash`. */
const typeText = (schema: Schema): string => {
  if (schema.$ref !== undefined) return nameOf(schema.$ref)
  if (Array.isArray(schema.enum)) return schema.enum.map((value) => `"${String(value)}"`).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  const several = schema.anyOf ?? schema.oneOf
  if (Array.isArray(several)) return [...new Set(several.map((one) => typeText(one as Schema)))].join(' | ')
  if (schema.format === 'date-time') return 'time'
  if (schema.format === 'date') return 'date'
  switch (schema.type) {
    case 'array':
      return `list of ${typeText((schema.items ?? {}) as Schema)}`
    case 'object': {
      const names = Object.keys((schema.properties ?? {}) as Schema)
      return names.length === 0 ? 'object' : `{${names.join(', ')}}`
    }
    case 'string':
      return 'text'
    case 'integer':
      return 'whole number'
    case undefined:
      return 'anything'
    default:
      return String(schema.type)
  }
}

const limitsText = (schema: Schema): string => {
  const words = [
    schema.default === undefined ? '' : `default ${JSON.stringify(schema.default)}`,
    schema.minimum === undefined || Number(schema.minimum) < -1e9 ? '' : `at least ${schema.minimum}`,
    schema.maximum === undefined || Number(schema.maximum) > 1e9 ? '' : `at most ${schema.maximum}`,
    schema.maxLength === undefined ? '' : `at most ${schema.maxLength} characters`,
    schema.maxItems === undefined ? '' : `at most ${schema.maxItems}`,
  ]
  return words.filter((word) => word !== '').join(', ')
}

/** A sentence and its limits; Markdown's code marks mean nothing here. */
const meaning = (schema: Schema): string =>
  [String(schema.description ?? '').replaceAll('`', ''), limitsText(schema)]
    .filter((part) => part !== '')
    .map((part) => `${(part[0] ?? '').toUpperCase()}${part.slice(1).replace(/\.$/, '')}.`)
    .join(' ')

const fieldsOf = (schema: Schema) => {
  const required = (schema.required ?? []) as readonly string[]
  return Object.entries((schema.properties ?? {}) as { readonly [name: string]: Schema }).map(([name, field]) => ({
    name,
    type: typeText(field),
    need: required.includes(name) ? 'required' : 'optional',
    words: meaning(field),
  }))
}

const accessText = ({ security }: Operation) => {
  if (security.length === 0) return 'No key needed.'
  const ways = security.map((one) => ('signature' in one ? 'a signature' : `a key with scope ${one.key?.[0] ?? ''}`))
  return `Needs ${ways.join(' or ')}.`
}

/** `named`: the shape below that has this name; empty where it has none. */
const shapeOf = (shape: string, schema: Schema | undefined) => ({
  shape,
  named: schema?.$ref === undefined ? '' : nameOf(schema.$ref),
})

const operationView = (path: string, method: string, operation: Operation) => ({
  id: operation.operationId,
  method: method.toUpperCase(),
  path,
  summary: operation.summary,
  words: (operation.description ?? '').replaceAll('`', ''),
  access: accessText(operation),
  parameters: operation.parameters.map(({ name, in: place, schema }) => ({
    name,
    place,
    type: typeText(schema),
    words: meaning(schema),
  })),
  hasParameters: operation.parameters.length > 0,
  bodies: Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]) => ({
    type,
    ...shapeOf(typeText(schema), schema),
  })),
  answers: Object.entries(operation.responses).map(([status, { description = '', content = {} }]) => ({
    status,
    words: description,
    ...shapeOf(
      Object.entries(content)
        .filter(([type]) => type !== 'application/problem+json')
        .map(([type, { schema }]) => (type === 'application/json' ? typeText(schema) : type))
        .join(', or '),
      content['application/json']?.schema,
    ),
  })),
})

/** @param problems every kind of problem document, by the end of its `type` */
export const documentationView = (
  document: ReadableDocument,
  problems: readonly { readonly code: string; readonly status: number; readonly title: string }[],
) => ({
  operations: Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => operationView(path, method, operation as Operation)),
  ),
  shapes: Object.entries(document.components.schemas)
    .map(([name, schema]) => ({
      name,
      words: String((schema as Schema).description ?? ''),
      type: typeText(schema as Schema),
      fields: fieldsOf(schema as Schema),
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1)),
  problems: problems.map(({ code, status, title }) => ({ code, status: String(status), title })),
})
