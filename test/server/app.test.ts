// What every answer has, and the addresses for those who watch the service.
import assert from 'node:assert/strict'
import { type ApiServer, startApi } from '../api-server.ts'

describe('every answer', () => {
  let server: ApiServer
  before(async () => {
    server = await startApi()
  })
  after(() => server.close())

  it('forbids everything that a page of ours does not need', async () => {
    const { headers } = await server.get('/api')
    assert.equal(
      headers.get('content-security-policy'),
      "default-src 'none';script-src 'self';style-src 'self';style-src-attr 'unsafe-inline';img-src 'self';connect-src 'self';base-uri 'none';form-action 'self';frame-ancestors 'none';require-trusted-types-for 'script'",
    )
    assert.equal(headers.get('x-content-type-options'), 'nosniff')
    assert.equal(headers.get('x-powered-by'), null)
  })
  it('carries the id that a problem names', async () => {
    const { headers, body } = await server.get('/nothing')
    assert.equal(body.request_id, headers.get('x-request-id'))
    assert.equal(body.status, 404)
  })
  it('is a problem, not a fault, for an address that cannot be read', async () => {
    const { status, headers } = await server.get('/api/v1/stories/%E0%A4%A')
    assert.equal(status, 400)
    assert.equal(headers.get('content-type'), 'application/problem+json')
  })
})

describe('the documentation', () => {
  let server: ApiServer
  before(async () => {
    server = await startApi()
  })
  after(() => server.close())

  it('is an OpenAPI 3.1 document in which every reference leads somewhere', async () => {
    const { body, text } = await server.get('/api/v1/openapi.json')
    assert.equal(body.openapi, '3.1.0')
    const names = [...text.matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name ?? '')
    assert.ok(names.length > 50)
    for (const name of new Set(names)) assert.ok(body.components.schemas[name], name)
    const ids = Object.values(body.paths).flatMap((path) =>
      Object.values(path as object).map(({ operationId }) => operationId),
    )
    assert.equal(new Set(ids).size, ids.length)
    for (const path of ['/webhooks/{channel}', '/api/v1/imports', '/livez', '/readyz', '/metrics'])
      assert.ok(body.paths[path], path)
  })
  it('is a page too, without a script or anything from elsewhere', async () => {
    const { status, text, headers } = await server.get('/api')
    assert.equal(status, 200)
    assert.match(headers.get('content-type') ?? '', /text\/html/)
    for (const words of [
      'GET /api/v1/stories/{slug}/timeline',
      'POST /webhooks/{channel}',
      'id="shape-Story"',
      'id="not-found"',
    ])
      assert.ok(text.includes(words), words)
    assert.doesNotMatch(text, /<script|https?:\/\/(?!a\.example)/)
  })
})

describe('those who watch', () => {
  it('learn whether it lives, is ready, and why not', async () => {
    const server = await startApi()
    try {
      assert.deepEqual((await server.get('/livez')).body, { live: true })
      await server.caughtUp()
      const ready = await server.get('/readyz')
      assert.equal(ready.status, 200)
      assert.deepEqual(ready.body, { ready: true, checks: { log: 'ok', readModel: 'ok', disk: 'ok' } })
      server.drain()
      const draining = await server.get('/readyz')
      assert.equal(draining.status, 503)
      assert.match(draining.body.checks.log, /stopping/)
      assert.equal((await server.get('/livez')).status, 200)
    } finally {
      await server.close()
    }
  })
  it('get metrics from this machine, or with an admin key through a proxy', async () => {
    const server = await startApi()
    try {
      const { status, text, headers } = await server.get('/metrics')
      assert.equal(status, 200)
      assert.equal(headers.get('cache-control'), 'no-store')
      for (const name of [
        'outcry_acknowledgement_seconds_bucket',
        'outcry_queue_bytes 0',
        'outcry_log_head_version 0',
        'outcry_read_model_lag_events 0',
        'outcry_parked_events 0',
        'outcry_open_erasure_seconds 0',
        'outcry_receivers_failing 0',
        'outcry_alert_delay_seconds 0',
        'outcry_recheck_overdue_posts 0',
        'outcry_recheck_lag_seconds 0',
      ])
        assert.ok(text.includes(name), name)
      const proxied = { 'x-forwarded-for': '127.0.0.1' }
      assert.equal((await server.get('/metrics', proxied)).status, 401)
      assert.equal((await server.ask('GET', '/metrics', { headers: proxied })).status, 200)
    } finally {
      await server.close()
    }
  })
})
