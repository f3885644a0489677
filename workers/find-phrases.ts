// Job find-phrases: what many begin to say in a story is told in its stream, and told again while it goes on.
import type { StoryReport } from '../analysis/emerging/story-phrases.ts'
import { carryOut } from '../events/carry-out.ts'
import type { EventLog } from '../events/event-log.ts'
import { decidePhrases } from '../events/phrase-rules.ts'
import { storyStream } from '../events/story.ts'
import { storyStateOf } from '../events/story-state.ts'

/** One after the other, in the order they were found. What was told a short while ago is not told again. */
export const createTellPhrases = (log: Pick<EventLog, 'read' | 'append'>) => {
  let last: Promise<void> = Promise.resolve()
  const tell = async (found: readonly StoryReport[]) => {
    for (const { slug, phrases } of found)
      await carryOut(log, storyStream(slug), storyStateOf, (state) => decidePhrases(state, slug, phrases))
  }
  return (found: readonly StoryReport[]): Promise<void> => {
    const told = last.then(() => tell(found))
    last = told.catch(() => undefined) // whoever asked is told
    return told
  }
}
