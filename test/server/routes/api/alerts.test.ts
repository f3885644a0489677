// Alerts in the API: rules set, changed and removed; what was raised, page by page.
import assert from 'node:assert/strict'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { alertRaised, alertWithdrawn } from '../../../given.ts'

const usual = {
  stories: [],
  on: ['phase-change', 'early-signs', 'statement', 'leaving', 'source-silent'],
  to: [],
  minimumPosts: 20,
  sensitivity: 'balanced',
  cooldown: '60m',
  quietHours: null,
  severity: 5,
}

describe('alerts in the API', () => {
  let server: ApiServer
  before(async () => {
    server = await startApi()
    await server.ask('POST', '/api/v1/stories', { body: { slug: 's', title: 'T' } })
  })
  after(() => server.close())

  it('has rules that are added, set whole, changed in part and removed', async () => {
    const added = await server.ask('POST', '/api/v1/alerts', { body: { id: 'team' } })
    assert.deepEqual([added.status, added.body], [201, { id: 'team', ...usual }])
    assert.equal(added.headers.get('location'), '/api/v1/alerts/team')
    assert.equal((await server.ask('POST', '/api/v1/alerts', { body: { id: 'team' } })).status, 409)

    const quietHours = '22:00-07:00 Europe/Berlin'
    const set = await server.ask('PUT', '/api/v1/alerts/team', { body: { stories: ['s'], quietHours, cooldown: '2h' } })
    assert.deepEqual(set.body, { id: 'team', ...usual, stories: ['s'], quietHours, cooldown: '120m' })
    const changed = await server.ask('PATCH', '/api/v1/alerts/team', { body: { quietHours: null, severity: 9 } })
    assert.deepEqual(changed.body, { ...set.body, quietHours: null, severity: 9 })
    assert.deepEqual((await server.ask('GET', '/api/v1/alerts')).body, { rules: [changed.body] })
    assert.deepEqual((await server.ask('GET', '/api/v1/alerts/team')).body, changed.body)

    const head = await server.log.head()
    assert.equal((await server.ask('PUT', '/api/v1/alerts/team', { body: changed.body })).status, 422)
    const { id: _, quietHours: __, ...same } = changed.body
    assert.equal((await server.ask('PUT', '/api/v1/alerts/team', { body: same })).status, 200)
    assert.equal(await server.log.head(), head)

    assert.equal((await server.ask('DELETE', '/api/v1/alerts/team')).status, 204)
    for (const method of ['GET', 'DELETE']) assert.equal((await server.ask(method, '/api/v1/alerts/team')).status, 404)
  })

  it('refuses a rule over a story that is not there, and one with a field that is wrong', async () => {
    const nowhere = await server.ask('POST', '/api/v1/alerts', { body: { id: 'x', stories: ['s', 'none'] } })
    assert.deepEqual(
      [nowhere.status, nowhere.body.errors],
      [422, [{ pointer: '/stories/1', detail: 'there is no story "none"' }]],
    )
    const wrong = await server.ask('PUT', '/api/v1/alerts/A%20b', { body: { cooldown: '60' } })
    assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/cooldown'])
    assert.equal((await server.ask('PUT', '/api/v1/alerts/A%20b', { body: {} })).status, 422)
    assert.equal((await server.ask('PATCH', '/api/v1/alerts/x', { body: {} })).status, 404)
    assert.equal((await server.get('/api/v1/alerts')).status, 401)
  })

  it('lists what was raised in a story, the newest first, with what was withdrawn', async () => {
    const ids = Array.from({ length: 5 }, (_, i) => `alert-${i}`)
    await server.record(
      ...ids.map((id) => alertRaised(id, [], { slug: 's' })),
      alertWithdrawn('alert-3', 's', 'posts were removed'),
    )
    const read = async (query: string) =>
      (await server.ask('GET', `/api/v1/stories/s/alerts${query}`)).body as {
        alerts: { id: string; withdrawn: { why: string } | null; since: null }[]
        next: string | null
      }
    const first = await read('?limit=2')
    assert.deepEqual(
      first.alerts.map(({ id, withdrawn, since }) => [id, withdrawn?.why ?? null, since]),
      [
        ['alert-4', null, null],
        ['alert-3', 'posts were removed', null],
      ],
    )
    const second = await read(`?limit=2&cursor=${first.next}`)
    const third = await read(`?limit=2&cursor=${second.next}`)
    assert.deepEqual(
      [...second.alerts, ...third.alerts].map(({ id }) => id),
      ['alert-2', 'alert-1', 'alert-0'],
    )
    assert.equal(third.next, null)
    assert.equal((await read('?limit=5')).next, null)
    assert.equal((await server.ask('GET', '/api/v1/stories/none/alerts')).status, 404)
    assert.equal((await server.get('/api/v1/stories/s/alerts')).status, 401)
  })
})
