// Saved pages of a Discourse forum: /t/ID.json, /t/ID/posts.json, /posts.json and /posts/ID.json.
import { Problem } from '../../events/problem.ts'
import { discoursePosts, discourseTopicPosts } from '../discourse-post.ts'
import { idIn, type Json, objectIn, objectsIn } from '../fields.ts'
import { type Dropped, type Item, refuse } from '../source.ts'
import { jsonFormat } from './json-format.ts'

/** A topic's file holds its first 20 posts, and the ids of all. */
const missingOf = (topic: Json): readonly Item[] => {
  const { stream } = objectIn(topic, 'post_stream') ?? {}
  const { length } = objectsIn(objectIn(topic, 'post_stream'), 'posts')
  const missing = Array.isArray(stream) ? stream.length - length : 0
  if (missing <= 0 || topic.archetype === 'private_message') return []
  const detail = `reading Discourse topic ${idIn(topic, 'id')}: ${missing} of its ${length + missing} posts are not in this file`
  return [{ problem: new Problem('not-found', `${detail}; save /t/ID/posts.json?post_ids[]=… and import it too`) }]
}

const translate = (value: Json): readonly (Item | Dropped)[] => {
  if (objectIn(value, 'post_stream') !== undefined) return [...discourseTopicPosts(value), ...missingOf(value)]
  if (Array.isArray(value.latest_posts)) return discoursePosts(objectsIn(value, 'latest_posts'))
  if ('cooked' in value) return discoursePosts([value])
  return [refuse('a Discourse page', { pointer: '', detail: 'has none of post_stream, latest_posts and cooked' })]
}

export const discourseTopic = jsonFormat({
  name: 'discourse-topic',
  knows: (keys) => keys.has('post_stream') || keys.has('latest_posts') || (keys.has('cooked') && keys.has('topic_id')),
  translate,
})
