// Posts of the X API v1.1, as twarc 1 kept them and as the archive of an account has them.
import { countIn, idIn, type Json, objectIn, stringIn } from './fields.ts'
import { type Dropped, type Item, refuse } from './source.ts'
import { parseLooseTime } from './time.ts'
import { timeOfId, xItem } from './x-post.ts'

/** The number beside it is rounded above 2^53. */
const idOf = (tweet: Json | undefined, key: string) => stringIn(tweet, `${key}_str`) ?? idIn(tweet, key)

const textOf = (tweet: Json) =>
  stringIn(tweet, 'full_text') ?? stringIn(objectIn(tweet, 'extended_tweet'), 'full_text') ?? stringIn(tweet, 'text')

const firstIdOf = (tweet: Json): string | undefined => {
  const info = objectIn(tweet, 'edit_info')
  const { editTweetIds: ids } = objectIn(info, 'initial') ?? {}
  const first: unknown = Array.isArray(ids) ? ids[0] : undefined
  return stringIn(objectIn(info, 'edit'), 'initialTweetId') ?? (typeof first === 'string' ? first : undefined)
}

const isWithheld = (tweet: Json) =>
  tweet.withheld_copyright === true ||
  (Array.isArray(tweet.withheld_in_countries) && tweet.withheld_in_countries.length > 0)

/** Neither form knows the thread, nor how many replies there are. */
export const xV1Item = (tweet: Json): Item | Dropped => {
  const current = idOf(tweet, 'id')
  if (current === undefined || !/^\d+$/.test(current))
    return refuse('a post of X', { pointer: '/id_str', detail: 'must be a string of digits' })
  const original = objectIn(tweet, 'retweeted_status')
  const text = textOf(original ?? tweet)
  if (text === undefined) return refuse('a post of X', { pointer: '/full_text', detail: 'is missing, and text too' })
  const author = stringIn(objectIn(tweet, 'user'), 'screen_name')
  const repostOf = idOf(original, 'id')
  if (original === undefined && author === undefined && text.startsWith('RT @'))
    return { dropped: 'a repost: the archive does not say of which post' }
  const id = firstIdOf(tweet) ?? current
  const atMs = parseLooseTime(stringIn(tweet, 'created_at') ?? '')
  const createdAt = atMs === undefined ? '' : new Date(atMs).toISOString()
  return xItem({
    id,
    current,
    at: (id === current ? undefined : timeOfId(id)) ?? createdAt,
    text,
    author,
    parentId: idOf(tweet, 'in_reply_to_status_id'),
    language: stringIn(tweet, 'lang'),
    likes: countIn(tweet, 'favorite_count'),
    replies: countIn(tweet, 'reply_count'),
    reposts: countIn(tweet, 'retweet_count'),
    repostOf,
    removed: isWithheld(tweet) || stringIn(tweet, 'deleted_at') !== undefined,
  })
}
