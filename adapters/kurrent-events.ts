// An event as KurrentDB keeps it, and back; positions in its transaction log.
import type { EventData, JSONEventData, RecordedEvent as StoredEvent } from '@kurrent/kurrentdb-client'
import { canonicalJson } from '../events/canonical.ts'
import { isEventType, type RecordedEvent } from '../events/catalogue.ts'
import type { Link } from '../events/chain.ts'
import { eventId } from '../events/event-id.ts'
import { type Position, start, type Write } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'

/** Both numbers: filtered subscriptions went astray where one was dropped. */
export type Place = { readonly commit: bigint; readonly prepare: bigint }

/** Servers before 24.10.4 give the numbers of no place where they have looked at everything and found nothing. */
export const isPlace = ({ commit, prepare }: Place): boolean => commit < 2n ** 63n && prepare < 2n ** 63n

const text = (place: Place | undefined): string => (place === undefined ? start : `${place.commit}/${place.prepare}`)
const shape = /^(?:(\d{1,19})\/(\d{1,19})|start)$/
/** @param event the last one up to `place`; `undefined`: there was none */
export const positionOf = (place: Place | undefined, event: Place | undefined): Position =>
  text(event) === text(place) ? text(place) : `${text(place)}@${text(event)}`
/** `undefined`: before the first event. @throws Problem `conflict` when another kind of log made it */
export const placesOf = (
  position: Position,
): { readonly place: Place | undefined; readonly event: Place | undefined } => {
  const places = position.split('@').map((part) => {
    const [all, commit, prepare] = shape.exec(part) ?? []
    if (all === undefined)
      throw new Problem('conflict', `following the log from ${position}: it is another log’s; rebuild the read model`)
    return commit === undefined || prepare === undefined
      ? undefined
      : { commit: BigInt(commit), prepare: BigInt(prepare) }
  })
  return { place: places[0], event: places.at(-1) }
}
export const isAfter = (one: Place, other: Place | undefined): boolean =>
  other === undefined || one.commit > other.commit || (one.commit === other.commit && one.prepare > other.prepare)

/** Ready to be sent; ids from place and content, so that sending again is harmless. `bytes` is what counts for the limit. */
export type Prepared = {
  readonly ids: readonly string[]
  readonly events: readonly EventData[]
  readonly bytes: number
}

/** What an event takes beside its data. */
const eventOverheadBytes = 200

export const prepare = ({ stream, expected, events }: Write, recordedAt: string): Prepared => {
  const first = expected === 'none' ? 0 : expected + 1
  const ids: string[] = []
  let bytes = 0
  const prepared = events.map(({ type, data }, i): JSONEventData => {
    const canonical = canonicalJson(data)
    const id = eventId(stream, first + i, type, canonical)
    ids.push(id)
    bytes += Buffer.byteLength(canonical) + eventOverheadBytes
    return { id, type, contentType: 'application/json', data: data as never, metadata: { recordedAt } }
  })
  return { ids, events: prepared, bytes }
}

type Stored = Pick<StoredEvent, 'streamId' | 'id' | 'revision' | 'type' | 'data' | 'metadata' | 'created' | 'position'>

/** When Outcry recorded it; where it does not say so, when the server did. ISO 8601 UTC. */
const recordedAtOf = ({ metadata, created }: Stored): string => {
  const { recordedAt } = (metadata ?? {}) as { recordedAt?: unknown }
  return typeof recordedAt === 'string' ? recordedAt : created.toISOString()
}

export const storedPlace = ({ position }: Pick<Stored, 'position'>): Place => {
  if (position !== undefined) return position
  throw new Problem(
    'unavailable',
    'reading the log: the server gives no positions; Outcry needs KurrentDB 24.10 or newer',
  )
}

/** The event as it is hashed into the chain. @param streamPrefix of this log's streams */
export const linkOf = (stored: Stored, streamPrefix: string): Link => ({
  stream: stored.streamId.slice(streamPrefix.length),
  revision: Number(stored.revision),
  type: stored.type,
  recordedAt: recordedAtOf(stored),
  data: canonicalJson(stored.data),
})

/** `undefined`: an event that this version of the program does not know. @throws Problem `damaged` */
export const recordedEvent = (stored: Stored, streamPrefix: string): RecordedEvent | undefined => {
  const { type, data, streamId, revision } = stored
  if (!isEventType(type)) return undefined
  const version = Number(storedPlace(stored).commit)
  if (data === null || typeof data !== 'object')
    throw new Problem('damaged', `reading the log: event ${version} is damaged; run "outcry verify"`)
  const event = { type, data } as unknown as RecordedEvent
  const stream = streamId.slice(streamPrefix.length)
  return { ...event, stream, revision: Number(revision), version, recordedAt: recordedAtOf(stored) }
}
