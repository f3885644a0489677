// A Discourse forum that is polled and sends messages: both tell the same, and whole topics go and come back.
import assert from 'node:assert/strict'
import { webhookRoutes } from '../../server/routes/webhooks.ts'
import { limits } from '../../settings.ts'
import { createRemoveThread } from '../../workers/remove-thread.ts'
import { forumPost, type Message, message } from '../forum-messages.ts'
import { remove, scratchFolder } from '../running.ts'
import { serve } from '../serving.ts'
import { webDouble } from '../web-double.ts'
import { type Polled, startPolled } from './polled.ts'

const secret = 'one-plain-secret'
const topic = 7

describe('a forum that is polled and sends messages', () => {
  const forum = webDouble()
  const folder = scratchFolder('forum')
  let polled: Polled
  let server: Awaited<ReturnType<typeof serve>>
  let posts: Record<string, unknown>[] = []
  let state: 'shown' | 'gone' | 'down' = 'shown'

  before(async () => {
    polled = await startPolled(folder, forum.host)
    const { parts, receivePosts, readThread } = polled
    const routes = webhookRoutes({
      receivePosts,
      channelOf: () => ({ kind: 'discourse', config: { url: forum.url } }),
      secretOf: async () => secret,
      authenticate: () => assert.fail('a signature is asked for'),
      now: polled.now,
      limits,
      removeThread: createRemoveThread({ ...parts, receivePosts, kindOf: () => 'discourse' }),
      ...(readThread === undefined ? {} : { readThread }),
    })
    server = await serve({ '/webhooks': routes })
    const at = (seconds: number) => new Date(polled.now() - 3_600_000 + seconds * 1_000).toISOString()
    posts = Array.from({ length: 25 }, (_, i) =>
      forumPost(100 + i, `post ${i}`, {
        ...{ created_at: at(i), updated_at: at(i), post_number: i < 23 ? i + 1 : i - 22 },
        ...{ topic_id: i < 23 ? topic : 8, reply_to_post_number: i === 2 ? 2 : null },
      }),
    )
    forum.answers(({ url = '' }, response) => {
      const json = (value: unknown) =>
        void response.setHeader('content-type', 'application/json').end(JSON.stringify(value))
      const { pathname, searchParams } = new URL(url, 'http://forum')
      const shown = posts.filter((post) => state === 'shown' || post.topic_id !== topic)
      const ofTopic = shown.filter((post) => post.topic_id === topic)
      // A topic's own pages name its title once.
      const bare = ofTopic.map(({ topic_title: _, ...post }) => post)
      if (state === 'down') return void response.writeHead(503).end()
      if (pathname === '/posts.json')
        return json({ latest_posts: searchParams.has('before') ? [] : shown.toReversed() })
      if (ofTopic.length === 0) return void response.writeHead(404).end()
      if (pathname === `/t/${topic}.json`)
        return json({
          ...{ id: topic, title: 'Sync is broken', archetype: 'regular' },
          post_stream: { posts: bare.slice(0, 20), stream: ofTopic.map(({ id }) => id) },
        })
      const ids = searchParams.getAll('post_ids[]')
      return json({ id: topic, post_stream: { posts: bare.filter(({ id }) => ids.includes(String(id))) } })
    })
    await polled.put({ id: 'forum', kind: 'discourse', url: forum.url, pollEvery: '1h' })
    await polled.nth('forum', 'ChannelRead')
  })
  after(async () => {
    assert.deepEqual(server.faults, [], 'nothing was answered 500')
    await server.close()
    await polled.stop()
    remove(folder)
  })

  const send = async ({ headers, body }: Message) => {
    const response = await fetch(`${server.url}/webhooks/forum`, { method: 'POST', headers, body })
    const { accepted, removed, duplicate } = (await response.json()) as Record<string, number>
    return { status: response.status, accepted, removed, duplicate, headers: response.headers }
  }
  const tell = async (event: string, value: unknown) => {
    const { headers: _, ...told } = await send(message(event, value, secret))
    return told
  }
  const texts = async () => (await polled.kept('forum')).map(({ text }) => text).sort()
  const all = () => posts.map(({ raw }) => String(raw)).sort()

  it('tells the same both ways', async () => {
    assert.deepEqual(await texts(), all())
    const before = await polled.parts.log.head()
    for (const post of posts.slice(0, 3))
      assert.deepEqual(await tell('post_created', post), { status: 202, accepted: 0, removed: 0, duplicate: 1 })
    assert.equal(await polled.parts.log.head(), before)
    const answering = (await polled.kept('forum')).find(({ id }) => id === '102')
    assert.deepEqual([answering?.kind, answering?.parentId], ['reply', '101'])
  })

  it('takes a topic away with one message, and nothing of it stays', async () => {
    state = 'gone'
    assert.equal((await tell('topic_destroyed', { id: topic, title: 'Sync' })).removed, 23)
    assert.deepEqual(await texts(), ['post 23', 'post 24'])
  })

  it('gives nothing back for a message that is no longer true', async () => {
    assert.deepEqual(await tell('topic_recovered', { id: topic }), {
      status: 202,
      accepted: 0,
      removed: 0,
      duplicate: 0,
    })
    assert.deepEqual(await texts(), ['post 23', 'post 24'])
  })

  it('is asked again later when it cannot be asked now', async () => {
    state = 'down'
    const { status, headers } = await send(message('topic_recovered', { id: topic }, secret))
    assert.equal(status, 503)
    assert.ok(Number(headers.get('retry-after')) >= 60)
    assert.ok(polled.told.some((words) => words.includes('reading a thread again failed')))
  })

  it('gives a topic back as it is now, page by page', async () => {
    state = 'shown'
    const first = posts[0] as Record<string, unknown>
    posts[0] = {
      ...first,
      version: 2,
      updated_at: new Date(polled.now()).toISOString(),
      cooked: 'edited',
      raw: 'edited',
    }
    forum.asked.length = 0
    const [both, again] = await Promise.all([
      tell('topic_recovered', { id: topic }),
      tell('post_recovered', { ...first }),
    ])
    assert.equal(both.status, 202)
    assert.equal(again.status, 202)
    assert.deepEqual(
      forum.asked.map(({ url }) => url),
      [`/t/${topic}.json`, `/t/${topic}/posts.json?post_ids[]=120&post_ids[]=121&post_ids[]=122`],
    )
    assert.deepEqual(await texts(), all())
    const titles = new Set((await polled.kept('forum')).map(({ title }) => title))
    assert.deepEqual(titles, new Set(['Sync is broken']))
  })

  it('and again after the next deletion, although no message can say which one it undoes', async () => {
    assert.equal((await tell('topic_destroyed', { id: topic, tags: ['again'] })).removed, 23)
    assert.equal((await tell('topic_recovered', { id: topic, tags: ['again'] })).accepted, 23)
    assert.deepEqual(await texts(), all())
  })
})
