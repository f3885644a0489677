// Makes larger lots of the small lists that a file is read in: each lot costs two commits to the disk.
import { within } from '../workers/within.ts'

/** Lists of `most` or more, or of what there is when nothing more comes for `waitMs`: what is piped in live is not held back. */
export async function* gathered<T>(
  lists: AsyncIterable<readonly T[]>,
  most: number,
  waitMs: number,
): AsyncGenerator<readonly T[]> {
  const iterator = lists[Symbol.asyncIterator]()
  let lot: T[] = []
  try {
    for (let next = iterator.next(); ; ) {
      const got = lot.length === 0 ? await next : await within(next, waitMs)
      if (got !== 'late') {
        if (got.done) break
        lot.push(...got.value)
        next = iterator.next()
        next.catch(() => undefined) // told of when it is its turn
      }
      if (lot.length < most && got !== 'late') continue
      yield lot
      lot = []
    }
    if (lot.length > 0) yield lot
  } finally {
    // Not waited for: more may be asked for already, and never come.
    iterator.return?.().catch(() => undefined)
  }
}
