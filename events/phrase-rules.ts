// Emerging phrases of a story: when one is told, told again, and not told any more.
import { Problem } from './problem.ts'
import type { EmergingPhrase, StoryEvent } from './story.ts'
import type { StoryState } from './story-state.ts'

const unheard = { foundAt: '', dismissedUntil: '' }

/** A phrase that goes on is told again after this long, so that it does not seem to have ended. */
const tellAgainMs = 6 * 3_600_000

/** A phrase that somebody dismissed is not told again for this long. */
export const dismissedForMs = 30 * 24 * 3_600_000

/** Words as a reader compares them: without case, accents, apostrophes and what stands between words. */
const wordsOf = (phrase: string) =>
  phrase
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\p{M}'\u2019]/gu, '')
    .replace(/[^\p{L}\p{N}_]+/gu, ' ')
    .trim()

/** Whether a phrase of a topic's `match` finds every post that holds the other; `refund*` is a beginning. */
export const isSamePhrase = (match: string, phrase: string): boolean => {
  const words = wordsOf(match)
  if (words === '') return match.trim().toLowerCase() === phrase.trim().toLowerCase()
  return match.trimEnd().endsWith('*') ? wordsOf(phrase).startsWith(words) : words === wordsOf(phrase)
}

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
