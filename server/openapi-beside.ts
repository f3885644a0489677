// Routes beside the API: feedback and files come in, and the service is watched.
import { z } from 'zod'
import { postSchema } from '../sources/webhook.ts'
import { asText, problemAnswer, problemSchema, type SchemaOf } from './openapi-schemas.ts'

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

const liveSchema = z.object({ live: z.literal(true) })
const readySchema = z
  .object({
    ready: z.boolean(),
    checks: z.object({
      log: z.string(),
      readModel: z.string(),
      disk: z.string(),
      vault: z.string().optional().meta({ description: 'In a cluster, where it is on another machine.' }),
    }),
  })
  .meta({ id: 'Readiness', description: 'Each check is `ok`, or says why not.' })

/** `before` and `after` those of the API. */
export const routesBeside = (schemaOf: SchemaOf) => {
  const post = schemaOf(postSchema, 'input')
  const asJson = (description: string, schema: z.ZodType) => ({
    description,
    content: { 'application/json': { schema: schemaOf(schema, 'output') } },
  })
  return {
    before: {
      '/webhooks/{channel}': {
        post: {
          operationId: 'postFeedback',
          summary: 'Post feedback',
          description:
            'A key with scope `ingest`, or a Standard Webhooks signature where the channel has a secret. One post, an array, {"posts": […]}, or NDJSON of any length. A channel of kind `discourse` takes the webhooks of its forum instead, as Discourse sends them: events of posts and topics change what is kept, others are answered 202 and do nothing, a ping 200; where the channel has a secret, their signature is a must.',
          security: [{ key: ['ingest'] }, { signature: [] }, { discourseSignature: [] }],
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
              'application/x-www-form-urlencoded': {
                schema: { type: 'string', description: 'Of Discourse alone, which sends JSON under this name too.' },
              },
            },
          },
          responses: {
            200: {
              description: 'A ping of Discourse was heard',
              content: { 'application/json': { schema: schemaOf(receivedSchema, 'output') } },
            },
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
            415: problemAnswer('Another content type than those above'),
            422: problemAnswer('None of the posts can be taken'),
            429: problemAnswer('Over a limit; Retry-After says when'),
            503: problemAnswer('Nothing was kept; Retry-After says when to send it again'),
          },
        },
      },
    },
    after: {
      '/api/v1/imports': {
        post: {
          operationId: 'importPosts',
          summary: 'Import a file of posts',
          description:
            'A body of any length. The answer comes while it is read: one JSON value a line, progress and rejected lines, the last `done` or `failed`. Channel and story are opened where they are missing. `format` is ndjson unless named: reddit-dump, x-archive, twarc, discourse-topic, csv.',
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
      '/livez': {
        get: {
          operationId: 'live',
          summary: 'Whether the process runs',
          security: [],
          parameters: [],
          responses: { 200: asJson('It does', liveSchema) },
        },
      },
      '/readyz': {
        get: {
          operationId: 'ready',
          summary: 'Whether it takes posts and shows them',
          security: [],
          parameters: [],
          responses: { 200: asJson('It does', readySchema), 503: asJson('Not yet, or no more', readySchema) },
        },
      },
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
  }
}
