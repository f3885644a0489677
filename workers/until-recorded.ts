// What went out must get into the log before anything more goes out to the same place: tried again until it is.
import { setTimeout as pause } from 'node:timers/promises'

type Parts = {
  readonly onProblem: (words: string, error?: unknown) => void
  readonly signal: AbortSignal
}

const againMs = 5_000

/** @throws AbortError once the signal is aborted: it is not recorded then, and goes out again after the next start */
export const createUntilRecorded =
  ({ onProblem, signal }: Parts) =>
  async <T>(what: string, record: () => Promise<T>): Promise<T> => {
    for (;;)
      try {
        return await record()
      } catch (error) {
        onProblem(`recording ${what} failed; it is tried again`, error)
        await pause(againMs, undefined, { signal })
      }
  }
