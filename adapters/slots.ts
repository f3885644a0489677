// So many at once and no more; others wait in line.

type Slots = {
  /** Answers how to leave, once. */
  readonly enter: () => Promise<() => void>
  /** Resolves when nobody is in. */
  readonly idle: () => Promise<void>
}

export const createSlots = (count: number): Slots => {
  let taken = 0
  const waiting: (() => void)[] = []
  let idle: (() => void)[] = []

  const leave = () => {
    const next = waiting.shift()
    if (next !== undefined) return next()
    if (--taken > 0) return
    for (const tell of idle) tell()
    idle = []
  }
  return {
    enter: async () => {
      if (taken < count) taken++
      else await new Promise<void>((resolve) => waiting.push(resolve))
      return leave
    },
    idle: () => (taken === 0 ? Promise.resolve() : new Promise((resolve) => idle.push(resolve))),
  }
}
