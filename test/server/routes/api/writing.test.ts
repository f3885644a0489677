// Changing things through the API over real HTTP.
import assert from 'node:assert/strict'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { finding, inStory } from '../../../given.ts'

const api = '/api/v1'

describe('the API, written', () => {
  let server: ApiServer
  before(async () => {
    server = await startApi()
    await server.ask('POST', `${api}/channels`, { body: { id: 'feedback', kind: 'webhook' } })
    await server.ask('POST', `${api}/stories`, { body: { slug: 'plex', title: 'Plex' } })
  })
  after(async () => {
    await server.close()
    assert.deepEqual(server.faults, [])
  })
  type Topic = { readonly slug: string; readonly name: string; readonly kind: string }
  const ruleOf = ({ topics }: { topics: readonly Topic[] }) =>
    topics.find(({ kind }) => kind === 'rule') ?? assert.fail('it has no topic of its own')
  const definition = async (slug = 'plex') => (await server.get(`${api}/stories/${slug}`)).body

  it('opens a story as an entry of outcry.yaml says, and it can be read at once', async () => {
    const body = {
      slug: 'opt-out',
      title: 'Users object',
      company: 'Plex',
      channels: ['feedback'],
      match: ['opt out'],
      topics: [{ name: 'Privacy & trust', match: ['privacy'] }],
      statements: [
        { at: '2017-08-18T19:00:00+02:00', kind: 'announcement', title: 'A new policy', url: 'https://a.example' },
      ],
      milestones: [{ at: '2017-09-20', kind: 'effective', title: 'It takes effect' }],
    }
    const { status, headers, body: story } = await server.ask('POST', `${api}/stories`, { body })
    assert.equal(status, 201)
    assert.equal(headers.get('location'), `${api}/stories/opt-out`)
    assert.equal(ruleOf(story).slug, 'privacy-trust')
    assert.deepEqual([story.statements[0].at, story.statements[0].precision], ['2017-08-18T17:00:00.000Z', 'minute'])
    assert.deepEqual([story.milestones[0].at, story.milestones[0].precision], ['2017-09-20T00:00:00.000Z', 'day'])
    assert.equal((await definition('opt-out')).title, 'Users object')
  })

  it('refuses a second story of the same slug', async () => {
    const { status, body } = await server.ask('POST', `${api}/stories`, { body: { slug: 'plex', title: 'Again' } })
    assert.equal(status, 409)
    assert.match(body.detail, /"plex"/)
  })

  it('names every wrong field of a body', async () => {
    const body = { slug: 'A b', topics: [{ name: 'x', match: [] }], titel: 'T', match: ['x'.repeat(513)] }
    const answer = await server.ask('POST', `${api}/stories`, { body })
    assert.equal(answer.status, 422)
    assert.deepEqual(answer.body.errors.map(({ pointer }: never) => pointer).sort(), [
      '/match/0',
      '/slug',
      '/titel',
      '/title',
      '/topics/0/match',
    ])
    assert.deepEqual(
      answer.body.errors.find(({ pointer }: { pointer: string }) => pointer === '/title').detail,
      'is missing',
    )
  })

  it('refuses more than 200 phrases, in one change or in two', async () => {
    const phrases = (from: number, count: number) => Array.from({ length: count }, (_, i) => `phrase ${from + i}`)
    const topics = [{ name: 'Many', match: phrases(0, 101) }]
    assert.equal(
      (await server.ask('PATCH', `${api}/stories/plex`, { body: { match: phrases(200, 100), topics } })).status,
      422,
    )
    assert.equal((await server.ask('PATCH', `${api}/stories/plex`, { body: { topics } })).status, 200)
    assert.equal((await server.ask('PATCH', `${api}/stories/plex`, { body: { match: phrases(200, 100) } })).status, 422)
    assert.equal((await server.ask('PATCH', `${api}/stories/plex`, { body: { topics: [] } })).status, 200)
  })

  it('refuses channels that are not there', async () => {
    const { status, body } = await server.ask('PATCH', `${api}/stories/plex`, {
      body: { channels: ['feedback', 'none'] },
    })
    assert.equal(status, 422)
    assert.deepEqual(body.errors, [{ pointer: '/channels/1', detail: 'there is no channel "none"' }])
  })

  it('takes patterns and exclusions of topics, and names each pattern that RE2 refuses by topic', async () => {
    const refund = { name: 'Refund', match: ['refund*'], patterns: ['money.{0,20}back'], exclude: ['tax refund'] }
    const change = (topics: readonly object[]) => server.ask('PATCH', `${api}/stories/plex`, { body: { topics } })
    const taken = await change([refund])
    assert.equal(taken.status, 200)
    const { match, patterns, exclude } = taken.body.topics[0]
    assert.deepEqual(
      { match, patterns, exclude },
      { match: ['refund*'], patterns: ['money.{0,20}back'], exclude: ['tax refund'] },
    )
    const refused = await change([refund, { name: 'Broken', match: ['x'], patterns: ['fine', '(?=x)'] }])
    assert.equal(refused.status, 422)
    assert.deepEqual(
      refused.body.errors.map(({ pointer }: never) => pointer),
      ['/topics/1/patterns/1'],
    )
    assert.match(refused.body.errors[0].detail, /topic "Broken", pattern "\(\?=x\)"/)
    assert.equal((await change([{ name: 'Long', patterns: ['x'.repeat(513)] }])).status, 422)
    assert.equal((await change([{ name: 'Nothing', exclude: ['x'] }])).status, 422)
    assert.equal((await change([{ name: 'Pattern only', patterns: ['x+'] }])).status, 200)
  })

  it('switches reactions off and on, all or some', async () => {
    const set = async (reactions: unknown) => {
      await server.ask('PATCH', `${api}/stories/plex`, { body: { reactions } })
      const { body } = await server.get(`${api}/stories/plex`)
      return [body.reactions, body.topics.filter(({ kind }: { kind: string }) => kind === 'reaction').length]
    }
    assert.deepEqual(await set(['legal', 'leaving']), [['leaving', 'legal'], 2])
    assert.deepEqual(await set(false), [false, 0])
    assert.equal((await server.get(`${api}/stories/plex/topics/legal/timeline`)).status, 404)
    assert.deepEqual(await set(true), [true, 6])
    assert.equal((await server.ask('PATCH', `${api}/stories/plex`, { body: { reactions: ['joy'] } })).status, 422)
  })

  it('takes only JSON, and says what is wrong with it', async () => {
    const raw = (body: string, type = 'application/json') =>
      server.ask('POST', `${api}/stories`, { body, headers: { 'content-type': type } })
    assert.equal((await raw('{"slug":')).status, 400)
    assert.equal((await raw('slug=x', 'application/x-www-form-urlencoded')).status, 415)
    assert.equal((await raw('{"slug":"x","slug":"y","title":"T"}')).status, 400)
    assert.equal((await raw('{"__proto__":{"a":1},"slug":"x","title":"T"}')).status, 400)
    assert.equal((await raw(`{"title":"${'x'.repeat(1024 * 1024)}"}`)).status, 413)
    assert.equal((await raw('[]')).status, 422)
  })

  it('changes only what is named, and nothing when nothing differs', async () => {
    const { body: before } = await server.ask('PATCH', `${api}/stories/plex`, { body: { company: 'Plex Inc.' } })
    assert.deepEqual([before.title, before.company], ['Plex', 'Plex Inc.'])
    const { body: after } = await server.ask('PATCH', `${api}/stories/plex`, { body: { company: 'Plex Inc.' } })
    assert.equal(after.version, before.version)
  })

  it('keeps the slug of a topic that is renamed', async () => {
    await server.ask('PATCH', `${api}/stories/plex`, { body: { topics: [{ name: 'Opt-out', match: ['opt out'] }] } })
    const renamed = { topics: [{ slug: 'opt-out', name: 'No way out', match: ['opt out'] }] }
    const { body } = await server.ask('PATCH', `${api}/stories/plex`, { body: renamed })
    assert.deepEqual([ruleOf(body).slug, ruleOf(body).name], ['opt-out', 'No way out'])
  })

  it('guards a change by If-Match, whatever posts do meanwhile', async () => {
    const { headers } = await server.get(`${api}/stories/plex`)
    const tag = headers.get('etag') ?? ''
    await server.receive('m1', '2026-11-24T10:00:00Z', finding('negative', [inStory('plex')]))
    const patch = (title: string, match: string) =>
      server.ask('PATCH', `${api}/stories/plex`, { body: { title }, headers: { 'if-match': match } })
    const first = await patch('Plex 2', tag)
    assert.equal(first.status, 200)
    const second = await patch('Plex 3', tag)
    assert.equal(second.status, 412)
    assert.equal(second.body.type, '/api#stale')
    assert.equal((await patch('Plex 3', first.headers.get('etag') ?? '')).status, 200)
    assert.equal((await patch('Plex 4', '*')).status, 200)
  })

  it('closes a story and opens it again', async () => {
    const closed = await server.ask('PATCH', `${api}/stories/plex`, { body: { closed: true } })
    assert.ok(closed.body.closedAt)
    const opened = await server.ask('PATCH', `${api}/stories/plex`, { body: { closed: false } })
    assert.equal(opened.body.closedAt, null)
    assert.equal(opened.body.title, 'Plex 4')
  })

  it('records a statement once, and corrects it when it is told in other words', async () => {
    const said = { at: '2017-08-20T08:00:00Z', kind: 'apology', title: 'We are sorry' }
    const record = (body: object) => server.ask('POST', `${api}/stories/plex/statements`, { body })
    const first = await record(said)
    assert.equal(first.status, 201)
    assert.equal(first.body.effect.verdict, 'too few posts')
    assert.equal((await record(said)).body.id, first.body.id)
    const corrected = await record({ ...said, at: '2017-08-20T10:00:00+02:00', title: 'We are very sorry' })
    assert.equal(corrected.body.id, first.body.id)
    const { body } = await server.get(`${api}/stories/plex/statements`)
    assert.deepEqual(
      body.statements.map(({ title, number }: never) => [title, number]),
      [['We are very sorry', 1]],
    )
    assert.equal((await record({ ...said, kind: 'peak' })).status, 422)
    assert.equal((await record({ ...said, url: 'javascript:alert(1)' })).status, 422)
    assert.equal((await record({ ...said, at: '2017-08-20T08:00:00' })).status, 422)
  })

  it('keeps secrets of a channel out of every answer, and out of the log', async () => {
    const secret = `whsec_${Buffer.alloc(32, 9).toString('base64')}`
    const opened = await server.ask('POST', `${api}/channels`, { body: { id: 'signed', kind: 'webhook', secret } })
    assert.equal(opened.status, 201)
    assert.deepEqual(opened.body.secrets, ['secret'])
    assert.ok(!opened.text.includes(secret))
    assert.equal(await server.vault.secret('channel/signed/secret'), secret)
    assert.ok(!JSON.stringify(await server.log.read('channel-signed')).includes(secret))
    const gone = await server.ask('PATCH', `${api}/channels/signed`, { body: { secret: null } })
    assert.deepEqual(gone.body.secrets, [])
    assert.equal((await server.ask('PATCH', `${api}/channels/signed`, { body: { secret: 'whsec_short' } })).status, 422)
  })

  it('takes of a channel only what its kind has', async () => {
    const open = async (body: object) => (await server.ask('POST', `${api}/channels`, { body })).body.errors
    assert.deepEqual(await open({ id: 'a', kind: 'reddit' }), [
      { pointer: '/subreddit', detail: 'is missing: a channel of kind reddit needs it' },
    ])
    assert.deepEqual(await open({ id: 'a', kind: 'webhook', query: 'x' }), [
      { pointer: '/query', detail: 'is nothing that a channel of kind webhook has' },
    ])
    assert.equal((await open({ id: 'a', kind: 'feed', url: 'file:///etc/passwd' }))[0].pointer, '/url')
  })

  it('closes a channel and opens it again as the kind it was', async () => {
    await server.ask('POST', `${api}/channels`, { body: { id: 'old', kind: 'webhook' } })
    const closed = await server.ask('PATCH', `${api}/channels/old`, { body: { closed: true } })
    assert.equal(closed.body.state, 'off')
    assert.equal(
      (await server.ask('POST', `${api}/channels`, { body: { id: 'old', kind: 'feed', url: 'https://a.example' } }))
        .status,
      409,
    )
    const opened = await server.ask('PATCH', `${api}/channels/old`, { body: { closed: false } })
    assert.equal(opened.body.state, 'ok')
    const { history } = opened.body as { history: { at: string; state: string; problem: string | null }[] }
    assert.deepEqual(
      history.map(({ state }) => state),
      ['ok', 'off', 'ok'],
    )
    assert.match(history[1]?.problem ?? '', /^Switched off /)
  })

  it('erases a post: gone from the list, counts and vault, refused from then on, with a receipt', async () => {
    const ref = await server.receive('e1', '2026-11-24T09:00:00Z', finding('negative', [inStory('plex')]))
    const erased = await server.ask('DELETE', `${api}/posts/${ref}`)
    assert.equal(erased.status, 202)
    assert.equal(erased.headers.get('cache-control'), 'no-store')
    const receipt = await server.get(erased.headers.get('location') ?? '')
    assert.equal(receipt.body.id, erased.body.id)
    await server.caughtUp()
    const { body } = await server.get(`${api}/stories/plex/posts`)
    assert.ok(!body.posts.some((post: { ref: string }) => post.ref === ref))
    assert.equal((await server.vault.get([ref])).size, 0)
    assert.equal((await server.get(`${api}/erasures/${erased.body.id}`)).body.state, 'completed')
    assert.equal((await server.ask('DELETE', `${api}/posts/${'0'.repeat(32)}`)).status, 404)
  })

  it('asks for the channel where several hold the id', async () => {
    const found = finding('neutral', [inStory('plex')])
    await server.ask('POST', `${api}/channels`, { body: { id: 'second', kind: 'webhook' } })
    await server.receive('twice', '2026-11-24T09:00:00Z', found)
    await server.receive('twice', '2026-11-24T09:00:00Z', found, {}, 'second')
    const erase = (body: object) => server.ask('POST', `${api}/erasures`, { body })
    assert.equal((await erase({ source: 'webhook', id: 'twice' })).status, 409)
    assert.equal((await erase({ source: 'webhook', id: 'twice', channel: 'second' })).status, 202)
    assert.equal((await erase({ source: 'webhook' })).status, 422)
    assert.equal((await erase({ source: 'webhook', id: 'never' })).status, 404)
  })

  it('issues a key once, lists it without its text, and revokes it at once', async () => {
    const body = { name: 'bridge', scopes: ['edit'], expiresAt: '2027-01-01' }
    const { status, body: issued } = await server.ask('POST', `${api}/keys`, { body })
    assert.equal(status, 201)
    assert.match(issued.key, /^ock_[\w-]{43}$/)
    assert.equal(issued.expiresAt, '2027-01-01T00:00:00.000Z')
    const list = await server.ask('GET', `${api}/keys`)
    assert.ok(!list.text.includes(issued.key))
    assert.ok(!JSON.stringify(await server.log.read('keys')).includes(issued.key))
    assert.equal((await server.ask('PATCH', `${api}/stories/plex`, { key: issued.key, body: {} })).status, 200)
    assert.equal((await server.ask('DELETE', `${api}/keys/${issued.id}`)).status, 204)
    assert.equal((await server.ask('PATCH', `${api}/stories/plex`, { key: issued.key, body: {} })).status, 401)
    assert.equal((await server.ask('POST', `${api}/keys`, { body: { ...body, expiresAt: '2020-01-01' } })).status, 422)
  })

  it('does a POST with an Idempotency-Key once', async () => {
    const post = (name: string, key: string) =>
      server.ask('POST', `${api}/keys`, { body: { name, scopes: ['read'] }, headers: { 'idempotency-key': key } })
    const first = await post('once', 'a')
    const again = await post('once', 'a')
    assert.deepEqual([first.status, again.status], [201, 201])
    assert.equal(again.text, first.text)
    assert.equal((await post('other', 'a')).status, 422)
    assert.notEqual((await post('once', 'b')).text, again.text)
    const { body } = await server.ask('GET', `${api}/keys`)
    assert.equal(body.keys.filter(({ name }: { name: string }) => name === 'once').length, 2)
    server.clock.ms += 24 * 3_600_000 + 1
    assert.notEqual((await post('once', 'a')).text, again.text)
  })
})
