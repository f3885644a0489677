// Receivers at the operator's page: added, tried, switched, their deliveries sent again; followers' addresses deleted.
import assert from 'node:assert/strict'
import { type AdminServer, startAdmin } from '../../../admin-server.ts'
import { alertRaised, streamOf } from '../../../given.ts'
import { until } from '../../../running.ts'
import { webDouble } from '../../../web-double.ts'

const xss = `"><script>alert(1)</script>'`

describe('receivers at the operator’s page', () => {
  const remote = webDouble()
  let server: AdminServer
  let operator: Awaited<ReturnType<AdminServer['signIn']>>
  before(async () => {
    server = await startAdmin({ allowHosts: [remote.host] })
    operator = await server.signIn()
  })
  after(() => server.close())
  const page = '/admin/receivers/pager'
  const done = async (target: string, fields: Record<string, string>, said: string) => {
    const answer = await operator.post(target, fields)
    assert.equal(answer.status, 303, answer.text)
    assert.match(answer.headers.get('location') ?? '', new RegExp(`said=${said}$`))
    return (await operator.get(answer.headers.get('location') ?? '')).text
  }
  const record = async (event: Parameters<typeof streamOf>[0]) => {
    const stream = streamOf(event)
    const expected = (await server.log.read(stream)).at(-1)?.revision ?? 'none'
    await server.log.append([{ stream, expected, events: [event] }])
    const head = await server.log.head()
    await until('the read model', () => server.keepUp.version() >= head)
  }

  it('are added with a secret that is shown once, and keep what was typed when refused', async () => {
    const refused = await operator.post('/admin/receivers', { do: 'add', id: 'pager', kind: 'webhook', name: xss })
    assert.equal(refused.status, 422)
    assert.match(refused.text, /url is missing/)
    assert.doesNotMatch(refused.text, /<script>alert/)
    const fields = { do: 'add', id: 'pager', kind: 'webhook', name: xss, url: `${remote.url}/x`, quotes: 'No' }
    const made = await operator.post('/admin/receivers', fields)
    assert.equal(made.status, 200)
    assert.match(made.text, /whsec_/)
    const later = await operator.get(page)
    assert.doesNotMatch(later.text, /whsec_|<script>alert/)
    assert.ok(!later.text.includes(remote.url))
    assert.match((await operator.get('/admin/receivers')).text, /href="\/admin\/receivers\/pager"/)
  })

  it('are tried, and what came of it is said', async () => {
    remote.answers((_, response) => void response.writeHead(204).end())
    assert.match((await operator.post(page, { do: 'test' })).text, /It was taken: 204/)
    remote.answers((_, response) => void response.writeHead(404).end())
    assert.match((await operator.post(page, { do: 'test' })).text, /It was not taken: it answered 404\./)
  })

  it('show what became of each alert, why one is switched off, and send again', async () => {
    await record(alertRaised('a1', ['pager'], { title: xss }))
    const at = '2026-11-26T07:00:00.000Z'
    const retryAt = '2026-11-26T07:00:05.000Z'
    const of = { receiver: 'pager', alert: 'a1', at }
    await record({ type: 'AlertDeliveryFailed', data: { ...of, attempt: 1, problem: 'it answered 410', retryAt } })
    await record({ type: 'ReceiverSwitchedOff', data: { id: 'pager', at, why: 'it answered 410' } })
    const off = (await operator.get(page)).text
    assert.match(off, /switched off since Thu 26 Nov, 07:00 UTC because it answered 410, 1 alert waiting/)
    assert.match(off, /waiting; 1 try, the last Thu 26 Nov, 07:00 UTC; it answered 410/)
    assert.doesNotMatch(off, /<script>alert/)
    const overview = (await operator.get('/admin')).text
    assert.match(overview, /Not everything works[\s\S]*1 receiver, 1 switched off, 1 alert waiting/)
    await done(page, { do: 'on' }, 'on')
    await record({ type: 'AlertDelivered', data: { ...of, attempt: 2, status: 204 } })
    assert.match((await operator.get(page)).text, /delivered; 2 tries, .*answered 204/)
    assert.match(await done(page, { do: 'resend', alert: 'a1' }, 'resent'), /waiting; 2 tries/)
    assert.match(await done(page, { do: 'off' }, 'off'), /switched off since .*by hand/)
    assert.match((await operator.get('/admin')).text, /Everything works/)
  })

  it('say which rules name them, or that none does', async () => {
    assert.match((await operator.get(page)).text, /No rule names it: nothing but a test reaches it/)
    await operator.post('/admin/alerts', { do: 'add', id: 'night', to: 'pager', 'on-leaving': 'yes' })
    assert.match((await operator.get(page)).text, /Told by the rules <a href="\/admin\/alerts\/night">night<\/a>\./)
  })

  it('are changed, given a new secret, and removed', async () => {
    const changed = await done(
      page,
      { do: 'change', name: 'Pager', url: '', quotes: 'Yes, where their source lets us' },
      'changed',
    )
    assert.match(changed, /value="Pager"/)
    assert.equal(await server.vault.secret('receiver/pager/url'), `${remote.url}/x`)
    assert.match((await operator.post(page, { do: 'renew' })).text, /whsec_/)
    assert.equal((await server.vault.secret('receiver/pager/secret'))?.split(' ').length, 2)
    assert.doesNotMatch(await done(page, { do: 'remove' }, 'removed'), /receivers\/pager/)
  })

  it('stand beside those who follow by mail, whose address can be deleted', async () => {
    await record({
      type: 'FollowerAsked',
      data: { id: 'f'.repeat(22), slug: 'plex', at: '2026-11-26T07:00:00.000Z', every: false },
    })
    assert.match((await operator.get('/admin/receivers')).text, /plex <span class="m">0 followers, 1 not confirmed yet/)
    await done('/admin/receivers', { do: 'erase', address: 'reader@example.org' }, 'erased')
    assert.equal((await operator.post('/admin/receivers', { do: 'erase', address: 'no address' })).status, 422)
  })
})
