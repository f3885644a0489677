// Read → fold → decide → append; again on conflict, bounded. How every change of one stream is made safely.
import type { OutcryEvent, RecordedEvent } from './catalogue.ts'
import type { EventLog } from './event-log.ts'
import { Problem } from './problem.ts'

const maxTries = 8

type Carried<State> = {
  /** The state that was decided on, without the new events. */
  readonly state: State
  readonly events: readonly OutcryEvent[]
  /** The version of the last new event; undefined when there was nothing to add. */
  readonly version: number | undefined
}

/**
 * Adds to `stream` what `decide` says of its state. `decide` may run several times; what it throws is passed on, nothing then kept.
 * @throws Problem `busy` when others changed the stream at every try; what `append` throws
 */
export const carryOut = async <State>(
  log: Pick<EventLog, 'read' | 'append'>,
  stream: string,
  fold: (history: readonly RecordedEvent[]) => State,
  decide: (state: State) => readonly OutcryEvent[] | Promise<readonly OutcryEvent[]>,
): Promise<Carried<State>> => {
  for (let tries = 0; tries < maxTries; tries++) {
    const history = await log.read(stream)
    const state = fold(history)
    const events = await decide(state)
    if (events.length === 0) return { state, events, version: undefined }
    const [written] = await log.append([{ stream, expected: history.at(-1)?.revision ?? 'none', events }])
    if (written?.outcome === 'appended') return { state, events, version: written.version }
  }
  throw new Problem('busy', `adding to a stream: others changed it at each of ${maxTries} tries; try again`, {
    retryAfterSeconds: 1,
  })
}
