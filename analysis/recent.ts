// What earlier posts say of a post: which one it repeats or passes on. Made of texts alone: what the vault forgets is forgotten here.
import type { Reading, Subject } from './analyse.ts'
import { createDuplicates } from './duplicates.ts'
import { repostedWords } from './reposts.ts'
import { createReadWords } from './words.ts'

/** A post among others. JSON, so that it can go to a thread. */
export type RecentSubject = Subject & {
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
  /** Drops all that is known of a post. Answers those to be analysed again, in this order. */
  readonly forget: (ref: string) => readonly string[]
}

const none: readonly string[] = []
/** Sources whose reposts carry the words of the original. */
const writesReposts = new Set(['x', 'twitter'])

const groupsOf = (found: Reading['found']) =>
  [...new Set(found.flatMap(({ stories }) => stories.map(({ slug }) => slug)))].sort().join()

export const createRecent = (): Recent => {
  const duplicates = createDuplicates()
  const readWords = createReadWords()

  const look = (subject: RecentSubject, found: Reading['found']): Beside => {
    const { ref, version, receivedAt, at, source, kind, content, amplifies, duplicateOf, again } = subject
    const stays = duplicateOf === undefined ? {} : { duplicateOf }
    if (amplifies !== undefined) return { amplifies, released: none }
    if (content === undefined) return { ...stays, released: none }
    // A post of long ago that is analysed again does not take the place of a recent one.
    if (again && !duplicates.has(ref)) return { ...stays, released: none }
    const { text, title } = content
    const repeated = writesReposts.has(source) ? repostedWords(text) : undefined
    const own = repeated ?? (kind === 'post' && title !== undefined ? `${title}\n${text}` : text)
    const words = readWords(own)
    const post = { ref, version, order: receivedAt, atMs: Date.parse(at), groups: groupsOf(found), words }
    const original = repeated === undefined ? undefined : duplicates.lookReposted(post)
    if (original !== undefined) return { amplifies: original, released: none }
    const answer = duplicates.look(post)
    if (answer.duplicateOf === undefined) return { released: answer.released }
    return repeated === undefined
      ? { duplicateOf: answer.duplicateOf, released: answer.released }
      : { amplifies: answer.duplicateOf, released: answer.released }
  }

  return {
    look: (subject, { found }) => look(subject, found),
    recall: ({ before = [], ...subject }) => void look(subject, before),
    forget: duplicates.forget,
  }
}
