// The OpenAPI 3.1 document, made from the records that serve the routes and the schemas that check them.
import { z } from 'zod'
import { postSchema } from '../sources/webhook.ts'
import type { Operation } from './routes/api/operation.ts'

type Json = { [name: string]: unknown }

/** Named schemas move to components; `input`: as it is sent, before defaults and transforms. */
const createSchemas = () => {
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

const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    errors: z.array(z.object({ pointer: z.string(), detail: z.string() })).optional(),
    request_id: z.string().optional(),
  })
  .meta({ id: 'Problem', description: 'RFC 9457. The pointer says where in body or query (RFC 6901).' })

const receivedSchema = z
  .object({
    accepted: z.int(),
    edited: z.int(),
    removed: z.int(),
    duplicate: z.int(),
    refused: z.int().meta({ description: 'Erased before.' }),
    rejected: z.array(z.object({ index: z.int(), problem: problemSchema })),
    rejectedTotal: z.int().optional().meta({ description: 'Where more were rejected than are named.' }),
  })
  .meta({ id: 'Received' })

const problemAnswer = (description: string) => ({
  description,
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
})

const securityOf = (access: Operation['access'], isPublic: boolean) =>
  access === 'anyone' || (access === 'public' && isPublic) ? [] : [{ key: [access === 'public' ? 'read' : access] }]

const usual = (operation: Operation, isPublic: boolean): readonly (readonly [string, string])[] => [
  ['400', 'The query or body cannot be read; the errors name what'],
  ...(securityOf(operation.access, isPublic).length === 0
    ? []
    : ([
        ['401', 'No valid key'],
        ['403', 'The key lacks the scope'],
      ] as const)),
  ...(operation.body === undefined
    ? []
    : ([
        ['413', 'Too large'],
        ['415', 'Not application/json'],
        ['422', 'The body does not have this shape; the errors name what'],
      ] as const)),
  ...(operation.method === 'get' ? [] : ([['429', 'More than 100 writes a minute; Retry-After says when']] as const)),
]

const asText = { schema: { type: 'string' } }

const watched = (operationId: string, summary: string, well: string, ill?: string) => ({
  get: {
    operationId,
    summary,
    security: [],
    parameters: [],
    responses: {
      200: { description: well, content: { 'application/json': { schema: { type: 'object' } } } },
      ...(ill === undefined
        ? {}
        : { 503: { description: ill, content: { 'application/json': { schema: { type: 'object' } } } } }),
    },
  },
})

