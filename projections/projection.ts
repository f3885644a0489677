// What a projection is: one small state per key, folded from events.
import type { RecordedEvent } from '../events/catalogue.ts'

export type Projection<State> = {
  readonly name: string
  /** Every key this event concerns; an empty list when it concerns none. May name a key twice, but is folded once. */
  readonly keys: (event: RecordedEvent) => readonly string[]
  /** The state of a key that no event has concerned. A key back at this very object loses its row. */
  readonly initial: State
  /** `evolve` looks only at event and key: the state before need not be loaded. */
  readonly overwrites?: true
  /** Pure, never throws for an event the log can hold; returns the *same* object when nothing changed. */
  readonly evolve: (state: State, event: RecordedEvent, key: string) => State
}
