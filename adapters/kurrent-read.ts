// Reading from KurrentDB once: a stream, or the end of the log. The client's native part does it, on a connection of its own.
import { setTimeout as pause } from 'node:timers/promises'
import type { KurrentDBClient, RecordedEvent as StoredEvent } from '@kurrent/kurrentdb-client'
import { createBackOff } from './back-off.ts'
import { type KurrentConnection, type KurrentFilter, renewMs } from './kurrent-connection.ts'
import { type Place, storedPlace } from './kurrent-events.ts'
import { errorType, isPassing, kurrentProblem, within } from './kurrent-problem.ts'

const pageEvents = 1_000
const tries = 3
const pauseMs = 500

export type KurrentReader = {
  /** As they are kept, oldest first, at most `count`. @throws Problem `unavailable` */
  readonly stored: (stream: string, fromRevision: number, count?: number) => Promise<readonly StoredEvent[]>
  /** The newest event of a stream. @throws Problem `unavailable` */
  readonly newest: (stream: string) => Promise<StoredEvent | undefined>
  /** The newest event of this log that the filter lets through. @throws Problem `unavailable` */
  readonly last: (filter: KurrentFilter) => Promise<StoredEvent | undefined>
  /** The newest event of the server, its own included. @throws Problem `unavailable` */
  readonly lastOfServer: () => Promise<StoredEvent | undefined>
}

type Read = AsyncIterable<{ readonly event?: StoredEvent | undefined }>

export const createKurrentReader = (
  connection: KurrentConnection,
  { streamPrefix, deadlineMs }: { readonly streamPrefix: string; readonly deadlineMs: number },
): KurrentReader => {
  const gathered = async (read: Read): Promise<StoredEvent[]> => {
    const events: StoredEvent[] = []
    try {
      for await (const { event } of read) if (event !== undefined) events.push(event)
    } catch (error) {
      if (errorType(error) !== 'stream-not-found') throw error
    }
    return events
  }

  const { credentials } = connection
  const as = credentials === undefined ? {} : { credentials }
  let client = connection.connect()
  const backOff = createBackOff(renewMs.shortest, renewMs.longest)
  /** One that found nobody when it began stays without for ever. */
  const renew = (used: typeof client) => {
    if (used === client && backOff.isDue(connection.workedAtMs())) client = connection.connect()
  }

  /** The client ignores its deadline here; a read may be repeated at will. */
  const reading = async (what: string, read: (client: KurrentDBClient) => Read): Promise<StoredEvent[]> => {
    for (let attempt = 1; ; attempt++) {
      connection.current()
      const used = client
      try {
        const events = await within(deadlineMs, gathered(read(used)))
        backOff.reset()
        return events
      } catch (error) {
        if (!isPassing(error)) throw kurrentProblem(error, `reading ${what}`)
        renew(used)
        if (attempt === tries) throw kurrentProblem(error, `reading ${what}`)
        await pause(pauseMs)
      }
    }
  }

  const stored: KurrentReader['stored'] = async (stream, fromRevision, count = Number.POSITIVE_INFINITY) => {
    const events: StoredEvent[] = []
    for (;;) {
      const maxCount = Math.min(pageEvents, count - events.length)
      const fromRevisionNow = BigInt(fromRevision + events.length)
      // What is decided from it must be what the leader has.
      const options = { ...as, fromRevision: fromRevisionNow, maxCount, requiresLeader: true }
      const page = await reading(stream, (client) => client.readStream(streamPrefix + stream, options))
      events.push(...page)
      if (page.length < maxCount || events.length === count) return events
    }
  }

  const backwards = { ...as, direction: 'backwards', maxCount: 1, requiresLeader: true } as const
  return {
    stored,
    newest: async (stream) => {
      const options = { ...backwards, fromRevision: 'end' } as const
      return (await reading(stream, (client) => client.readStream(streamPrefix + stream, options)))[0]
    },
    lastOfServer: async () => {
      const options = { ...backwards, fromPosition: 'end' } as const
      return (await reading('the end of the log', (client) => client.readAll(options)))[0]
    },
    last: async (filter) => {
      const maxCount = streamPrefix === '' ? 1 : pageEvents
      for (let fromPosition: Place | 'end' = 'end'; ; ) {
        const options = { ...backwards, fromPosition, maxCount, filter }
        const page = await reading('the end of the log', (client) => client.readAll(options))
        const found = page.find(({ streamId }) => streamId.startsWith(streamPrefix))
        const oldest = page.at(-1)
        if (found !== undefined || page.length < maxCount || oldest === undefined) return found
        fromPosition = storedPlace(oldest)
      }
    },
  }
}
