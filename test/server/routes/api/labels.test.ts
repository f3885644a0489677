// People's labels through the API over real HTTP: given, corrected, refused; what is drawn next; calibrated shares.
import assert from 'node:assert/strict'
import type { OutcryEvent } from '../../../../events/catalogue.ts'
import type { Membership } from '../../../../events/post.ts'
import { defaultLane } from '../../../../events/story.ts'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { calibration, finding, inStory } from '../../../given.ts'

const api = '/api/v1'
const fit = calibration({ lane: defaultLane })
const fitted = (slug: string): OutcryEvent => ({ type: 'CalibrationFitted', data: { slug, ...fit, past: true } })
const calibrated = (slug: string, negative: number, positive: number): Membership => ({
  ...inStory(slug),
  calibrated: { negative, neutral: Number((1 - negative - positive).toFixed(4)), positive },
})

describe('labels through the API', () => {
  let server: ApiServer
  before(async () => {
    server = await startApi()
    server.clock.ms = Date.UTC(2017, 7, 20)
    await server.ask('POST', `${api}/channels`, { body: { id: 'feedback', kind: 'webhook' } })
    for (const slug of ['plex', 'other', 'fitted'])
      await server.ask('POST', `${api}/stories`, { body: { slug, title: slug } })
  })
  after(async () => {
    assert.deepEqual(server.faults, [])
    await server.close()
  })
  const put = (ref: string, body: unknown, key?: string) =>
    server.ask('PUT', `${api}/posts/${ref}/label`, { body, ...(key === undefined ? {} : { key }) })
  const counts = async () => {
    const { total } = (await server.get(`${api}/stories/plex`)).body.figures
    return [total.negative, total.neutral, total.positive]
  }
  type Listed = { ref: string; sentiment: { [name: string]: unknown } }
  const listed = async (ref: string): Promise<Listed> =>
    (await server.get(`${api}/stories/plex/posts?limit=200`)).body.posts.find((post: Listed) => post.ref === ref)

  it('count in place of what the lane says, which stays beside them', async () => {
    const ref = await server.receive('1', '2017-08-18T17:00:00Z', finding('neutral', [inStory('plex')]))
    assert.deepEqual(await counts(), [0, 1, 0])
    const { status, body } = await put(ref, { label: 'negative' })
    assert.equal(status, 200)
    assert.deepEqual(body, {
      ref,
      label: 'negative',
      sampled: false,
      by: 'admin',
      labelledAt: '2017-08-20T00:00:00.000Z',
    })
    assert.deepEqual(await counts(), [1, 0, 0])
    const { sentiment } = await listed(ref)
    assert.deepEqual(
      [sentiment.label, sentiment.corrected, sentiment.laneLabel, sentiment.neutral],
      ['negative', true, 'neutral', 1],
    )
    const found = await server.get(`${api}/stories/plex/posts?sentiment=negative`)
    assert.equal(found.body.posts.length, 1)
  })

  it('say who gave them by the name of the key, and change nothing the second time', async () => {
    const { key } = await server.keys.issue({ name: 'ann', scopes: ['edit'] })
    const ref = await server.receive('2', '2017-08-18T17:01:00Z', finding('neutral', [inStory('plex')]))
    const first = await put(ref, { label: 'positive', sampled: true }, key)
    assert.deepEqual([first.body.by, first.body.sampled], ['ann', true])
    const head = await server.log.head()
    const again = await put(ref, { label: 'positive' })
    assert.deepEqual(again.body, first.body)
    assert.equal(await server.log.head(), head)
    assert.equal((await put(ref, { label: 'neutral' })).body.by, 'admin')
  })

  it('are refused without scope edit, of posts that are not there, and in other words', async () => {
    const ref = server.refOf('1')
    const { key } = await server.keys.issue({ name: 'reader', scopes: ['read', 'ingest'] })
    assert.equal((await put(ref, { label: 'negative' }, key)).status, 403)
    assert.equal((await put(ref, { label: 'negative' }, '')).status, 401)
    for (const none of ['0'.repeat(32), 'x', '%2e%2e'])
      assert.equal((await put(none, { label: 'negative' })).status, 404, none)
    for (const body of [{ label: 'angry' }, { label: 'unscored' }, {}, { label: 'negative', by: 'me' }, []])
      assert.equal((await put(ref, body)).status, 422, JSON.stringify(body))
    assert.equal((await put(ref, '{"label":')).status, 400)
    const { status, headers } = await server.ask('POST', `${api}/posts/${ref}/label`, { body: {} })
    assert.deepEqual([status, headers.get('allow')], [405, 'PUT'])
  })

  it('are refused while a post is not analysed, and of one that was erased', async () => {
    await server.receivePosts('feedback', [
      { source: 'webhook', kind: 'post', atMs: server.clock.ms, removed: undefined, content: { id: 'new', text: 'x' } },
    ])
    assert.equal((await put(server.refOf('new'), { label: 'negative' })).status, 409)
    const gone = await server.receive('gone', '2017-08-18T17:02:00Z', finding('neutral', [inStory('plex')]))
    await server.ask('DELETE', `${api}/posts/${gone}`)
    await server.caughtUp()
    assert.equal((await put(gone, { label: 'negative' })).status, 404)
  })

  describe('what is next to label', () => {
    const next = async (query = '', story = 'other') =>
      (await server.ask('GET', `${api}/stories/${story}/labelling${query}`)).body
    let refs: string[]
    before(async () => {
      refs = []
      for (let n = 0; n < 6; n++)
        refs.push(await server.receive(`o${n}`, `2017-08-1${n + 1}T12:00:00Z`, finding('negative', [inStory('other')])))
    })

    it('is a post with its text and nothing of what the lane thinks', async () => {
      const answer = await server.ask('GET', `${api}/stories/other/labelling`)
      assert.equal(answer.headers.get('cache-control'), 'no-store')
      assert.equal(answer.headers.get('x-robots-tag'), 'noindex, noarchive')
      const { post, labels, sampled, suggested, calibration, stale, last } = answer.body
      assert.deepEqual(Object.keys(post), ['ref', 'at', 'source', 'kind', 'title', 'text'])
      assert.match(post.text, /^text of o\d$/)
      assert.deepEqual([labels, sampled, suggested, calibration, stale, last], [0, 0, 200, null, null, null])
      assert.ok(!/negative|author/.test(answer.text))
    })

    it('is told to nobody without scope edit', async () => {
      const { key } = await server.keys.issue({ name: 'reader', scopes: ['read'] })
      assert.equal((await server.ask('GET', `${api}/stories/other/labelling`, { key })).status, 403)
      assert.equal((await server.get(`${api}/stories/other/labelling`)).status, 401)
      assert.equal((await server.ask('GET', `${api}/stories/none/labelling`)).status, 404)
    })

    it('is told again where that is asked for, and is another one after a skip', async () => {
      const { post } = await next()
      for (let n = 0; n < 5; n++) assert.equal((await next(`?again=${post.at},${post.ref}`)).post.ref, post.ref)
      for (let n = 0; n < 5; n++)
        assert.notEqual((await next(`?not=${post.ref}&again=${post.at},${post.ref}`)).post.ref, post.ref)
      assert.equal((await next(`?not=${refs.join()}`)).post, null)
      for (const query of ['?not=x', '?again=x', '?again=2017-08-11T12:00:00.000Z'])
        assert.equal((await server.ask('GET', `${api}/stories/other/labelling${query}`)).status, 400, query)
    })

    it('is each post once, then none; the last one can be seen again', async () => {
      const seen = new Set<string>()
      for (let n = 0; n < refs.length; n++) {
        const { post } = await next()
        seen.add(post.ref)
        await put(post.ref, { label: 'neutral', sampled: true })
        const { last, sampled } = await next()
        assert.deepEqual([last.ref, last.label, last.text, sampled], [post.ref, 'neutral', post.text, n + 1])
      }
      assert.deepEqual([...seen].sort(), refs.toSorted())
      assert.equal((await next()).post, null)
    })
  })

  describe('a calibration of the story’s own', () => {
    const range = 'from=2017-08-18T16:00:00Z&to=2017-08-18T18:00:00Z&interval=1h'
    before(async () => {
      await server.record(fitted('fitted'))
      await server.receive('f1', '2017-08-18T17:00:00Z', finding('negative', [calibrated('fitted', 0.8, 0.1)]))
      await server.receive('f2', '2017-08-18T17:00:00Z', finding('neutral', [calibrated('fitted', 0.4, 0.2)]))
    })

    it('stands in every bucket beside the counts, with its interval', async () => {
      const { body } = await server.get(`${api}/stories/fitted/timeline?${range}`)
      const [empty, full] = body.buckets
      assert.deepEqual(empty.calibrated, { negativeShare: null, net: null, lower: null, upper: null, n: 0 })
      const { negativeShare, net, lower, upper, n } = full.calibrated
      assert.deepEqual([full.negativeShare, n], [0.5, 2])
      assert.ok(Math.abs(negativeShare - 0.6) < 1e-9 && Math.abs(net - -0.45) < 1e-9)
      assert.ok(lower > 0.1 && lower < 0.3 && upper > 0.85 && upper < 1, `${lower} to ${upper}`)
    })

    it('has columns of its own at the end of CSV, empty where there is none', async () => {
      const lines = (await server.get(`${api}/stories/fitted/timeline?${range}&format=csv`)).text.split('\r\n')
      assert.match(
        lines[0] ?? '',
        /,noData,calibratedNegativeShare,calibratedNet,calibratedLower,calibratedUpper,calibratedPosts$/,
      )
      assert.match(lines[1] ?? '', /,,,,,0$/)
      assert.match(lines[2] ?? '', /,0\.6,-0\.45,0\.\d+,0\.\d+,2$/)
      const other = (await server.get(`${api}/stories/plex/timeline?${range}&format=csv`)).text.split('\r\n')
      assert.match(other[1] ?? '', /,(true|false),,,,,$/)
    })

    it('is told with the story, its figures and sources; a story without one says null', async () => {
      const { body } = await server.get(`${api}/stories/fitted`)
      const { from: _, to: __, ...expected } = fit
      const { fittedAt, ...told } = body.calibration
      assert.deepEqual(told, expected)
      assert.equal(fittedAt, '2017-08-20T00:00:00.000Z')
      assert.equal(body.figures.total.calibrated.n, 2)
      assert.equal(body.sources[0].calibrated.n, 2)
      const { body: plain } = await server.get(`${api}/stories/plex`)
      assert.equal(plain.calibration, null)
      assert.ok(!('calibrated' in plain.figures.total))
    })

    it('takes a person’s word for certain', async () => {
      await put(server.refOf('f2'), { label: 'positive' })
      const { body } = await server.get(`${api}/stories/fitted/timeline?${range}`)
      assert.ok(Math.abs(body.buckets[1].calibrated.negativeShare - 0.4) < 1e-9)
    })
  })

  it('stand in the OpenAPI document as a method PUT', async () => {
    const { body } = await server.get(`${api}/openapi.json`)
    const { put: described } = body.paths['/api/v1/posts/{ref}/label']
    assert.deepEqual(described.security, [{ key: ['edit'] }])
    assert.deepEqual(Object.keys(described.responses).sort(), [
      '200',
      '400',
      '401',
      '403',
      '404',
      '409',
      '413',
      '415',
      '422',
      '429',
    ])
    assert.ok(body.components.schemas.LabelEntry)
  })
})
