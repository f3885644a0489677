// What receivers of kind webhook are sent, for the OpenAPI document.
import { z } from 'zod'
import { alertTriggers } from '../events/alert.ts'
import type { SchemaOf } from './openapi-schemas.ts'
import { moment } from './routes/api/shapes.ts'

const counted = z.array(z.strictObject({ name: z.string(), posts: z.int() }))
const url = z
  .string()
  .nullable()
  .meta({ description: 'The page as of that moment; null: `OUTCRY_PUBLIC_URL` is missing.' })
const names = {
  id: z.string().meta({ description: 'Of the alert.' }),
  rule: z.string(),
  story: z.strictObject({ slug: z.string(), title: z.string(), company: z.string(), demonstration: z.boolean() }),
  trigger: z.enum(alertTriggers),
  severity: z.int().min(1).max(10),
  at: moment.meta({ description: 'When it happened, by the time of the posts.' }),
  title: z.string(),
}

/** By their `type`; test/workers/deliver-alerts.test.ts holds what is sent against them. */
export const webhookShapes = {
  'alert.raised': z
    .strictObject({
      type: z.literal('alert.raised'),
      timestamp: moment.meta({ description: '`at` of the alert.' }),
      data: z.strictObject({
        ...names,
        since: moment.nullable(),
        reason: z.string().meta({ description: 'What, and how unusual.' }),
        topics: counted.meta({ description: 'Most posts first, at most five; built-in topics by their slugs.' }),
        sources: counted,
        phrases: counted,
        posts: z
          .array(z.strictObject({ source: z.string(), text: z.string().nullable(), url: z.string().nullable() }))
          .meta({
            description: 'Typical ones, at most three, to receivers with `quotes`; text only where its source lets us.',
          }),
        url,
      }),
    })
    .meta({ id: 'AlertRaisedMessage' }),
  'alert.withdrawn': z
    .strictObject({
      type: z.literal('alert.withdrawn'),
      timestamp: moment.meta({ description: 'When it was withdrawn.' }),
      data: z.strictObject({ ...names, withdrawnAt: moment, why: z.string(), url }),
    })
    .meta({ id: 'AlertWithdrawnMessage' }),
  'outcry.test': z
    .strictObject({
      type: z.literal('outcry.test'),
      timestamp: moment,
      data: z.strictObject({ receiver: z.string() }),
    })
    .meta({ id: 'TestMessage' }),
} as const

const told = {
  'alert.raised': 'An alert was raised',
  'alert.withdrawn': 'An alert that was delivered is withdrawn',
  'outcry.test': 'Somebody pressed “Send a test”',
} as const satisfies { [Type in keyof typeof webhookShapes]: string }

const headers = ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
  name,
  in: 'header',
  required: true,
  schema: { type: 'string' },
}))

/** `webhooks` of the document. */
export const sentWebhooks = (schemaOf: SchemaOf) =>
  Object.fromEntries(
    Object.entries(webhookShapes).map(([type, shape]) => [
      type,
      {
        post: {
          summary: told[type as keyof typeof told],
          description: 'Signed as Standard Webhooks says; the `webhook-id` is the same at every try.',
          parameters: headers,
          requestBody: { required: true, content: { 'application/json': { schema: schemaOf(shape, 'output') } } },
          responses: {
            '2XX': { description: 'Taken' },
            '410': { description: 'Nothing more is wanted: the receiver is switched off' },
          },
        },
      },
    ]),
  )
