// Given these events, this is the read model: for tests of what a projection shows.
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import type { OutcryEvent } from '../../events/catalogue.ts'
import { projections } from '../../projections/all.ts'
import { createFold } from '../../projections/fold.ts'
import { follower } from '../../projections/keep-up.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { recorded } from '../given.ts'

export const shown = (...events: readonly OutcryEvent[]): ReadModel => {
  const readModel = createMemoryReadModel()
  const fold = createFold({ follower, readModel, projections, tries: 1 })
  for (const event of recorded(events)) fold.fold(event)
  fold.save({ position: String(events.length), version: events.length })
  return readModel
}
