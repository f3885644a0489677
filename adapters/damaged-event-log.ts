// Stands in for an event log whose file cannot be read at all: what was folded from it is still shown, nothing is taken.
import { once } from 'node:events'
import type { EventLog } from '../events/event-log.ts'
import type { Problem } from '../events/problem.ts'

/** @param damage what every write is answered */
export const createDamagedEventLog = (damage: Problem): EventLog => ({
  append: () => Promise.reject(damage),
  read: () => Promise.resolve([]),
  // biome-ignore lint/correctness/useYield: there is nothing to follow, and that is no failure of the follower
  follow: async function* (_from, signal) {
    if (!signal.aborted) await once(signal, 'abort')
  },
  // Not known: nothing that was folded may be taken for being ahead of it.
  head: () => Promise.resolve(Number.MAX_SAFE_INTEGER),
})
