// Waits until what was written can be read.
import type { KeepUp } from '../projections/keep-up.ts'

/** Enough for a read model that follows; a stuck one must not hold an answer up. */
const longestMs = 1_000

/** Answers once the read model has folded `wanted`, a version of the log; at once for `undefined`. */
export const createSettled =
  ({ version, subscribe }: Pick<KeepUp, 'version' | 'subscribe'>, limitMs = longestMs) =>
  (wanted: number | undefined): Promise<void> => {
    if (wanted === undefined || version() >= wanted) return Promise.resolve()
    const { promise, resolve } = Promise.withResolvers<void>()
    const stop = subscribe((changed) => {
      if (changed.version >= wanted) resolve()
    })
    const timer = setTimeout(resolve, limitMs)
    return promise.finally(() => {
      clearTimeout(timer)
      stop()
    })
  }
