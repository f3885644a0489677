// A node of a cluster while Redis or KurrentDB is away: it says so, takes nothing, goes on by itself.
import assert from 'node:assert/strict'
import { adminKey, startCluster, type TestCluster } from '../cluster.ts'
import { connectionTo } from '../kurrent-double.ts'
import { type Running, until } from '../running.ts'
import { openProxy } from '../tcp-proxy.ts'

type Ready = { readonly ready: boolean; readonly checks: { readonly log: string; readonly vault: string } }

describe('a node whose log or vault is away', () => {
  let cluster: TestCluster
  let wire: Awaited<ReturnType<typeof openProxy>>
  let server: Running
  before(async function () {
    cluster = await startCluster(this)
    wire = await openProxy(cluster.port)
    server = await cluster.server('a', { KURRENTDB_URL: connectionTo(wire.port) })
    await cluster.worker('w')
  })
  after(async () => {
    await cluster?.stop()
    wire?.close()
  })

  const count = (type: string) => cluster.double.log.filter((event) => event.type === type).length
  const send = (id: string) =>
    fetch(`${server.url}/webhooks/feedback`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
      body: JSON.stringify({ id, text: 'I hate that the opt-out is gone', at: new Date().toISOString() }),
    })
  const taken = async (id: string) => {
    const answer = await until(`202 for ${id}`, async () => {
      const answer = await send(id)
      return answer.status === 202 ? ((await answer.json()) as { accepted: number }) : undefined
    })
    assert.equal(answer.accepted, 1)
    await until('its analysis', () => count('PostAnalysed') === count('PostReceived'))
  }
  const refused = async (id: string) => {
    const before = count('PostReceived')
    const answer = await send(id)
    assert.equal(answer.status, 503)
    assert.ok(Number(answer.headers.get('retry-after')) > 0)
    const { type, detail } = (await answer.json()) as { type: string; detail: string }
    assert.equal(type, '/api#unavailable')
    assert.doesNotMatch(detail, /127\.0\.0\.1/)
    assert.equal(count('PostReceived'), before)
  }
  const readiness = (status: number) =>
    until(`/readyz ${status}`, async () => {
      const answer = await server.ask('GET', '/readyz')
      return answer.status === status ? (answer.body as Ready) : undefined
    })
  const metrics = async () => {
    const answer = await fetch(`${server.url}/metrics`)
    assert.equal(answer.status, 200)
    const lines = (await answer.text()).split('\n').filter((line) => !line.startsWith('#'))
    return new Map(lines.map((line) => line.split(' ', 2) as [string, string]))
  }

  it('answers 503 with Retry-After without Redis, writes no event, and goes on when it is back', async () => {
    await taken('1')
    await cluster.redis.kill()
    await refused('2')
    const { checks } = await readiness(503)
    assert.equal(checks.log, 'ok')
    assert.match(checks.vault, /Redis is away/)
    assert.equal((await server.ask('GET', '/livez')).status, 200)
    assert.equal((await server.ask('GET', '/api/v1/stories/feedback')).status, 200)
    const names = await metrics()
    assert.ok(names.has('outcry_log_head_version'))
    for (const name of ['outcry_recheck_overdue_posts', 'outcry_worker'])
      assert.ok(!names.has(name), 'who knows it is away')
    await cluster.redis.start()
    await readiness(200)
    await taken('2')
    const after = await metrics()
    assert.ok(after.has('outcry_recheck_overdue_posts'))
    assert.equal(after.get('outcry_worker'), '1', 'who analysed that post')
  })

  it('answers 503 with Retry-After without KurrentDB, and goes on when it is back', async () => {
    wire.cut()
    await refused('3')
    const { checks } = await readiness(503)
    assert.equal(checks.vault, 'ok')
    assert.match(checks.log, /does not answer/)
    assert.ok(!(await metrics()).has('outcry_log_head_version'), 'who knows it is away')
    wire.heal()
    await readiness(200)
    await taken('3')
  })
})
