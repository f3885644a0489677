// What may be read and shown anywhere: feeds, summary, badge, picture of the chart, panel.
import { z } from 'zod'
import { feedFormats, feedTypes } from '../views/feed.ts'
import { entryKinds } from '../views/feed-entry.ts'
import { asText, type Json, problemAnswer, type SchemaOf } from './openapi-schemas.ts'
import { moment, pagePhaseShape, phaseShape } from './routes/api/shapes.ts'

const share = z.number().nullable()

export const summaryShape = z
  .object({
    story: z.string(),
    title: z.string(),
    company: z.string(),
    url: z.string(),
    demonstration: z.boolean().meta({ description: 'Posts and numbers are invented.' }),
    closedAt: moment.nullable().meta({ description: 'Since when it is watched no longer.' }),
    phase: z.object({
      id: pagePhaseShape,
      label: z.string(),
      since: moment.nullable(),
      detail: phaseShape,
      reason: z.string(),
    }),
    net: z
      .object({ now: share, dayBefore: share, normal: share })
      .meta({ description: 'Of six hours, and of calm days; −1 to +1; null where too few posts.' }),
    posts: z.object({
      lastHour: z.int().nullable().meta({ description: 'Null once the story is closed.' }),
      normalHour: z.number().nullable(),
      peakHour: z.int().nullable(),
      total: z.int(),
    }),
    shares24h: z.object({ negative: share, neutral: share, positive: share }),
    calibrated24h: z
      .object({
        negative: z.number(),
        neutral: z.number(),
        positive: z.number(),
        lower: z.number(),
        upper: z.number(),
        n: z.int(),
      })
      .nullable()
      .meta({ description: 'By the story’s own calibration, with the interval of the negative share.' }),
    statement: z
      .object({
        kind: z.string(),
        at: moment,
        title: z.string(),
        text: z.string(),
        url: z.string().nullable(),
        number: z.int().meta({ description: 'On the page: `#m4`.' }),
      })
      .nullable()
      .meta({ description: 'The latest of the company.' }),
    sources: z.array(
      z.object({
        id: z.string(),
        state: z.enum(['ok', 'delayed', 'failing', 'silent', 'off']),
        lastRead: moment.nullable().meta({ description: 'Of a source that is posted to: its last post.' }),
      }),
    ),
    version: z.int(),
    dataTo: moment.nullable(),
    checkedAt: moment,
    phaseChangedAt: moment.nullable(),
    asOf: moment.nullable().meta({ description: 'Of a view of the past.' }),
  })
  .meta({ id: 'Summary', description: 'Fields are only added, never renamed.' })

export const badgeShape = z
  .object({ schemaVersion: z.literal(1), label: z.string(), message: z.string(), color: z.string() })
  .meta({ id: 'Badge', description: 'As shields.io takes it from an endpoint.' })

const inQuery = (name: string, description: string, schema: Json = { type: 'string' }) => ({
  name,
  in: 'query',
  description,
  schema,
})
const slug = { name: 'slug', in: 'path', required: true, schema: { type: 'string' } }
const at = inQuery('at', 'As recorded by then, without posts removed since.', { type: 'string', format: 'date-time' })
const range = [
  inQuery('range', 'Story unless `from` or `to` is given.', { type: 'string', enum: ['24h', 'story', '30d'] }),
  inQuery('from', 'From when on.', { type: 'string', format: 'date-time' }),
  inQuery('to', 'Until when.', { type: 'string', format: 'date-time' }),
]
const kind = inQuery('kind', 'Entries of one kind, and whether the story is closed.', {
  type: 'string',
  enum: [...entryKinds],
})
const topic = inQuery('topic', 'Slug or name: of statements and milestones those about it, and all phases.')

const everywhere =
  'For anybody from anywhere (`Access-Control-Allow-Origin: *`), with ETag and Last-Modified; good for 5 s.'
const feedWords = `An entry keeps its id for good: corrected, computed again, ended or withdrawn, it tells so and is dated anew. ${everywhere}`

/** @param isPublic false: a key with scope `read`, as bearer or as password */
export const seeingPaths = (schemaOf: SchemaOf, isPublic: boolean): Json => {
  const get = (
    operationId: string,
    summary: string,
    description: string,
    parameters: readonly object[],
    content: Json,
    more: Json = {},
  ) => ({
    get: {
      operationId,
      summary,
      description,
      security: isPublic ? [] : [{ key: ['read'] }],
      parameters,
      responses: {
        200: { description: 'As it is now', content },
        304: { description: 'As it was when it was asked for last' },
        ...(isPublic ? {} : { 401: problemAnswer('No valid key') }),
        404: problemAnswer('No such story or topic'),
        422: problemAnswer('The query does not have this shape'),
        ...more,
      },
    },
  })
  const json = (schema: z.ZodType) => ({ 'application/json': { schema: schemaOf(schema, 'output') } })
  const picture = { 'image/svg+xml': asText }
  const png = { 'image/png': { schema: { type: 'string', format: 'binary' } } }
  const story = '/stories/{slug}'
  const named = { atom: 'Atom', rss: 'Rss', json: 'Json' } as const
  const feeds = feedFormats.flatMap((format) => {
    const content = { [feedTypes[format]]: asText }
    const what = `${format === 'json' ? 'JSON Feed' : format === 'rss' ? 'RSS' : 'Atom'}: phases, statements, milestones, closings`
    return [
      [
        `${story}/feed.${format}`,
        get(`feed${named[format]}`, `${what} of a story`, feedWords, [slug, kind, topic], content),
      ],
      [`/feed.${format}`, get(`allFeed${named[format]}`, `${what} of all stories`, feedWords, [kind], content)],
    ] as const
  })
  return {
    ...Object.fromEntries(feeds),
    [`${story}/summary.json`]: get(
      'getSummary',
      'A story in a few numbers, for machines',
      everywhere,
      [slug, at],
      json(summaryShape),
    ),
    [`${story}/badge.json`]: get('getBadge', 'A badge for shields.io', everywhere, [slug, at], json(badgeShape)),
    [`${story}/badge.svg`]: get('drawBadge', 'A badge: company and phase', everywhere, [slug, at], picture),
    [`${story}/chart.svg`]: get(
      'drawChart',
      'The chart as a picture',
      `Light and dark, with title and description. ${everywhere}`,
      [slug, ...range, at],
      picture,
    ),
    [`${story}/preview.png`]: get(
      'drawPreview',
      'Phase, numbers and chart as a picture for link previews',
      `1200 × 630 px, with the moment it is of. What its font cannot write is left out; \`v\` is for caches only. ${everywhere}`,
      [slug, at],
      png,
      { 503: problemAnswer('Many ask for one; Retry-After says when to ask again') },
    ),
    [`${story}/embed`]: get(
      'embed',
      'A live panel for a frame in any page: phase and chart',
      'The only page that may stand in a frame. Made for 420 px of height.',
      [slug, ...range, at],
      { 'text/html': asText },
    ),
  }
}
