// Port: where folded states are kept. Disposable: delete it and it comes back the same, byte for byte.
import type { Position } from '../events/event-log.ts'

export type Change = { readonly projection: string; readonly key: string; readonly state: unknown | undefined }
export type Checkpoint = { readonly position: Position; readonly version: number }
export type Row = { readonly key: string; readonly state: unknown }

/** In the process, on every size of installation: each server node folds the log into its own. So calls are synchronous. */
export type ReadModel = {
  readonly load: (projection: string, keys: readonly string[]) => ReadonlyMap<string, unknown>
  /** Rows with `from <= key < to`, by key; `reverse` from the end. */
  readonly scan: (
    projection: string,
    range: { readonly from: string; readonly to: string; readonly limit?: number; readonly reverse?: boolean },
  ) => readonly Row[]
  /** All changes and the follower's checkpoint in one transaction; `state: undefined` deletes the row. */
  readonly save: (changes: readonly Change[], follower: string, checkpoint: Checkpoint) => void
  /** `undefined` when this follower has not saved yet. */
  readonly checkpoint: (follower: string) => Checkpoint | undefined
  /** SHA-256 over all rows in order, hex: two read models of the same log are equal. */
  readonly digest: () => string
  /** Empties everything, checkpoints too. */
  readonly clear: () => void
  readonly close: () => void
}

/** The `to` of a scan over every key that begins with `prefix`. */
export const afterPrefix = (prefix: string) => `${prefix}\uffff`

/** Raise it with every change of a key, a state or a fold: what another version kept is thrown away and folded anew. */
export const readModelVersion = 10
