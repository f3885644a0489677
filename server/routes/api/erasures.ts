// Erasures: asked for, and their receipts.
import { z } from 'zod'
import type { ErasureRequest } from '../../../events/erase-posts.ts'
import type { Receipt } from '../../../events/ledger.ts'
import { Problem } from '../../../events/problem.ts'
import { slugSchema } from '../../../events/story-entry.ts'
import { type ApiPorts, operation, orNull } from './operation.ts'
import { moment } from './shapes.ts'

const source = z.string().regex(/^[a-z0-9-]{1,31}$/, 'must be 1 to 31 of a-z, 0-9 and -')
const text = z.string().min(1).max(512)
const body = z
  .union(
    [
      z.strictObject({ source, id: text, channel: slugSchema.optional() }),
      z.strictObject({ author: text, source: source.optional() }),
      z.strictObject({ channel: slugSchema }),
    ],
    'must be {source, id, channel?}, {author, source?} or {channel}',
  )
  .meta({
    id: 'ErasureRequest',
    description: 'One post, one author (without `source`: in every source), or all posts of a channel.',
  })

export const receiptShape = z
  .object({
    id: z.string().meta({ description: 'Unguessable: all that is needed to read the receipt.' }),
    receipt: z.string().meta({ description: 'Address of the receipt.' }),
    reason: z.enum(['request', 'author', 'channel']),
    state: z.enum(['under way', 'completed']),
    posts: z.int().min(0),
    requestedAt: moment,
    forgottenAt: moment.nullable().meta({ description: 'The text is out of the vault.' }),
    recordedAt: moment.nullable().meta({ description: 'The log says so, and the counts follow.' }),
    completedAt: moment.nullable().meta({ description: 'No byte of it is left on disk.' }),
  })
  .meta({ id: 'Receipt' })

const addressOf = (id: string) => `/api/v1/erasures/${id}`
export const receiptRow = ({ id, reason, refs, requestedAt, forgottenAt, recordedAt, completedAt }: Receipt) => ({
  id,
  receipt: addressOf(id),
  reason,
  state: completedAt === undefined ? 'under way' : 'completed',
  posts: refs.length,
  requestedAt,
  forgottenAt: orNull(forgottenAt),
  recordedAt: orNull(recordedAt),
  completedAt: orNull(completedAt),
})

const begin = async ({ erasing }: ApiPorts, request: ErasureRequest) => {
  const { receipt } = await erasing.erase(request)
  return { status: 202, location: addressOf(receipt.id), json: receiptRow(receipt) }
}

const answers = {
  202: { description: 'Entered in the ledger: refused from now on, and gone within 60 s', schema: receiptShape },
  404: { description: 'No such post' },
}

export const erasureOperations = [
  operation({
    id: 'erasePost',
    method: 'delete',
    path: '/posts/{ref}',
    summary: 'Erase one post for good',
    access: 'admin',
    answers,
    run: (ports, { params: { ref = '' } }) => begin(ports, { ref }),
  }),
  operation({
    id: 'erase',
    method: 'post',
    path: '/erasures',
    summary: 'Erase a post, an author or a channel for good',
    access: 'admin',
    body,
    answers: { ...answers, 409: { description: 'Several channels hold that id: name one' } },
    run: (ports, { body }) => begin(ports, body as ErasureRequest),
  }),
  operation({
    id: 'getReceipt',
    method: 'get',
    path: '/erasures/{id}',
    summary: 'The receipt of an erasure',
    access: 'anyone',
    answers: { 200: { description: 'How far it is', schema: receiptShape }, 404: { description: 'No such receipt' } },
    run: ({ erasing }, { params: { id = '' } }) => {
      const receipt = erasing.receipt(id)
      if (receipt !== undefined) return { json: receiptRow(receipt), cache: 'none' }
      throw new Problem(
        'not-found',
        'reading a receipt: there is none of this id; it stands in the answer to the erasure',
      )
    },
  }),
]
