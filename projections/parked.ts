// Events that a projection could not fold: kept in sight, passed by, and folded later when the fault is gone.
import type { RecordedEvent } from '../events/catalogue.ts'
import { afterPrefix, type ReadModel } from './read-model.ts'

export const parkedProjection = 'parked'

export type Parked = {
  readonly projection: string
  readonly version: number
  readonly stream: string
  readonly revision: number
  readonly type: string
  readonly recordedAt: string
  readonly error: string
}

/** In the order of the log. */
export const parkedKey = (version: number, projection: string) => `${String(version).padStart(16, '0')}|${projection}`

export const parkedState = (event: RecordedEvent, projection: string, error: unknown): Parked => ({
  projection,
  version: event.version,
  stream: event.stream,
  revision: event.revision,
  type: event.type,
  recordedAt: event.recordedAt,
  error: String(error).slice(0, 200),
})

type ParkedRow = Parked & { readonly key: string }

/** The oldest `limit`. */
export const parkedOf = (readModel: ReadModel, limit = 200): readonly ParkedRow[] =>
  readModel
    .scan(parkedProjection, { from: '', to: afterPrefix(''), limit })
    .map(({ key, state }) => ({ key, ...(state as Parked) }))
