// Receivers over the API: what is answered of them, what never is, and the log of their deliveries.
import assert from 'node:assert/strict'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { alertRaised } from '../../../given.ts'
import { webDouble } from '../../../web-double.ts'

describe('receivers over the API', () => {
  const remote = webDouble()
  let server: ApiServer
  before(async () => {
    server = await startApi({ allowHosts: [remote.host] })
  })
  after(async () => {
    await server.close()
    assert.deepEqual(server.faults, [])
  })
  const at = '/api/v1/receivers'
  const url = 'https://hooks.example/T0KEN'

  it('are added, a webhook with a secret that is shown once, and no secret is answered again', async () => {
    const made = await server.ask('POST', at, { body: { id: 'pager', kind: 'webhook', url } })
    assert.equal(made.status, 201)
    assert.match(made.body.secret, /^whsec_[A-Za-z0-9+/]{43}=$/)
    assert.equal(made.headers.get('location'), `${at}/pager`)
    const given = await server.ask('POST', at, {
      body: { id: 'team', kind: 'slack', url, name: 'The team', quotes: true },
    })
    assert.equal(given.body.secret, undefined)
    const all = await server.ask('GET', at)
    assert.deepEqual(
      all.body.receivers.map((one: { id: string; secrets: string[] }) => [one.id, one.secrets]),
      [
        ['pager', ['url', 'secret']],
        ['team', ['url']],
      ],
    )
    const { body, text } = await server.ask('GET', `${at}/pager`)
    assert.deepEqual([body.name, body.quotes, body.off, body.waiting], ['pager', false, null, 0])
    assert.doesNotMatch(all.text + text, /T0KEN|whsec_/)
    assert.equal((await server.ask('POST', at, { body: { id: 'pager', kind: 'webhook', url } })).status, 409)
  })

  it('are changed, guarded by If-Match, and refuse what their kind has not', async () => {
    const read = await server.ask('GET', `${at}/team`)
    const headers = { 'if-match': read.headers.get('etag') ?? '' }
    const changed = await server.ask('PATCH', `${at}/team`, { body: { quotes: false }, headers })
    assert.deepEqual([changed.status, changed.body.quotes, changed.body.name], [200, false, 'The team'])
    assert.equal((await server.ask('PATCH', `${at}/team`, { body: { quotes: true }, headers })).status, 412)
    const wrong = await server.ask('PATCH', `${at}/team`, { body: { address: 'a@example.org' } })
    assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/address'])
    assert.equal((await server.ask('PATCH', `${at}/none`, { body: {} })).status, 404)
    const renewed = await server.ask('POST', `${at}/team/secret`, { body: undefined })
    assert.equal(renewed.status, 422)
  })

  it('are switched off and on, and tell why', async () => {
    const off = await server.ask('PATCH', `${at}/team`, { body: { off: true } })
    assert.equal(off.body.off.why, 'by hand')
    const on = await server.ask('PATCH', `${at}/team`, { body: { off: false } })
    assert.equal(on.body.off, null)
  })

  it('are tried for real', async () => {
    remote.answers((_, response) => void response.writeHead(202).end())
    await server.ask('PATCH', `${at}/pager`, { body: { url: `${remote.url}/x` } })
    const trial = await server.ask('POST', `${at}/pager/test`)
    assert.deepEqual([trial.status, trial.body.status, trial.body.problem], [200, 202, null])
    assert.match(String(remote.asked[0]?.headers['webhook-id']), /^test-/)
    remote.answers((_, response) => void response.writeHead(500).end())
    assert.equal((await server.ask('POST', `${at}/pager/test`)).body.problem, 'it answered 500')
  })

  it('list what became of each alert, newest first, with what comes next', async () => {
    await server.record(
      alertRaised('a1', ['pager']),
      alertRaised('a2', ['pager'], { notBefore: '2030-01-01T06:00:00.000Z' }),
    )
    const of = { receiver: 'pager', alert: 'a1', attempt: 1, at: '2026-11-26T07:00:00.000Z' }
    const retryAt = '2026-11-26T07:00:05.000Z'
    await server.record({ type: 'AlertDeliveryFailed', data: { ...of, problem: 'it answered 500', retryAt } })
    const { body } = await server.ask('GET', `${at}/pager/deliveries`)
    assert.deepEqual(
      body.deliveries.map((one: Record<string, unknown>) => [
        one.alert,
        one.status,
        one.attempts,
        one.problem,
        one.nextAt,
      ]),
      [
        ['a2', 'waiting', 0, null, '2030-01-01T06:00:00.000Z'],
        ['a1', 'waiting', 1, 'it answered 500', retryAt],
      ],
    )
    assert.equal((await server.ask('GET', `${at}/pager`)).body.problem, 'it answered 500')
    await server.record({ type: 'AlertDelivered', data: { ...of, attempt: 2, status: 204 } })
    const resent = await server.ask('POST', `${at}/pager/deliveries/a1/resend`)
    assert.deepEqual([resent.status, resent.body.status, resent.body.attempts], [202, 'waiting', 2])
    assert.equal((await server.ask('POST', `${at}/pager/deliveries/none/resend`)).status, 404)
  })

  it('are removed with their secrets and with what waited', async () => {
    assert.equal((await server.ask('DELETE', `${at}/pager`)).status, 204)
    assert.equal((await server.ask('GET', `${at}/pager`)).status, 404)
    assert.deepEqual(await server.vault.secretNames('receiver/pager/'), [])
    assert.equal((await server.ask('DELETE', `${at}/pager`)).status, 404)
    await server.ask('POST', at, { body: { id: 'pager', kind: 'mail', address: 'a@example.org' } })
    assert.equal((await server.ask('GET', `${at}/pager`)).body.waiting, 0)
  })
})
