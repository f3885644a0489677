// Emerging phrases of a story: those that were told lately, until they are a topic of it or are dismissed.
import { isSamePhrase } from '../events/phrase-rules.ts'
import type { EmergingPhrase } from '../events/story.ts'
import type { Projection } from './projection.ts'
import type { ReadModel } from './read-model.ts'
import type { Story } from './stories.ts'

/** A telling that was stronger than those before it, and where in the log it stands. */
export type Telling = Pick<EmergingPhrase, 'documents' | 'g2' | 'ratio'> & { readonly version: number }
type Kept = EmergingPhrase & { readonly dismissedUntil: string; readonly tellings: readonly Telling[] }
/** In the order of the last telling. */
export type Phrases = readonly Kept[]

/** A phrase is shown for this long after it was told last. */
export const phraseLivesMs = 48 * 3_600_000
export const mostPhrases = 10
/** Ten phrases told every six hours for 48 hours, and as many dismissed ones. */
const mostKept = 200
const mostTellings = 10

const isFresh = (phrase: Kept, nowMs: number) => nowMs - Date.parse(phrase.at) < phraseLivesMs

/** In the order of telling, each in more documents than those before. */
const stronger = (before: readonly Telling[], { documents, g2, ratio }: EmergingPhrase, version: number) =>
  before.length === mostTellings || before.some((one) => one.documents >= documents)
    ? before
    : [...before, { documents, g2, ratio, version }]

/** A phrase that is told again before it ended is new since it was first told. */
export const tellPhrase = (phrases: Phrases, found: EmergingPhrase, version: number): Phrases => {
  const foundMs = Date.parse(found.at)
  const before = phrases.find(({ phrase }) => phrase === found.phrase)
  const lives = before !== undefined && isFresh(before, foundMs)
  const told = {
    ...found,
    since: lives && before.since < found.since ? before.since : found.since,
    dismissedUntil: before?.dismissedUntil ?? '',
    tellings: stronger(lives ? before.tellings : [], found, version),
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
        return tellPhrase(state, found, event.version)
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

const keptOf = (readModel: ReadModel, slug: string): Phrases =>
  (readModel.load('phrases', [slug]).get(slug) ?? []) as Phrases

/** As it was told last, whether it is shown or not. */
export const phraseOf = (readModel: ReadModel, slug: string, phrase: string): EmergingPhrase | undefined =>
  keptOf(readModel, slug).find((one) => one.phrase === phrase)

/** A topic of the story finds every post that holds the phrase. */
export const isTopicOf = ({ topics }: Pick<Story, 'topics'>, phrase: string): boolean =>
  topics.some(({ match }) => match.some((one) => isSamePhrase(one, phrase)))

/** Of what is kept: live at `nowMs`, not dismissed, and in no topic of the story; the surest first. */
export const emergingIn = (kept: Phrases, story: Pick<Story, 'topics'>, nowMs: number): Phrases => {
  const now = new Date(nowMs).toISOString()
  return kept
    .filter((one) => one.at <= now && isFresh(one, nowMs) && one.dismissedUntil <= now && !isTopicOf(story, one.phrase))
    .toSorted((a, b) => b.g2 - a.g2 || (a.phrase < b.phrase ? -1 : 1))
    .slice(0, mostPhrases)
}

/** Those of `phrasesOf`, with what was told of them since they emerged. */
export const toldPhrasesOf = (readModel: ReadModel, story: Story, nowMs: number): Phrases =>
  emergingIn(keptOf(readModel, story.slug), story, nowMs)

/** The surest first. */
export const phrasesOf = (readModel: ReadModel, story: Story, nowMs: number): readonly EmergingPhrase[] =>
  toldPhrasesOf(readModel, story, nowMs).map(({ dismissedUntil: _, tellings: __, ...phrase }) => phrase)
