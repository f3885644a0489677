// API keys: issued, listed, revoked.
import { z } from 'zod'
import { scopes } from '../../../events/key.ts'
import type { IssuedKey } from '../../../events/key-rules.ts'
import { Problem } from '../../../events/problem.ts'
import { timeSchema } from '../../../events/story-entry.ts'
import { operation, orNull } from './operation.ts'
import { moment } from './shapes.ts'

const keyShape = z
  .object({
    id: z.string(),
    name: z.string(),
    scopes: z.array(z.enum(scopes)),
    issuedAt: moment,
    expiresAt: moment.nullable(),
    revokedAt: moment.nullable(),
    lastUsedAt: moment.nullable().meta({ description: 'Since the server started.' }),
  })
  .meta({ id: 'Key' })

const row = ({
  id,
  name,
  scopes,
  issuedAt,
  expiresAt,
  revokedAt,
  lastUsedAt,
}: IssuedKey & { readonly lastUsedAt?: string }) => ({
  id,
  name,
  scopes,
  issuedAt,
  expiresAt: orNull(expiresAt),
  revokedAt: orNull(revokedAt),
  lastUsedAt: orNull(lastUsedAt),
})

const body = z
  .strictObject({
    name: z.string('must be text').trim().min(1, 'must not be empty').max(80).meta({ description: 'Whose it is.' }),
    scopes: z.array(z.enum(scopes, `must be of ${scopes.join(', ')}`)).min(1, 'must name at least one'),
    expiresAt: timeSchema.transform((text) => new Date(text).toISOString()).optional(),
  })
  .meta({ id: 'KeyRequest' })

export const keyOperations = [
  operation({
    id: 'listKeys',
    method: 'get',
    path: '/keys',
    summary: 'All keys ever issued',
    access: 'admin',
    answers: { 200: { description: 'In the order of issuing', schema: z.object({ keys: z.array(keyShape) }) } },
    run: ({ keys }) => ({ json: { keys: keys.all().map(row) } }),
  }),
  operation({
    id: 'issueKey',
    method: 'post',
    path: '/keys',
    summary: 'Issue a key',
    description: 'The answer holds it this once. `edit` may read too, `admin` may all.',
    access: 'admin',
    body,
    answers: { 201: { description: 'The key', schema: keyShape.extend({ key: z.string() }) } },
    run: async ({ keys }, { body, nowMs }) => {
      if (body.expiresAt !== undefined && Date.parse(body.expiresAt) <= nowMs)
        throw new Problem('invalid', 'issuing a key: it would have expired already; choose a later time', {
          faults: [{ pointer: '/expiresAt', detail: 'must lie ahead' }],
        })
      const { key, issued } = await keys.issue(body)
      return { status: 201, json: { ...row(issued), key } }
    },
  }),
  operation({
    id: 'revokeKey',
    method: 'delete',
    path: '/keys/{id}',
    summary: 'Revoke a key',
    access: 'admin',
    answers: { 204: { description: 'It opens nothing any more' }, 404: { description: 'No such key' } },
    run: async ({ keys }, { params: { id = '' } }) => {
      await keys.revoke(id)
      return { status: 204 }
    },
  }),
]
