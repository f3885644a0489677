// Emerging phrases of a story: those that were told lately, until they are a topic of it or are dismissed.
import { isSamePhrase } from '../events/phrase-rules.ts'
import type { EmergingPhrase } from '../events/story.ts'
import type { Projection } from './projection.ts'
import type { ReadModel } from './read-model.ts'
import type { Story } from './stories.ts'

type Kept = EmergingPhrase & { readonly dismissedUntil: string }
/** In the order of the last telling. */
type Phrases = readonly Kept[]

/** A phrase is shown for this long after it was told last. */
export const phraseLivesMs = 48 * 3_600_000
export const mostPhrases = 10
/** Ten phrases told every six hours for 48 hours, and as many dismissed ones. */
const mostKept = 200

const isFresh = (phrase: Kept, nowMs: number) => nowMs - Date.parse(phrase.at) < phraseLivesMs

/** A phrase that is told again before it ended is new since it was first told. */
const tell = (phrases: Phrases, found: EmergingPhrase): Phrases => {
  const foundMs = Date.parse(found.at)
  const before = phrases.find(({ phrase }) => phrase === found.phrase)
  const goesOn = before !== undefined && isFresh(before, foundMs) && before.since < found.since
  const told = {
    ...found,
    since: goesOn ? before.since : found.since,
    dismissedUntil: before?.dismissedUntil ?? '',
  }
  const others = phrases.filter(
    (one) => one.phrase !== found.phrase && (isFresh(one, foundMs) || one.dismissedUntil > found.at),
  )
  return [...others, told].slice(-mostKept)
}

/** Key: the story's slug. */
export const phrases: Projection<Phrases> = {
  name: 'phrases',
  initial: [],
  keys: (event) => (event.type === 'PhraseEmerged' || event.type === 'PhraseDismissed' ? [event.data.slug] : []),
  evolve: (state, event) => {
    switch (event.type) {
      case 'PhraseEmerged': {
        const { slug: _, ...found } = event.data
        return tell(state, found)
      }
      case 'PhraseDismissed': {
        const { phrase, until } = event.data
        const at = state.findIndex((one) => one.phrase === phrase)
        return at === -1 ? state : state.with(at, { ...(state[at] as Kept), dismissedUntil: until })
      }
      default:
        return state
    }
  },
}

/** As it was told last, whether it is shown or not. */
export const phraseOf = (readModel: ReadModel, slug: string, phrase: string): EmergingPhrase | undefined =>
  ((readModel.load('phrases', [slug]).get(slug) ?? []) as Phrases).find((one) => one.phrase === phrase)

/** A topic of the story finds every post that holds the phrase. */
export const isTopicOf = ({ topics }: Pick<Story, 'topics'>, phrase: string): boolean =>
  topics.some(({ match }) => match.some((one) => isSamePhrase(one, phrase)))

/** Live at `nowMs`, not dismissed, and in no topic of the story; the surest first. */
export const phrasesOf = (readModel: ReadModel, story: Story, nowMs: number): readonly EmergingPhrase[] => {
  const now = new Date(nowMs).toISOString()
  return ((readModel.load('phrases', [story.slug]).get(story.slug) ?? []) as Phrases)
    .filter((one) => one.at <= now && isFresh(one, nowMs) && one.dismissedUntil <= now && !isTopicOf(story, one.phrase))
    .toSorted((a, b) => b.g2 - a.g2 || (a.phrase < b.phrase ? -1 : 1))
    .slice(0, mostPhrases)
    .map(({ dismissedUntil: _, ...phrase }) => phrase)
}
