// How often posts were removed, restored or erased: while it stands still, a view of the past stays valid.
import type { Projection } from './projection.ts'
import type { ReadModel } from './read-model.ts'

const key = 'all'

/** Key: `all`. */
export const removals: Projection<number> = {
  name: 'removals',
  initial: 0,
  keys: ({ type }) => (type === 'PostRemoved' || type === 'PostRestored' || type === 'PostErased' ? [key] : []),
  evolve: (times) => times + 1,
}

export const removalsOf = (readModel: ReadModel): number =>
  (readModel.load('removals', [key]).get(key) as number | undefined) ?? 0
