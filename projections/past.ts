// What had been recorded by a moment, without the posts that were removed or erased since.
import type { RecordedEvent } from '../events/catalogue.ts'
import { type EventLog, start } from '../events/event-log.ts'

export type Past = {
  /** The last version recorded by then; 0 when nothing was. */
  readonly through: number
  /** Posts removed or erased after `through` and not restored since: none of their events is to be folded. */
  readonly gone: ReadonlySet<string>
  /** How often posts were removed, restored or erased in the whole log, see removals.ts. */
  readonly removals: number
}

/**
 * Reads the whole log once. In log order, so a clock set back in between takes nothing out of the middle.
 * @param atMs milliseconds since 1970, included
 */
export const pastOf = async (log: Pick<EventLog, 'follow'>, atMs: number, signal: AbortSignal): Promise<Past> => {
  const at = new Date(atMs).toISOString()
  const lastGone = new Map<string, number>()
  let through = 0
  let removals = 0
  const note = (event: RecordedEvent) => {
    if (event.recordedAt <= at) through = event.version
    switch (event.type) {
      case 'PostRemoved':
      case 'PostErased':
        lastGone.set(event.data.ref, event.version)
        removals++
        break
      case 'PostRestored':
        lastGone.delete(event.data.ref)
        removals++
        break
      default:
    }
  }
  for await (const batch of log.follow(start, signal)) {
    for (const event of batch.events) note(event)
    if (batch.live) break
  }
  signal.throwIfAborted()
  const gone = new Set([...lastGone].filter(([, version]) => version > through).map(([ref]) => ref))
  return { through, gone, removals }
}
