// What may be read and shown anywhere, over real HTTP: feeds, summary, badge, picture and panel, with what caches need.
import assert from 'node:assert/strict'
import { type ApiServer, startApi } from '../../api-server.ts'
import { declared, finding, inStory, phaseChange, revised } from '../../given.ts'
import { createSchemaCheck } from '../../json-schema.ts'
import { shown } from '../../projections/shown.ts'
import { until } from '../../running.ts'

const api = '/api/v1'
const seen = '/stories/plex'
const formats = ['atom', 'rss', 'json'] as const
const views = [
  'summary.json',
  'state.json',
  'badge.svg',
  'badge.json',
  'chart.svg',
  'preview.png',
  'embed',
  'feed.atom',
  'feed.rss',
  'feed.json',
]
const said = {
  at: '2017-08-18T17:00:00Z',
  kind: 'reversal',
  title: 'Plex restores the opt-out',
  url: 'https://www.plex.tv/blog',
}
const other = { at: '2017-08-18T18:00:00Z', kind: 'explainer', title: 'Plex explains its prices' }

type Item = {
  id: string
  title: string
  content_html: string
  date_published: string
  date_modified: string
  tags: string[]
}

describe('seeing a story elsewhere', () => {
  let server: ApiServer
  const itemsOf = async (query = '', path = `${seen}/feed.json`): Promise<readonly Item[]> =>
    (await server.get(`${path}${query}`)).body.items
  /** A view is good for some times as long as its making took. */
  const shows = (path: string, words: string) =>
    until(`${words} in ${path}`, async () => (await server.get(path)).text.includes(words) || undefined)

  before(async () => {
    server = await startApi()
    server.clock.ms = Date.UTC(2017, 7, 20)
    const topics = [{ name: 'Opt-out', match: ['opt-out', 'opt out'] }]
    const story = { slug: 'plex', title: 'Plex privacy policy', company: 'Plex', topics }
    await server.ask('POST', `${api}/stories`, { body: story })
    await server.ask('POST', `${api}/stories`, { body: { slug: 'acme', title: 'Acme prices', company: 'Acme' } })
    await server.ask('POST', `${api}/stories/acme/statements`, { body: { ...other, title: 'Acme raises prices' } })
    await server.receive('1', '2017-08-18T17:04:00Z', finding('negative', [inStory('plex', 'opt-out')]), {
      text: 'Words of a stranger',
    })
    for (const body of [said, other]) await server.ask('POST', `${api}/stories/plex/statements`, { body })
    await server.record(
      declared('plex', phaseChange('2017-08-18T19:00:00.000Z', 'backlash', { onset: '2017-08-18T17:00:00.000Z' })),
    )
  })
  after(async () => {
    assert.deepEqual(server.faults, [])
    await server.close()
  })

  for (const view of views)
    it(`sends ${view} to anybody, with tag, date and a short life, and 304 to who has it`, async () => {
      const { status, headers, text } = await server.get(`${seen}/${view}`)
      assert.equal(status, 200)
      assert.ok(!text.includes('Words of a stranger') || view === 'state.json')
      assert.equal(headers.get('access-control-allow-origin'), '*')
      assert.equal(headers.get('cross-origin-resource-policy'), 'cross-origin')
      assert.equal(headers.get('cache-control'), 'public, max-age=5, stale-while-revalidate=30')
      const [tag = '', date = ''] = [headers.get('etag') ?? '', headers.get('last-modified') ?? '']
      assert.match(tag, /^"[\w-]{22}"$/)
      assert.ok(Date.parse(date) < Date.now())
      const again = await server.get(`${seen}/${view}`, { 'if-none-match': `"x", W/${tag}` })
      assert.deepEqual([again.status, again.text, again.headers.get('etag')], [304, '', tag])
      const hourAgo = new Date(Date.now() - 3_600_000).toUTCString()
      const inAnHour = new Date(Date.now() + 3_600_000).toUTCString()
      const dated = async (more: Record<string, string>) => (await server.get(`${seen}/${view}`, more)).status
      assert.equal(await dated({ 'if-modified-since': inAnHour }), 304)
      assert.equal(await dated({ 'if-modified-since': hourAgo }), 200)
      assert.equal(await dated({ 'if-modified-since': 'yesterday' }), 200)
      // A tag says more than a date.
      assert.equal(await dated({ 'if-none-match': '"other"', 'if-modified-since': inAnHour }), 200)
    })

  it('lets a script of another page ask by the tag it has', async () => {
    const ask = (path: string) => fetch(`${server.url}${path}`, { method: 'OPTIONS' })
    for (const path of [`${seen}/feed.json`, '/feed.atom', `${seen}/summary.json`]) {
      const { status, headers } = await ask(path)
      assert.equal(status, 204)
      assert.equal(headers.get('access-control-allow-origin'), '*')
      assert.match(headers.get('access-control-allow-headers') ?? '', /if-none-match/)
    }
    assert.equal((await ask(seen)).headers.get('access-control-allow-origin'), null)
  })

  it('is known by its whole tag, and sent in no coding that is refused', async () => {
    const tag = (await server.get(`${seen}/badge.svg`)).headers.get('etag') ?? ''
    const known = async (tags: string) =>
      (await server.get(`${seen}/badge.svg`, { 'if-none-match': tags })).status === 304
    for (const tags of ['*', `"a,b", ${tag}`, `"a",W/${tag}`]) assert.ok(await known(tags), tags)
    for (const tags of ['"a,*,b"', `${tag.slice(0, -2)}"`, tag.slice(1, -1), '']) assert.ok(!(await known(tags)), tags)
    const coded = async (accepted: string) =>
      (await server.get(`${seen}/chart.svg`, { 'accept-encoding': accepted })).headers.get('content-encoding')
    const [refused, weighed, none] = ['br;q=0, gzip', 'gzip;q=0.5, br;q=1.0', 'gzip; q=0.0, br; Q=0']
    assert.deepEqual([await coded(refused), await coded(weighed), await coded(none)], ['gzip', 'br', null])
  })

  it('is not told by a date that nothing changed in the second of a change', async () => {
    const { headers } = await server.get(`${seen}/badge.svg?at=2017-08-19T00:00:00Z`)
    const date = headers.get('last-modified') ?? ''
    assert.equal(
      (await server.get(`${seen}/badge.svg?at=2017-08-19T00:00:00Z`, { 'if-modified-since': date })).status,
      200,
    )
  })

  it('lets only the panel stand in a frame', async () => {
    const policyOf = async (path: string) => {
      const { headers } = await server.get(path)
      return [headers.get('content-security-policy') ?? '', headers.get('x-frame-options')] as const
    }
    const [panel, frame] = await policyOf(`${seen}/embed`)
    assert.match(panel, /frame-ancestors \*/)
    assert.match(panel, /script-src 'self'.*base-uri 'self'.*require-trusted-types-for 'script'/)
    assert.equal(frame, null)
    for (const path of [seen, '/', '/method', `${seen}/summary.json`, `${seen}/chart.svg`, `${seen}/feed.atom`])
      assert.match((await policyOf(path))[0], /frame-ancestors 'none'/, path)
    assert.match((await policyOf(`${seen}/chart.svg`))[0], /^default-src 'none'; style-src 'unsafe-inline'; .*sandbox$/)
  })

  it('names the feeds and the panel on the page, and the feeds of all stories on the first', async () => {
    const page = (await server.get(seen)).text
    const first = (await server.get('/')).text
    for (const format of formats) {
      assert.ok(page.includes(`href="${seen}/feed.${format}"`), format)
      assert.match(first, new RegExp(`<link rel="alternate" [^>]*href="/feed.${format}"`))
    }
    assert.match(page, /&lt;iframe src&#x3D;&quot;http:\/\/outcry\.example\/stories\/plex\/embed&quot;/)
    assert.match(page, /<meta property="og:title" content="Plex privacy policy">/)
    assert.match(page, /<meta property="og:url" content="http:\/\/outcry\.example\/stories\/plex">/)
  })

  it('names on the page of a story a picture for link previews, which is there, and on no other page', async () => {
    const picture = /<meta property="og:image" content="http:\/\/outcry\.example(\/stories\/plex\/preview\.png[^"]*)">/
    for (const query of ['', '?at=2017-08-19T12:00:00Z']) {
      const page = (await server.get(`${seen}${query}`)).text
      const [, address = ''] = picture.exec(page) ?? []
      assert.match(address, query === '' ? /\?v&#x3D;\d+[A-Z]\w+$/ : /\?at&#x3D;2017-08-19T12:00:00.000Z$/)
      assert.match(page, /<meta name="twitter:card" content="summary_large_image">/)
      const { status, headers } = await server.get(address.replace('&#x3D;', '='))
      assert.deepEqual([status, headers.get('content-type')], [200, 'image/png'])
      assert.equal(headers.get('content-encoding'), null)
      const head = await server.ask('HEAD', address.replace('&#x3D;', '='), { key: '' })
      assert.deepEqual([head.status, head.text, head.headers.get('etag')], [200, '', headers.get('etag')])
    }
    for (const path of ['/', '/method', `${seen}/peaks`]) assert.doesNotMatch((await server.get(path)).text, /og:image/)
  })

  it('is the same feed a minute later, and another once something happened', async () => {
    const { headers } = await server.get(`${seen}/feed.atom`)
    const etag = headers.get('etag') ?? ''
    server.clock.ms += 61_000
    assert.equal((await server.get(`${seen}/feed.atom`, { 'if-none-match': etag })).status, 304)
    await server.ask('POST', `${api}/stories/plex/milestones`, {
      body: { at: '2017-08-19T09:00:00Z', kind: 'press', title: 'Press about the opt out' },
    })
    await shows(`${seen}/feed.atom`, 'Press about the opt out')
    assert.equal((await server.get(`${seen}/feed.atom`, { 'if-none-match': etag })).status, 200)
  })

  it('keeps the ids of a statement that is corrected, a phase that is computed again, and an episode that ends', async () => {
    const before = await itemsOf()
    server.clock.ms += 61_000
    await server.ask('POST', `${api}/stories/plex/statements`, {
      body: { ...said, title: 'Plex gives the opt-out back' },
    })
    const moved = phaseChange('2017-08-18T18:55:00.000Z', 'backlash', { onset: '2017-08-18T17:00:00.000Z' })
    await server.record(revised('plex', moved.at, [moved]))
    server.clock.ms += 61_000
    await server.record(declared('plex', phaseChange('2017-08-19T20:00:00.000Z', 'recovered')))
    await shows(`${seen}/feed.json`, 'Recovered')
    const now = await itemsOf()
    assert.deepEqual(
      before.filter(({ id }) => !now.some((item) => item.id === id)),
      [],
    )
    const [statement, phase] = ['m1', 'p-20170818T1900-backlash'].map((id) => {
      const find = (items: readonly Item[]) => items.find((item) => item.id.endsWith(`plex/${id}`)) as Item
      return { was: find(before), now: find(now) }
    }) as [{ was: Item; now: Item }, { was: Item; now: Item }]
    for (const { was, now } of [statement, phase]) {
      assert.equal(now.date_published, was.date_published)
      assert.ok(now.date_modified > was.date_modified)
    }
    assert.equal(statement.now.title, 'Plex gives the opt-out back')
    assert.match(
      phase.now.content_html,
      /^<p><b>Updated:<\/b> .* It ended: Recovered since .*<b>Updated:<\/b> .* Computed again\. Posts came late\./,
    )
    assert.match((await server.get(`${seen}/feed.rss`)).text, /<b>Updated:<\/b> .* It ended: Recovered/)
    await shows(`${seen}/badge.json`, '"message":"Recovery"')
    await shows(`${seen}/summary.json`, '"phase":{"id":"recovery"')
  })

  it('is followed in part: by kind, by topic, or all stories at once', async () => {
    const titles = async (query: string, path?: string) => (await itemsOf(query, path)).map(({ title }) => title).sort()
    assert.deepEqual(await titles('?kind=statement'), ['Plex explains its prices', 'Plex gives the opt-out back'])
    assert.deepEqual(new Set((await itemsOf('?kind=phase')).flatMap(({ tags }) => tags)), new Set(['phase']))
    const aboutIt = ['Plex gives the opt-out back', 'Plex: Backlash', 'Plex: Recovered', 'Press about the opt out']
    assert.deepEqual(await titles('?topic=Opt-out'), aboutIt)
    assert.deepEqual(await titles('?topic=opt-out&kind=milestone'), ['Press about the opt out'])
    assert.deepEqual(await titles('?kind=statement', '/feed.json'), [
      'Acme raises prices',
      'Plex explains its prices',
      'Plex gives the opt-out back',
    ])
    assert.deepEqual(await titles('?kind=milestone', '/feed.json'), ['Plex: Press about the opt out'])
  })

  it('says what it cannot take, or does not have', async () => {
    for (const [path, status] of [
      ['/feed.atom?kind=rumour', 422],
      ['/feed.atom?topic=prices', 422],
      [`${seen}/feed.rss?topic=none`, 404],
      [`${seen}/feed.rss?topic=a&topic=b`, 422],
      [`${seen}/chart.svg?range=9`, 422],
      [`${seen}/summary.json?at=soon`, 422],
      [`${seen}/summary.json?at=2017-02-31`, 422],
      [`${seen}/badge.svg?at=2040-01-01`, 422],
      ['/stories/none/feed.json', 404],
      ['/stories/none/badge.svg', 404],
    ] as const) {
      const answer = await server.get(path)
      assert.equal(answer.status, status, path)
      assert.match(answer.headers.get('content-type') ?? '', /problem\+json/, path)
      assert.match(answer.headers.get('content-security-policy') ?? '', /frame-ancestors 'none'/, path)
    }
  })

  it('is followed by how people react, by slug or by the name on the page, and by a topic of patterns', async () => {
    const body = {
      statements: [{ at: '2017-08-19T20:30:00Z', kind: 'other', title: 'A regulator asks Plex about GDPR' }],
      topics: [
        { name: 'Opt-out', match: ['opt-out', 'opt out'] },
        { name: 'Prices', match: ['subscription'], patterns: ['\\bpric(e|es|ing)\\b'] },
      ],
    }
    await server.ask('PATCH', `${api}/stories/plex`, { body })
    await shows(`${seen}/feed.json`, 'GDPR')
    const said = async (topic: string) =>
      (await itemsOf(`?kind=statement&topic=${encodeURIComponent(topic)}`)).map(({ title }) => title)
    for (const name of ['legal', 'Law or regulator'])
      assert.deepEqual(await said(name), ['A regulator asks Plex about GDPR'], name)
    assert.deepEqual(await said('leaving'), [])
    assert.deepEqual(await said('prices'), ['Plex explains its prices'])
  })

  it('says in the frame what is wrong with what stands there', async () => {
    const { status, headers, text } = await server.get('/stories/none/embed', { accept: 'text/html' })
    assert.equal(status, 404)
    assert.match(headers.get('content-security-policy') ?? '', /frame-ancestors \*/)
    assert.match(text, /there is none of that name/)
  })

  it('is told of the end of watching in every feed and view, and of its going on under the same id', async () => {
    const endOf = async (query = '') => (await itemsOf(query)).find(({ id }) => id.endsWith('plex/closed'))
    server.clock.ms += 61_000
    await server.ask('PATCH', `${api}/stories/plex`, { body: { closed: true } })
    await shows(`${seen}/feed.json`, 'No longer watched')
    const closed = (await endOf()) as Item
    for (const query of ['?kind=statement', '?topic=opt-out', '?topic=legal&kind=milestone'])
      assert.equal((await endOf(query))?.id, closed.id, query)
    const since = new Date(server.clock.ms).toISOString()
    await shows(`${seen}/summary.json`, `"closedAt":"${since}"`)
    await shows(`${seen}/badge.json`, ' (closed)"')
    for (const view of ['embed', 'state.json'])
      await shows(`${seen}/${view}`, 'Closed on 20 Aug 2017: no longer watched')
    await shows(seen, 'no longer watched')
    assert.match((await server.get(seen)).text, /<a href="#closed".*<li id="closed"/s)
    server.clock.ms += 61_000
    await server.ask('PATCH', `${api}/stories/plex`, { body: { closed: false } })
    await shows(`${seen}/feed.json`, 'Watched again')
    const again = (await endOf()) as Item
    assert.deepEqual([again.id, again.date_published], [closed.id, closed.date_published])
    assert.ok(again.date_modified > closed.date_modified)
    await shows(`${seen}/summary.json`, '"closedAt":null')
  })

  it('is described: every view, and what is in those for machines', async () => {
    const { body: document } = await server.get(`${api}/openapi.json`)
    const check = createSchemaCheck(document)
    for (const view of views.filter((one) => one !== 'state.json')) {
      const { content } = document.paths[`/stories/{slug}/${view}`].get.responses['200']
      const { headers, body } = await server.get(`${seen}/${view}`)
      const [type = ''] = (headers.get('content-type') ?? '').split(';')
      assert.ok(type in content, `${view} is ${type}`)
      const { schema } = content['application/json'] ?? {}
      if (schema !== undefined) assert.deepEqual(check(schema, body), [], view)
    }
    for (const format of formats) assert.ok(`/feed.${format}` in document.paths)
  })

  it('shows a past moment in summary, badge, picture and panel', async () => {
    const at = '2017-08-19T12:00:00Z'
    const { asOf, checkedAt } = (await server.get(`${seen}/summary.json?at=${at}`)).body
    assert.deepEqual([asOf, checkedAt], ['2017-08-19T12:00:00.000Z', '2017-08-19T12:00:00.000Z'])
    for (const view of ['chart.svg', 'embed', 'badge.svg'])
      assert.equal((await server.get(`${seen}/${view}?at=${at}`)).status, 200, view)
    assert.match((await server.get(`${seen}/embed?at=${at}`)).text, /As recorded by Sat 19 Aug, 12:00 UTC/)
  })
})

describe('seeing a story elsewhere, where reading needs a key', () => {
  it('needs it for every view, and keeps what it gives out of shared caches', async () => {
    const server = await startApi({ isPublic: false, asOf: async () => ({ readModel: shown(), version: 0 }) })
    try {
      await server.ask('POST', `${api}/stories`, { body: { slug: 'plex', title: 'Plex', company: 'Plex' } })
      for (const view of views) {
        assert.equal((await server.get(`${seen}/${view}`)).status, 401, view)
        const { status, headers } = await server.ask('GET', `${seen}/${view}`)
        assert.deepEqual([status, headers.get('cache-control')], [200, 'private, no-cache'], view)
      }
      const before = await server.ask('GET', `${seen}/badge.svg?at=2017-08-01`)
      assert.equal(before.status, 404)
      assert.match(before.body.detail, /none of that name had been opened by then$/)
    } finally {
      await server.close()
    }
  })
})
