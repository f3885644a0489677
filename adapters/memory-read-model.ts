// The read model in memory: for tests, and for one look at a few posts.
import { createHash } from 'node:crypto'
import type { Checkpoint, ReadModel } from '../projections/read-model.ts'

export const createMemoryReadModel = (): ReadModel => {
  // As text, so that nobody can change a kept state.
  const projections = new Map<string, Map<string, string>>()
  const checkpoints = new Map<string, Checkpoint>()
  const rowsOf = (projection: string) => projections.get(projection) ?? new Map<string, string>()
  return {
    load: (projection, keys) => {
      const rows = rowsOf(projection)
      return new Map(keys.filter((key) => rows.has(key)).map((key) => [key, JSON.parse(rows.get(key) as string)]))
    },
    scan: (projection, { from, to, limit, reverse = false }) => {
      const rows = rowsOf(projection)
      const keys = [...rows.keys()].filter((key) => from <= key && key < to).sort()
      if (reverse) keys.reverse()
      return keys.slice(0, limit).map((key) => ({ key, state: JSON.parse(rows.get(key) as string) }))
    },
    save: (changes, follower, checkpoint) => {
      const texts = changes.map(({ state }) => (state === undefined ? undefined : JSON.stringify(state)))
      for (const [i, { projection, key }] of changes.entries()) {
        const rows = rowsOf(projection)
        const text = texts[i]
        if (text === undefined) rows.delete(key)
        else rows.set(key, text)
        projections.set(projection, rows)
      }
      checkpoints.set(follower, checkpoint)
    },
    checkpoint: (follower) => checkpoints.get(follower),
    digest: () => {
      const hash = createHash('sha256')
      for (const name of [...projections.keys()].sort())
        for (const key of [...rowsOf(name).keys()].sort()) hash.update(`${name}\0${key}\0${rowsOf(name).get(key)}\n`)
      return hash.digest('hex')
    },
    clear: () => {
      projections.clear()
      checkpoints.clear()
    },
    close: () => {},
  }
}
