// Wakes followers of a log in the same process when something was appended: no polling.

type AppendedBell = {
  readonly ring: () => void
  /** The next ring, or the abort of the signal. Await it in the turn in which nothing was found, or a ring is missed. */
  readonly next: (signal: AbortSignal) => Promise<void>
}

export const createAppendedBell = (): AppendedBell => {
  let waiting = new Set<() => void>()
  return {
    ring: () => {
      const woken = waiting
      waiting = new Set()
      for (const wake of woken) wake()
    },
    next: (signal) =>
      new Promise((resolve) => {
        if (signal.aborted) return resolve()
        const wake = () => {
          signal.removeEventListener('abort', wake)
          waiting.delete(wake)
          resolve()
        }
        waiting.add(wake)
        signal.addEventListener('abort', wake, { once: true })
      }),
  }
}
