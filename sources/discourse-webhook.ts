// What a Discourse forum sends of its own accord: the event stands in a header, the post or topic in the body, and no time anywhere.
import { discoursePost, discourseTopicPosts } from './discourse-post.ts'
import { idIn, isObject, type Json, objectIn } from './fields.ts'
import { type Dropped, type Item, type Meaning, type PushedMessages, refuse } from './source.ts'

const nothing: Meaning = { items: [] }

const kept = (read: readonly (Item | Dropped)[]) => read.flatMap((one) => ('dropped' in one ? [] : [one]))

/** @param removed what the header says: gone, there again, or nothing of the kind */
const ofPost = (post: Json, removed: boolean | undefined, base: string): Meaning => {
  const id = idIn(post, 'topic_id')
  const items = kept([discoursePost(post, { id, removed }, base)])
  // Whether this undoes the last removal or an earlier one, such a message does not say: the forum does.
  return removed === false && id !== undefined && items.length > 0 ? { items, restored: id } : { items }
}

const ofTopic = (topic: Json, event: string, base: string): Meaning => {
  const id = idIn(topic, 'id')
  if (topic.archetype === 'private_message') return nothing
  if (id === undefined)
    return { items: [refuse('a Discourse topic', { pointer: '/topic/id', detail: 'must be a number' })] }
  switch (event) {
    case 'topic_destroyed':
      return { items: [], goneThread: id }
    case 'topic_recovered':
      return { items: [], restored: id }
    default:
      // Posts come in their own messages, a new title with an edit of the first one.
      return { items: kept(discourseTopicPosts(topic, undefined, base)) }
  }
}

const removedBy: { readonly [event: string]: boolean | undefined } = {
  post_created: undefined,
  post_edited: undefined,
  post_destroyed: true,
  post_recovered: false,
}
const topicEvents = new Set(['topic_created', 'topic_edited', 'topic_destroyed', 'topic_recovered'])

const lacks = (name: string): Meaning => ({
  items: [refuse('a message of Discourse', { pointer: `/${name}`, detail: 'is missing' })],
})

export const pushed: PushedMessages = {
  signature: 'x-discourse-event-signature',
  /** The same message sent again has them all the same. */
  identity: ['x-discourse-event-id', 'x-discourse-event', 'x-discourse-event-signature'],
  // The forum's setting for the form type changes this header and nothing else: the body is JSON either way.
  mediaTypes: ['application/json', 'application/x-www-form-urlencoded'],
  translate: (value, headers, config) => {
    const event = headers['x-discourse-event'] ?? ''
    const base = String(config.url).replace(/\/+$/, '')
    const body = isObject(value) ? value : {}
    if (Object.hasOwn(removedBy, event)) {
      const post = objectIn(body, 'post')
      return post === undefined ? lacks('post') : ofPost(post, removedBy[event], base)
    }
    if (topicEvents.has(event)) {
      const topic = objectIn(body, 'topic')
      return topic === undefined ? lacks('topic') : ofTopic(topic, event, base)
    }
    return headers['x-discourse-event-type'] === 'ping' ? { ...nothing, ping: true } : nothing
  },
}
