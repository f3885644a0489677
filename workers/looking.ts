// Looks for what is to be sent, at once when something changed: one thing at a time to each who is told, the next when that is folded.
import { setTimeout as pause } from 'node:timers/promises'
import type { Changed, KeepUp } from '../projections/keep-up.ts'

const recordAgainMs = 5_000

type Parts = {
  readonly keepUp: Pick<KeepUp, 'version' | 'isCaughtUp' | 'subscribe'>
  readonly onProblem: (words: string, error?: unknown) => void
  readonly signal: AbortSignal
}

/** @param lookNow begins what is due. @param notice answers whether it may be due by what changed */
export const createLooking = (
  parts: Parts,
  { lookNow, notice }: { readonly lookNow: () => void; readonly notice: (changed: Changed['changed']) => boolean },
) => {
  const { keepUp, onProblem, signal } = parts
  const running = new Map<string, Promise<void>>()
  const recordedAt = new Map<string, number>()

  const look = () => {
    try {
      if (keepUp.isCaughtUp() && !signal.aborted) lookNow()
    } catch (error) {
      onProblem('looking for what is to be sent failed; it is tried again', error)
    }
  }
  const unsubscribe = keepUp.subscribe(({ changed }) => {
    if (notice(changed)) look()
  })

  return {
    /** Sends all that is due. */
    look,
    running: () => running.size,
    isBusy: (key: string) => running.has(key) || keepUp.version() < (recordedAt.get(key) ?? 0),
    /** @param work answers whether the next may be looked for at once; where it throws, the clock looks again */
    begin: (key: string, what: string, work: () => Promise<boolean>) => {
      recordedAt.delete(key)
      const done = work()
        .catch((error: unknown) => {
          if (!signal.aborted) onProblem(`${what} failed; it is tried again`, error)
          return false
        })
        .then((goesOn) => {
          running.delete(key)
          if (goesOn) look()
        })
      running.set(key, done)
    },
    /**
     * What went out must get into the log before anything more goes out to the same place: tried again until it is. Answers its version,
     * if anything was to be added.
     * @throws AbortError once the signal is aborted: it is not recorded then, and goes out again after the next start
     */
    record: async (key: string, what: string, append: () => Promise<{ readonly version?: number | undefined }>) => {
      for (;;)
        try {
          const { version } = await append()
          recordedAt.set(key, version ?? 0)
          return version
        } catch (error) {
          onProblem(`recording ${what} failed; it is tried again`, error)
          await pause(recordAgainMs, undefined, { signal })
        }
    },
    /** Ends what runs; the signal is aborted before. */
    close: async () => {
      unsubscribe()
      await Promise.all(running.values())
    },
  }
}
