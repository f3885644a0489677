// Port: where events are kept. Adapters pass test/contracts/event-log.ts.
import type { OutcryEvent, RecordedEvent } from './catalogue.ts'

/** Where to go on following: opaque outside the adapter that made it. `start` = before the first event. */
export type Position = string
export const start: Position = 'start'

export type Write = {
  readonly stream: string
  /** `none`: the stream must not exist yet; a number: its last revision must be this. */
  readonly expected: 'none' | number
  readonly events: readonly OutcryEvent[]
  /** Only where a log is copied: when the other log recorded them, ISO 8601 UTC. Else the log's own clock. */
  readonly recordedAt?: string
}

export type WriteOutcome =
  | { readonly outcome: 'appended'; readonly revision: number; readonly version: number }
  | { readonly outcome: 'conflict'; readonly actual: 'none' | number }

/** Events in log order; `position` is where to go on after them. `live`: nothing was waiting behind these. */
export type Batch = { readonly events: readonly RecordedEvent[]; readonly position: Position; readonly live: boolean }

export type EventLog = {
  /**
   * One outcome per write, in order; each write is all or nothing, and durable when this answers.
   * The same events sent again to the same place are `appended`, not `conflict`.
   * @throws Problem `unavailable` (try the same again; on a cluster a part may be kept already), `too-large` (nothing was sent), `damaged` (the log refuses writes)
   */
  readonly append: (writes: readonly Write[]) => Promise<readonly WriteOutcome[]>
  /** Oldest first, from `fromRevision` (0). An unknown stream is empty. */
  readonly read: (stream: string, fromRevision?: number) => Promise<readonly RecordedEvent[]>
  /**
   * Everything after `from`, in order, then live, until aborted; it then ends without an error.
   * May repeat events after a reconnect: compare `version`. The first live batch may be empty: it says "caught up".
   */
  readonly follow: (from: Position, signal: AbortSignal) => AsyncIterable<Batch>
  /** The version of the last event; 0 when empty. */
  readonly head: () => Promise<number>
}
