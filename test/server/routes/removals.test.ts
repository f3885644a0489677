// Asking for a removal over real HTTP: the form without script, the page that says how it stands, the same by the API.
import assert from 'node:assert/strict'
import { type ApiServer, startApi } from '../../api-server.ts'
import { finding, inStory } from '../../given.ts'
import { until } from '../../running.ts'

const xss = `"><script>alert(1)</script>'`
const at = '2026-11-20T10:00:00Z'

describe('asking for the removal of a post', () => {
  let server: ApiServer
  before(async () => {
    server = await startApi()
    await server.ask('POST', '/api/v1/channels', { body: { id: 'feedback', kind: 'webhook' } })
    await server.ask('POST', '/api/v1/stories', { body: { slug: 'plex', title: 'Plex' } })
  })
  after(async () => {
    await server.close()
    assert.deepEqual(server.faults, [])
  })

  const post = async (fields: Record<string, string>, headers: Record<string, string> = { origin: server.url }) => {
    const type = { 'content-type': 'application/x-www-form-urlencoded' }
    const body = new URLSearchParams(fields).toString()
    const response = await fetch(`${server.url}/data/removals`, {
      method: 'POST',
      headers: { ...type, ...headers },
      body,
      redirect: 'manual',
    })
    return { status: response.status, headers: response.headers, text: await response.text() }
  }
  const asked = async (url: string) => {
    const { status, headers } = await post({ url, note: '' })
    assert.equal(status, 303)
    return headers.get('location') ?? ''
  }
  const idOf = (page: string) => page.split('/').at(-1) ?? ''
  const page = async (path: string) => {
    const answer = await server.get(path)
    assert.equal(answer.status, 200)
    assert.equal(answer.headers.get('x-robots-tag'), 'noindex')
    assert.equal(answer.headers.get('cache-control'), 'no-store')
    return answer.text
  }

  it('leads from the form to a page that says how it stands', async () => {
    const form = await server.get('/data')
    assert.match(form.text, /<form method="post" action="\/data\/removals"/)
    assert.equal(form.headers.get('referrer-policy'), 'same-origin')
    const address = await asked('https://forum.example/a')
    assert.match(address, /^\/data\/removals\/[\w-]{22}$/)
    const text = await page(address)
    assert.match(text, /Your request waits/)
    assert.doesNotMatch(text, /forum\.example/)
  })

  it('says when it is done: the post is gone from the page and refused', async () => {
    const url = 'https://forum.example/shown'
    const story = inStory('plex')
    const ref = await server.receive('shown', at, finding('negative', [story]), { text: 'take me away', url })
    const address = await asked('http://www.forum.example/shown/#top')
    const granted = await server.ask('POST', `/api/v1/removals/${idOf(address)}/grant`, { body: { posts: [ref] } })
    assert.deepEqual([granted.status, granted.body.posts], [202, 1])
    const text = await until('done', async () => /<h1>Done<[\s\S]*/.exec(await page(address))?.[0])
    for (const words of [
      /1 post with this link was erased/,
      /No longer shown or counted since/,
      /Gone from the disk since/,
    ])
      assert.match(text, words)
    await server.caughtUp()
    const { body } = await server.get('/api/v1/stories/plex/posts')
    assert.deepEqual(body.posts, [])
    const told = await server.get(`/api/v1/removals/${idOf(address)}`)
    assert.equal(told.body.state, 'done')
    assert.equal(told.body.erasure.state, 'completed')
    assert.equal(told.headers.get('x-robots-tag'), 'noindex, noarchive')
  })

  it('says why it was declined, whatever stands in the reason', async () => {
    const address = await asked('https://forum.example/b')
    const decline = (reason: string) =>
      server.ask('POST', `/api/v1/removals/${idOf(address)}/decline`, { body: { reason } })
    for (const reason of ['', 'x'.repeat(201), 'see https://forum.example/b', 'see www.forum.example'])
      assert.equal((await decline(reason)).status, 422, reason)
    assert.equal((await decline(`It is ours. ${xss}`)).status, 200)
    const text = await page(address)
    assert.match(text, /Declined/)
    assert.match(text, /It is ours\. &quot;&gt;&lt;script&gt;/)
    assert.doesNotMatch(text, /<script>alert/)
    assert.equal((await decline('Once more.')).status, 409)
  })

  it('says when no such post is kept', async () => {
    const address = await asked('https://forum.example/nothing')
    assert.equal((await server.ask('POST', `/api/v1/removals/${idOf(address)}/grant`, { body: {} })).status, 202)
    assert.match(await page(address), /No such post is kept here/)
    assert.equal((await server.get(`/api/v1/removals/${idOf(address)}`)).body.state, 'not found')
  })

  it('knows nothing of other ids', async () => {
    for (const id of ['a'.repeat(22), '..%2fkeys', xss])
      for (const path of ['/data/removals/', '/api/v1/removals/']) {
        const answer = await server.get(`${path}${encodeURIComponent(id)}`)
        assert.equal(answer.status, 404, path + id)
        assert.doesNotMatch(answer.text, /<script>alert/)
      }
  })

  it('says what is wrong, keeps what was typed, and nothing else', async () => {
    const head = await server.log.head()
    for (const [url, words] of [
      ['', /url is missing/],
      [xss, /begins with http/],
      ['javascript:alert(1)', /begins with http/],
      [`https://forum.example/${'a'.repeat(2_048)}`, /at most 2048 characters/],
    ] as const) {
      const { status, text } = await post({ url, note: `my note ${xss}` })
      assert.equal(status, 422)
      assert.match(text, words)
      assert.match(text, /my note &quot;&gt;&lt;script&gt;/)
      assert.doesNotMatch(text, /<script>alert/)
    }
    assert.match((await post({ url: 'https://a.example/', note: 'x'.repeat(1_001) })).text, /note must be at most 1000/)
    assert.equal(await server.log.head(), head)
    assert.equal((await server.vault.secretNames('removal/')).length, (await server.removing.open()).length)
  })

  it('takes no form that another site makes a browser send', async () => {
    for (const headers of [
      {},
      { origin: 'https://evil.example' },
      { origin: server.url, 'sec-fetch-site': 'cross-site' },
    ])
      assert.equal((await post({ url: 'https://forum.example/c' }, headers as Record<string, string>)).status, 403)
    const get = await fetch(`${server.url}/data/removals`, { method: 'PUT' })
    assert.equal(get.status, 405)
  })

  it('lists what was asked for the operator alone, as it was written', async () => {
    const url = `https://forum.example/?q=${xss}`
    const { body } = await server.ask('POST', '/api/v1/removals', { key: '', body: { url, note: xss } })
    await server.caughtUp()
    const listed = (await server.ask('GET', '/api/v1/removals')).body.removals as { id: string }[]
    assert.deepEqual(
      listed.find(({ id }) => id === body.id),
      { id: body.id, requestedAt: body.requestedAt, url, note: xss },
    )
    assert.equal(JSON.stringify(server.logged).includes('forum.example'), false)
  })
})

