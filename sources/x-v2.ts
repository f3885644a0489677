// Posts of the X API v2: pages and stream objects with their includes, and what twarc2 flattened.
import { countIn, isObject, type Json, objectIn, objectsIn, stringIn } from './fields.ts'
import { type Item, refuse } from './source.ts'
import { timeOfId, xItem, xRemoval } from './x-post.ts'

/** Ids of all its versions, the first one first. */
export const versionsOf = (tweet: Json): readonly string[] => {
  const ids = tweet.edit_history_tweet_ids
  return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
}

type Includes = {
  readonly user: (id: string | undefined) => Json | undefined
  readonly tweet: (id: string | undefined) => Json | undefined
}

/** Found by id; a post by the id of any of its versions. */
const includesOf = (body: Json | undefined): Includes => {
  const includes = objectIn(body, 'includes')
  const users = new Map(objectsIn(includes, 'users').map((user) => [stringIn(user, 'id'), user]))
  const tweets = new Map(
    objectsIn(includes, 'tweets').flatMap((tweet) =>
      [stringIn(tweet, 'id'), ...versionsOf(tweet)].map((id) => [id, tweet] as const),
    ),
  )
  return { user: (id) => users.get(id), tweet: (id) => tweets.get(id) }
}

const textOf = (tweet: Json | undefined) => stringIn(objectIn(tweet, 'note_tweet'), 'text') ?? stringIn(tweet, 'text')

const plus = (a: number | undefined, b: number | undefined) =>
  a === undefined && b === undefined ? undefined : (a ?? 0) + (b ?? 0)

/** The post of another that this one points to, and its first id. Flattened ones carry it whole. */
const referred = (tweet: Json, type: string, includes: Includes) => {
  const reference = objectsIn(tweet, 'referenced_tweets').find((one) => one.type === type)
  const given = stringIn(reference, 'id')
  if (reference === undefined || given === undefined) return undefined
  const whole = textOf(reference) === undefined ? includes.tweet(given) : reference
  return { id: (whole && versionsOf(whole)[0]) ?? given, text: textOf(whole) }
}

const tweetItem = (tweet: Json, includes: Includes): Item => {
  const current = stringIn(tweet, 'id')
  if (current === undefined || !/^\d+$/.test(current))
    return refuse('a post of X', { pointer: '/id', detail: 'must be a string of digits' })
  const versions = versionsOf(tweet)
  const id = versions[0] ?? current
  const repost = referred(tweet, 'retweeted', includes)
  const text = repost === undefined ? textOf(tweet) : (repost.text ?? '')
  if (text === undefined) return refuse('a post of X', { pointer: '/text', detail: 'is missing' })
  const author = objectIn(tweet, 'author') ?? includes.user(stringIn(tweet, 'author_id'))
  const metrics = objectIn(tweet, 'public_metrics')
  // An edited version says when it was edited.
  const firstAt = id === current ? undefined : timeOfId(id)
  return xItem({
    id,
    current,
    at: firstAt ?? stringIn(tweet, 'created_at') ?? timeOfId(id) ?? '',
    text,
    author: stringIn(author, 'username'),
    parentId: referred(tweet, 'replied_to', includes)?.id,
    threadId: stringIn(tweet, 'conversation_id'),
    language: stringIn(tweet, 'lang'),
    likes: countIn(metrics, 'like_count'),
    replies: countIn(metrics, 'reply_count'),
    reposts: plus(countIn(metrics, 'retweet_count'), countIn(metrics, 'quote_count')),
    repostOf: repost?.id,
    removed: objectIn(tweet, 'withheld') !== undefined,
  })
}

/** Of `errors`, only those about posts: those about users name users. */
const goneOf = (body: Json): readonly Item[] =>
  objectsIn(body, 'errors').flatMap((error) => {
    const id =
      error.resource_type === 'tweet' ? (stringIn(error, 'resource_id') ?? stringIn(error, 'value')) : undefined
    const at = id === undefined ? undefined : timeOfId(id)
    return id === undefined || at === undefined ? [] : [xRemoval(id, at)]
  })

/** A page (`data` a list, or absent when nothing was found) or an object of the stream. */
export const xPage = (body: Json): readonly Item[] => {
  const includes = includesOf(body)
  const one = isObject(body.data) ? [body.data] : objectsIn(body, 'data')
  return [...one.map((tweet) => tweetItem(tweet, includes)), ...goneOf(body)]
}

/** One post with `author` and whole `referenced_tweets` inside it. */
export const xFlattened = (tweet: Json): Item => tweetItem(tweet, includesOf(undefined))
