// So many at once and no more; others wait in line.

type Slots = {
  /** Answers how to leave; `undefined` when no slot came free within `maxMs`. */
  readonly enter: (maxMs: number) => Promise<(() => void) | undefined>
  /** Resolves when nobody is in and nobody waits. */
  readonly idle: () => Promise<void>
}

export const createSlots = (count: number): Slots => {
  let taken = 0
  const waiting = new Set<() => void>()
  let idle: (() => void)[] = []

  const leave = () => {
    const [next] = waiting
    if (next !== undefined) {
      waiting.delete(next)
      return next()
    }
    if (--taken > 0) return
    for (const tell of idle) tell()
    idle = []
  }
  const leaveOnce = () => {
    let isIn = true
    return () => {
      if (isIn) leave()
      isIn = false
    }
  }

  return {
    enter: (maxMs) => {
      if (taken < count) {
        taken++
        return Promise.resolve(leaveOnce())
      }
      return new Promise((resolve) => {
        const enter = () => {
          clearTimeout(timer)
          resolve(leaveOnce())
        }
        const timer = setTimeout(() => {
          waiting.delete(enter)
          resolve(undefined)
        }, maxMs)
        waiting.add(enter)
      })
    },
    idle: () => (taken === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  }
}
