// Posts that are sent to us: POST /webhooks/{channel} and `outcry import`. The schema is what the API documents.
import { z } from 'zod'
import type { IncomingPost } from '../events/incoming-post.ts'
import { type Fault, Problem } from '../events/problem.ts'
import type { Content } from '../events/vault.ts'
import { normaliseLine, normaliseText } from './normalise.ts'
import type { Item, Source } from './source.ts'
import { parseTime } from './time.ts'

/** UTF-8 bytes of one post's text. */
const maxTextBytes = 64 * 1024
const earliestMs = Date.UTC(1990, 0, 1)

const optional = <T extends z.ZodType>(schema: T) => schema.nullish()
const count = optional(z.number('must be a number').min(0, 'must not be negative'))
const line = (maxLength: number) =>
  optional(z.string('must be a string').max(maxLength, `must be at most ${maxLength} characters`))

// An id is never rewritten: two ids that differ in what is stripped from texts would become one.
const idSchema = z
  .string('must be a string')
  .min(1, 'must not be empty')
  .max(512, 'must be at most 512 characters')
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
  .regex(/^[^\u0000-\u001f\ud800-\udfff]*$/u, 'must hold no control character and no half of a surrogate pair')

export const postSchema = z
  .object({
    id: idSchema.describe('The id at its source. Identity is (channel, source, id).'),
    text: optional(z.string('must be a string')).describe('Required unless removed. At most 64 KB of UTF-8.'),
    at: z.string('must be a string').describe('RFC 3339 with a zone, from 1990 on, at most 5 minutes ahead.'),
    source: optional(z.string('must be a string').regex(/^[a-z0-9-]{1,31}$/, 'must be 1 to 31 of a-z, 0-9 and -')),
    author: line(256),
    url: line(2048),
    title: line(1000),
    kind: optional(z.enum(['post', 'comment', 'reply'], 'must be post, comment or reply')),
    parentId: line(512),
    threadId: line(512),
    language: line(35),
    repostOf: line(512).describe('Id of the post that this one merely passes on: counted as amplification only.'),
    metrics: optional(z.object({ likes: count, replies: count, reposts: count }, 'must be an object')),
    removed: optional(z.boolean('must be true or false')).describe('true: gone; only an explicit false undoes it.'),
  })
  .meta({ id: 'Post', description: 'One post. Members that are null count as absent; others than these are ignored.' })

type Sent = z.infer<typeof postSchema>

const pointerOf = (path: readonly PropertyKey[]) =>
  path.map((step) => `/${String(step).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

const refuse = (faults: readonly Fault[]): Item => ({
  problem: new Problem('invalid', 'taking a post: it does not have the shape of a post; correct the fields named', {
    faults,
  }),
})

/** Why a value is no post, by field. `missing` is told from "of the wrong type". */
const faultsOf = (error: z.ZodError, value: unknown): readonly Fault[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return [{ pointer: '', detail: 'must be an object' }]
  return error.issues.map(({ path, message }) => {
    const missing = path.length === 1 && (value as Record<PropertyKey, unknown>)[path[0] ?? ''] === undefined
    return { pointer: pointerOf(path), detail: missing ? 'is missing' : message }
  })
}

const metricsOf = (metrics: NonNullable<Sent['metrics']>): NonNullable<Content['metrics']> => {
  const { likes, replies, reposts } = metrics
  return {
    ...(likes == null ? {} : { likes }),
    ...(replies == null ? {} : { replies }),
    ...(reposts == null ? {} : { reposts }),
  }
}

const lineFields = ['title', 'author', 'url', 'parentId', 'threadId', 'language'] as const

const contentOf = (sent: Sent): Content => {
  // Of what is gone at its source, the text, title and author are not passed on.
  if (sent.removed) return { id: sent.id, text: '' }
  const content: { -readonly [Name in keyof Content]: Content[Name] } = {
    id: sent.id,
    text: normaliseText(sent.text ?? ''),
  }
  for (const field of lineFields) {
    const value = sent[field]
    if (value == null) continue
    const normalised = normaliseLine(value)
    if (normalised !== '') content[field] = normalised
  }
  if (sent.metrics != null) content.metrics = metricsOf(sent.metrics)
  return content
}

const timeFault = (atMs: number | undefined): Fault | undefined => {
  if (atMs === undefined)
    return { pointer: '/at', detail: 'must be an RFC 3339 time with a zone, such as 2017-08-19T09:12:00Z' }
  return atMs < earliestMs ? { pointer: '/at', detail: 'must not be before 1990' } : undefined
}

/** @param value one post as JSON.parse gave it */
export const translatePost = (value: unknown): Item => {
  const parsed = postSchema.safeParse(value)
  if (!parsed.success) return refuse(faultsOf(parsed.error, value))
  const sent = parsed.data
  const atMs = parseTime(sent.at)
  const fault = timeFault(atMs)
  if (fault !== undefined || atMs === undefined) return refuse(fault === undefined ? [] : [fault])
  if (sent.text == null && !sent.removed) return refuse([{ pointer: '/text', detail: 'is missing' }])
  const content = contentOf(sent)
  if (content.text.length * 3 > maxTextBytes && Buffer.byteLength(content.text) > maxTextBytes)
    return refuse([{ pointer: '/text', detail: 'must be at most 64 KB' }])
  const post: IncomingPost = {
    source: sent.source ?? 'webhook',
    kind: sent.kind ?? 'post',
    atMs,
    removed: sent.removed ?? undefined,
    content,
    ...(sent.repostOf ? { repostOf: sent.repostOf } : {}),
  }
  return { post }
}

export const webhook: Source = { kind: 'webhook', pushed: { translate: translatePost } }
