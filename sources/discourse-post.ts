// A post of a Discourse forum, with what is known of its topic → a post.
import { countIn, idIn, type Json, objectsIn, stringIn } from './fields.ts'
import { htmlText } from './html-text.ts'
import { type Dropped, type Item, refuse } from './source.ts'
import { translatePost } from './webhook.ts'

export type DiscourseTopic = {
  readonly id: string | undefined
  readonly title: string | undefined
  /** The topic itself was deleted. */
  readonly removed: boolean
  /** Answers name what they answer by its number in the topic. */
  readonly idOfNumber: (number: number) => string | undefined
}

const smallAction = 3
const whisper = 4
const likes = 2

const isGone = (post: Json) =>
  stringIn(post, 'deleted_at') !== undefined || post.user_deleted === true || post.hidden === true

const threadOf = (post: Json, topic: DiscourseTopic) => {
  if (post.post_number === 1) return { kind: 'post' }
  const answered = countIn(post, 'reply_to_post_number')
  return { kind: answered === undefined ? 'comment' : 'reply', parentId: topic.idOfNumber(answered ?? 1) }
}

/** @param base where the forum is, `https://…` without slash at the end; a saved file does not say */
export const discoursePost = (post: Json, topic: DiscourseTopic, base?: string): Item | Dropped => {
  const id = idIn(post, 'id')
  if (id === undefined) return refuse('a Discourse post', { pointer: '/id', detail: 'must be a number' })
  if (post.topic_archetype === 'private_message') return { dropped: 'a private message' }
  if (post.post_type === smallAction || post.post_type === whisper)
    return { dropped: 'a whisper or an entry of the log' }
  const cooked = post.cooked
  const removed = topic.removed || isGone(post)
  if (typeof cooked !== 'string' && !removed)
    return refuse('a Discourse post', { pointer: '/cooked', detail: 'is missing: the file was saved without texts' })
  const threadId = topic.id ?? idIn(post, 'topic_id')
  return translatePost({
    source: 'discourse',
    id,
    ...threadOf(post, topic),
    threadId,
    at: stringIn(post, 'created_at') ?? '',
    text: typeof cooked === 'string' ? htmlText(cooked) : '',
    title: topic.title ?? stringIn(post, 'topic_title'),
    author: stringIn(post, 'username'),
    url: base && `${base}/t/${stringIn(post, 'topic_slug') ?? '-'}/${threadId}/${idIn(post, 'post_number')}`,
    metrics: {
      likes: countIn(
        objectsIn(post, 'actions_summary').find((action) => action.id === likes),
        'count',
      ),
      replies: countIn(post, 'reply_count'),
    },
    removed: removed || undefined,
  })
}
