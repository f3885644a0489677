// An item of Hacker News → a post.
import { countIn, idIn, isObject, type Json, stringIn } from './fields.ts'
import { htmlText } from './html-text.ts'
import { told } from './lookup.ts'
import { tidyLines } from './normalise.ts'
import { type Dropped, type Item, refuse } from './source.ts'
import { translatePost } from './webhook.ts'

/** The story an item belongs to, where it is known. */
export type Thread = { readonly id: string; readonly title?: string }

export const isStory = ({ type }: Json): boolean => type === 'story' || type === 'poll'
export const isGone = (item: Json): boolean => item.deleted === true || item.dead === true

/** Paragraphs that begin with `>` are somebody else's words. */
const quoted = /^>+ *[^\s:;=>].*$/gm

const textOf = (item: Json) => tidyLines(htmlText(stringIn(item, 'text') ?? '').replace(quoted, ''))
export const titleOf = (item: Json): string => htmlText(stringIn(item, 'title') ?? '')

/** What a channel looks for it in. */
export const wordsOf = (item: Json): string => `${titleOf(item)}\n${textOf(item)}`

/** @param thread absent: a story is its own, that of a comment is not known */
export const hackerNewsItem = (item: unknown, thread?: Thread): Item | Dropped => {
  if (!isObject(item)) return { dropped: 'no item' }
  const id = idIn(item, 'id')
  if (!isStory(item) && item.type !== 'comment') return { dropped: 'an advertisement or a part of a poll' }
  const seconds = countIn(item, 'time')
  if (seconds === undefined || seconds > 1e11)
    return refuse('an item of Hacker News', { pointer: '/time', detail: 'must be seconds since 1970' })
  const parentId = idIn(item, 'parent')
  const isComment = !isStory(item)
  const post = translatePost({
    source: 'hackernews',
    id,
    kind: isComment ? (thread === undefined || parentId === thread.id ? 'comment' : 'reply') : 'post',
    parentId,
    threadId: isComment ? thread?.id : id,
    at: new Date(seconds * 1_000).toISOString(),
    text: textOf(item),
    title: isComment ? thread?.title : titleOf(item),
    author: stringIn(item, 'by'),
    url: `https://news.ycombinator.com/item?id=${id}`,
    metrics: { likes: countIn(item, 'score'), replies: countIn(item, 'descendants') },
    // An answer about this very item: what was flagged and is no longer is there again.
    removed: isGone(item),
  })
  return told(post, { asked: true })
}
