// The read model in memory: for tests, and for one look at a past.
import { createHash } from 'node:crypto'
import type { Checkpoint, ReadModel } from '../projections/read-model.ts'

/** As text, so that nobody can change a kept state. `sorted`: the keys in order, until one comes or goes. */
type Rows = { readonly texts: Map<string, string>; sorted: readonly string[] | undefined }

/** How many of the keys come before `key`. */
const before = (keys: readonly string[], key: string): number => {
  let [low, high] = [0, keys.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((keys[middle] as string) < key) low = middle + 1
    else high = middle
  }
  return low
}

const sortedKeys = (rows: Rows): readonly string[] => {
  rows.sorted ??= [...rows.texts.keys()].sort()
  return rows.sorted
}

export const createMemoryReadModel = (): ReadModel => {
  const projections = new Map<string, Rows>()
  const checkpoints = new Map<string, Checkpoint>()
  const rowsOf = (projection: string): Rows => projections.get(projection) ?? { texts: new Map(), sorted: undefined }
  return {
    load: (projection, keys) => {
      const { texts } = rowsOf(projection)
      return new Map(keys.filter((key) => texts.has(key)).map((key) => [key, JSON.parse(texts.get(key) as string)]))
    },
    scan: (projection, { from, to, limit = Number.POSITIVE_INFINITY, reverse = false }) => {
      const rows = rowsOf(projection)
      const all = sortedKeys(rows)
      const [first, end] = [before(all, from), before(all, to)]
      const keys = reverse
        ? all.slice(Math.max(first, end - limit), end).reverse()
        : all.slice(first, Math.min(end, first + limit))
      return keys.map((key) => ({ key, state: JSON.parse(rows.texts.get(key) as string) }))
    },
    save: (changes, follower, checkpoint) => {
      const texts = changes.map(({ state }) => (state === undefined ? undefined : JSON.stringify(state)))
      for (const [i, { projection, key }] of changes.entries()) {
        const rows = rowsOf(projection)
        const text = texts[i]
        if (rows.texts.has(key) !== (text !== undefined)) rows.sorted = undefined
        if (text === undefined) rows.texts.delete(key)
        else rows.texts.set(key, text)
        projections.set(projection, rows)
      }
      checkpoints.set(follower, checkpoint)
    },
    checkpoint: (follower) => checkpoints.get(follower),
    digest: () => {
      const hash = createHash('sha256')
      for (const name of [...projections.keys()].sort()) {
        const rows = rowsOf(name)
        for (const key of sortedKeys(rows)) hash.update(`${name}\0${key}\0${rows.texts.get(key)}\n`)
      }
      return hash.digest('hex')
    },
    clear: () => {
      projections.clear()
      checkpoints.clear()
    },
    close: () => {},
  }
}
