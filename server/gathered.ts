// Makes larger lots of the small lists that a file is read in: each lot costs two commits to the disk.

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
      let timer: NodeJS.Timeout | undefined
      const pause = new Promise<'pause'>((resolve) => {
        timer = setTimeout(resolve, waitMs, 'pause')
      })
      const got = await (lot.length === 0 ? next : Promise.race([next, pause]))
      clearTimeout(timer)
      if (got !== 'pause') {
        if (got.done) break
        lot.push(...got.value)
        next = iterator.next()
      }
      if (lot.length < most && got !== 'pause') continue
      yield lot
      lot = []
    }
    if (lot.length > 0) yield lot
  } finally {
    await iterator.return?.()
  }
}
