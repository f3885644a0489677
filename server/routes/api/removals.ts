// Requests to remove a post by its link: anybody may ask, the operator settles them.
import { z } from 'zod'
import { limits } from '../../../settings.ts'
import { webAddress } from '../../../views/quote.ts'
import type { RemovalFacts } from '../../../views/removal-facts.ts'
import { mostLinked } from '../../../workers/find-linked.ts'
import type { Asked } from '../../../workers/removing.ts'
import { removalFacts } from '../../removal-facts.ts'
import { receiptRow, receiptShape } from './erasures.ts'
import { type ApiPorts, operation, orNull } from './operation.ts'
import { moment } from './shapes.ts'

const { maxLinkLength, maxNoteLength, maxReasonLength } = limits

const url = z
  .string('must be text')
  .trim()
  .min(1, 'must not be empty')
  .max(maxLinkLength, `must be at most ${maxLinkLength} characters`)
const note = z
  .string('must be text')
  .trim()
  .max(maxNoteLength, `must be at most ${maxNoteLength} characters`)
  .meta({ description: 'For the operator. Sealed, and deleted when it is settled.' })
export const asking = z
  .strictObject({ url: url.meta({ description: 'Link of the post.' }), note: note.optional() })
  .meta({ id: 'RemovalRequest' })

const granting = z
  .strictObject({
    posts: z
      .array(z.string().regex(/^[0-9a-f]{32}$/, 'must be the ref of a post'))

      .max(2 * mostLinked, `must be at most ${2 * mostLinked}`)
      .optional()
      .meta({ description: 'Which of the posts found; all of them unless named.' }),
  })
  .meta({ id: 'RemovalGrant' })

const declining = z
  .strictObject({
    reason: z
      .string('must be text')
      .trim()
      .min(1, 'must not be empty')
      .max(maxReasonLength, `must be at most ${maxReasonLength} characters`)
      .regex(/^(?![\s\S]*(?::\/\/|\bwww\.))/i, 'must hold no link: it stays in the log')
      .meta({ description: 'Your own words, shown to whoever asked, and in the log for ever: quote nobody.' }),
  })
  .meta({ id: 'RemovalDecline' })

const stateShape = z
  .object({
    id: z.string().meta({ description: 'Unguessable: all that is needed to read this.' }),
    page: z.string().meta({ description: 'The same for people.' }),
    state: z.enum(['waiting', 'under way', 'done', 'declined', 'not found']),
    requestedAt: moment,
    settledAt: moment.nullable().meta({ description: 'When the operator decided.' }),
    posts: z.int().min(0).nullable().meta({ description: 'Found and erased.' }),
    reason: z.string().nullable().meta({ description: 'Why it was declined.' }),
    erasure: receiptShape.nullable(),
  })
  .meta({ id: 'Removal' })

const openShape = z.object({
  id: z.string(),
  requestedAt: moment,
  url: z.string().nullable().meta({ description: 'As it was sent, of whatever kind; null where it is lost.' }),
  note: z.string().nullable(),
})
const foundShape = openShape
  .extend({
    posts: z.array(
      z.object({
        ref: z.string(),
        channel: z.string(),
        source: z.string(),
        at: moment,
        text: z.string().nullable().meta({ description: 'null once forgotten.' }),
        title: z.string().nullable(),
        url: z.string().nullable(),
      }),
    ),
    more: z.boolean().meta({ description: 'More than 200 have this link: it is that of a page, not of a post.' }),
    erased: z.int().min(0).meta({ description: 'Posts with this link that were erased before.' }),
    refusable: z.boolean().meta({ description: 'Granting it has the post refused, should it come again.' }),
  })
  .meta({ id: 'FoundForRemoval' })

export const removalPage = (id: string) => `/data/removals/${id}`

const row = (facts: RemovalFacts) => ({
  id: facts.id,
  page: removalPage(facts.id),
  state: facts.state,
  requestedAt: facts.requestedAt,
  settledAt: 'settledAt' in facts ? facts.settledAt : null,
  posts: facts.state === 'not found' ? 0 : 'posts' in facts ? facts.posts : null,
  reason: 'reason' in facts ? facts.reason : null,
  erasure: 'receipt' in facts && facts.receipt !== undefined ? receiptRow(facts.receipt) : null,
})

