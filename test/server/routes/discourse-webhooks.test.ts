// POST /webhooks/{channel} by a Discourse forum over real HTTP: who is heard, what each message means, and what old ones do.
import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { sampleOf } from '../../../analysis/seeded.ts'
import { postStream } from '../../../events/post.ts'
import { postOf } from '../../../events/post-rules.ts'
import { Problem } from '../../../events/problem.ts'
import { createReceivePosts } from '../../../events/receive-posts.ts'
import { webhookRoutes } from '../../../server/routes/webhooks.ts'
import { limits } from '../../../settings.ts'
import { createRemoveThread } from '../../../workers/remove-thread.ts'
import { seeded } from '../../durability/seeded.ts'
import { forumPost, type Message, message, minute, wording } from '../../forum-messages.ts'
import { receiving } from '../../receiving.ts'
import { serve } from '../../serving.ts'

const secret = 'one-plain-secret'
const newSecret = 'another-secret'
const none = { accepted: 0, edited: 0, removed: 0, duplicate: 0, refused: 0, rejected: [] }
type Body = Omit<typeof none, 'rejected'> & { readonly rejected: readonly unknown[]; readonly errors?: unknown }

/** A process over what is kept: started anew, it remembers nothing else. */
const start = async (given: ReturnType<typeof receiving>, secrets: Record<string, string>) => {
  const receivePosts = createReceivePosts(given)
  const read: string[] = []
  const routes = webhookRoutes({
    receivePosts,
    channelOf: () => ({ kind: 'discourse', config: { url: 'https://forum.example.org/' } }),
    secretOf: async (channel) => secrets[channel],
    authenticate: (authorization) => {
      if (authorization !== 'Bearer ock_test') throw new Problem('unauthorised', 'checking the key: no')
    },
    now: given.now,
    limits,
    removeThread: createRemoveThread({ ...given, receivePosts, kindOf: () => 'discourse' }),
    readThread: async (channel, thread) => {
      read.push(`${channel} ${thread}`)
      return []
    },
  })
  return { ...(await serve({ '/webhooks': routes })), read }
}

