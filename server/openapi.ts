// The OpenAPI 3.1 document, made from the records that serve the routes and the schemas that check them.

import { routesBeside } from './openapi-beside.ts'
import { asText, createSchemas, type Json, problemAnswer, problemSchema } from './openapi-schemas.ts'
import { seeingPaths } from './openapi-seeing.ts'
import { sentWebhooks } from './openapi-webhooks.ts'
import type { Operation } from './routes/api/operation.ts'

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
  const besides = routesBeside(schemaOf)
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
      ...besides.before,
      ...paths,
      ...seeingPaths(schemaOf, isPublic),
      ...besides.after,
    },
    webhooks: sentWebhooks(schemaOf),
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
        discourseSignature: {
          type: 'apiKey',
          in: 'header',
          name: 'x-discourse-event-signature',
          description: 'sha256= and the hex HMAC-SHA256 of the raw body, with the event in x-discourse-event.',
        },
      },
    },
  }
}
