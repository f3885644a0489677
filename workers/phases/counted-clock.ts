// The clock of stories whose posts come as they are made: it goes on once everything received by then is analysed and counted.
import type { EventLog } from '../../events/event-log.ts'
import type { KeepUp } from '../../projections/keep-up.ts'

/** How far the posts of the log are analysed. */
export type Analysed = {
  /** Version of the log up to which every post is. */
  readonly through: () => number
  /** Posts and stories that wait for it. */
  readonly waiting: () => number
  readonly isCaughtUp: () => boolean
}

type Parts = {
  readonly log: Pick<EventLog, 'head'>
  readonly keepUp: Pick<KeepUp, 'version' | 'isCaughtUp'>
  readonly analysed: Analysed
  readonly now: () => number
}

export type CountedClock = {
  /** Looks how far it is; to be called again and again. */
  readonly look: () => Promise<void>
  /** Everything received by then is counted; ms since 1970, `undefined` at first. */
  readonly countedMs: () => number | undefined
  /** Nothing waits: what is counted is all there is. */
  readonly isIdle: () => Promise<boolean>
}

/** A story that is analysed anew, or a flood, holds the clock up for at most so long; what it left behind is late then. */
export const longestWaitMs = 60_000

type Asked = { readonly atMs: number; readonly head: number; readonly sinceMs: number; analysedHead?: number }

export const createCountedClock = ({ log, keepUp, analysed, now }: Parts): CountedClock => {
  let countedMs: number | undefined
  let asked: Asked | undefined
  return {
    look: async () => {
      if (!keepUp.isCaughtUp()) {
        asked = undefined
        return
      }
      // The time first: what was received by then is below the head.
      const atMs = now()
      asked ??= { atMs, head: await log.head(), sinceMs: performance.now() }
      const isLate = performance.now() - asked.sinceMs > longestWaitMs
      if (asked.analysedHead === undefined && (isLate || analysed.through() >= asked.head))
        asked.analysedHead = await log.head()
      if (asked.analysedHead === undefined || keepUp.version() < asked.analysedHead) return
      countedMs = asked.atMs
      asked = undefined
    },
    countedMs: () => countedMs,
    isIdle: async () => {
      const head = await log.head()
      return analysed.isCaughtUp() && analysed.waiting() === 0 && keepUp.isCaughtUp() && keepUp.version() >= head
    },
  }
}
