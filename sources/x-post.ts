// What every form of a post of X has in common, once its fields were found.
import { askedBy } from './lookup.ts'
import { decodeEscapes } from './normalise.ts'
import type { Item } from './source.ts'
import { translatePost } from './webhook.ts'

export type XPost = {
  /** Of its first version: every edit is a new id. */
  readonly id: string
  /** Of the version at hand. */
  readonly current: string
  readonly at: string
  readonly text: string
  readonly author: string | undefined
  readonly parentId: string | undefined
  readonly threadId?: string | undefined
  readonly language: string | undefined
  readonly likes: number | undefined
  readonly replies?: number | undefined
  /** Of a native repost these are its original's. */
  readonly reposts: number | undefined
  readonly repostOf: string | undefined
  readonly removed: boolean
}

const epochMs = 1_288_834_974_657
const firstWithTime = 29_700_859_247n

/** When an id was given, ms since 1970; undefined for ids from before November 2010, which are mere numbers. */
export const msOfId = (id: string): number | undefined =>
  /^\d{1,19}$/.test(id) && BigInt(id) > firstWithTime ? Number(BigInt(id) >> 22n) + epochMs : undefined

/** The last id that can have been given in that millisecond (since 1970, after November 2010). */
export const lastIdOf = (ms: number): string => String((BigInt(ms + 1 - epochMs) << 22n) - 1n)

/** RFC 3339, whole seconds as X tells them. */
export const timeOfId = (id: string): string | undefined => {
  const ms = msOfId(id)
  return ms === undefined ? undefined : new Date(ms - (ms % 1000)).toISOString()
}

const unknownLanguage = /^(und|zxx|art|q..)$/

export const xItem = (post: XPost): Item => {
  const { id, current, at, text, author, parentId, threadId, language, likes, replies, reposts, repostOf, removed } =
    post
  const item = translatePost({
    source: 'x',
    id,
    kind: parentId === undefined ? 'post' : 'reply',
    at,
    text: decodeEscapes(text),
    author,
    url: `https://x.com/${author === undefined ? 'i/web' : author}/status/${current}`,
    parentId,
    threadId: threadId === current ? id : threadId,
    language: language === undefined || unknownLanguage.test(language) ? undefined : language,
    metrics: { likes, replies, reposts: repostOf === undefined ? reposts : 0 },
    repostOf,
    removed: removed || undefined,
  })
  const asked = askedBy(item, current === id ? undefined : current)
  // Of two versions the later one stays, whichever comes first.
  const revision = timeOfId(current)
  return 'post' in asked && revision !== undefined ? { post: { ...asked.post, revision } } : asked
}

/** A post that X says is gone. */
export const xRemoval = (id: string, at: string): Item => translatePost({ source: 'x', id, at, removed: true })
