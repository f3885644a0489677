// Job declare-phase: what the counts of a story say of its phases is told in its stream, where that says something new.
import { carryOut } from '../events/carry-out.ts'
import type { EventLog } from '../events/event-log.ts'
import { decideDeclarations } from '../events/phase-rules.ts'
import { storyStream } from '../events/story.ts'
import { storyStateOf } from '../events/story-state.ts'
import type { WatchPhases } from './watch-phases.ts'

type Parts = {
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly phases: Pick<WatchPhases, 'said' | 'told'>
}

/** May run at any time, and twice: the stream itself says what is new. */
export const createDeclarePhase =
  ({ log, phases }: Parts) =>
  async ({ slug }: { readonly slug: string }): Promise<void> => {
    const said = phases.said(slug)
    if (said === undefined) return // not known yet: it is asked for again when it is
    await carryOut(log, storyStream(slug), storyStateOf, (state) =>
      decideDeclarations(state, slug, said.lines, said.why),
    )
    phases.told(slug, said.key)
  }
