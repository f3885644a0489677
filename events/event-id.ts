// The id of an event: made from its place and content, so that the same event sent twice has one id on every engine.
import { hash } from 'node:crypto'

/** Never changes: another namespace would be other ids. */
const namespace = Buffer.from('6f7574637279534576656e74734c6f67', 'hex')

/** UUID version 5 (RFC 9562) of a name. */
export const uuidOf = (name: string): string => {
  const bytes = hash('sha1', Buffer.concat([namespace, Buffer.from(name)]), 'buffer')
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80
  const hex = bytes.toString('hex', 0, 16)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`
}

/**
 * Of stream, revision, type and data. When it was recorded is not part of it.
 * @param data canonical JSON, see canonical.ts
 */
export const eventId = (stream: string, revision: number, type: string, data: string): string =>
  uuidOf(`${stream}\n${revision}\n${type}\n${data}`)
