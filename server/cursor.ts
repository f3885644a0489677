// Cursors of lists: opaque and signed, so that a position can be trusted, and only under the filter it was made for.
import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import { canonicalJson } from '../events/canonical.ts'
import { Problem } from '../events/problem.ts'

const tagBytes = 12

const tagOf = (key: KeyObject, filter: unknown, position: string) =>
  createHmac('sha256', key)
    .update(['cursor', canonicalJson(filter), position].join('\0'))
    .digest()
    .subarray(0, tagBytes)

/** @param filter JSON: everything that the list depends on but its page size */
export const writeCursor = (key: KeyObject, filter: unknown, position: string): string =>
  Buffer.concat([tagOf(key, filter, position), Buffer.from(position)]).toString('base64url')

/** @throws Problem `malformed` when it is none of ours, or of another filter */
export const readCursor = (key: KeyObject, filter: unknown, cursor: string): string => {
  const bytes = Buffer.from(cursor, 'base64url')
  const position = bytes.subarray(tagBytes).toString()
  if (bytes.length > tagBytes && timingSafeEqual(bytes.subarray(0, tagBytes), tagOf(key, filter, position)))
    return position
  throw new Problem('malformed', 'reading a page: this cursor is not from this list; begin without one', {
    faults: [{ pointer: '/cursor', detail: 'must be `next` of the page before, with the same filters' }],
  })
}
