// Schemas of the OpenAPI document: named ones move to its components.
import { z } from 'zod'

export type Json = { [name: string]: unknown }

/** @param io `input`: as it is sent, before defaults and transforms. */
export const createSchemas = () => {
  const components: Json = {}
  const point = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(point)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value)
        .filter(([name]) => name !== '$schema' && name !== '$defs')
        .map(([name, inner]) => [
          name,
          name === '$ref' && typeof inner === 'string'
            ? inner.replace('#/$defs/', '#/components/schemas/')
            : point(inner),
        ]),
    )
  }
  const schemaOf = (schema: z.ZodType, io: 'input' | 'output'): Json => {
    const made = z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json & { $defs?: Json }
    for (const [name, part] of Object.entries(made.$defs ?? {})) {
      const { id: _, ...rest } = point(part) as Json
      components[name] = rest
    }
    return point(made) as Json
  }
  return { components, schemaOf }
}
export type SchemaOf = ReturnType<typeof createSchemas>['schemaOf']

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    request_id: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457. The pointer says where in body or query (RFC 6901).' })

export const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

export const asText = { schema: { type: 'string' } }
