// Folds a log into an empty read model, as fast as it can: no turns, large transactions.
import type { RecordedEvent } from '../events/catalogue.ts'
import { type EventLog, start } from '../events/event-log.ts'
import { projections } from './all.ts'
import { createFold } from './fold.ts'
import { follower } from './keep-up.ts'
import type { Checkpoint, ReadModel } from './read-model.ts'

export type RebuildOptions = {
  readonly log: Pick<EventLog, 'follow'>
  /** Empty. */
  readonly readModel: ReadModel
  /** The last version to fold; absent: to the end of the log as it is when it gets there. */
  readonly through?: number
  readonly leaveOut?: (event: RecordedEvent) => boolean
  readonly signal?: AbortSignal
}

const rowsPerSave = 50_000

/** @returns how far it came; the read model holds the same checkpoint */
export const rebuild = async (options: RebuildOptions): Promise<Checkpoint & { readonly events: number }> => {
  const { log, readModel, through = Number.POSITIVE_INFINITY, leaveOut = () => false } = options
  const following = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, following.signal]) : following.signal
  const fold = createFold({ follower, readModel, projections, tries: 1, keptStates: 100_000 })
  let reached: Checkpoint = { position: start, version: 0 }
  let events = 0
  for await (const batch of log.follow(start, signal)) {
    let version = reached.version
    for (const event of batch.events) {
      if (event.version <= version) continue
      if (event.version > through) break
      version = event.version
      events++
      if (!leaveOut(event)) fold.fold(event)
    }
    reached = { position: batch.position, version }
    if (fold.waiting() >= rowsPerSave) fold.save(reached)
    if (batch.live || version >= through) break
  }
  following.abort()
  options.signal?.throwIfAborted()
  fold.save(reached)
  return { ...reached, events }
}