describe('a flood of removal requests', () => {
  it('is bounded by address, by the form and the API together, and does not count what was refused', async () => {
    const server = await startApi({ removalsPerHour: 3 })
    try {
      const ask = (url: string) => server.ask('POST', '/api/v1/removals', { key: '', body: { url } })
      for (let i = 0; i < 5; i++) assert.equal((await ask('nothing')).status, 422)
      for (let i = 0; i < 2; i++) assert.equal((await ask(`https://forum.example/${i}`)).status, 201)
      const form = (): Promise<Response> =>
        fetch(`${server.url}/data/removals`, {
          method: 'POST',
          headers: { 'content-type': 'application/x-www-form-urlencoded', origin: server.url },
          body: 'url=https://forum.example/form',
          redirect: 'manual',
        })
      assert.equal((await form()).status, 303)
      const refused = await form()
      assert.equal(refused.status, 429)
      assert.match(await refused.text(), /more than 3 requests within an hour/)
      assert.ok(Number(refused.headers.get('retry-after')) > 3_000)
      assert.equal((await ask('https://forum.example/4')).status, 429)
      assert.equal((await server.get('/data')).status, 200)
    } finally {
      await server.close()
    }
  })

  it('is bounded in all, and the operator makes room', async () => {
    const server = await startApi({ maxOpenRemovals: 2 })
    try {
      const ask = () => server.ask('POST', '/api/v1/removals', { key: '', body: { url: 'https://forum.example/a' } })
      const [one] = [await ask(), await ask()]
      const refused = await ask()
      assert.equal(refused.status, 429)
      assert.ok(Number(refused.headers.get('retry-after')) >= 3_600)
      await server.ask('POST', `/api/v1/removals/${one.body.id}/decline`, { body: { reason: 'No.' } })
      assert.equal((await ask()).status, 201)
    } finally {
      await server.close()
    }
  })
})

describe('asking for a removal where reading needs a key', () => {
  it('needs none, and shows nothing else', async () => {
    const server = await startApi({ isPublic: false })
    try {
      assert.equal((await server.get('/data')).status, 401)
      assert.equal((await server.get('/api/v1/data')).status, 401)
      assert.equal((await server.get('/data/removals')).status, 200)
      const { body } = await server.ask('POST', '/api/v1/removals', {
        key: '',
        body: { url: 'https://forum.example/a' },
      })
      assert.match((await server.get(body.page)).text, /Your request waits/)
    } finally {
      await server.close()
    }
  })
})
