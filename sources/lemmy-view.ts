// Posts and comments of Lemmy, as its API shows them in 0.19 and 1.0 → posts.
import { countIn, idIn, type Json, objectIn, stringIn } from './fields.ts'
import { told } from './lookup.ts'
import { markdownText } from './markdown-text.ts'
import { type Dropped, type Item, refuse } from './source.ts'
import { parseLooseTime } from './time.ts'
import { translatePost } from './webhook.ts'

/** What a channel looks for, in title and text; everything where it says nothing. */
export type Wanted = (text: string) => boolean

/** Old builds leave out the zone: UTC. Ms since 1970. */
export const timeOfView = (of: Json | undefined): number | undefined =>
  parseLooseTime(stringIn(of, 'published') ?? stringIn(of, 'published_at') ?? '')

const isGone = (of: Json | undefined) => of?.deleted === true || of?.removed === true
/** Only what says so is there: a listing that leaves it out says nothing. */
const isThere = (of: Json) => of.deleted === false && of.removed === false

/** A community may be for its own server or its members only. */
const isClosed = (community: Json | undefined) =>
  isGone(community) ||
  (stringIn(community, 'visibility') ?? 'Public').toLowerCase().replace(/^unlisted$/, 'public') !== 'public'

/** People of other servers carry theirs: two servers may have the same name. */
const authorOf = (creator: Json | undefined): string | undefined => {
  const name = stringIn(creator, 'name')
  const home = stringIn(creator, 'actor_id') ?? stringIn(creator, 'ap_id') ?? ''
  if (name === undefined || creator?.deleted === true) return undefined
  return creator?.local === false && URL.canParse(home) ? `${name}@${new URL(home).host}` : name
}

const countsOf = (view: Json, of: Json, replies: string) => {
  const counts = objectIn(view, 'counts') ?? of
  return { likes: countIn(counts, 'upvotes'), replies: countIn(counts, replies) }
}

/** What a post and a comment say each in their own way. `of`: either itself. */
type Parts = {
  readonly of: Json
  readonly kind: string
  readonly text: string
  readonly title: string | undefined
  readonly parentId?: string | undefined
  readonly threadId: string | undefined
  readonly replies: string
  readonly lookup: string
}

const itemOf = (view: Json, { of, text, replies, lookup, ...more }: Parts): Item | Dropped => {
  const atMs = timeOfView(of)
  const removed = isGone(of)
  const creator = objectIn(view, 'creator')
  const item = translatePost({
    ...more,
    source: 'lemmy',
    id: stringIn(of, 'ap_id'),
    at: atMs === undefined ? '' : new Date(atMs).toISOString(),
    text: removed ? '' : markdownText(text),
    author: authorOf(creator),
    url: stringIn(of, 'ap_id'),
    metrics: countsOf(view, of, replies),
    removed: removed ? true : isThere(of) ? false : undefined,
  })
  const revisedMs = parseLooseTime(stringIn(of, 'updated') ?? stringIn(of, 'updated_at') ?? '') ?? atMs
  return told(item, {
    lookup,
    asked: true,
    ...(creator?.deleted === true ? { authorGone: true } : {}),
    ...(revisedMs === undefined ? {} : { revision: new Date(revisedMs).toISOString() }),
  })
}

const wordsOf = (post: Json | undefined) => `${stringIn(post, 'name') ?? ''}\n${stringIn(post, 'body') ?? ''}`
export const notWanted: Dropped = { dropped: 'not what is looked for' }

export const lemmyPost = (view: Json, wanted: Wanted): Item | Dropped => {
  const of = objectIn(view, 'post')
  if (of === undefined) return refuse('a post of Lemmy', { pointer: '/post', detail: 'is missing' })
  if (isClosed(objectIn(view, 'community'))) return { dropped: 'of a community that is not public' }
  if (!wanted(wordsOf(of))) return notWanted
  return itemOf(view, {
    of,
    kind: 'post',
    threadId: stringIn(of, 'ap_id'),
    title: stringIn(of, 'name'),
    text: stringIn(of, 'body') ?? '',
    replies: 'comments',
    lookup: `post/${idIn(of, 'id')}`,
  })
}

/** @param idOfLocal the id of a comment by its local one, where it is known */
export const lemmyComment = (
  view: Json,
  wanted: Wanted,
  idOfLocal: (local: string) => string | undefined,
): Item | Dropped => {
  const of = objectIn(view, 'comment')
  const post = objectIn(view, 'post')
  if (of === undefined) return refuse('a comment of Lemmy', { pointer: '/comment', detail: 'is missing' })
  if (isClosed(objectIn(view, 'community')) || isGone(post)) return { dropped: 'of a place that is not public' }
  if (!wanted(`${wordsOf(post)}\n${stringIn(of, 'content') ?? ''}`)) return notWanted
  // "0.100.200": from the root, which is the post, down to itself.
  const parent = stringIn(of, 'path')?.split('.').at(-2) ?? '0'
  return itemOf(view, {
    of,
    kind: parent === '0' ? 'comment' : 'reply',
    parentId: parent === '0' ? stringIn(post, 'ap_id') : idOfLocal(parent),
    threadId: stringIn(post, 'ap_id'),
    title: stringIn(post, 'name'),
    text: stringIn(of, 'content') ?? '',
    replies: 'child_count',
    lookup: `comment/${idIn(of, 'id')}`,
  })
}
