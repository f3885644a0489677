import assert from 'node:assert/strict'
import { startCluster, type TestCluster } from './cluster.ts'
import { until } from './running.ts'

describe('a cluster', function () {
  this.timeout(120_000)
  let cluster: TestCluster
  before(async function () {
    cluster = await startCluster(this)
  })
  after(async () => cluster?.stop())

  it('takes a post on one server and shows it on the other', async () => {
    const a = await cluster.server('a')
    const b = await cluster.server('b')
    const w = await cluster.worker('w1')
    const sent = await a.ask('POST', '/webhooks/feedback', {
      id: '1',
      text: 'I hate that the opt-out is gone',
      at: new Date().toISOString(),
    })
    assert.equal(sent.status, 202, JSON.stringify(sent.body))
    await until('the count', 30_000, async () => {
      const { body } = await b.ask('GET', '/api/v1/stories/feedback')
      return (body as { posts: number }).posts === 1 || undefined
    }).catch((e) => {
      console.log(w.output(), a.output(), b.output())
      throw e
    })
    assert.match(await (await fetch(`${b.url}/stories/feedback`)).text(), /I hate that the opt-out is gone/)
    assert.equal(await w.stop(), 0, w.output())
    assert.equal(await a.stop(), 0, a.output())
  })
})
