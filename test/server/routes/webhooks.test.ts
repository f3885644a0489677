// POST /webhooks/{channel} over real HTTP: bodies, senders, limits, and what each is answered.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { gzipSync } from 'node:zlib'
import { Webhook } from 'standardwebhooks'
import { Problem } from '../../../events/problem.ts'
import { webhookRoutes } from '../../../server/routes/webhooks.ts'
import { limits } from '../../../settings.ts'
import { receiving } from '../../receiving.ts'
import { serve } from '../../serving.ts'

type Fault = { readonly pointer: string; readonly detail: string }
type Document = { readonly type: string; readonly status: number; readonly errors?: readonly Fault[] }
type Body = Omit<typeof none, 'rejected'> & {
  readonly rejected: readonly { readonly index: number; readonly problem: Document }[]
  readonly errors: readonly Fault[]
  readonly request_id: string
}
type Answer = { readonly status: number; readonly body: Body; readonly headers: Headers }
const key = 'ock_test'
const secret = `whsec_${Buffer.alloc(32, 1).toString('base64')}`
const newSecret = `whsec_${Buffer.alloc(32, 2).toString('base64')}`
const at = '2026-11-24T11:00:00Z'
const one = (id: string, more: object = {}) => ({ id, text: 'They took it away', at, ...more })
const none = { accepted: 0, edited: 0, removed: 0, duplicate: 0, refused: 0, rejected: [] }

