// What recent posts say together: which one another repeats or passes on, and the phrases that gather. Made of texts alone.
import type { Content } from '../events/vault.ts'
import type { Reading, Subject } from './analyse.ts'
import { createDuplicates } from './duplicates/duplicates.ts'
import { repostedWords } from './duplicates/reposts.ts'
import type { Said } from './emerging/emerging.ts'
import { createStoryPhrases, type StoryPhrases } from './emerging/story-phrases.ts'
import { createReadWords, type Words } from './words.ts'

/** A post among others. JSON, so that it can go to a thread. */
export type RecentSubject = Omit<Subject, 'content'> & {
  readonly content?: Subject['content'] & Pick<Content, 'author'>
  readonly ref: string
  /** Of its wording. */
  readonly version: number
  /** When it was made, ISO 8601 UTC. */
  readonly at: string
  /** Ref of the post that the platform says it merely passes on. */
  readonly amplifies?: string
  /** This wording was analysed before. */
  readonly again?: true
  /** The post that it was found to repeat then. */
  readonly duplicateOf?: string
}

export type Beside = {
  readonly duplicateOf?: string
  readonly amplifies?: string
  /** Posts that repeated this one and do so no longer: to be analysed again, in this order. */
  readonly released: readonly string[]
}

export type Recent = {
  /** Of the same wording the same is said again. Never throws. */
  readonly look: (subject: RecentSubject, reading: Reading) => Beside
  /** A post that was analysed before this began. */
  readonly recall: (subject: RecentSubject) => void
  /** What is told of phrases depends on the rules that stories have already. */
  readonly setStories: StoryPhrases['setStories']
  readonly phrases: StoryPhrases['report']
  readonly phrasesDue: StoryPhrases['reportDue']
  /** Drops all that is known of a post. Answers those to be analysed again, in this order. */
  readonly forget: (ref: string) => readonly string[]
}

const none: readonly string[] = []
/** Sources whose reposts carry the words of the original. */
const writesReposts = new Set(['x', 'twitter'])

type Label = Said['label']

const slugsOf = (found: Reading['found']): readonly string[] =>
  [...new Set(found.flatMap(({ stories }) => stories.map(({ slug }) => slug)))].sort()

export const createRecent = (): Recent => {
  const duplicates = createDuplicates()
  const readWords = createReadWords()
  const phrases = createStoryPhrases()

  /** Each post counts once in each story: when it is first found there. */
  const count = (subject: RecentSubject, words: Words, joined: readonly string[], duplicate: boolean, label: Label) => {
    const { ref, at, source, content } = subject
    const author = content?.author === undefined ? undefined : `${source}\0${content.author}`
    for (const slug of joined) phrases.add(slug, { ref, atMs: Date.parse(at), author, words, duplicate, label })
  }

  const look = (subject: RecentSubject, found: Reading['found'], before: Reading['found']): Beside => {
    const { ref, version, receivedAt, at, source, kind, content, amplifies, duplicateOf, again } = subject
    const stays = duplicateOf === undefined ? {} : { duplicateOf }
    if (amplifies !== undefined) return { amplifies, released: none }
    if (content === undefined) return { ...stays, released: none }
    // A post of long ago that is analysed again does not take the place of a recent one.
    const { text, title } = content
    const repeated = writesReposts.has(source) ? repostedWords(text) : undefined
    const own = repeated ?? (kind === 'post' && title !== undefined ? `${title}\n${text}` : text)
    const words = readWords(own)
    const known = new Set(slugsOf(before))
    const joined = slugsOf(found).filter((slug) => !known.has(slug))
    const said = found[0]?.sentiment.label
    const label = said === 'unscored' ? undefined : said
    // A post of long ago that is analysed again does not take the place of a recent one.
    if (again && !duplicates.has(ref)) {
      count(subject, words, joined, duplicateOf !== undefined, label)
      return { ...stays, released: none }
    }
    const post = { ref, version, order: receivedAt, atMs: Date.parse(at), groups: slugsOf(found).join(), words }
    const original = repeated === undefined ? undefined : duplicates.lookReposted(post)
    if (original !== undefined) return { amplifies: original, released: none }
    const answer = duplicates.look(post)
    count(subject, words, joined, answer.duplicateOf !== undefined, label)
    if (answer.duplicateOf === undefined) return { released: answer.released }
    return repeated === undefined
      ? { duplicateOf: answer.duplicateOf, released: answer.released }
      : { amplifies: answer.duplicateOf, released: answer.released }
  }

  return {
    look: (subject, { found }) => look(subject, found, subject.before ?? []),
    recall: ({ before = [], ...subject }) => void look(subject, before, []),
    setStories: phrases.setStories,
    phrases: phrases.report,
    phrasesDue: phrases.reportDue,
    forget: duplicates.forget,
  }
}