export const openApiDocument = (operations: readonly Operation[], isPublic: boolean) => {
  const { components, schemaOf } = createSchemas()

  const answersOf = (operation: Operation): Json => {
    const own = Object.entries(operation.answers).map(([status, { description, schema }]): [string, unknown] => {
      if (Number(status) >= 400) return [status, problemAnswer(description)]
      const content = {
        ...(schema === undefined ? {} : { 'application/json': { schema: schemaOf(schema, 'output') } }),
        ...(operation.csv && status === '200' ? { 'text/csv': asText } : {}),
      }
      return [status, { description, ...(Object.keys(content).length === 0 ? {} : { content }) }]
    })
    const others = usual(operation, isPublic).map(([status, words]): [string, unknown] => [
      status,
      problemAnswer(words),
    ])
    return Object.fromEntries([...others, ...own])
  }

  const parametersOf = ({ path, query, method }: Operation) => {
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({
      name,
      in: 'path',
      required: true,
      schema: { type: 'string' },
    }))
    const { properties = {} } = (query === undefined ? {} : schemaOf(query, 'input')) as { properties?: Json }
    const inQuery = Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', schema }))
    const key = { name: 'Idempotency-Key', in: 'header', schema: { type: 'string', maxLength: 255 } }
    return [...inPath, ...inQuery, ...(method === 'post' ? [key] : [])]
  }

  const paths: { [path: string]: Json } = {}
  for (const operation of operations) {
    const { id, path, method, summary, description, access, body } = operation
    const name = `/api/v1${path}`
    paths[name] = {
      ...paths[name],
      [method]: {
        operationId: id,
        summary,
        ...(description === undefined ? {} : { description }),
        security: securityOf(access, isPublic),
        parameters: parametersOf(operation),
        ...(body === undefined
          ? {}
          : { requestBody: { required: true, content: { 'application/json': { schema: schemaOf(body, 'input') } } } }),
        responses: answersOf(operation),
      },
    }
  }
  const post = schemaOf(postSchema, 'input')
  schemaOf(problemSchema, 'output')

  return {
    openapi: '3.1.0',
    info: {
      title: 'Outcry',
      version: '1',
      description:
        'Posts come in, become events, are analysed and counted per story. Times are RFC 3339 in UTC. Problems are RFC 9457. Reads carry a strong ETag.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    paths: {
      '/webhooks/{channel}': {
        post: {
          operationId: 'postFeedback',
          summary: 'Post feedback',
          description:
            'A key with scope `ingest`, or a Standard Webhooks signature where the channel has a secret. One post, an array, {"posts": […]}, or NDJSON of any length.',
          security: [{ key: ['ingest'] }, { signature: [] }],
          parameters: [{ name: 'channel', in: 'path', required: true, schema: { type: 'string' } }],
          requestBody: {
            required: true,
            content: {
              'application/json': {
                schema: {
                  oneOf: [
                    post,
                    { type: 'array', maxItems: 1000, items: post },
                    {
                      type: 'object',
                      required: ['posts'],
                      properties: { posts: { type: 'array', maxItems: 1000, items: post } },
                    },
                  ],
                },
              },
              'application/x-ndjson': { schema: { type: 'string', description: 'One post a line.' } },
            },
          },
          responses: {
            202: {
              description: 'Durable',
              content: { 'application/json': { schema: schemaOf(receivedSchema, 'output') } },
            },
            400: problemAnswer('Not JSON or not UTF-8'),
            401: problemAnswer('No valid key or signature'),
            403: problemAnswer('The key lacks the scope'),
            404: problemAnswer('No such channel'),
            409: problemAnswer('The channel is closed, or is not posted to'),
            413: problemAnswer('Too large'),
            415: problemAnswer('Neither application/json nor application/x-ndjson'),
            422: problemAnswer('None of the posts can be taken'),
            429: problemAnswer('Over a limit; Retry-After says when'),
            503: problemAnswer('Nothing was kept; Retry-After says when to send it again'),
          },
        },
      },
      ...paths,
      '/api/v1/imports': {
        post: {
          operationId: 'importPosts',
          summary: 'Import a file of posts',
          description:
            'A body of any length. The answer comes while it is read: one JSON value a line, progress and rejected lines, the last `done` or `failed`. Channel and story are opened where they are missing.',
          security: [{ key: ['admin'] }],
          parameters: ['channel', 'story', 'format'].map((name) => ({ name, in: 'query', schema: { type: 'string' } })),
          requestBody: { required: true, content: { 'application/octet-stream': asText } },
          responses: {
            200: { description: 'Begun', content: { 'application/x-ndjson': asText } },
            401: problemAnswer('No valid key'),
            403: problemAnswer('The key lacks the scope'),
            422: problemAnswer('No such format, or no name'),
          },
        },
      },
      '/livez': watched('live', 'Whether the process runs', 'It does'),
      '/readyz': watched(
        'ready',
        'Whether it takes posts and shows them',
        'It does',
        'Not yet, or no more: the checks say why',
      ),
      '/metrics': {
        get: {
          operationId: 'metrics',
          summary: 'Measurements for Prometheus',
          description: 'From this machine without a key.',
          security: [{ key: ['admin'] }],
          parameters: [],
          responses: {
            200: { description: 'Text format', content: { 'text/plain': asText } },
            401: problemAnswer('No valid key'),
          },
        },
      },
    },
    components: {
      schemas: components,
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'A key such as ock_…; scopes read, ingest, edit, admin.' },
        signature: {
          type: 'apiKey',
          in: 'header',
          name: 'webhook-signature',
          description: 'Standard Webhooks, with webhook-id and webhook-timestamp.',
        },
      },
    },
  }
}
export type OpenApiDocument = ReturnType<typeof openApiDocument>
