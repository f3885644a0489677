// Asking again about one post: what it is asked by, and what an answer that is none says of it.
import type { IncomingPost } from '../events/incoming-post.ts'
import { failureOf } from './failure.ts'
import type { Dropped, Failure, Item, SourceAnswer, Stored } from './source.ts'

/** @param lookup what its platform is asked by, where that is not the id */
export const askedBy = <Read extends Item | Dropped>(item: Read, lookup: string | undefined): Read | Item =>
  'post' in item && !item.post.removed && lookup !== undefined
    ? { post: { ...item.post, content: { ...item.post.content, lookup } } }
    : item

/** What an answer says of a post beside the post. `lookup`: what its platform is asked by, where that is not the id. */
type Told = Pick<IncomingPost, 'revision' | 'authorGone' | 'asked'> & { readonly lookup?: string | undefined }

export const told = (item: Item, { lookup, ...more }: Told): Item =>
  askedBy('post' in item ? { post: { ...item.post, ...more } } : item, lookup)

/** A web page in place of an answer says nothing about a post: the address may lead elsewhere by now. */
const isPage = ({ headers }: SourceAnswer) => headers['content-type']?.startsWith('text/html') === true

/** Answers about one post: 404 and 410 say that it is gone. Undefined where there is something to read. */
export const missingOf = (
  answer: SourceAnswer,
  stored: readonly Stored[],
  nowMs: number,
): { readonly items: readonly Item[]; readonly gone: readonly string[] } | Failure | undefined =>
  (answer.status === 404 || answer.status === 410) && !isPage(answer)
    ? { items: [], gone: stored.map(({ id }) => id) }
    : failureOf(answer, nowMs)

/** What a platform says of posts asked for: what would not be taken at the door is not kept either. */
export const shownOf = (stored: readonly Stored[], found: ReadonlyMap<string, Item | Dropped>) => ({
  items: stored.flatMap(({ id }) => {
    const item = found.get(id)
    return item === undefined || 'dropped' in item ? [] : [item]
  }),
  gone: stored.flatMap(({ id }) => {
    const item = found.get(id)
    return item === undefined || 'dropped' in item ? [id] : []
  }),
})
