// A post of Bluesky, as its app view shows it → a post.
import { countIn, type Json, objectIn, objectsIn, stringIn } from './fields.ts'
import { type Dropped, type Item, refuse } from './source.ts'
import { parseLooseTime, parseTime } from './time.ts'
import { translatePost } from './webhook.ts'

const atUri = /^at:\/\/(did:[a-z]+:[\w.:%-]+)\/app\.bsky\.feed\.post\/([\w.~:-]+)$/
const unknownLanguage = /^(und|zxx|mul|q..)$/

const isLabelled = (from: Json | undefined, ...values: readonly string[]) =>
  objectsIn(from, 'labels').some(({ val, neg }) => values.includes(String(val)) && neg !== true)

const plus = (a: number | undefined, b: number | undefined) =>
  a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0)

/** A quote without a word of its own, nor a picture, merely passes on. */
const passedOn = (record: Json, text: string): string | undefined => {
  const embed = objectIn(record, 'embed')
  if (text.trim() !== '' || embed?.$type !== 'app.bsky.embed.record') return undefined
  const uri = stringIn(objectIn(embed, 'record'), 'uri')
  return uri !== undefined && atUri.test(uri) ? uri : undefined
}

/** Where a post stands in a list: what its client says of its time counts as far as it is not ahead. Ms since 1970. */
export const placeOf = (post: Json): number => {
  const indexedMs = parseTime(stringIn(post, 'indexedAt') ?? '') ?? Number.NaN
  const createdMs = parseLooseTime(stringIn(objectIn(post, 'record'), 'createdAt') ?? '')
  return createdMs === undefined ? indexedMs : Math.min(indexedMs, createdMs)
}

export const blueskyPost = (post: Json): Item | Dropped => {
  const id = stringIn(post, 'uri') ?? ''
  const [, did, key] = atUri.exec(id) ?? []
  const record = objectIn(post, 'record')
  if (did === undefined || (record?.$type !== undefined && record.$type !== 'app.bsky.feed.post'))
    return { dropped: 'no post' }
  const author = objectIn(post, 'author')
  if (isLabelled(post, '!hide', '!takedown') || isLabelled(author, '!hide', '!takedown'))
    return { dropped: 'hidden by its platform' }
  if (isLabelled(author, '!no-unauthenticated')) return { dropped: 'of an author who wants to be seen by members only' }
  const text = record?.text
  if (record === undefined || typeof text !== 'string')
    return refuse('a post of Bluesky', { pointer: '/record/text', detail: 'is missing' })
  const reply = objectIn(record, 'reply')
  const [language] = Array.isArray(record.langs) ? record.langs : []
  const handle = stringIn(author, 'handle')
  return translatePost({
    source: 'bluesky',
    id,
    kind: reply === undefined ? 'post' : 'reply',
    parentId: stringIn(objectIn(reply, 'parent'), 'uri'),
    threadId: reply === undefined ? id : stringIn(objectIn(reply, 'root'), 'uri'),
    at: stringIn(post, 'indexedAt') ?? '',
    text,
    author: handle === 'handle.invalid' ? did : handle,
    url: `https://bsky.app/profile/${did}/post/${key}`,
    language: typeof language === 'string' && !unknownLanguage.test(language) ? language : undefined,
    metrics: {
      likes: countIn(post, 'likeCount'),
      replies: countIn(post, 'replyCount'),
      reposts: plus(countIn(post, 'repostCount'), countIn(post, 'quoteCount')),
    },
    repostOf: passedOn(record, text),
  })
}
