// Folds events into states: loads what they concern, keeps what changed until it is saved, parks what cannot be folded.
import { isEventType, type RecordedEvent } from '../events/catalogue.ts'
import type { AnyProjection } from './all.ts'
import { parkedKey, parkedProjection, parkedState } from './parked.ts'
import type { Change, Checkpoint, ReadModel } from './read-model.ts'

export type Fold = {
  /** @throws what the read model throws: `reset` then, and begin again at the checkpoint */
  readonly fold: (event: RecordedEvent) => void
  /** Folds a parked event into its projection; false when it cannot be folded still. */
  readonly replay: (event: RecordedEvent, projection: string) => boolean
  /** Rows that wait to be saved. */
  readonly waiting: () => number
  /** Everything folded so far and the checkpoint, in one transaction. Answers what changed. */
  readonly save: (checkpoint: Checkpoint) => readonly Change[]
  /** Forgets what was not saved, and what is known of the read model. */
  readonly reset: () => void
}

type Entry = {
  readonly projection: AnyProjection
  readonly key: string
  state: unknown
  next: unknown
  /** Of the event folded last: a key named twice is folded once. */
  version: number
  changed: boolean
}

type Slot = {
  readonly projection: AnyProjection
  /** Two generations: what was not asked for through a whole one is forgotten. */
  recent: Map<string, Entry>
  older: Map<string, Entry>
  /** The read model holds no row that is not here: nothing needs to be looked up. */
  holdsAll: boolean
}

/** The state before, where `evolve` does not look at it: unlike every state, so that even "gone" is a change. */
const notLoaded = Symbol('not loaded')

type FoldOptions = {
  readonly follower: string
  readonly readModel: ReadModel
  readonly projections: readonly AnyProjection[]
  readonly tries: number
  /** Per projection, between saves; twice as many are kept at most. */
  readonly keptStates?: number
}

export const createFold = (options: FoldOptions): Fold => {
  const { follower, readModel, projections, tries, keptStates = 20_000 } = options
  const begin = () => {
    const holdsAll = readModel.checkpoint(follower) === undefined
    return projections.map((projection): Slot => ({ projection, recent: new Map(), older: new Map(), holdsAll }))
  }
  let slots = begin()
  let changes: Entry[] = []
  let parked: Change[] = []

  const enter = (slot: Slot, key: string, state: unknown): Entry => {
    const entry = { projection: slot.projection, key, state, next: state, version: 0, changed: false }
    slot.recent.set(key, entry)
    return entry
  }
  const known = (slot: Slot, key: string): Entry | undefined => {
    const entry = slot.recent.get(key)
    if (entry !== undefined) return entry
    const older = slot.older.get(key)
    if (older !== undefined) slot.recent.set(key, older)
    return older
  }

  let touched: Entry[] = []
  /** The states this event concerns, each once, into `touched`. */
  const touch = (slot: Slot, keys: readonly string[], version: number) => {
    const { projection } = slot
    const unloaded = projection.overwrites ? notLoaded : slot.holdsAll ? projection.initial : undefined
    const needsNoLoad = projection.overwrites || slot.holdsAll
    let missing: string[] | undefined
    touched = []
    for (const key of keys) {
      const entry = known(slot, key) ?? (needsNoLoad ? enter(slot, key, unloaded) : undefined)
      if (entry === undefined) {
        if (missing === undefined) missing = [key]
        else if (!missing.includes(key)) missing.push(key)
      } else if (entry.version !== version) {
        entry.version = version
        touched.push(entry)
      }
    }
    if (missing === undefined) return
    const loaded = readModel.load(projection.name, missing)
    for (const key of missing) {
      const entry = enter(slot, key, loaded.has(key) ? loaded.get(key) : projection.initial)
      entry.version = version
      touched.push(entry)
    }
  }

  const change = (entry: Entry) => {
    entry.state = entry.next
    if (entry.changed) return
    entry.changed = true
    changes.push(entry)
  }

  /** All keys of the event or none. `undefined` when done, else what was thrown. */
  const foldInto = (slot: Slot, event: RecordedEvent): { readonly error: unknown } | undefined => {
    const { projection } = slot
    let keys: readonly string[]
    try {
      keys = projection.keys(event)
    } catch (error) {
      return { error }
    }
    if (keys.length === 0) return
    touch(slot, keys, event.version)
    try {
      for (const entry of touched) entry.next = projection.evolve(entry.state, event, entry.key)
    } catch (error) {
      for (const entry of touched) entry.version = 0
      return { error }
    }
    for (const entry of touched) if (entry.next !== entry.state) change(entry)
    return
  }

  const foldOrError = (slot: Slot, event: RecordedEvent) => {
    let failed = foldInto(slot, event)
    for (let tried = 1; failed !== undefined && tried < tries; tried++) failed = foldInto(slot, event)
    return failed
  }

  const park = (event: RecordedEvent, projection: string, state: unknown) =>
    parked.push({ projection: parkedProjection, key: parkedKey(event.version, projection), state })

  return {
    fold: (event) => {
      if (!isEventType(event.type)) {
        park(event, 'catalogue', parkedState(event, 'catalogue', 'Error: this version knows no such event'))
        return
      }
      for (const slot of slots) {
        const failed = foldOrError(slot, event)
        if (failed !== undefined)
          park(event, slot.projection.name, parkedState(event, slot.projection.name, failed.error))
      }
    },
    replay: (event, projection) => {
      const slot = slots.find((one) => one.projection.name === projection)
      if (!isEventType(event.type) || slot === undefined || foldOrError(slot, event) !== undefined) return false
      park(event, projection, undefined)
      return true
    },
    waiting: () => changes.length + parked.length,
    save: (checkpoint) => {
      const rows = changes.map(
        ({ projection, key, state }): Change => ({
          projection: projection.name,
          key,
          state: state === projection.initial ? undefined : state,
        }),
      )
      const all = parked.length === 0 ? rows : [...rows, ...parked]
      readModel.save(all, follower, checkpoint)
      for (const entry of changes) entry.changed = false
      changes = []
      parked = []
      for (const slot of slots) {
        if (slot.projection.overwrites) slot.recent = new Map()
        else if (slot.recent.size > keptStates) {
          if (slot.older.size > 0) slot.holdsAll = false
          slot.older = slot.recent
          slot.recent = new Map()
        }
      }
      return all
    },
    reset: () => {
      slots = begin()
      changes = []
      parked = []
    },
  }
}
