// Emerging phrases of a story: when one is told, told again, and not told any more.
import { Problem } from './problem.ts'
import type { EmergingPhrase, StoryEvent } from './story.ts'
import type { StoryState } from './story-state.ts'

const unheard = { foundAt: '', dismissedUntil: '' }

/** A phrase that goes on is told again after this long, so that it does not seem to have ended. */
const tellAgainMs = 6 * 3_600_000

/** Those that are new, or were told long ago, and are not dismissed. */
export const decidePhrases = (
  state: StoryState,
  slug: string,
  found: readonly EmergingPhrase[],
): readonly StoryEvent[] =>
  state.status !== 'open'
    ? []
    : found
        .filter(({ phrase, at }) => {
          const { foundAt, dismissedUntil } = state.phrases.get(phrase) ?? unheard
          return at >= dismissedUntil && (foundAt === '' || Date.parse(at) - Date.parse(foundAt) >= tellAgainMs)
        })
        .map((phrase) => ({ type: 'PhraseEmerged', data: { slug, ...phrase } }))

/** @throws Problem `not-found` where no such phrase emerged */
export const decideDismissal = (
  state: StoryState,
  slug: string,
  phrase: string,
  until: string,
): readonly StoryEvent[] => {
  const known = state.phrases.get(phrase)
  if (known === undefined)
    throw new Problem('not-found', `dismissing a phrase of story "${slug}": no such phrase has emerged`)
  return known.dismissedUntil >= until ? [] : [{ type: 'PhraseDismissed', data: { slug, phrase, until } }]
}
