// When a story's change goes out: the first one after quiet at once, then no faster than the last sending allows.

export type Pacing = {
  /** Something changed: `send` runs now or when its time comes, once for all changes until then. */
  readonly changed: () => void
  readonly close: () => void
}

/**
 * One sending at a time. After each, quiet for `everyMs` or four times what it took, whichever is longer: so a busy
 * process slows itself down. What changed meanwhile goes out at the end of the quiet, so the last value always does.
 * @param send never throws for good: a failed sending is tried again after the quiet
 */
export const createPacing = (
  everyMs: number,
  send: () => Promise<void>,
  onProblem: (error: unknown) => void,
): Pacing => {
  let waiting = false
  let busy = false
  let closed = false
  let timer: NodeJS.Timeout | undefined

  const run = async () => {
    busy = true
    waiting = false
    const began = performance.now()
    try {
      await send()
    } catch (error) {
      waiting = true
      onProblem(error)
    }
    const quietMs = Math.max(everyMs, 4 * (performance.now() - began))
    if (closed) return
    timer = setTimeout(() => {
      busy = false
      if (waiting) void run()
    }, quietMs)
  }

  return {
    changed: () => {
      waiting = true
      if (!busy && !closed) void run()
    },
    close: () => {
      closed = true
      clearTimeout(timer)
    },
  }
}
