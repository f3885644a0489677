// The event log in a KurrentDB cluster: any number of writers, event ids from content, everything followed in log order.
import { eventTypes, type RecordedEvent } from '../events/catalogue.ts'
import { type EventLog, type Position, start } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'
import { type KurrentOptions, openKurrentCluster } from './kurrent-cluster.ts'
import { isAfter, placeOf, positionOf, recordedEvent, storedPlace } from './kurrent-events.ts'

export type KurrentEventLog = EventLog & {
  /** Events read that this version of the program does not know; they are skipped. */
  readonly unknownEvents: () => number
  /** Waits for what is on its way, ends the followers, disconnects. */
  readonly close: () => Promise<void>
}

/**
 * Connects when first used, so that a cluster that is away for now is no reason not to start.
 * A batch of writes that is `unavailable` may be kept in part: to be sent again, the same.
 * @throws Problem `unavailable` when the client is not installed, `usage` when the connection string is none
 */
export const openKurrentEventLog = async (options: KurrentOptions): Promise<KurrentEventLog> => {
  const { library, append, reader, follow, streamPrefix, closing, close } = await openKurrentCluster(options)
  const filter = library.eventTypeFilter({ prefixes: eventTypes })
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
  const refuseBeyondEnd = async (from: Position) => {
    const place = placeOf(from)
    if (place === undefined) return undefined
    const last = await reader.lastOfServer()
    if (last !== undefined && !isAfter(place, storedPlace(last))) return place
    throw new Problem('conflict', `following the log from ${from}: it ends before that; rebuild the read model`)
  }

  return {
    append: async (writes) => {
      if (closing.aborted) throw new Problem('unavailable', 'appending: the event log is closed')
      return await append(writes)
    },
    read: async (stream, fromRevision = 0) => known(await reader.stored(stream, fromRevision)),
    follow: async function* (from: Position, signal: AbortSignal) {
      if (signal.aborted) return
      for await (const { events, place, live } of follow(filter, await refuseBeyondEnd(from), signal))
        yield { events: known(events), position: place === undefined ? start : positionOf(place), live }
    },
    head: async () => {
      const last = await reader.last(filter)
      return last === undefined ? 0 : Number(storedPlace(last).commit)
    },
    unknownEvents: () => unknown,
    close,
  }
}
