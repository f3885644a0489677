// Idempotency-Key: the same request sent again gets the answer of the first, and does nothing twice.
import { Problem } from '../events/problem.ts'

export type Sent = {
  readonly status: number
  readonly headers: { readonly [name: string]: string }
  readonly body: string
}

type Kept = { readonly fingerprint: string; readonly untilMs: number; readonly sent: Sent | undefined }

export type Idempotency = {
  /**
   * Failures are not remembered: they changed nothing, and may be tried again.
   * @param owner who asks: keys of different owners have nothing to do with each other
   * @param fingerprint of the request: another one under the same key is a mistake
   * @throws Problem `conflict` while the first is under way, `invalid` for another request; what `make` throws
   */
  readonly once: (owner: string, key: string, fingerprint: string, make: () => Promise<Sent>) => Promise<Sent>
}

/** Remembers in this process, for `keptMs` or until `maxKept` younger ones came. */
export const createIdempotency = (
  now: () => number,
  { keptMs, maxKept }: { readonly keptMs: number; readonly maxKept: number },
): Idempotency => {
  const known = new Map<string, Kept>()
  const forget = () => {
    for (const [name, { untilMs }] of known) {
      if (untilMs > now() && known.size <= maxKept) return
      known.delete(name)
    }
  }
  return {
    once: async (owner, key, fingerprint, make) => {
      if (key === '' || key.length > 255)
        throw new Problem('malformed', 'reading Idempotency-Key: it must have 1 to 255 characters')
      const name = `${owner}\0${key}`
      const untilMs = now() + keptMs
      const before = known.get(name)
      if (before !== undefined && before.untilMs > now()) {
        if (before.fingerprint !== fingerprint)
          throw new Problem('invalid', 'sending again: this Idempotency-Key was of another request; choose a new one')
        if (before.sent === undefined)
          throw new Problem('conflict', 'sending again: the first request is still under way; ask again in a moment')
        return before.sent
      }
      known.set(name, { fingerprint, untilMs, sent: undefined })
      forget()
      try {
        const sent = await make()
        known.set(name, { fingerprint, untilMs, sent })
        return sent
      } catch (error) {
        known.delete(name)
        throw error
      }
    },
  }
}
