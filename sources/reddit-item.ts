// A Reddit submission or comment (the `data` of a t3 or t1) → a post.
import { countIn, type Json, objectIn, objectsIn, stringIn } from './fields.ts'
import { markdownText } from './markdown-text.ts'
import { decodeEscapes } from './normalise.ts'
import { type Item, refuse } from './source.ts'
import { translatePost } from './webhook.ts'

/** Whether texts come with `&`, `<` and `>` escaped, as everywhere but in answers asked for with raw_json=1. */
type Escaped = { readonly escaped: boolean }

const site = 'https://www.reddit.com'
const gone = /^\[ ?(deleted|removed)( by (user|reddit))? ?\]$/i
/** Titles were once without bounds; of longer ones we take the beginning. */
const longestTitle = 1_000
const base36 = /^[0-9a-z]{1,13}$/

/** By its author (`[deleted]`), by moderators or Reddit (`[removed]`, a category, although the text may still be full), or later (dumps say so). */
const isGone = (item: Json, text: string): boolean =>
  gone.test(text.trim()) ||
  gone.test(stringIn(item, 'title') ?? '') ||
  stringIn(item, 'removed_by_category') !== undefined ||
  objectIn(item, '_meta')?.was_deleted_later === true

const urlOf = (item: Json, id: string, isComment: boolean): string => {
  const permalink = stringIn(item, 'permalink')
  if (permalink !== undefined) return site + permalink
  return isComment
    ? `${site}/comments/${stringIn(item, 'link_id')?.slice(3) ?? '_'}/_/${id}/`
    : `${site}/comments/${id}/`
}

const threadOf = (item: Json, id: string, isComment: boolean) => {
  if (!isComment) return { kind: 'post', threadId: `t3_${id}` }
  const parentId = stringIn(item, 'parent_id')
  const isReply = parentId?.startsWith('t1_')
  return { kind: isReply ? 'reply' : 'comment', parentId, threadId: stringIn(item, 'link_id') }
}

/** Told apart by their fields: dumps do not say which it is. A deleted account's texts stay, without author. */
export const redditItem = (item: Json, { escaped }: Escaped): Item => {
  const isComment = stringIn(item, 'body') !== undefined || stringIn(item, 'link_id') !== undefined
  const what = isComment ? 'a Reddit comment' : 'a Reddit submission'
  const title = stringIn(item, isComment ? 'link_title' : 'title')
  if (!isComment && title === undefined)
    return refuse('a Reddit item', {
      pointer: '',
      detail: 'has neither body and link_id (comment) nor title (submission)',
    })
  const id = stringIn(item, 'id') ?? stringIn(item, 'name')?.slice(3) ?? ''
  if (!base36.test(id)) return refuse(what, { pointer: '/id', detail: 'must be of 0-9 and a-z' })
  const createdS = countIn(item, 'created_utc')
  if (createdS === undefined || createdS > 1e11)
    return refuse(what, { pointer: '/created_utc', detail: 'must be seconds since 1970' })
  const crosspost = isComment ? undefined : stringIn(item, 'crosspost_parent')
  const parent = objectsIn(item, 'crosspost_parent_list')[0]
  const own = stringIn(item, isComment ? 'body' : 'selftext')
  if (isComment && own === undefined) return refuse(what, { pointer: '/body', detail: 'is missing' })
  const text = own ?? ''
  const passedOn = stringIn(parent, 'selftext') ?? ''
  const shown = crosspost === undefined || text !== '' ? text : gone.test(passedOn) ? '' : passedOn
  const author = stringIn(item, 'author')
  const decoded = (words: string) => (escaped ? decodeEscapes(words) : words)
  const read = translatePost({
    source: 'reddit',
    id: `${isComment ? 't1' : 't3'}_${id}`,
    ...threadOf(item, id, isComment),
    at: new Date(createdS * 1000).toISOString(),
    text: markdownText(decoded(shown).replaceAll(/>!|!</g, '')), // spoilers, which Markdown would take for quotes
    title: title === undefined ? undefined : decoded(title).slice(0, longestTitle),
    author: author === undefined || gone.test(author) ? undefined : author,
    url: urlOf(item, id, isComment),
    metrics: { replies: countIn(item, 'num_comments'), reposts: countIn(item, 'num_crossposts') },
    repostOf: crosspost,
    removed: isGone(item, text) || undefined,
  })
  const authorGone = 'post' in read && !read.post.removed && author !== undefined && gone.test(author)
  return authorGone ? { post: { ...read.post, authorGone } } : read
}
