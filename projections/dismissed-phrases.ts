// Phrases of a story that a person did not want to see: what is told of its past leaves them out for good.
import type { Projection } from './projection.ts'
import type { ReadModel } from './read-model.ts'

const none: readonly string[] = []
const mostKept = 1_000

/** Key: the story's slug. */
export const dismissedPhrases: Projection<readonly string[]> = {
  name: 'dismissed-phrases',
  initial: none,
  keys: (event) => (event.type === 'PhraseDismissed' ? [event.data.slug] : []),
  evolve: (phrases, event) =>
    event.type !== 'PhraseDismissed' || phrases.includes(event.data.phrase)
      ? phrases
      : [...phrases, event.data.phrase].slice(-mostKept),
}

export const dismissedOf = (readModel: ReadModel, slug: string): readonly string[] =>
  (readModel.load('dismissed-phrases', [slug]).get(slug) as readonly string[] | undefined) ?? none