describe('POST /webhooks/{channel}', () => {
  const given = receiving()
  let server: Awaited<ReturnType<typeof serve>>
  let secrets: Record<string, string>
  before(async () => {
    secrets = { signed: secret }
    const channels: Record<string, { kind: 'webhook' | 'feed'; closedAt?: string }> = {
      feedback: { kind: 'webhook' },
      signed: { kind: 'webhook' },
      forum: { kind: 'feed' },
      old: { kind: 'webhook', closedAt: at },
    }
    const routes = webhookRoutes({
      receivePosts: given.receivePosts,
      channelOf: (id) => channels[id],
      secretOf: async (channel) => secrets[channel],
      authenticate: (authorization) => {
        if (authorization === 'Bearer ock_readonly') throw new Problem('forbidden', 'checking the key: no')
        if (authorization !== `Bearer ${key}`) throw new Problem('unauthorised', 'checking the key: no')
      },
      now: given.now,
      limits,
    })
    server = await serve({ '/webhooks': routes })
  })
  after(async () => {
    assert.deepEqual(server.faults, [], 'nothing was answered 500')
    await server.close()
  })

  const send = async (body: BodyInit | undefined, headers: Record<string, string> = {}, channel = 'feedback') => {
    const response = await fetch(`${server.url}/webhooks/${channel}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    } as RequestInit)
    return { status: response.status, body: await response.json(), headers: response.headers } as Answer
  }
  const sendJson = (value: unknown, headers?: Record<string, string>, channel?: string) =>
    send(JSON.stringify(value), headers, channel)
  const ndjson = { 'content-type': 'application/x-ndjson' }

  describe('takes', () => {
    it('one post, a list, and {posts}', async () => {
      assert.deepEqual((await sendJson(one('1'))).body, { ...none, accepted: 1 })
      assert.deepEqual((await sendJson([one('1'), one('2')])).body, { ...none, accepted: 1, duplicate: 1 })
      const answer = await sendJson({
        posts: [one('3'), one('2', { text: 'changed' }), { id: '1', at, removed: true }],
      })
      assert.equal(answer.status, 202)
      assert.deepEqual(answer.body, { ...none, accepted: 1, edited: 1, removed: 1 })
    })
    it('gzip, and a byte order mark', async () => {
      const zipped = gzipSync(JSON.stringify(one('zip')))
      assert.equal((await send(zipped, { 'content-encoding': 'gzip' })).body.accepted, 1)
      assert.equal((await send(`\ufeff${JSON.stringify(one('bom'))}`)).body.accepted, 1)
    })
    it('an empty list', async () => assert.deepEqual((await sendJson([])).body, none))
    it('NDJSON, naming bad lines by their number', async () => {
      const lines = [one('n1'), '', '{"id": broken', one('n2'), { id: 'n3', at }, one('n1')]
      const text = lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n')
      const { status, body } = await send(text, ndjson)
      assert.equal(status, 202)
      assert.deepEqual({ ...body, rejected: 0 }, { ...none, accepted: 2, duplicate: 1, rejected: 0 })
      const { rejected } = body
      assert.deepEqual(
        rejected.map(({ index, problem }) => [index, problem.type, problem.errors]),
        [
          [2, '/api#malformed', undefined],
          [4, '/api#invalid', [{ pointer: '/text', detail: 'is missing' }]],
        ],
      )
    })
    it('NDJSON lines that are too long or not UTF-8 as bad lines, the rest goes on', async () => {
      const long = JSON.stringify(one('long', { text: 'x'.repeat(limits.maxLineBytes) }))
      const bytes = Buffer.concat([
        Buffer.from(`${long}\r\n`),
        Buffer.from([0x7b, 0xff, 0x7d, 0x0a]),
        Buffer.from(`${JSON.stringify(one('n9'))}\r\n`),
      ])
      for (const [body, headers] of [
        [bytes, ndjson],
        [gzipSync(bytes), { ...ndjson, 'content-encoding': 'gzip' }],
      ] as const) {
        const answer = await send(body, headers)
        assert.equal(answer.body.rejected.length, 2)
        assert.equal(answer.body.accepted + answer.body.duplicate, 1)
      }
    })
  })

  describe('rejects', () => {
    const bad: [what: string, post: object, pointer: string, detail: RegExp][] = [
      ['no id', { text: 'x', at }, '/id', /missing/],
      ['a number as id', one('x', { id: 12_345 }), '/id', /string/],
      ['an id with NUL', one('a\0b'), '/id', /control/],
      ['an id with a lone surrogate', one('a\ud800b'), '/id', /surrogate/],
      ['no text', { id: 'x', at }, '/text', /missing/],
      ['a long text', one('x', { text: 'ä'.repeat(40_000) }), '/text', /64 KB/],
      ['no time', { id: 'x', text: 'x' }, '/at', /missing/],
      ['a time without zone', one('x', { at: '2017-08-19T09:12:00' }), '/at', /RFC 3339/],
      ['year 0', one('x', { at: '0000-01-01T00:00:00Z' }), '/at', /1990/],
      ['year 1989', one('x', { at: '1989-12-31T23:59:59Z' }), '/at', /1990/],
      ['year 9999', one('x', { at: '9999-12-31T23:59:59Z' }), '/at', /ahead/],
      ['year 275760', one('x', { at: '+275760-09-13T00:00:00Z' }), '/at', /RFC 3339/],
      ['30 February', one('x', { at: '2017-02-30T00:00:00Z' }), '/at', /RFC 3339/],
      ['ten minutes ahead', one('x', { at: '2026-11-24T12:10:00Z' }), '/at', /ahead/],
      ['a source with blanks', one('x', { source: 'my forum' }), '/source', /a-z/],
      ['an unknown kind', one('x', { kind: 'tweet' }), '/kind', /post, comment or reply/],
      ['1e400 likes', one('x', { metrics: { likes: '1e400' } }), '/metrics/likes', /number/],
      ['removed as text', one('x', { removed: 'yes' }), '/removed', /true or false/],
      ['a list', [], '', /object/],
    ]
    for (const [what, post, pointer, detail] of bad)
      it(`${what}, by index and pointer`, async () => {
        const { status, body } = await sendJson([one(`good ${what}`), post])
        assert.equal(status, 202)
        const [rejected] = body.rejected
        const fault = rejected?.problem.errors?.[0]
        assert.deepEqual([rejected?.index, rejected?.problem.status, fault?.pointer], [1, 422, pointer])
        assert.match(fault?.detail ?? '', detail)
      })
    it('1e400 as a number too', async () => {
      const { status, body } = await send(`{"id":"x","text":"x","at":"${at}","metrics":{"likes":1e400}}`)
      assert.equal(status, 422)
      assert.equal(body.errors[0]?.pointer, '/metrics/likes')
    })
    it('a body of which nothing can be taken with 422, naming each field in the body', async () => {
      const { status, body, headers } = await sendJson({
        posts: [
          { id: 'x', at },
          { text: 'x', at },
        ],
      })
      assert.equal(status, 422)
      assert.equal(headers.get('content-type'), 'application/problem+json')
      assert.deepEqual(
        body.errors.map(({ pointer }) => pointer),
        ['/posts/0/text', '/posts/1/id'],
      )
      assert.equal(body.rejected.length, 2)
      assert.match(body.request_id, /^[0-9a-f-]{36}$/)
    })
  })

  describe('answers a hostile body', () => {
    const deep = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`
    const big = JSON.stringify(one('big', { text: 'x'.repeat(2 * 1024 * 1024) }))
    const cases: [what: string, status: number, body: string | Buffer, headers?: Record<string, string>][] = [
      ['not JSON', 400, '{"id": "x"'],
      ['nothing', 400, ''],
      ['invalid UTF-8', 400, Buffer.from([0x22, 0xc3, 0x28, 0x22])],
      ['UTF-16', 400, Buffer.from(JSON.stringify(one('x')), 'utf16le')],
      ['33 deep', 400, deep(33)],
      ['40 deep in a post', 400, `{"id":"x","text":"x","at":"${at}","more":${deep(40)}}`],
      ['a million deep', 400, deep(500_000)],
      ['100,000 keys', 400, `{${Array.from({ length: 60_000 }, (_, i) => `"k${i}":1`).join()}}`],
      ['the same key twice', 400, `{"id":"x","id":"y","text":"x","at":"${at}"}`],
      ['the same key twice, once escaped', 400, `{"id":"x","\\u0069d":"y","text":"x","at":"${at}"}`],
      ['__proto__', 400, `{"id":"x","text":"x","at":"${at}","__proto__":{"admin":true}}`],
      ['an escaped __proto__', 400, `{"id":"x","text":"x","at":"${at}","\\u005f_proto__":{"admin":true}}`],
      ['constructor', 400, `{"id":"x","text":"x","at":"${at}","constructor":{"prototype":1}}`],
      ['2 MB', 413, big],
      ['more than 1,000 posts', 413, JSON.stringify(Array.from({ length: 1_001 }, (_, i) => one(`m${i}`)))],
      ['a gzip bomb', 413, gzipSync(Buffer.alloc(100 * 1024 * 1024)), { 'content-encoding': 'gzip' }],
      ['broken gzip', 400, Buffer.from('not gzip'), { 'content-encoding': 'gzip' }],
      ['brotli', 415, 'x', { 'content-encoding': 'br' }],
      ['gzip in gzip', 415, 'x', { 'content-encoding': 'gzip, gzip' }],
      ['text/plain', 415, 'x', { 'content-type': 'text/plain' }],
      [
        'a NDJSON line without end',
        413,
        gzipSync(Buffer.alloc(100 * 1024 * 1024, 'x')),
        { ...ndjson, 'content-encoding': 'gzip' },
      ],
      ['a number', 422, '12'],
      ['null', 422, 'null'],
    ]
    for (const [what, status, body, headers] of cases)
      it(`${what}: ${status}`, async () => {
        const answer = await send(body as BodyInit, headers)
        assert.equal(answer.status, status, JSON.stringify(answer.body))
        assert.equal(answer.headers.get('content-type'), 'application/problem+json')
        assert.equal(({} as { admin?: boolean }).admin, undefined)
      })
    it('over the bounds of what may wait: 503 with Retry-After', async () => {
      const waiting = Promise.withResolvers<readonly []>()
      const slow = await serve({
        '/webhooks': webhookRoutes({
          receivePosts: () => waiting.promise,
          channelOf: () => ({ kind: 'webhook' }),
          secretOf: async () => undefined,
          authenticate: () => undefined,
          now: given.now,
          limits: { ...limits, maxWaitingPosts: 20 as never },
        }),
      })
      const turnedAway: Response[] = []
      const half = Promise.withResolvers<void>()
      const answers = Array.from({ length: 40 }, async (_, i) => {
        const headers = { 'content-type': 'application/json' }
        const body = JSON.stringify(one(`w${i}`))
        const response = await fetch(`${slow.url}/webhooks/x`, { method: 'POST', headers, body })
        if (turnedAway.push(response) === 20) half.resolve()
        return response.status
      })
      await half.promise
      for (const { status, headers } of turnedAway) {
        assert.equal(status, 503)
        const seconds = Number(headers.get('retry-after'))
        assert.ok(seconds >= 1 && seconds <= 5, `${seconds} s`)
      }
      waiting.resolve([])
      assert.equal((await Promise.all(answers)).filter((status) => status === 202).length, 20)
      await slow.close()
    })
    it('cut in the middle: nothing is kept, and the server goes on', async () => {
      const socket = connect(server.port, '127.0.0.1')
      const text = JSON.stringify(one('cut'))
      socket.write(
        `POST /webhooks/feedback HTTP/1.1\r\nhost: x\r\nauthorization: Bearer ${key}\r\ncontent-type: application/json\r\ncontent-length: ${text.length + 10}\r\n\r\n${text}`,
      )
      await new Promise((resolve) => socket.once('ready', resolve))
      socket.destroy()
      assert.equal((await sendJson(one('after the cut'))).body.accepted, 1)
      assert.deepEqual(await given.types('cut'), [])
    })
  })

  describe('looks who sends', () => {
    it('a wrong key 401, a key without the scope 403', async () => {
      const wrong = await sendJson(one('x'), { authorization: 'Bearer ock_wrong' })
      assert.deepEqual([wrong.status, wrong.headers.get('www-authenticate')], [401, 'Bearer'])
      assert.equal((await sendJson(one('x'), { authorization: 'Bearer ock_readonly' })).status, 403)
    })
    it('and where to: unknown 404, of another kind or closed 409', async () => {
      assert.equal((await sendJson(one('x'), {}, 'nowhere')).status, 404)
      assert.equal((await sendJson(one('x'), {}, 'forum')).status, 409)
      assert.equal((await sendJson(one('x'), {}, 'old')).status, 409)
    })
    it('and how: another method than POST 405', async () => {
      const answer = await fetch(`${server.url}/webhooks/feedback`)
      assert.deepEqual([answer.status, answer.headers.get('allow')], [405, 'POST'])
    })
    const signed = (body: string, by = secret, id = `msg_${randomBytes(8).toString('hex')}`, ms = given.now()) => ({
      'webhook-id': id,
      'webhook-timestamp': String(Math.floor(ms / 1000)),
      'webhook-signature': new Webhook(by).sign(id, new Date(ms), body),
    })
    const sendSigned = async (body: string, headers: Record<string, string>, channel = 'signed') => {
      const response = await fetch(`${server.url}/webhooks/${channel}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
        body,
      })
      return { status: response.status, body: await response.json() } as Answer
    }
    it('a valid signature instead of a key, JSON and NDJSON', async () => {
      const body = JSON.stringify(one('s1'))
      assert.equal((await sendSigned(body, signed(body))).body.accepted, 1)
      const lines = `${JSON.stringify(one('s2'))}\n${JSON.stringify(one('s3'))}\n`
      assert.equal((await sendSigned(lines, { ...signed(lines), ...ndjson })).body.accepted, 2)
    })
    it('a valid signature beside an authorization that is no key', async () => {
      const body = JSON.stringify(one('s4'))
      assert.equal((await sendSigned(body, { ...signed(body), authorization: 'Basic eDp5' })).body.accepted, 1)
    })
    it('a body sent again under its webhook-id: all duplicate, no effect', async () => {
      const body = JSON.stringify([one('r1'), one('r2')])
      const headers = signed(body)
      assert.equal((await sendSigned(body, headers)).body.accepted, 2)
      const again = await sendSigned(body, headers)
      assert.deepEqual([again.status, again.body], [202, { ...none, duplicate: 2 }])
    })
    it('an attempt that failed is not remembered', async () => {
      const body = JSON.stringify([one('f1')])
      const headers = signed(body)
      assert.equal((await sendSigned(body, { ...headers, 'webhook-signature': 'v1,AAAA' })).status, 401)
      assert.equal((await sendSigned(body, headers)).body.accepted, 1)
    })
    it('two secrets while one replaces the other, then only the new one', async () => {
      secrets.signed = `${secret} ${newSecret}`
      const body = JSON.stringify(one('rotate'))
      assert.equal((await sendSigned(body, signed(body, secret))).status, 202)
      assert.equal((await sendSigned(body, signed(body, newSecret))).status, 202)
      secrets.signed = newSecret
      assert.equal((await sendSigned(body, signed(body, secret))).status, 401)
      assert.equal((await sendSigned(body, signed(body, newSecret))).status, 202)
      secrets.signed = secret
    })
    it('an altered, old, unsigned or wrongly addressed body: the same 401', async () => {
      const body = JSON.stringify(one('bad'))
      const answers = await Promise.all([
        sendSigned(`${body} `, signed(body)),
        sendSigned(body, signed(body, secret, 'm', given.now() - 301_000)),
        sendSigned(body, signed(body, secret, 'm', given.now() + 301_000)),
        sendSigned(body, {}),
        sendSigned(body, signed(body), 'feedback'),
      ])
      for (const { status } of answers) assert.equal(status, 401)
      assert.deepEqual(await given.types('bad'), [])
    })
  })
})
