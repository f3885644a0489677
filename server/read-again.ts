// Reads again what changed elsewhere: one reading after the other, so that an older one never comes last, and again when it failed.

const againMs = 1_000

type Parts = {
  readonly read: () => Promise<void>
  /** Told of each failure; the next try follows. */
  readonly onFailure: (error: unknown) => void
  readonly signal: AbortSignal
}

/** @returns to be called when something changed: a reading that begins after that will come */
export const createReadAgain = ({ read, onFailure, signal }: Parts): (() => void) => {
  let isStale = false
  let isReading = false
  const readAll = async () => {
    isReading = true
    while (isStale && !signal.aborted) {
      isStale = false
      try {
        await read()
      } catch (error) {
        isStale = true
        onFailure(error)
        setTimeout(readAll, againMs).unref()
        return
      }
    }
    isReading = false
  }
  return () => {
    isStale = true
    if (!isReading) void readAll()
  }
}
