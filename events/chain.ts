// Tamper evidence: a running hash over all events in log order. Changing, dropping or moving one changes every hash after it.
import { hash } from 'node:crypto'
import { eventId } from './event-id.ts'

/** The hash before the first event. */
export const chainStart: Uint8Array = new Uint8Array(32)

/** An event as it is hashed; the position is left out, so that a log can be moved to another engine. */
export type Link = {
  readonly stream: string
  readonly revision: number
  readonly type: string
  /** ISO 8601 UTC. */
  readonly recordedAt: string
  /** Canonical JSON, see canonical.ts. */
  readonly data: string
}

/** SHA-256 of the hash before and the canonical JSON of {data, id, recordedAt, revision, stream, type}. 32 bytes. */
export const chainHash = (before: Uint8Array, { stream, revision, type, recordedAt, data }: Link): Uint8Array => {
  const id = eventId(stream, revision, type, data)
  const text = `{"data":${data},"id":"${id}","recordedAt":"${recordedAt}","revision":${revision},"stream":${JSON.stringify(stream)},"type":${JSON.stringify(type)}}`
  return hash('sha256', Buffer.concat([before, Buffer.from(text)]), 'buffer')
}
