// One request at a time to each host, as far apart as it asks for.

/** `readyAt`: ms since 1970, when the host may be asked again. */
export type HostTurns = {
  /** Waits for those before; answers what to call when this one is over. */
  readonly take: (host: string) => Promise<() => void>
  readonly readyAt: (host: string) => number
  readonly notBefore: (host: string, ms: number) => void
}

export const createHostTurns = (): HostTurns => {
  const last = new Map<string, Promise<void>>()
  const ready = new Map<string, number>()
  return {
    take: async (host) => {
      const before = last.get(host)
      const { promise, resolve } = Promise.withResolvers<void>()
      last.set(host, promise)
      await before
      return () => {
        if (last.get(host) === promise) last.delete(host)
        resolve()
      }
    },
    readyAt: (host) => ready.get(host) ?? 0,
    notBefore: (host, ms) => void ready.set(host, Math.max(ms, ready.get(host) ?? 0)),
  }
}
