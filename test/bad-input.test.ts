// A hostile and a clumsy sender against the real server: every answer says what was done, to what, and what to do; nothing is lost.
import assert from 'node:assert/strict'
import { request } from 'node:http'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { adminKey, type Running, remove, scratchFolder, startServer, until } from './running.ts'

const at = '2017-08-18T17:00:00Z'
const good = { id: 'good', text: 'This is awful', at }
const json = 'application/json'
const ndjson = 'application/x-ndjson'

type Sent = { readonly body: string | Buffer; readonly type?: string; readonly headers?: Record<string, string> }
const post = (more: object): Sent => ({ body: JSON.stringify({ ...good, id: 'bad', ...more }) })

/** What is sent, and the status it is answered with. */
const bodies: { readonly [what: string]: readonly [Sent, number] } = {
  'no JSON': [{ body: 'hello' }, 400],
  nothing: [{ body: '' }, 400],
  'invalid UTF-8': [{ body: Buffer.from([0x22, 0xff, 0xfe, 0x22]) }, 400],
  'JSON 40 deep': [{ body: '['.repeat(40) + ']'.repeat(40) }, 400],
  'a key twice': [{ body: `{"id":"a","id":"b","text":"t","at":"${at}"}` }, 400],
  '`__proto__`': [{ body: `{"id":"a","__proto__":{"removed":true},"text":"t","at":"${at}"}` }, 400],
  '2 MB': [post({ text: 'x'.repeat(2_000_000) }), 413],
  'a gzip bomb': [{ body: gzipSync(Buffer.alloc(100_000_000)), headers: { 'content-encoding': 'gzip' } }, 413],
  'a gzip bomb of one line': [
    { body: gzipSync(Buffer.alloc(100_000_000)), type: ndjson, headers: { 'content-encoding': 'gzip' } },
    413,
  ],
  'gzip that is none': [{ body: 'hello', headers: { 'content-encoding': 'gzip' } }, 400],
  'gzip in gzip': [{ body: 'hello', headers: { 'content-encoding': 'gzip, gzip' } }, 415],
  'another media type': [{ body: '{}', type: 'text/plain' }, 415],
  'too many posts': [{ body: JSON.stringify(Array(1_001).fill(good)) }, 413],
  'missing fields': [{ body: '{}' }, 422],
  null: [{ body: 'null' }, 422],
  'the year 0': [post({ at: '0000-01-01T00:00:00Z' }), 422],
  'the year 9999': [post({ at: '9999-12-31T23:59:59Z' }), 422],
  '30 February': [post({ at: '2017-02-30T00:00:00Z' }), 422],
  'an id with NUL': [post({ id: 'a\0b' }), 422],
  'an id with half a surrogate pair': [post({ id: '\ud800' }), 422],
  'a number that is infinite': [{ body: `{"id":"a","text":"t","at":"${at}","metrics":{"likes":1e400}}` }, 422],
  'a wrong key': [{ ...post({}), headers: { authorization: `Bearer ock_${'x'.repeat(43)}` } }, 401],
  'a key that is none': [{ ...post({}), headers: { authorization: 'Basic YTpi' } }, 401],
  'a signature where there is no secret': [
    {
      ...post({}),
      headers: { authorization: '', 'webhook-id': 'm', 'webhook-timestamp': '1', 'webhook-signature': 'v1,x' },
    },
    401,
  ],
}

