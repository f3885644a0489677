// Stands in for an event log whose file cannot be opened: what was folded from it is still shown, nothing is taken.
import { once } from 'node:events'
import type { EventLog } from '../events/event-log.ts'
import type { Problem } from '../events/problem.ts'

/** @param damage what every write and every read of a stream is answered */
export const createDamagedEventLog = (damage: Problem): EventLog => ({
  append: () => Promise.reject(damage),
  read: () => Promise.reject(damage),
  // biome-ignore lint/correctness/useYield: there is nothing to follow, and that is no failure of the follower
  follow: async function* (_from, signal) {
    if (!signal.aborted) await once(signal, 'abort')
  },
  head: () => Promise.reject(damage),
})
