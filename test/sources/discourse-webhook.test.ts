// Messages that forums were recorded to send (their texts had been taken out on the way), and what they mean.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { pushed } from '../../sources/discourse-webhook.ts'
import type { Meaning } from '../../sources/source.ts'
import { sharedData, skipOrFail } from '../system-program.ts'

const folder = path.resolve(import.meta.dirname, '../../../shared/data/sources/discourse')
const config = { url: 'https://ask.example.org/' }

type Recorded = { readonly headers: Record<string, string>; readonly body: Record<string, Record<string, unknown>> }
const read = (file: string) => JSON.parse(readFileSync(path.join(folder, file), 'utf8'))
const recorded = (file: string): Recorded => {
  const { headers, body } = read(file) as Recorded
  return {
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value])),
    body,
  }
}
const meant = ({ headers, body }: Recorded, event = headers['x-discourse-event'] ?? '') =>
  pushed.translate(body, { ...headers, 'x-discourse-event': event }, config)
const told = ({ items, ...more }: Meaning) => ({
  ...more,
  items: items.map((item) => ('post' in item ? item.post : item.problem.faults.map(({ pointer }) => pointer))),
})

describe('a recorded message of a Discourse forum', () => {
  before(function () {
    if (!existsSync(folder)) skipOrFail(this, sharedData)
  })

  it('of a new post whose text a relay took out is no post', () => {
    assert.deepEqual(told(meant(recorded('webhook_post_created.json'))), { items: [['/cooked']] })
  })
  it('of a deletion says so in its header alone', () => {
    const message = recorded('webhook_post_destroyed.json')
    const gone = {
      source: 'discourse',
      kind: 'post',
      atMs: Date.UTC(2023, 0, 29, 1, 22, 59, 114),
      removed: true,
      content: { id: '126080', text: '' },
      threadGoes: true,
      revision: '0000000001 2023-01-29T01:22:59.114Z',
      partial: true,
    }
    assert.deepEqual(told(meant(message)), { items: [gone] })
    assert.deepEqual(told(meant(message, 'post_edited')), { items: [['/cooked']] })
    assert.deepEqual(told(meant(message, 'post_liked')), { items: [] })
  })
  it('of a topic tells nothing before it goes or comes back', () => {
    const created = recorded('webhook_topic_created.json')
    assert.deepEqual(told(meant(created)), { items: [] })
    assert.deepEqual(told(meant(recorded('webhook_topic_edited.json'))), { items: [] })
    assert.deepEqual(told(meant(created, 'topic_destroyed')), { items: [], goneThread: '31739' })
    assert.deepEqual(told(meant(created, 'topic_recovered')), { items: [], restored: '31739' })
    assert.deepEqual(told(meant(created, 'topic_closed_status_updated')), { items: [] })
  })
  it('with a post as recorded elsewhere gives it as polling does', () => {
    const [post] = (read('posts_latest.json') as { latest_posts: Record<string, unknown>[] }).latest_posts
    const { headers } = recorded('webhook_post_created.json')
    assert.deepEqual(told(meant({ headers, body: { post: post ?? {} } })), {
      items: [
        {
          source: 'discourse',
          kind: 'comment',
          atMs: Date.UTC(2020, 0, 25, 2, 10, 7, 971),
          removed: undefined,
          content: {
            id: '15',
            text: 'holla bullhonky.',
            title: 'This is an uncategorized title',
            author: 'johndoe',
            url: 'https://ask.example.org/t/this-is-an-uncategorized-title/11/2',
            threadId: '11',
            metrics: { replies: 0 },
          },
          threadGoes: true,
          revision: '0000000001 2020-01-25T02:10:07.971Z',
          partial: true,
        },
      ],
    })
  })
})
