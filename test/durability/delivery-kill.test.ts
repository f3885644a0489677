// The real server, killed while a receiver holds its answer back: the alert comes again under the same id, so it counts once there.
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { openEmbedded } from '../../adapters/embedded.ts'
import { createReceiverEditing } from '../../server/receiver-editing.ts'
import { alertRaised, streamOf } from '../given.ts'
import { type Running, remove, scratchFolder, startServer, until } from '../running.ts'
import { webDouble } from '../web-double.ts'

describe('a server that is killed while it delivers', () => {
  const remote = webDouble()
  const folder = scratchFolder('delivery-kill')
  let server: Running | undefined
  after(async () => {
    await server?.kill()
    remove(folder)
  })

  it('delivers what was raised, at least once, and once as far as the receiver can tell', async () => {
    const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
    const env = { OUTCRY_ALLOW_HOSTS: remote.host }
    let answers = false
    remote.answers((_, response) => {
      if (answers) response.writeHead(204).end()
    })
    // Raised by a process that ended before anything could be sent.
    const { log, vault, close, pepper } = await openEmbedded(folder, { now: Date.now })
    const editing = createReceiverEditing({ log, vault, pepper, now: Date.now, random: randomBytes })
    await editing.add({ id: 'pager', kind: 'webhook', url: `${remote.url}/hook`, secret })
    for (const event of [alertRaised('a1', ['pager']), alertRaised('a2', ['pager'])])
      await log.append([{ stream: streamOf(event), expected: 'none', events: [event] }])
    await close()

    server = await startServer(folder, { env })
    await until('the first try', () => remote.asked.length === 1)
    await server.kill()
    answers = true
    server = await startServer(folder, { env })
    await until('both delivered', async () => {
      const { body } = (await server?.ask('GET', '/api/v1/receivers/pager/deliveries')) ?? {}
      const { deliveries } = body as unknown as { deliveries: { status: string }[] }
      return deliveries.length === 2 && deliveries.every(({ status }) => status === 'delivered')
    })
    const ids = () => remote.asked.map(({ headers }) => headers['webhook-id'])
    assert.deepEqual(ids(), ['a1', 'a1', 'a2'])
    assert.equal(await server.stop(), 0, server.output())
    server = await startServer(folder, { env })
    await server.ask('POST', '/api/v1/stories', { slug: 'plex', title: 'Plex' })
    assert.equal((await fetch(`${server.url}/stories/plex`)).status, 200)
    assert.equal((await fetch(`${server.url}/stories/plex/follow`)).status, 404, 'no mail server, no form')
    assert.equal(await server.stop(), 0, server.output())
    assert.equal(ids().length, 3, 'nothing is sent again that was recorded')
  })
})