describe('POST /webhooks/{channel} of a Discourse forum', () => {
  const secrets: Record<string, string> = { forum: secret }
  let given: ReturnType<typeof receiving>
  let server: Awaited<ReturnType<typeof start>>
  const restart = async () => {
    assert.deepEqual(server.faults, [], 'nothing was answered 500')
    await server.close()
    server = await start(given, secrets)
  }
  beforeEach(async () => {
    given = receiving()
    server = await start(given, secrets)
  })
  afterEach(async () => {
    assert.deepEqual(server.faults, [], 'nothing was answered 500')
    await server.close()
  })

  const send = async ({ headers, body }: Message, channel = 'forum') => {
    const response = await fetch(`${server.url}/webhooks/${channel}`, { method: 'POST', headers, body })
    return { status: response.status, body: (await response.json()) as Body }
  }
  const tell = async (event: string, value: unknown) => {
    const { status, body } = await send(message(event, value, secret))
    const { accepted, edited, removed, duplicate, refused } = body
    const counts = Object.entries({ accepted, edited, removed, duplicate, refused }).filter(([, count]) => count)
    return [status, ...counts.map(([name, count]) => (count === 1 ? name : `${count} ${name}`))].join(' ')
  }
  const refOf = (id: number) => given.refOf(String(id), 'forum', 'discourse')
  const kept = async (id: number) => (await given.vault.get([refOf(id)])).get(refOf(id))?.content
  const textOf = async (id: number) => (await kept(id))?.text
  const typesOf = async (id: number) => (await given.log.read(postStream(refOf(id)))).map(({ type }) => type)
  const statusOf = async (id: number) => postOf(await given.log.read(postStream(refOf(id)))).status

  describe('hears', () => {
    it('a ping: 200, and nothing is created', async () => {
      assert.deepEqual(await send(message('ping', {}, secret)), { status: 200, body: none })
      assert.equal(await given.log.head(), 0)
    })
    it('a new post, with its title, thread and address', async () => {
      assert.equal(await tell('post_created', forumPost(11, 'It <b>lost</b> my notes')), '202 accepted')
      assert.deepEqual(await kept(11), {
        id: '11',
        text: 'It lost my notes',
        title: 'Sync is broken',
        author: 'ada',
        url: 'https://forum.example.org/t/sync/7/1',
        threadId: '7',
        metrics: { replies: 0 },
      })
      const [event] = await given.log.read(postStream(refOf(11)))
      assert.deepEqual(event?.type === 'PostReceived' && [event.data.kind, event.data.at, event.data.revision], [
        'post',
        minute(0),
        `0000000001 ${minute(0)}`,
      ])
      assert.ok(!/notes|ada|sync/i.test(JSON.stringify(event)))
    })
    it('an edit, a deletion that only the header tells, and its undoing', async () => {
      assert.equal(await tell('post_created', wording(11, 1, 'one')), '202 accepted')
      assert.equal(await tell('post_edited', wording(11, 2, 'two')), '202 edited')
      assert.equal(await tell('post_destroyed', wording(11, 2, 'two')), '202 removed')
      assert.equal(await textOf(11), undefined)
      assert.equal(await tell('post_recovered', wording(11, 2, 'two')), '202 accepted')
      assert.equal(await textOf(11), 'two')
      assert.deepEqual(await typesOf(11), ['PostReceived', 'PostEdited', 'PostRemoved', 'PostRestored'])
    })
    it('the form type of the forum’s setting, whose body is JSON all the same', async () => {
      const { headers, body } = message('post_created', forumPost(11, 'one'), secret)
      const form = { ...headers, 'content-type': 'application/x-www-form-urlencoded' }
      assert.equal((await send({ headers: form, body })).body.accepted, 1)
      assert.equal((await send({ headers: { ...headers, 'content-type': 'text/plain' }, body })).status, 415)
    })
    it('likes, solutions, users and unknown events with 202, and creates nothing', async () => {
      for (const event of [
        'like_created',
        'solved_accepted_solution',
        'user_created',
        'topic_pinned_status_updated',
        'x',
      ])
        assert.deepEqual(await send(message(event, { post: forumPost(12, 'liked') }, secret)), {
          status: 202,
          body: none,
        })
      assert.deepEqual(await typesOf(12), [])
    })
    it('new and edited topics, whose posts come in messages of their own', async () => {
      const topic = { id: 7, title: 'Sync', archetype: 'regular', created_at: minute(0), deleted_at: null }
      assert.equal(await tell('topic_created', topic), '202')
      assert.equal(await tell('topic_edited', topic), '202')
      assert.equal(
        await tell('topic_created', { ...topic, post_stream: { posts: [forumPost(11, 'one')] } }),
        '202 accepted',
      )
    })
    it('no private message, whisper or entry of the log', async () => {
      for (const more of [{ topic_archetype: 'private_message' }, { post_type: 4 }, { post_type: 3 }])
        for (const event of ['post_created', 'post_destroyed', 'post_recovered'])
          assert.equal(await tell(event, forumPost(13, 'not for all', more)), '202')
      assert.equal(await tell('topic_destroyed', { id: 7, archetype: 'private_message' }), '202')
      assert.deepEqual([await given.log.head(), server.read], [0, []])
    })
  })

  describe('looks who sends', () => {
    const signed = () => message('post_created', forumPost(11, 'one'), secret)
    it('with a secret no other signature counts, and no key instead: the same 401', async () => {
      const { headers, body } = signed()
      const { 'x-discourse-event-signature': signature = '', ...unsigned } = headers
      const hex = signature.slice('sha256='.length)
      const bad: Message[] = [
        { headers: unsigned, body },
        { headers: { ...unsigned, authorization: 'Bearer ock_test' }, body },
        { headers, body: `${body} ` },
        { headers: { ...headers, 'x-discourse-event-signature': hex }, body },
        { headers: { ...headers, 'x-discourse-event-signature': `sha256=${hex.slice(2)}` }, body },
        { headers: { ...headers, 'x-discourse-event-signature': `sha1=${hex}` }, body },
        { headers: { ...headers, 'x-discourse-event-signature': `sha256=${'0'.repeat(64)}` }, body },
        { headers: { ...headers, 'x-discourse-event-signature': `${signature}, ${signature}` }, body },
        message('post_created', forumPost(11, 'one'), newSecret),
        { headers: unsigned, body: 'not even JSON' },
      ]
      const answers = await Promise.all(bad.map((one) => send(one)))
      const told = answers.map(({ status, body }) => JSON.stringify([status, { ...body, request_id: '' }]))
      assert.equal(new Set(told).size, 1)
      assert.equal(answers[0]?.status, 401)
      assert.deepEqual(await typesOf(11), [])
      assert.equal((await send({ headers, body })).status, 202)
    })
    it('what is signed but no JSON is malformed, not unauthorised', async () => {
      const { headers } = message('ping', {}, secret)
      for (const body of ['{"post":', '[1', '\u0000']) {
        const hex = createHmac('sha256', secret).update(body).digest('hex')
        const answer = await send({ headers: { ...headers, 'x-discourse-event-signature': `sha256=${hex}` }, body })
        assert.equal(answer.status, 400)
      }
    })
    it('two secrets while one replaces the other, then only the new one', async () => {
      secrets.moving = `${newSecret} ${secret}`
      assert.equal((await send(signed(), 'moving')).status, 202)
      assert.equal((await send(message('ping', {}, newSecret), 'moving')).status, 200)
      secrets.moving = newSecret
      assert.equal((await send(signed(), 'moving')).status, 401)
    })
    it('without a secret a key with the scope is needed', async () => {
      const { headers, body } = signed()
      assert.equal((await send({ headers, body }, 'open')).status, 401)
      const withKey = { ...headers, authorization: 'Bearer ock_test' }
      assert.equal((await send({ headers: withKey, body }, 'open')).body.accepted, 1)
    })
  })

  describe('takes no harm from', () => {
    it('a body without its text: what is known stays', async () => {
      await tell('post_created', wording(11, 1, 'one'))
      for (const more of [{ cooked: undefined, raw: undefined }, { cooked: '' }, { cooked: null }]) {
        const { status, body } = await send(message('post_edited', wording(11, 2, '', more), secret))
        assert.deepEqual(
          [status, body.errors],
          [422, [{ pointer: '/cooked', detail: 'is missing: what sent or saved it left texts out' }]],
        )
      }
      assert.equal(await textOf(11), 'one')
      assert.equal(await tell('post_destroyed', wording(11, 2, '', { cooked: undefined })), '202 removed')
    })
    it('a body without post, topic, id or time', async () => {
      for (const [event, value] of [
        ['post_created', undefined],
        ['post_created', []],
        ['post_created', {}],
        ['post_created', forumPost(1, 'x', { id: 1.5 })],
        ['post_created', forumPost(1, 'x', { created_at: 'yesterday' })],
        ['topic_destroyed', undefined],
        ['topic_destroyed', {}],
        ['topic_recovered', { id: {} }],
      ] as const)
        assert.equal(await tell(event, value), '422', `${event} ${JSON.stringify(value)}`)
    })
    it('older wordings that come late, before and after a restart', async () => {
      assert.equal(await tell('post_edited', wording(11, 3, 'three')), '202 accepted')
      for (let times = 0; times < 2; times++) {
        assert.equal(await tell('post_created', wording(11, 1, 'one')), '202 duplicate')
        assert.equal(await tell('post_edited', wording(11, 2, 'two')), '202 duplicate')
        assert.equal(await textOf(11), 'three')
        given.clock.ms += 40 * 24 * 3_600_000
        await restart()
      }
      // Within the first minutes an edit keeps the version.
      assert.equal(await tell('post_edited', wording(11, 3, 'third', { updated_at: minute(30) })), '202 edited')
      assert.equal(await tell('post_edited', wording(11, 3, 'three')), '202 duplicate')
      assert.equal(await textOf(11), 'third')
    })
    it('edits that come after a deletion, even the one an author’s own deletion makes', async () => {
      await tell('post_created', wording(11, 1, 'one'))
      await tell('post_destroyed', wording(11, 1, 'one'))
      await restart()
      assert.equal(await tell('post_edited', wording(11, 2, '(post deleted by author)')), '202 duplicate')
      assert.equal(await tell('post_created', wording(11, 1, 'one')), '202 duplicate')
      assert.deepEqual([await textOf(11), await statusOf(11)], [undefined, 'removed'])
      // The other way round: its message tells the version before.
      await tell('post_edited', wording(12, 2, '(post deleted by author)'))
      assert.equal(await tell('post_destroyed', wording(12, 1, 'one')), '202 removed')
      assert.equal(await textOf(12), undefined)
    })
    it('a deletion that comes before the post', async () => {
      assert.equal(await tell('post_destroyed', wording(11, 1, 'one')), '202 removed')
      await restart()
      assert.equal(await tell('post_created', wording(11, 1, 'one')), '202 duplicate')
      assert.equal(await textOf(11), undefined)
    })
    it('the same message again, under its own or a new event id', async () => {
      const first = message('post_created', wording(11, 1, 'one'), secret)
      await send(first)
      assert.deepEqual((await send(first)).body, { ...none, duplicate: 1 })
      const gone = message('post_destroyed', wording(11, 1, 'one'), secret)
      await send(gone)
      await tell('post_recovered', wording(11, 1, 'one'))
      assert.deepEqual((await send(gone)).body, { ...none, duplicate: 1 }, 'the same delivery of it')
      await restart()
      const before = await given.log.head()
      assert.equal(await tell('post_created', wording(11, 1, 'one')), '202 duplicate')
      assert.deepEqual([await given.log.head(), await textOf(11)], [before, 'one'])
    })
    it('an undoing that is sent again after the next deletion: the forum is asked', async () => {
      const post = wording(11, 2, 'two')
      for (const event of ['post_created', 'post_destroyed', 'post_recovered', 'post_destroyed'])
        await tell(event, post)
      await restart()
      assert.equal(await tell('post_recovered', post), '202 duplicate')
      assert.equal(await tell('post_recovered', wording(11, 1, 'one')), '202 duplicate')
      assert.deepEqual([await textOf(11), server.read], [undefined, ['forum 7', 'forum 7']])
      assert.equal(await tell('post_recovered', wording(11, 3, 'three')), '202 accepted')
    })
    it('any order and any number of the same messages', async () => {
      const { seed, random, integer } = seeded()
      console.log(`        seed ${seed} (SEED=${seed} repeats it)`)
      const told: Message[] = []
      const expected = new Map<number, string | undefined>()
      for (let id = 100; id < 120; id++) {
        const versions = integer(1, 5)
        const texts = Array.from({ length: versions }, () => `wording ${integer(0, 2)}`)
        const posts = texts.map((text, i) => wording(id, i + 1, text))
        for (const [i, post] of posts.entries())
          told.push(message(i === 0 ? 'post_created' : 'post_edited', post, secret))
        const isGone = integer(0, 3) === 0
        const byAuthor = wording(id, versions + 1, '(post deleted by author)')
        if (isGone) told.push(message('post_destroyed', posts.at(-1), secret), message('post_edited', byAuthor, secret))
        expected.set(id, isGone ? undefined : texts.at(-1))
      }
      const shuffled = sampleOf([...told, ...told.filter(() => random() < 0.5)], told.length * 2, random)
      for (const [i, one] of shuffled.entries()) {
        if (i === Math.floor(shuffled.length / 2)) await restart()
        assert.equal((await send(one)).status, 202)
      }
      for (const [id, text] of expected) assert.equal(await textOf(id), text, `post ${id}`)
    })
    it('a post that was erased: it is refused in every message', async () => {
      await given.ledger.enter({ id: 'e', reason: 'request', requestedAt: '', refs: [refOf(11)], authorRefs: [] })
      for (const event of ['post_created', 'post_destroyed', 'post_recovered'])
        assert.equal(await tell(event, wording(11, 1, 'one')), '202 refused')
      assert.equal(await textOf(11), undefined)
    })
  })

  describe('a topic that is', () => {
    it('destroyed takes every post of it along, and no other', async () => {
      for (let id = 20; id < 25; id++)
        await tell('post_created', forumPost(id, `post ${id}`, { topic_id: id < 23 ? 7 : 70, post_number: id }))
      await tell('post_destroyed', forumPost(20, 'post 20'))
      assert.equal(await tell('topic_destroyed', { id: 7, title: 'Sync', deleted_at: null }), '202 2 removed')
      assert.deepEqual(await Promise.all([20, 21, 22, 23, 24].map(textOf)), [
        ...[undefined, undefined, undefined],
        ...['post 23', 'post 24'],
      ])
      assert.equal(await tell('topic_destroyed', { id: 7, title: 'Sync' }), '202')
      assert.equal(await tell('post_edited', wording(21, 2, 'late', { topic_id: 7 })), '202 duplicate')
    })
    it('destroyed with others at once: all are found in few looks', async () => {
      for (let id = 20; id < 40; id++) await tell('post_created', forumPost(id, 'spam', { topic_id: id }))
      const topics = Array.from({ length: 20 }, (_, i) => message('topic_destroyed', { id: 20 + i }, secret))
      const answers = await Promise.all(topics.map((one) => send(one)))
      assert.deepEqual(
        answers.map(({ body }) => body.removed),
        Array(20).fill(1),
      )
    })
    it('recovered is read from the forum', async () => {
      assert.equal(await tell('topic_recovered', { id: 7, title: 'Sync' }), '202')
      assert.deepEqual(server.read, ['forum 7'])
    })
  })
})
