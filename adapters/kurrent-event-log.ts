// The event log in a KurrentDB cluster: any number of writers, event ids from content, everything followed in log order.
import { eventTypes, type RecordedEvent } from '../events/catalogue.ts'
import { type EventLog, type Position, start } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'
import { createKurrentAppend } from './kurrent-append.ts'
import { connectKurrent, loadKurrent } from './kurrent-connection.ts'
import { isAfter, placeOf, positionOf, recordedEvent, storedPlace } from './kurrent-events.ts'
import { within } from './kurrent-problem.ts'
import { createKurrentReader } from './kurrent-read.ts'
import { followKurrent } from './kurrent-subscription.ts'

export type KurrentEventLogOptions = {
  /** `kurrentdb://user:password@host1:2113,host2:2113,host3:2113?tls=true`. */
  readonly connectionString: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Begins the name of every stream, where several logs share a cluster. */
  readonly streamPrefix?: string
  /** Of one append; after three of them it is `unavailable`. */
  readonly appendDeadlineMs?: number
  readonly readDeadlineMs?: number
  readonly silenceMs?: number
  readonly backOffMs?: readonly [number, number]
  /** How long `close` waits for what is on its way. */
  readonly closeMs?: number
  /** What an operator should know of, in words, without content. */
  readonly onWarning?: (words: string, error?: unknown) => void
}

export type KurrentEventLog = EventLog & {
  /** Events read that this version of the program does not know; they are skipped. */
  readonly unknownEvents: () => number
  /** Waits for what is on its way, ends the followers, disconnects. */
  readonly close: () => Promise<void>
}

/**
 * Connects when first used, so that a cluster that is away for now is no reason not to start.
 * @throws Problem `unavailable` when the client is not installed, `usage` when the connection string is none
 */
export const openKurrentEventLog = async (options: KurrentEventLogOptions): Promise<KurrentEventLog> => {
  const { connectionString, now, streamPrefix = '', appendDeadlineMs = 2_000, readDeadlineMs = 5_000 } = options
  const { silenceMs = 30_000, backOffMs = [250, 10_000], closeMs = 10_000, onWarning = () => {} } = options
  const library = await loadKurrent()
  const connection = connectKurrent(library, connectionString)
  const filter = library.eventTypeFilter({ prefixes: eventTypes })
  const reader = createKurrentReader(connection, filter, { streamPrefix, deadlineMs: readDeadlineMs })
  const appending = createKurrentAppend(connection, reader, { now, streamPrefix, deadlineMs: appendDeadlineMs })
  const closing = new AbortController()
  let unknown = 0

  /** The server's filter goes by the beginnings of names: looked at again here. */
  const known = (stored: readonly Parameters<typeof recordedEvent>[0][]): RecordedEvent[] => {
    const events: RecordedEvent[] = []
    for (const one of stored) {
      if (!one.streamId.startsWith(streamPrefix)) continue
      const event = recordedEvent(one, streamPrefix)
      if (event === undefined) unknown++
      else events.push(event)
    }
    return events
  }
  const open = (operation: string) => {
    if (closing.signal.aborted) throw new Problem('unavailable', `${operation}: the event log is closed`)
  }

  const refuseBeyondEnd = async (from: Position) => {
    const place = placeOf(from)
    if (place === undefined) return undefined
    const last = await reader.lastOfServer()
    if (last !== undefined && !isAfter(place, storedPlace(last))) return place
    throw new Problem('conflict', `following the log from ${from}: it ends before that; rebuild the read model`)
  }

  return {
    append: async (writes) => {
      open('appending')
      return await appending.append(writes)
    },
    read: async (stream, fromRevision = 0) => known(await reader.stored(stream, fromRevision)),
    follow: async function* (from: Position, signal: AbortSignal) {
      open('following the log')
      const place = await refuseBeyondEnd(from)
      const either = AbortSignal.any([signal, closing.signal])
      const following = {
        filter,
        from: place,
        signal: either,
        confirmMs: readDeadlineMs,
        silenceMs,
        backOffMs,
        onWarning,
      }
      for await (const taken of followKurrent(connection, following)) {
        const position = taken.place === undefined ? start : positionOf(taken.place)
        yield { events: known(taken.events), position, live: taken.live }
      }
    },
    head: async () => {
      const last = await reader.last()
      return last === undefined ? 0 : Number(storedPlace(last).commit)
    },
    unknownEvents: () => unknown,
    close: async () => {
      closing.abort()
      await within(closeMs, appending.idle()).catch(() => onWarning('closing the log: some appends had no answer'))
      await connection.close()
    },
  }
}
