// Given these events, this is the read model: for tests of what a projection shows.
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import type { OutcryEvent, RecordedEvent } from '../../events/catalogue.ts'
import { projections } from '../../projections/all.ts'
import { createFold } from '../../projections/fold.ts'
import { follower } from '../../projections/keep-up.ts'
import type { ReadModel } from '../../projections/read-model.ts'
import { recorded } from '../given.ts'

export const folded = (events: readonly RecordedEvent[]): ReadModel => {
  const readModel = createMemoryReadModel()
  const fold = createFold({ follower, readModel, projections, tries: 1 })
  for (const event of events) fold.fold(event)
  fold.save({ position: String(events.length), version: events.length })
  return readModel
}

export const shown = (...events: readonly OutcryEvent[]): ReadModel => folded(recorded(events))
