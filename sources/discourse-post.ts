// A post of a Discourse forum, with what is known of its topic → a post; a topic with posts → all of them.
import { countIn, idIn, type Json, objectIn, objectsIn, stringIn } from './fields.ts'
import { htmlText } from './html-text.ts'
import { type Dropped, type Item, refuse } from './source.ts'
import { parseTime } from './time.ts'
import { translatePost } from './webhook.ts'

export type DiscourseTopic = {
  readonly id: string | undefined
  readonly title?: string | undefined
  /** What is said of the post from outside: gone with its topic, or there again (`false`). */
  readonly removed?: boolean | undefined
  /** Answers name what they answer by its number in the topic. */
  readonly idOfNumber?: (number: number) => string | undefined
}

const smallAction = 3
const whisper = 4
const likes = 2
const versionDigits = 10 // revisions are compared as text

const isGone = (post: Json) =>
  stringIn(post, 'deleted_at') !== undefined || post.user_deleted === true || post.hidden === true

const threadOf = (post: Json, { idOfNumber }: DiscourseTopic) => {
  if (post.post_number === 1) return { kind: 'post' }
  const answered = countIn(post, 'reply_to_post_number')
  return { kind: answered === undefined ? 'comment' : 'reply', parentId: idOfNumber?.(answered ?? 1) }
}

/** An edit soon after the last one changes the time and not the version. */
const revisionOf = (post: Json) => {
  const version = countIn(post, 'version')
  const updatedMs = parseTime(stringIn(post, 'updated_at') ?? '')
  if (version === undefined || updatedMs === undefined) return {}
  return { revision: `${String(version).padStart(versionDigits, '0')} ${new Date(updatedMs).toISOString()}` }
}

/** @param base where the forum is, `https://…` without slash at the end; a saved file does not say */
export const discoursePost = (post: Json, topic: DiscourseTopic, base?: string): Item | Dropped => {
  const id = idIn(post, 'id')
  if (id === undefined) return refuse('a Discourse post', { pointer: '/id', detail: 'must be a number' })
  if (post.topic_archetype === 'private_message') return { dropped: 'a private message' }
  if (post.post_type === smallAction || post.post_type === whisper)
    return { dropped: 'a whisper or an entry of the log' }
  const cooked = stringIn(post, 'cooked')
  const removed = topic.removed === true || isGone(post) || topic.removed
  if (cooked === undefined && !removed)
    return refuse('a Discourse post', {
      pointer: '/cooked',
      detail: 'is missing: what sent or saved it left texts out',
    })
  const threadId = topic.id ?? idIn(post, 'topic_id')
  const item = translatePost({
    source: 'discourse',
    id,
    ...threadOf(post, topic),
    threadId,
    at: stringIn(post, 'created_at') ?? '',
    text: cooked === undefined ? '' : htmlText(cooked),
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
    removed,
  })
  // Each page leaves something out: the title, or what is answered.
  return 'post' in item ? { post: { ...item.post, threadGoes: true, partial: true, ...revisionOf(post) } } : item
}

const numberKey = (post: Json) => `${idIn(post, 'topic_id')}/${countIn(post, 'post_number')}`

/** Posts of any topics, as one page shows them: what they answer is found among them. */
export const discoursePosts = (
  posts: readonly Json[],
  known: Pick<DiscourseTopic, 'title' | 'removed'> = {},
  base?: string,
): readonly (Item | Dropped)[] => {
  const ids = new Map(posts.map((post) => [numberKey(post), idIn(post, 'id')]))
  return posts.map((post) => {
    const id = idIn(post, 'topic_id')
    return discoursePost(post, { ...known, id, idOfNumber: (number) => ids.get(`${id}/${number}`) }, base)
  })
}

/** A topic as /t/ID.json has it, with those of its posts that are there. */
export const discourseTopicPosts = (topic: Json, removed?: false, base?: string): readonly (Item | Dropped)[] => {
  if (topic.archetype === 'private_message') return [{ dropped: 'a private message' }]
  const posts = objectsIn(objectIn(topic, 'post_stream'), 'posts')
  return discoursePosts(
    posts.map((post) => ({ ...post, topic_id: topic.id })),
    { title: stringIn(topic, 'title'), removed: stringIn(topic, 'deleted_at') !== undefined || removed },
    base,
  )
}
