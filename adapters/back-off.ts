// When something that helps at once may be done again while it does not help: at once, then later and later.

export type BackOff = {
  /** Whether it is time; then the next time is later. @param workedAtMs by performance.now(): when it is known to have helped */
  readonly isDue: (workedAtMs?: number) => boolean
  /** It helped: the next time is at once. */
  readonly reset: () => void
}

export const createBackOff = (shortestMs: number, longestMs: number, now = () => performance.now()): BackOff => {
  let waitMs = 0
  let lastMs = Number.NEGATIVE_INFINITY
  return {
    isDue: (workedAtMs = Number.NEGATIVE_INFINITY) => {
      if (workedAtMs > lastMs) waitMs = 0
      if (now() < lastMs + waitMs) return false
      lastMs = now()
      waitMs = Math.min(Math.max(shortestMs, 2 * waitMs), longestMs)
      return true
    },
    reset: () => {
      waitMs = 0
    },
  }
}