describe('bad input to the real server', () => {
  const folder = scratchFolder('bad-input')
  let server: Running
  before(async () => {
    server = await startServer(folder, { env: { LOG_LEVEL: 'trace' } })
  })
  after(async () => {
    await server.kill()
    remove(folder)
  })

  const send = ({ body, type = json, headers = {} }: Sent, channel = 'feedback') =>
    fetch(`${server.url}/webhooks/${channel}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': type, ...headers },
      body: typeof body === 'string' ? body : new Uint8Array(body),
    })
  const isProblem = async (answer: Response, status: number) => {
    assert.equal(answer.status, status)
    assert.equal(answer.headers.get('content-type'), 'application/problem+json')
    const { detail, type, request_id } = (await answer.json()) as { [name: string]: string }
    assert.match(detail ?? '', /^[^:]+: .|^[A-Z]+ is not for this address, only /)
    assert.match(`${type}${request_id}`, /^\/api#[a-z-]+[0-9a-f-]{36}$/)
  }
  /** What comes back until the connection ends, or for a second. */
  const raw = (text: string) =>
    new Promise<string>((resolve) => {
      const { port, hostname } = new URL(server.url)
      const socket = connect(Number(port), hostname)
      let answer = ''
      socket.on('data', (chunk) => {
        answer += chunk
        if (answer.includes('\r\n\r\n')) socket.end()
      })
      socket.on('error', () => undefined).on('close', () => resolve(answer))
      socket.setTimeout(1_000, () => socket.destroy())
      socket.write(text)
    })

  for (const [what, [sent, status]] of Object.entries(bodies))
    it(`answers ${status} to ${what}`, async () => isProblem(await send(sent), status))

  for (const channel of ['nope', '__proto__', '..%2f..', 'a%00b'])
    it(`answers 404 to the channel ${channel}`, async () => isProblem(await send(post({}), channel), 404))

  it('has an answer to every wrong question', async () => {
    const asked: readonly (readonly [number, string, string?])[] = [
      [400, '/api/v1/stories/feedback/timeline?interval=7m'],
      [400, '/api/v1/stories/feedback/timeline?from=yesterday'],
      [400, '/api/v1/stories/feedback/timeline?lane=none'],
      [400, '/api/v1/stories/feedback/timeline?nonsense=1'],
      [400, '/api/v1/stories/feedback/timeline?interval=1h&interval=5m'],
      [422, '/api/v1/stories/feedback/timeline?from=2010-01-01&to=2020-01-01&interval=5m'],
      [400, '/api/v1/stories/feedback/posts?limit=201'],
      [400, '/api/v1/stories/feedback/posts?cursor=abc'],
      [400, '/api/v1/stories/%ff'],
      [404, '/api/v1/stories/__proto__'],
      [404, '/api/v1/erasures/none'],
      [404, '/nothing/here'],
      [405, '/api/v1/stories/feedback', 'DELETE'],
      [405, '/webhooks/feedback'],
      [404, '/api/v1/posts/zz', 'DELETE'],
      [404, `/api/v1/posts/${'0'.repeat(32)}`, 'DELETE'],
    ]
    for (const [status, path, method = 'GET'] of asked)
      await isProblem(
        await fetch(`${server.url}${path}`, { method, headers: { authorization: `Bearer ${adminKey}` } }),
        status,
      )
  })

  it('says which numbers a page may have', async () => {
    const answer = await fetch(`${server.url}/api/v1/stories/feedback/posts?limit=0`)
    const { errors } = (await answer.json()) as { errors: unknown }
    assert.deepEqual(errors, [{ pointer: '/limit', detail: 'must be a whole number from 1 to 200' }])
  })

  it('answers one request once, and no request of two meanings', async () => {
    const key = `Authorization: Bearer ${adminKey}`
    assert.match(await raw(`GET /livez HTTP/1.1\r\nHost: a\r\nX: ${'x'.repeat(20_000)}\r\n\r\n`), /^HTTP\/1.1 431 /)
    assert.match(await raw('GET /livez HTTP/1.1\r\n\r\n'), /^HTTP\/1.1 400 /)
    const both = 'Content-Length: 5\r\nTransfer-Encoding: chunked'
    assert.match(
      await raw(`POST /webhooks/feedback HTTP/1.1\r\nHost: a\r\n${key}\r\n${both}\r\n\r\n0\r\n\r\n`),
      /^HTTP\/1.1 400 /,
    )
    assert.match(await raw('nonsense\r\n\r\n'), /^HTTP\/1.1 400 /)
  })

  it('answers a client that offers HTTP/2', async () => {
    assert.match(
      await raw('GET /livez HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'),
      /^HTTP\/1.1 200 /,
    )
  })

  it('shows text as text, and links to nothing but http and https', async () => {
    const script = '<script>alert(1)</script>'
    const posts = ['javascript:alert(1)', 'java\tscript:alert(1)', 'data:text/html,x', '//evil.example/'].map(
      (url, i) => ({
        id: `xss${i}`,
        text: `${script} awful {{constructor}}`,
        title: '</title><img src=x onerror=alert(1)>',
        author: script,
        url,
        at,
      }),
    )
    assert.equal((await send({ body: JSON.stringify(posts) })).status, 202)
    const story = {
      slug: 'xss',
      title: script,
      company: '"><img src=x onerror=alert(1)>',
      topics: [{ name: '<i>', match: ['awful'] }],
    }
    const statement = { at, kind: 'other', title: script, url: 'javascript:alert(1)' }
    assert.equal((await server.ask('POST', '/api/v1/stories', { ...story, statements: [statement] })).status, 422)
    assert.equal((await server.ask('POST', '/api/v1/stories', story)).status, 201)
    await until('the posts', async () => {
      const { body } = await server.ask('GET', '/api/v1/stories/xss')
      return (body as { posts: number }).posts >= posts.length || undefined
    })
    for (const path of ['/', '/stories/xss', '/method', '/api', '/admin', '/stories/none']) {
      const answer = await fetch(`${server.url}${path}`)
      const html = await answer.text()
      assert.match(answer.headers.get('content-security-policy') ?? '', /^default-src 'none';script-src 'self';/, path)
      assert.equal(answer.headers.get('x-content-type-options'), 'nosniff', path)
      for (const word of [script, '<img src=x', 'href="javascript:', 'href="java', 'href="data:', 'href="//'])
        assert.ok(!html.includes(word), `${path} has ${word}`)
    }
  })

  it('lost nothing, kept nothing else, and logged no fault', async () => {
    assert.equal((await send({ body: JSON.stringify(good) })).status, 202)
    const lines = `{"id":"a","x":{"__proto__":1},"text":"t","at":"${at}"}\n${JSON.stringify({ ...good, id: 'line' })}\n`
    const answer = (await (await send({ body: lines, type: ndjson })).json()) as {
      accepted: number
      rejected: unknown[]
    }
    assert.deepEqual([answer.accepted, answer.rejected.length], [1, 1])
    await until('six posts', async () => {
      const { body } = await server.ask('GET', '/api/v1/stories/feedback')
      return (body as { posts: number }).posts === 6 || undefined
    })
    assert.ok(!/"level":[56]0|awful|xss\d|evil/.test(server.output()))
  })

  it('stops with 0 while a sender hangs, and keeps what that one had sent', async () => {
    const { port, hostname } = new URL(server.url)
    const headers = { authorization: `Bearer ${adminKey}`, 'content-type': ndjson }
    const sending = request({ port, hostname, method: 'POST', path: '/webhooks/feedback', headers })
    const cut = new Promise((resolve) => sending.once('error', resolve))
    sending.write(`${JSON.stringify({ ...good, id: 'hanging' })}\n`)
    await until('seven posts', async () => {
      const { body } = await server.ask('GET', '/api/v1/stories/feedback')
      return (body as { posts: number }).posts === 7 || undefined
    })
    assert.equal(await server.stop(), 0)
    await cut
  })
})
