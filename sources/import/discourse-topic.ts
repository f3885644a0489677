// Saved pages of a Discourse forum: /t/ID.json, /t/ID/posts.json, /posts.json and /posts/ID.json.
import { Problem } from '../../events/problem.ts'
import { type DiscourseTopic, discoursePost } from '../discourse-post.ts'
import { countIn, idIn, type Json, objectIn, objectsIn, stringIn } from '../fields.ts'
import { type Dropped, type Item, refuse } from '../source.ts'
import { jsonFormat } from './json-format.ts'

/** Numbers of posts are counted within a topic. */
const numbersOf = (posts: readonly Json[]) => {
  const ids = new Map(
    posts.map((post) => [`${idIn(post, 'topic_id')}/${countIn(post, 'post_number')}`, idIn(post, 'id')]),
  )
  return (topic: string | undefined, number: number) => ids.get(`${topic}/${number}`)
}

/** A topic's file holds its first 20 posts, and the ids of all. */
const missingOf = (topic: Json, posts: readonly Json[]): readonly Item[] => {
  const { stream } = objectIn(topic, 'post_stream') ?? {}
  const missing = Array.isArray(stream) ? stream.length - posts.length : 0
  if (missing <= 0) return []
  const detail = `reading Discourse topic ${idIn(topic, 'id')}: ${missing} of its ${posts.length + missing} posts are not in this file`
  return [{ problem: new Problem('not-found', `${detail}; save /t/ID/posts.json?post_ids[]=… and import it too`) }]
}

const translateTopic = (topic: Json): readonly (Item | Dropped)[] => {
  if (topic.archetype === 'private_message') return [{ dropped: 'a private message' }]
  const posts = objectsIn(objectIn(topic, 'post_stream'), 'posts')
  const id = idIn(topic, 'id')
  const idOf = numbersOf(posts.map((post) => ({ ...post, topic_id: id })))
  const known: DiscourseTopic = {
    id,
    title: stringIn(topic, 'title'),
    removed: stringIn(topic, 'deleted_at') !== undefined,
    idOfNumber: (number) => idOf(id, number),
  }
  return [...posts.map((post) => discoursePost(post, known)), ...missingOf(topic, posts)]
}

const translatePosts = (posts: readonly Json[]): readonly (Item | Dropped)[] => {
  const idOf = numbersOf(posts)
  return posts.map((post) => {
    const id = idIn(post, 'topic_id')
    return discoursePost(post, { id, title: undefined, removed: false, idOfNumber: (number) => idOf(id, number) })
  })
}

const translate = (value: Json): readonly (Item | Dropped)[] => {
  if (objectIn(value, 'post_stream') !== undefined) return translateTopic(value)
  if (Array.isArray(value.latest_posts)) return translatePosts(objectsIn(value, 'latest_posts'))
  if ('cooked' in value) return translatePosts([value])
  return [refuse('a Discourse page', { pointer: '', detail: 'has none of post_stream, latest_posts and cooked' })]
}

export const discourseTopic = jsonFormat({
  name: 'discourse-topic',
  knows: (keys) => keys.has('post_stream') || keys.has('latest_posts') || (keys.has('cooked') && keys.has('topic_id')),
  translate,
})