type Open = { readonly id: string; readonly requestedAt: string; readonly asked: Asked | undefined }
const openRow = ({ id, requestedAt, asked }: Open) => ({
  id,
  requestedAt,
  url: orNull(asked?.link),
  note: orNull(asked?.note),
})

const stands = async (ports: ApiPorts, id: string) => row(await removalFacts(ports, id))

const unsettled = {
  404: { description: 'No such request' },
  409: { description: 'It is settled already' },
}

export const removalOperations = [
  operation({
    id: 'askForRemoval',
    method: 'post',
    path: '/removals',
    summary: 'Ask for the removal of a post by its link',
    description: `Needs no key. The operator decides; the answer's address says how it stands. At most ${limits.removalsPerHour} an hour from one address.`,
    access: 'anyone',
    asks: true,
    body: asking,
    answers: { 201: { description: 'Taken: it waits for the operator', schema: stateShape } },
    run: async (ports, { body: { url: link, note } }) => {
      const { id } = await ports.removing.ask({ link, ...(note ? { note } : {}) })
      return { status: 201, location: `/api/v1/removals/${id}`, json: await stands(ports, id) }
    },
  }),
  operation({
    id: 'listRemovals',
    method: 'get',
    path: '/removals',
    summary: 'Removal requests that wait, the oldest first',
    access: 'admin',
    answers: { 200: { description: 'All of them', schema: z.object({ removals: z.array(openShape) }) } },
    run: async ({ removing }) => ({ cache: 'none', json: { removals: (await removing.open()).map(openRow) } }),
  }),
  operation({
    id: 'getRemoval',
    method: 'get',
    path: '/removals/{id}',
    summary: 'How a removal request stands',
    access: 'anyone',
    answers: { 200: { description: 'It', schema: stateShape }, 404: { description: 'No such request' } },
    run: async (ports, { params: { id = '' } }) => ({ cache: 'none', quotes: true, json: await stands(ports, id) }),
  }),
  operation({
    id: 'findForRemoval',
    method: 'get',
    path: '/removals/{id}/posts',
    summary: 'The posts that a removal request is about',
    description:
      'By the id that the link tells and by all addresses that are kept: this may take seconds where there are many. One search runs at a time; its result stays the same for five minutes.',
    access: 'admin',
    answers: { 200: { description: 'What was found', schema: foundShape }, ...unsettled },
    run: async ({ removing }, { params: { id = '' } }) => {
      const { request, found } = await removing.find(id)
      const posts = found.posts.map(({ text, title, url, ...post }) => ({
        ...post,
        text: orNull(text),
        title: orNull(title),
        url: webAddress(url),
      }))
      const { more, erased, unknown } = found
      const refusable = posts.length + unknown.length > 0
      return { cache: 'none', quotes: true, json: { ...openRow(request), posts, more, erased, refusable } }
    },
  }),
  operation({
    id: 'grantRemoval',
    method: 'post',
    path: '/removals/{id}/grant',
    summary: 'Grant a removal request: erase its posts',
    description: 'With no posts found it says so to whoever asked. The link and the note are deleted.',
    access: 'admin',
    body: granting,
    answers: { 202: { description: 'In the ledger; gone soon', schema: stateShape }, ...unsettled },
    run: async (ports, { params: { id = '' }, body: { posts } }) => {
      const { version } = await ports.removing.grant(id, posts)
      await ports.settled(version)
      return { status: 202, location: `/api/v1/removals/${id}`, json: await stands(ports, id) }
    },
  }),
  operation({
    id: 'declineRemoval',
    method: 'post',
    path: '/removals/{id}/decline',
    summary: 'Decline a removal request, with a reason',
    description: 'The link and the note are deleted.',
    access: 'admin',
    body: declining,
    answers: { 200: { description: 'Declined', schema: stateShape }, ...unsettled },
    run: async (ports, { params: { id = '' }, body: { reason } }) => {
      const { version } = await ports.removing.decline(id, reason)
      await ports.settled(version)
      return { json: await stands(ports, id) }
    },
  }),
]
