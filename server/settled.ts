// Waits until what was written can be read.
import { Problem } from '../events/problem.ts'
import type { KeepUp } from '../projections/keep-up.ts'

/** Enough for a read model that follows; a stuck one must not hold an answer up. */
const longestMs = 5_000

const late = () =>
  new Problem(
    'unavailable',
    'answering: it was recorded, but cannot be shown yet; read it in a moment, there is no need to send it again',
  )

/**
 * Answers once the read model has folded `wanted`, a version of the log; at once for `undefined`.
 * @throws Problem `unavailable` after `limitMs`: the answer would show what was before
 */
export const createSettled =
  ({ version, subscribe }: Pick<KeepUp, 'version' | 'subscribe'>, limitMs = longestMs) =>
  (wanted: number | undefined): Promise<void> => {
    if (wanted === undefined || version() >= wanted) return Promise.resolve()
    const { promise, resolve, reject } = Promise.withResolvers<void>()
    const stop = subscribe((changed) => {
      if (changed.version >= wanted) resolve()
    })
    const timer = setTimeout(() => reject(late()), limitMs)
    return promise.finally(() => {
      clearTimeout(timer)
      stop()
    })
  }
