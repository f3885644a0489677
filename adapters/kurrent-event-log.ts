// The event log in a KurrentDB cluster: any number of writers, event ids from content, everything followed in log order.
import { eventTypes, type RecordedEvent } from '../events/catalogue.ts'
import type { EventLog, Position } from '../events/event-log.ts'
import { Problem } from '../events/problem.ts'
import { type KurrentOptions, openKurrentCluster } from './kurrent-cluster.ts'
import { isAfter, type Place, placesOf, positionOf, recordedEvent, storedPlace } from './kurrent-events.ts'

export type KurrentEventLog = EventLog & {
  /** As `head`, when it is opened. @throws Problem `unavailable` that says where nobody answers, and why */
  readonly reach: () => Promise<number>
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
  const { library, append, reader, awayProblem, follow, streamPrefix, closing, close } =
    await openKurrentCluster(options)
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
  /** Where to go on: a server may have named a place past its end, where the next event begins, or one that it has no more. */
  const beginning = async (from: Position): Promise<{ place: Place | undefined; event: Place | undefined }> => {
    const { place, event } = placesOf(from)
    if (place === undefined) return { place, event }
    const last = await reader.lastOfServer()
    const isThere = (one: Place | undefined) =>
      one === undefined || (last !== undefined && !isAfter(one, storedPlace(last)))
    if (isThere(place)) return { place, event }
    if (isThere(event)) return { place: event, event }
    throw new Problem('conflict', `following the log from ${from}: it ends before that; rebuild the read model`)
  }

  const head = async () => {
    const last = await reader.last(filter)
    return last === undefined ? 0 : Number(storedPlace(last).commit)
  }

  return {
    append: async (writes) => {
      if (closing.aborted) throw new Problem('unavailable', 'appending: the event log is closed')
      return await append(writes)
    },
    read: async (stream, fromRevision = 0) => known(await reader.stored(stream, fromRevision)),
    follow: async function* (from: Position, signal: AbortSignal) {
      if (signal.aborted) return
      const begun = await beginning(from)
      let { event } = begun
      for await (const { events, place, live } of follow(filter, begun.place, signal)) {
        event = events.at(-1)?.position ?? event
        yield { events: known(events), position: positionOf(place, event), live }
      }
    },
    head,
    reach: async () => {
      try {
        return await head()
      } catch (error) {
        throw error instanceof Problem && error.code === 'unavailable' ? await awayProblem() : error
      }
    },
    unknownEvents: () => unknown,
    close,
  }
}
