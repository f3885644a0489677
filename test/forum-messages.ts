// Messages as a Discourse forum sends them, with texts of our own, signed with a secret of ours.
import { createHmac } from 'node:crypto'

export type Message = { readonly headers: Record<string, string>; readonly body: string }

/** The n-th minute of the forum's life. */
export const minute = (n: number) => new Date(Date.UTC(2026, 10, 24, 9, n)).toISOString()

/** A post as the forum has it; `more` overwrites. */
export const forumPost = (id: number, text: string, more: Record<string, unknown> = {}) => ({
  id,
  username: 'ada',
  created_at: minute(0),
  updated_at: minute(0),
  cooked: `<p>${text}</p>`,
  raw: text,
  post_number: 1,
  post_type: 1,
  version: 1,
  reply_count: 0,
  reply_to_post_number: null,
  topic_id: 7,
  topic_slug: 'sync',
  topic_title: 'Sync is broken',
  topic_archetype: 'regular',
  hidden: false,
  deleted_at: null,
  user_deleted: false,
  ...more,
})

/** The n-th wording of a post. */
export const wording = (id: number, version: number, text: string, more: Record<string, unknown> = {}) =>
  forumPost(id, text, { version, updated_at: minute(version), ...more })

let events = 0

/** @param event such as `post_edited`. @param secret undefined: the forum has none */
export const message = (event: string, value: unknown, secret?: string): Message => {
  const [type = ''] = event.split('_')
  const body = JSON.stringify(type === 'ping' ? { ping: 'OK' } : { [type]: value })
  const signature = secret && `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
  return {
    headers: {
      'content-type': 'application/json',
      'x-discourse-instance': 'https://forum.example.org',
      'x-discourse-event-id': String(++events),
      'x-discourse-event-type': type,
      ...(type === 'ping' ? {} : { 'x-discourse-event': event }),
      ...(signature ? { 'x-discourse-event-signature': signature } : {}),
    },
    body,
  }
}
