// A KurrentDB cluster as the event log, its notary and its verification use it: connected, read, followed, appended to.
import { createKurrentAppend, type KurrentAppend } from './kurrent-append.ts'
import { connectKurrent, type KurrentConnection, type KurrentFilter, loadKurrent } from './kurrent-connection.ts'
import type { Place } from './kurrent-events.ts'
import { kurrentProblem, within } from './kurrent-problem.ts'
import { createKurrentReader, type KurrentReader } from './kurrent-read.ts'
import { followKurrent, type Taken, whyAway } from './kurrent-subscription.ts'

export type KurrentOptions = {
  /** `kurrentdb://user:password@host1:2113,host2:2113,host3:2113?tls=true`. */
  readonly connectionString: string
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Begins the name of every stream, where several logs share a cluster. */
  readonly streamPrefix?: string
  /** Of one append; after three of them it is `unavailable`. */
  readonly appendDeadlineMs?: number
  readonly readDeadlineMs?: number
  /** A subscription that says nothing for so long is begun anew. */
  readonly silenceMs?: number
  /** The shortest and the longest wait before a subscription is begun anew. */
  readonly backOffMs?: readonly [number, number]
  /** How long `close` waits for what is on its way. */
  readonly closeMs?: number
  /** What an operator should know of, in words, without content. */
  readonly onWarning?: (words: string, error?: unknown) => void
}

export type KurrentCluster = {
  readonly library: KurrentConnection['library']
  readonly streamPrefix: string
  readonly append: KurrentAppend['append']
  readonly reader: KurrentReader
  /** Why it does not answer, and where it is. */
  readonly awayProblem: () => Promise<unknown>
  /** Until it is aborted or the cluster closed. @param from `undefined`: from the first event */
  readonly follow: (filter: KurrentFilter, from: Place | undefined, signal: AbortSignal) => AsyncGenerator<Taken, void>
  /** Aborted when it closes. */
  readonly closing: AbortSignal
  /** Waits for what is on its way, ends the followers, disconnects. */
  readonly close: () => Promise<void>
}

/**
 * Connects when first used, so that a cluster that is away for now is no reason not to start.
 * @throws Problem `unavailable` when the client is not installed, `usage` when the connection string is none
 */
export const openKurrentCluster = async (options: KurrentOptions): Promise<KurrentCluster> => {
  const { connectionString, now, streamPrefix = '', appendDeadlineMs = 2_000, readDeadlineMs = 5_000 } = options
  const { silenceMs = 30_000, backOffMs = [250, 10_000], closeMs = 10_000, onWarning = () => {} } = options
  const library = await loadKurrent()
  const connection = connectKurrent(library, connectionString)
  const closing = new AbortController()
  const reader = createKurrentReader(connection, { streamPrefix, deadlineMs: readDeadlineMs })
  const appending = createKurrentAppend(connection, reader, { now, streamPrefix, deadlineMs: appendDeadlineMs })
  return {
    library,
    streamPrefix,
    append: appending.append,
    reader,
    awayProblem: async () => {
      const why = await whyAway(connection.current().client, readDeadlineMs)
      return kurrentProblem(why, `opening the event log at ${connection.place}`)
    },
    follow: (filter, from, signal) => {
      const either = AbortSignal.any([signal, closing.signal])
      const timing = { confirmMs: readDeadlineMs, silenceMs, backOffMs }
      return followKurrent(connection, { filter, from, signal: either, onWarning, ...timing })
    },
    closing: closing.signal,
    close: async () => {
      closing.abort()
      await within(closeMs, appending.idle()).catch(() => onWarning('closing the log: some appends had no answer'))
      await connection.close()
    },
  }
}
