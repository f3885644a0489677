// Reading the API over real HTTP: shapes, tags, CSV, pages, problems.
import assert from 'node:assert/strict'
import { reactionSlugs } from '../../../../events/story.ts'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { finding, inStory, storyOpened } from '../../../given.ts'

const api = '/api/v1'
const story = {
  slug: 'plex',
  title: 'Plex privacy policy',
  company: 'Plex',
  topics: [{ name: 'Opt-out', match: ['opt out'] }],
}

describe('the API, read', () => {
  let server: ApiServer
  before(async () => {
    server = await startApi()
    server.clock.ms = Date.UTC(2017, 7, 20)
    await server.ask('POST', `${api}/channels`, { body: { id: 'feedback', kind: 'webhook' } })
    await server.ask('POST', `${api}/channels`, { body: { id: 'r-plex', kind: 'reddit', subreddit: 'PleX' } })
    assert.equal((await server.ask('POST', `${api}/stories`, { body: story })).status, 201)
    const of = inStory('plex', 'opt-out')
    await server.receive('1', '2017-08-18T17:04:00Z', finding('negative', [of]), { url: 'https://example.org/1' })
    await server.receive('2', '2017-08-18T17:30:00Z', finding('negative', [inStory('plex')]))
    await server.receive('3', '2017-08-18T18:59:59Z', finding('positive', [of]), { url: 'javascript:alert(1)' })
    await server.receive('4', '2017-08-18T18:00:00Z', finding('neutral', [inStory('plex')]), {}, 'r-plex', 'reddit')
    await server.receive('5', '2017-08-18T18:00:01Z', finding('unscored', [inStory('plex')]))
  })
  after(async () => {
    assert.deepEqual(server.faults, [])
    await server.close()
  })

  it('lists stories without a key', async () => {
    const { status, body, headers } = await server.get(`${api}/stories`)
    assert.equal(status, 200)
    assert.equal(headers.get('access-control-allow-origin'), '*')
    assert.equal(headers.get('cache-control'), 'public, max-age=5, stale-while-revalidate=30')
    const [one] = body.stories
    assert.deepEqual(
      [one.slug, one.title, one.company, one.phase, one.pagePhase, one.posts, one.net],
      ['plex', story.title, 'Plex', 'learning', 'calm', 5, -0.25],
    )
    assert.equal(one.since, '2017-08-20T00:00:00.000Z')
  })

  it('shows one story with figures, topics and channels', async () => {
    const { status, body } = await server.get(`${api}/stories/plex`)
    assert.equal(status, 200)
    assert.equal(body.figures.total.posts, 5)
    assert.deepEqual(
      body.topics
        .filter(({ kind }: { kind: string }) => kind === 'rule')
        .map(({ name, posts, match }: never) => [name, posts, match]),
      [['Opt-out', 2, ['opt out']]],
    )
    assert.equal(body.reactions, true)
    assert.deepEqual(
      body.channels.map(({ id }: never) => id),
      ['feedback', 'r-plex'],
    )
    assert.deepEqual(
      body.sources.map(({ source, posts }: never) => [source, posts]),
      [
        ['webhook', 4],
        ['reddit', 1],
      ],
    )
  })

  it('names the built-in reactions by slug behind the topics of the rules, with timelines and posts of their own', async () => {
    const { body } = await server.get(`${api}/stories/plex/topics`)
    assert.deepEqual(
      body.topics.map(({ name, kind }: never) => [name, kind]),
      [['Opt-out', 'rule'], ...[...reactionSlugs].sort().map((slug) => [slug, 'reaction'])],
    )
    assert.equal((await server.get(`${api}/stories/plex/topics/leaving/timeline?interval=1d`)).status, 200)
    assert.deepEqual((await server.get(`${api}/stories/plex/posts?topic=refund-cancel`)).body.posts, [])
  })

  it('says when the numbers of the past changed, and by what', async () => {
    const other = await startApi()
    await other.record(
      storyOpened('s'),
      { type: 'LaneActivated', data: { slug: 's', lane: 'linear', before: 'afinn' } },
      storyOpened('t'),
    )
    const { turns } = (await other.get('/api/v1/stories/s')).body
    assert.deepEqual(
      turns.map(({ at: _, ...turn }: { at: string }) => turn),
      [{ of: 'lane', lane: 'linear', before: 'afinn', n: null }],
    )
    assert.deepEqual((await other.get('/api/v1/stories/t')).body.turns, [])
    await other.close()
  })

  it('counts posts per bucket, zeros included', async () => {
    const { status, body } = await server.get(
      `${api}/stories/plex/timeline?from=2017-08-18T16:00:00Z&to=2017-08-18T20:00:00Z&interval=1h`,
    )
    assert.equal(status, 200)
    assert.deepEqual(
      [body.interval, body.from, body.to],
      ['1h', '2017-08-18T16:00:00.000Z', '2017-08-18T20:00:00.000Z'],
    )
    assert.deepEqual(
      body.buckets.map((bucket: Record<string, unknown>) => [bucket.start, bucket.posts, bucket.negative, bucket.net]),
      [
        ['2017-08-18T16:00:00Z', 0, 0, null],
        ['2017-08-18T17:00:00Z', 2, 2, -1],
        ['2017-08-18T18:00:00Z', 3, 0, 0.5],
        ['2017-08-18T19:00:00Z', 0, 0, null],
      ],
    )
    assert.equal(typeof body.version, 'number')
  })

  it('takes the finest interval with at most 400 buckets, and the range of the story', async () => {
    const { body } = await server.get(`${api}/stories/plex/timeline`)
    assert.equal(body.interval, '5m')
    assert.equal(body.from, '2017-08-18T17:00:00.000Z')
    assert.equal(body.to, '2017-08-20T00:00:00.000Z')
    const month = await server.get(`${api}/stories/plex/timeline?from=2017-08-01&to=2017-08-15`)
    assert.equal(month.body.interval, '1h')
    assert.equal(month.body.buckets.length, 14 * 24)
  })

  it('narrows by source and topic, the topic by slug or name', async () => {
    const sum = async (query: string) => {
      const { body } = await server.get(`${api}/stories/plex/timeline?interval=1d&${query}`)
      return body.buckets.reduce((total: number, { posts }: { posts: number }) => total + posts, 0)
    }
    assert.equal(await sum('source=reddit'), 1)
    assert.equal(await sum('topic=opt-out'), 2)
    assert.equal(await sum('topic=Opt-out&source=webhook'), 2)
    const { body } = await server.get(`${api}/stories/plex/topics/Opt-out/timeline?interval=1d`)
    assert.equal(body.buckets[0].posts, 2)
  })

  it('answers CSV where that is asked for', async () => {
    const query = 'from=2017-08-18T17:00:00Z&to=2017-08-18T19:00:00Z&interval=1h'
    const { headers, text } = await server.get(`${api}/stories/plex/timeline?${query}`, { accept: 'text/csv' })
    assert.match(headers.get('content-type') ?? '', /^text\/csv/)
    assert.match(headers.get('vary') ?? '', /accept/)
    const lines = text.split('\r\n')
    assert.equal(
      lines[0],
      'start,posts,negative,neutral,positive,unscored,duplicates,amplified,net,negativeShare,complete,noData,calibratedNegativeShare,calibratedNet,calibratedLower,calibratedUpper,calibratedPosts',
    )
    assert.match(lines[1] ?? '', /^2017-08-18T17:00:00Z,2,2,0,0,0,0,0,-1,1,/)
    assert.equal(lines.length, 4)
    assert.equal((await server.get(`${api}/stories/plex/timeline?${query}&format=csv`)).text, text)
  })

  it('refuses more than 5,000 buckets', async () => {
    const { status, body } = await server.get(`${api}/stories/plex/timeline?from=2017-01-01&to=2017-08-01&interval=5m`)
    assert.equal(status, 422)
    assert.match(body.detail, /61056 buckets, at most 5000/)
  })

  it('names parameters that it does not know, that are wrong or there twice', async () => {
    const unknown = await server.get(`${api}/stories/plex/timeline?intervall=1h`)
    assert.equal(unknown.status, 400)
    assert.deepEqual(unknown.body.errors, [{ pointer: '/intervall', detail: 'is not known here' }])
    assert.equal(unknown.headers.get('content-type'), 'application/problem+json')
    assert.ok(unknown.body.request_id)
    assert.equal((await server.get(`${api}/stories?x=1`)).status, 400)
    assert.equal((await server.get(`${api}/stories/plex/timeline?interval=2h`)).status, 400)
    assert.equal((await server.get(`${api}/stories/plex/timeline?interval=1h&interval=1d`)).status, 400)
    const backwards = await server.get(`${api}/stories/plex/timeline?from=2017-08-19&to=2017-08-18`)
    assert.equal(backwards.status, 400)
    assert.equal((await server.get(`${api}/stories/plex/posts?limit=201`)).status, 400)
  })

  it('says 404 of stories and topics that are not there', async () => {
    for (const target of ['', '/timeline', '/topics', '/phases', '/statements', '/milestones', '/posts'])
      assert.equal((await server.get(`${api}/stories/none${target}`)).status, 404, target)
    assert.equal((await server.get(`${api}/stories/plex/topics/none/timeline`)).status, 404)
    assert.equal((await server.get(`${api}/nothing`)).status, 404)
  })

  it('says 405 with what is allowed', async () => {
    const { status, headers, body } = await server.ask('PUT', `${api}/stories/plex`)
    assert.equal(status, 405)
    assert.equal(headers.get('allow'), 'GET, HEAD, PATCH')
    assert.equal(body.type, '/api#not-allowed')
  })

  it('answers 304 for who has it already, and a new tag once something changed', async () => {
    const first = await server.get(`${api}/stories/plex/topics`)
    const tag = first.headers.get('etag') ?? ''
    assert.match(tag, /^"[\w.-]+"$/)
    const again = await server.get(`${api}/stories/plex/topics`, { 'if-none-match': `"x", ${tag}` })
    assert.equal(again.status, 304)
    assert.equal(again.text, '')
    assert.equal(again.headers.get('etag'), tag)
    await server.receive('6', '2017-08-18T19:00:00Z', finding('negative', [inStory('plex', 'opt-out')]))
    const changed = await server.get(`${api}/stories/plex/topics`, { 'if-none-match': tag })
    assert.equal(changed.status, 200)
    assert.notEqual(changed.headers.get('etag'), tag)
  })

  it('answers HEAD and OPTIONS', async () => {
    const head = await server.ask('HEAD', `${api}/stories`, { key: '' })
    assert.deepEqual([head.status, head.text], [200, ''])
    const options = await server.ask('OPTIONS', `${api}/stories`, { key: '' })
    assert.equal(options.status, 204)
    assert.equal(options.headers.get('allow'), 'GET, HEAD, POST')
    assert.equal(options.headers.get('access-control-allow-methods'), 'GET, HEAD')
  })

  it('shows of a post what its platform allows, never an author, no dangerous link', async () => {
    const { body, headers } = await server.get(`${api}/stories/plex/posts?to=2017-08-18T19:00:00Z`)
    assert.equal(headers.get('x-robots-tag'), 'noindex, noarchive')
    const byText = body.posts.map(({ text, url, source, sentiment, topics }: never) => [
      text,
      url,
      source,
      (sentiment as { label: string }).label,
      topics,
    ])
    assert.deepEqual(byText, [
      ['text of 3', null, 'webhook', 'positive', ['Opt-out']],
      ['text of 5', null, 'webhook', 'unscored', []],
      [null, null, 'reddit', 'neutral', []],
      ['text of 2', null, 'webhook', 'negative', []],
      ['text of 1', 'https://example.org/1', 'webhook', 'negative', ['Opt-out']],
    ])
    assert.equal(body.next, null)
    assert.ok(!JSON.stringify(body).includes('author'))
  })

  it('filters posts by sentiment, topic and source', async () => {
    const texts = async (query: string) =>
      (await server.get(`${api}/stories/plex/posts?to=2017-08-18T19:00:00Z&${query}`)).body.posts.map(
        ({ text }: { text: string }) => text,
      )
    assert.deepEqual(await texts('sentiment=negative'), ['text of 2', 'text of 1'])
    assert.deepEqual(await texts('topic=opt-out'), ['text of 3', 'text of 1'])
    assert.deepEqual(await texts('source=reddit'), [null])
  })

  it('pages without losing or doubling a post, while others come in', async () => {
    const seen: string[] = []
    let cursor = ''
    let pages = 0
    do {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`
      const { body } = await server.get(`${api}/stories/plex/posts?limit=2${query}`)
      seen.push(...body.posts.map(({ ref }: { ref: string }) => ref))
      cursor = body.next ?? ''
      await server.receive(`late-${pages}`, `2017-08-19T0${pages}:00:00Z`, finding('neutral', [inStory('plex')]))
      pages++
    } while (cursor !== '' && pages < 9)
    const before = ['1', '2', '3', '5', '6'].map((id) => server.refOf(id))
    assert.deepEqual(
      before.filter((ref) => !seen.includes(ref)),
      [],
    )
    assert.equal(new Set(seen).size, seen.length)
  })

  it('takes a cursor only under the filter it was made for', async () => {
    const { body } = await server.get(`${api}/stories/plex/posts?limit=2`)
    assert.equal((await server.get(`${api}/stories/plex/posts?limit=3&cursor=${body.next}`)).status, 200)
    const other = await server.get(`${api}/stories/plex/posts?limit=2&sentiment=negative&cursor=${body.next}`)
    assert.equal(other.status, 400)
    assert.equal((await server.get(`${api}/stories/plex/posts?cursor=AAAA`)).status, 400)
  })

  it('says how a story is learning', async () => {
    const { body } = await server.get(`${api}/stories/plex/phases`)
    assert.equal(body.current.phase, 'learning')
    assert.deepEqual(body.changes, [])
    assert.equal(body.current.learnt.neededDays, 7)
  })

  it('lists channels with their state', async () => {
    const { body } = await server.get(`${api}/channels`)
    assert.deepEqual(
      body.channels.map(({ id, kind, state, problem }: never) => [id, kind, state, problem]),
      [
        ['feedback', 'webhook', 'ok', null],
        ['r-plex', 'reddit', 'off', 'Off until its credentials are set: clientId and clientSecret.'],
      ],
    )
  })

  it('answers all readers the same, whatever they say of host and origin', async () => {
    const target = `${api}/stories/plex/timeline?from=2017-08-18&to=2017-08-19`
    const plain = await server.get(target)
    for (const headers of [
      { 'x-forwarded-host': 'evil.example' },
      { 'x-forwarded-proto': 'https', 'x-original-url': '/admin' },
      { origin: 'https://evil.example' },
      { authorization: 'Bearer wrong' },
    ] as Record<string, string>[]) {
      const other = await server.get(target, headers)
      assert.equal(other.text, plain.text)
      for (const name of ['etag', 'cache-control', 'vary', 'access-control-allow-origin', 'location'])
        assert.equal(other.headers.get(name), plain.headers.get(name), name)
    }
  })

  it('keeps what was asked and what was sent out of its log', () => {
    const lines = JSON.stringify(server.logged)
    assert.ok(server.logged.length > 20)
    assert.ok(lines.includes('/api/v1/stories/:slug'))
    for (const secret of ['plex', 'text of', 'ock_', 'example.org']) assert.ok(!lines.includes(secret), secret)
  })
})
