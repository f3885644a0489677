// Content → what is found in it: language, sentiment in each lane, stories and topics. Pure: same input, same answer.
import type { Membership, PostKind, Sentiment } from '../events/post.ts'
import type { Content } from '../events/vault.ts'
import { lanes as all, type Lane } from './lanes.ts'
import { createFold } from './tokens.ts'
import { compileStory, type StoryRules } from './topics.ts'

/** A post as far as its analysis needs it. JSON, so that it can go to a thread. */
export type Subject = {
  readonly channel: string
  readonly kind: PostKind
  /** Version of the log at which it was first heard of. */
  readonly receivedAt: number
  /** Absent: forgotten. */
  readonly content?: Pick<Content, 'text' | 'title' | 'language'>
}

export type Reading = {
  /** `und`: not known. */
  readonly language: string
  readonly stories: readonly Membership[]
  /** One per lane. */
  readonly scores: readonly { readonly lane: string; readonly model: string; readonly sentiment: Sentiment }[]
}

/** Only a language that is known is named: the word of a stranger does not get into the log. */
const languageOf = (said: string | undefined) => (/^en\b/i.test(said ?? '') ? 'en' : 'und')

/**
 * Of forgotten content nothing is guessed: unscored, nothing to read, in the stories that take every post of its channel.
 * Never throws, whatever the content is.
 */
export const createAnalyse = (stories: readonly StoryRules[], lanes: readonly Lane[] = all) => {
  const members = stories.map(compileStory)
  const fold = createFold()
  return ({ channel, kind, receivedAt, content }: Subject): Reading => {
    const text = content?.text ?? ''
    const titled = content?.title === undefined ? text : `${content.title}\n${text}`
    // A comment's title is its thread's: it tells what the comment is about, not what it says.
    const own = kind === 'post' ? titled : text
    const folded = content === undefined ? undefined : fold(titled)
    const found: Membership[] = []
    for (const member of members) {
      const membership = member(channel, receivedAt, folded)
      if (membership !== undefined) found.push(membership)
    }
    return {
      language: languageOf(content?.language),
      stories: found,
      scores: lanes.map(({ id, model, score }) => ({ lane: id, model, sentiment: score(own) })),
    }
  }
}
