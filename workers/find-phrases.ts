// Job find-phrases: what many begin to say in a story is told in its stream, and told again while it goes on.
import { carryOut } from '../events/carry-out.ts'
import type { EventLog } from '../events/event-log.ts'
import { decidePhrases } from '../events/phrase-rules.ts'
import { storyStream } from '../events/story.ts'
import { storyStateOf } from '../events/story-state.ts'
import type { Analyser } from './analyser.ts'

type Parts = {
  readonly log: Pick<EventLog, 'read' | 'append'>
  readonly analyser: Pick<Analyser, 'phrases'>
}

/** May be called at any time: what was told a short while ago is not told again. */
export const createFindPhrases =
  ({ log, analyser }: Parts) =>
  async (): Promise<void> => {
    for (const { slug, phrases } of await analyser.phrases())
      await carryOut(log, storyStream(slug), storyStateOf, (state) => decidePhrases(state, slug, phrases))
  }
