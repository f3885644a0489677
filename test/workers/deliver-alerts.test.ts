// Alerts on their way: signed, in order, at least once, tried over days, and never where they must not go.
import assert from 'node:assert/strict'
import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { withdrawalId } from '../../events/alert-decisions.ts'
import type { EventLog } from '../../events/event-log.ts'
import { Problem } from '../../events/problem.ts'
import { webhookShapes } from '../../server/openapi-webhooks.ts'
import { createTryReceiver } from '../../workers/try-receiver.ts'
import { alertRaised, alertWithdrawn, origin, storyOpened } from '../given.ts'
import { acting, hostile } from '../hostile-words.ts'
import { post } from '../receiving.ts'
import { until } from '../running.ts'
import { smtpDouble } from '../smtp-double.ts'
import { webDouble } from '../web-double.ts'
import { startTold, type Told } from './told.ts'

type Got = { readonly headers: IncomingHttpHeaders; readonly body: string; readonly id: string }
const hourMs = 3_600_000

describe('alerts', () => {
  const remote = webDouble()
  const mail = smtpDouble()
  let told: Told
  const got: Got[] = []
  let answer: (response: ServerResponse, request: IncomingMessage) => void
  const status =
    (code: number, headers = {}) =>
    (response: ServerResponse) =>
      void response.writeHead(code, headers).end()

  beforeEach(async () => {
    got.length = 0
    answer = status(204)
    remote.answers((request, response) => {
      let body = ''
      request.setEncoding('utf8').on('data', (chunk) => {
        body += chunk
      })
      request.on('end', () => {
        got.push({ headers: request.headers, body, id: String(request.headers['webhook-id']) })
        answer(response, request)
      })
    })
    mail.mails.length = 0
    mail.answers(() => '250 fine')
    told = await startTold({ hosts: [remote.host], smtp: mail.url })
  })
  afterEach(() => told.close())

  const url = () => `${remote.url}/hook`
  const hook = (id = 'pager') => told.receive({ id, kind: 'webhook', url: url() })
  const settled = (id: string, count: number) =>
    until(`${count} settled`, () => told.deliveries(id).filter(({ status }) => status !== 'waiting').length >= count)
  const ids = () => got.map(({ id }) => id)

  it('reach a webhook, signed so that the library of Standard Webhooks takes it', async () => {
    const secret = await hook()
    await told.record(alertRaised('a1', ['pager', 'nobody']))
    await settled('pager', 1)
    assert.equal(got.length, 1)
    const { headers, body } = got[0] ?? assert.fail()
    const seconds = Math.floor(told.now() / 1_000)
    assert.equal(headers['webhook-timestamp'], String(seconds))
    // The library looks at the clock of the machine: the time of this try is put in its place, and signed anew.
    const library = new Webhook(secret)
    assert.equal(headers['webhook-signature'], library.sign('a1', new Date(1_000 * seconds), body))
    const sent = webhookShapes['alert.raised'].parse(JSON.parse(body))
    assert.equal(sent.data.id, 'a1')
    assert.match(sent.data.url ?? '', /^https:\/\/outcry\.example\/stories\/plex\?at=2026-/)
    const [delivery] = told.deliveries('pager')
    assert.deepEqual([delivery?.status, delivery?.attempts, delivery?.answered], ['delivered', 1, 204])
  })

  it('are signed by both secrets while one replaces the other, and by no third', async () => {
    const secrets = [await hook()]
    for (let i = 0; i < 2; i++) secrets.unshift((await told.editing.renewSecret('pager')).secret ?? '')
    await told.record(alertRaised('a1', ['pager']))
    await settled('pager', 1)
    const { headers, body } = got[0] ?? assert.fail()
    const at = new Date(1_000 * Number(headers['webhook-timestamp']))
    const signed = secrets.map((secret) =>
      String(headers['webhook-signature'])
        .split(' ')
        .includes(new Webhook(secret).sign('a1', at, body)),
    )
    assert.deepEqual(signed, [true, true, false])
  })

  it('all come, in the order they were raised, to one that was down for a day; each under one id', async () => {
    await hook()
    answer = status(503)
    const beganMs = told.now()
    await told.record(alertRaised('a1', ['pager']))
    await until('the first try', () => got.length === 1)
    await told.caughtUp()
    await told.record(alertRaised('a2', ['pager']), alertRaised('a3', ['pager']))
    while (told.now() < beganMs + 24 * hourMs) await told.nextTry('pager')
    assert.ok(
      ids().every((id) => id === 'a1'),
      'nothing overtakes the one that fails',
    )
    const tries = got.length
    assert.ok(tries >= 7 && tries <= 9, `${tries} tries in a day`)
    answer = status(200)
    await told.nextTry('pager')
    await settled('pager', 3)
    assert.deepEqual(ids().slice(tries), ['a1', 'a2', 'a3'])
    assert.deepEqual(
      told.deliveries('pager').map(({ attempts }) => attempts),
      [tries + 1, 1, 1],
    )
    assert.equal(told.receiver('pager')?.failures, 0)
  })

  it('are given up after 75 hours and shown so; the next is tried', async () => {
    await hook()
    answer = status(500)
    const beganMs = told.now()
    await told.record(alertRaised('a1', ['pager']))
    await until('the first try', () => told.receiver('pager')?.failures === 1)
    while (told.deliveries('pager')[0]?.status === 'waiting') await told.nextTry('pager')
    const hours = (told.now() - beganMs) / hourMs
    assert.ok(hours >= 75 && hours < 76.5, `given up after ${hours} h`)
    assert.equal(got.length, 10)
    assert.deepEqual(
      told.deliveries('pager').map(({ status, problem }) => [status, problem]),
      [['given up', 'it answered 500']],
    )
    answer = status(200)
    await told.record(alertRaised('a2', ['pager']))
    await told.nextTry('pager')
    await settled('pager', 2)
    assert.equal(told.deliveries('pager')[1]?.status, 'delivered')
  })

  it('switch a receiver off that answers 410, say why, and wait until it is switched on', async () => {
    await hook()
    answer = status(410)
    await told.record(alertRaised('a1', ['pager']))
    await until('off', () => told.receiver('pager')?.off !== undefined)
    assert.equal(told.receiver('pager')?.off?.why, 'it answered 410')
    answer = status(200)
    told.clock.ms += 100 * hourMs
    await told.record(alertRaised('a2', ['pager']))
    told.look()
    assert.equal(got.length, 1)
    assert.deepEqual(
      told.deliveries('pager').map(({ status }) => status),
      ['waiting', 'waiting'],
    )
    await told.editing.change('pager', { off: false })
    await settled('pager', 2)
    assert.deepEqual(ids(), ['a1', 'a1', 'a2'])
  })

  it('come no earlier than Retry-After of a 429 says, follow no redirect, and try again as said otherwise', async () => {
    await hook()
    answer = status(429, { 'retry-after': '120' })
    const beganMs = told.now()
    await told.record(alertRaised('a1', ['pager']))
    await until('the first try', () => told.receiver('pager')?.failures === 1)
    assert.equal(Date.parse(told.receiver('pager')?.retryAt ?? ''), beganMs + 120_000)
    told.clock.ms = beganMs + 119_999
    told.look()
    answer = status(302, { location: '/elsewhere' })
    await told.nextTry('pager')
    assert.match(told.deliveries('pager')[0]?.problem ?? '', /redirects/)
    assert.deepEqual(
      remote.asked.map(({ url }) => url),
      ['/hook', '/hook'],
    )
    answer = (response) => void response.socket?.destroy()
    await told.nextTry('pager')
    assert.match(told.deliveries('pager')[0]?.problem ?? '', /the connection was cut/)
    assert.equal(got.length, 3)
    assert.doesNotMatch(JSON.stringify(await told.log.read('receiver-pager')), /127\.0\.0\.1|\/hook/)
  })

  it('count as taken by a 2xx, whatever stands in the answer', async () => {
    await hook()
    answer = (response) => void response.writeHead(200, { 'content-encoding': 'compress' }).end('?')
    await told.record(alertRaised('a1', ['pager']))
    await settled('pager', 1)
    assert.deepEqual([told.deliveries('pager')[0]?.status, got.length], ['delivered', 1])
  })

  it('wait for the end of quiet hours, overtaken by what may be told at once', async () => {
    await hook()
    const notBefore = new Date(told.now() + 8 * hourMs).toISOString()
    await told.record(alertRaised('quiet', ['pager'], { notBefore }), alertRaised('loud', ['pager']))
    await settled('pager', 1)
    assert.deepEqual(ids(), ['loud'])
    told.clock.ms += 8 * hourMs
    told.look()
    await settled('pager', 2)
    assert.deepEqual(ids(), ['loud', 'quiet'])
  })

  it('are neither lost nor doubled when the clock jumps by a year, either way', async () => {
    await hook()
    const yearMs = 365 * 24 * hourMs
    answer = status(500)
    await told.record(alertRaised('a1', ['pager']))
    await until('the first try', () => told.receiver('pager')?.failures === 1)
    told.clock.ms += yearMs
    told.look()
    await until('the second try', () => told.receiver('pager')?.failures === 2)
    assert.equal(told.deliveries('pager')[0]?.status, 'waiting', 'a year by the clock is not 75 hours of trying')
    told.clock.ms -= 2 * yearMs
    answer = status(204)
    const notBefore = new Date(told.now() + yearMs).toISOString()
    await told.record(alertRaised('a2', ['pager'], { notBefore }))
    told.look()
    await settled('pager', 2)
    assert.deepEqual(ids(), ['a1', 'a1', 'a1', 'a2'])
  })

  it('that were taken and are withdrawn are said to be so, after those before, under an id of their own at every try', async () => {
    await hook()
    await told.receive({ id: 'shut', kind: 'webhook', url: 'http://127.0.0.1:1/x' })
    await told.receive({ id: 'desk', kind: 'mail', address: 'desk@example.org' })
    const to = ['pager', 'shut', 'desk']
    await told.record(alertRaised('a1', to))
    for (const id of ['pager', 'desk']) await settled(id, 1)
    answer = status(503)
    await told.record(alertRaised('a2', ['pager']), alertWithdrawn('a1', 'plex', 'posts were removed', { to }))
    await until('the next try', () => told.receiver('pager')?.failures === 1)
    answer = status(204)
    await told.nextTry('pager')
    await settled('pager', 3)
    await settled('desk', 2)
    const id = withdrawalId('a1')
    assert.deepEqual(ids(), ['a1', 'a2', 'a2', id])
    const { data } = webhookShapes['alert.withdrawn'].parse(JSON.parse(got.at(-1)?.body ?? ''))
    assert.deepEqual([data.id, data.why], ['a1', 'posts were removed'])
    await told.editing.resend('pager', id)
    await until('it is told again', () => told.deliveries('pager').at(-1)?.attempts === 2)
    assert.equal(ids().at(-1), id)
    const [, mailed] = mail.mails
    assert.match(mailed?.headers ?? '', new RegExp(`^Message-ID: <${id}\\.desk@`, 'im'))
    assert.match(mailed?.headers ?? '', /^Subject: Withdrawn: /im)
    await settled('shut', 1)
    assert.deepEqual(
      told.deliveries('shut').map(({ status }) => status),
      ['withdrawn'],
    )
  })

  it('are not sent once withdrawn, and listed so', async () => {
    await hook()
    const notBefore = new Date(told.now() + hourMs).toISOString()
    await told.record(alertRaised('a1', ['pager'], { notBefore }))
    await told.record({ type: 'AlertWithdrawn', data: { id: 'a1', slug: 'plex', why: 'posts were removed' } })
    told.clock.ms += hourMs
    told.look()
    await settled('pager', 1)
    assert.deepEqual(got, [])
    assert.deepEqual(
      told.deliveries('pager').map(({ status, problem }) => [status, problem]),
      [['withdrawn', 'posts were removed']],
    )
  })

  it('are sent again under the same id when somebody asks', async () => {
    await hook()
    await told.record(alertRaised('a1', ['pager']))
    await settled('pager', 1)
    await told.editing.resend('pager', 'a1')
    await until('the second', () => got.length === 2)
    await until('it is told', () => told.deliveries('pager')[0]?.attempts === 2)
    assert.deepEqual(ids(), ['a1', 'a1'])
  })

  it('are not sent again by a process that folds the whole log anew; what still waits is', async () => {
    await hook()
    await told.record(alertRaised('a1', ['pager']))
    await settled('pager', 1)
    answer = status(500)
    await told.record(alertRaised('a2', ['pager']))
    await until('the first try', () => told.receiver('pager')?.failures === 1)
    await told.close()
    answer = status(204)
    told.clock.ms += hourMs
    told = await startTold({ hosts: [remote.host], of: told })
    told.look()
    await settled('pager', 2)
    assert.deepEqual(ids(), ['a1', 'a2', 'a2'])
  })

  it('go to nobody private, to nobody removed, and to a receiver no more than one at a time', async () => {
    await told.receive({ id: 'inside', kind: 'webhook', url: 'http://127.0.0.1:1/x' })
    await hook()
    let under = 0
    let most = 0
    answer = (response) => {
      most = Math.max(most, ++under)
      setTimeout(() => {
        under--
        response.end()
      }, 20)
    }
    await told.record(...[1, 2, 3, 4].map((n) => alertRaised(`a${n}`, ['inside', 'pager'])))
    await settled('pager', 4)
    assert.equal(most, 1)
    assert.deepEqual(ids(), ['a1', 'a2', 'a3', 'a4'])
    assert.match(told.deliveries('inside')[0]?.problem ?? '', /only ports 80 and 443/)
    await told.editing.remove('pager')
    await told.record(alertRaised('a5', ['pager']))
    told.look()
    assert.equal(got.length, 4)
    assert.equal(await told.vault.secret('receiver/pager/secret'), undefined)
  })

  it('are not posted twice because the log does not take the outcome at first', async () => {
    await told.close()
    let refusals = 1
    const append =
      (log: EventLog): EventLog['append'] =>
      async (writes) => {
        if (refusals-- > 0) throw new Problem('unavailable', 'appending: the disk is full')
        return log.append(writes)
      }
    told = await startTold({ hosts: [remote.host], append })
    await hook()
    await told.record(alertRaised('a1', ['pager']))
    await until('the refusal', () => told.told.length > 0)
    for (let i = 0; i < 20; i++) told.look()
    await told.close()
    assert.equal(got.length, 1)
    assert.match(told.told[0] ?? '', /recording a delivery to receiver "pager" failed/)
    told = await startTold({ hosts: [remote.host] })
  })

  it('reach Slack, Discord and mail with what strangers wrote as harmless text, and only who wants quotes', async () => {
    const opened = { type: 'ChannelOpened', data: { id: 'feedback', kind: 'webhook', config: {} } } as const
    await told.record(opened, storyOpened('wild', { title: hostile, company: hostile, demonstration: true }))
    const words = hostile.replace('victim@example.org', 'me')
    await told.receivePosts('feedback', [post('p1', words)])
    const ref = told.refOf('p1')
    await told.receive({ id: 'slack', kind: 'slack', url: url(), quotes: true })
    await told.receive({ id: 'discord', kind: 'discord', url: url(), quotes: true })
    await told.receive({ id: 'desk', kind: 'mail', address: 'desk@example.org', quotes: true })
    await told.receive({ id: 'shy', kind: 'mail', address: 'shy@example.org' })
    const to = ['slack', 'discord', 'desk', 'shy']
    const phrases = [{ name: hostile, posts: 3 }]
    await told.record(
      alertRaised('a1', to, { slug: 'wild', title: hostile, reason: hostile, phrases, posts: [ref, origin(9).ref] }),
    )
    for (const id of to) await settled(id, 1)
    for (const id of to) assert.equal(told.deliveries(id)[0]?.status, 'delivered', told.deliveries(id)[0]?.problem)
    const bodies = got.map(({ body }) => body)
    const slack = bodies.find((body) => body.includes('blocks')) ?? ''
    assert.doesNotMatch(slack, /<!|<@/)
    assert.match(slack, /&lt;!channel&gt;/)
    assert.match(bodies.find((body) => body.includes('embeds')) ?? '', /"allowed_mentions":\{"parse":\[\]\}/)
    const desk = mail.mails.find((one) => one.to === 'desk@example.org')
    const shy = mail.mails.find((one) => one.to === 'shy@example.org')
    assert.ok(desk !== undefined && shy !== undefined)
    assert.doesNotMatch(desk.headers, /^(Bcc|X-)/im)
    assert.match(desk.headers, /^Message-ID: <a1\.desk@outcry\.example>/im)
    assert.match(desk.headers, /^Content-Type: text\/plain/im)
    assert.match(desk.headers, /^Subject: .*Re-enactment/im)
    assert.doesNotMatch(desk.text, acting)
    assert.match(desk.text, /on Webhook/)
    assert.doesNotMatch(shy.text, /on Webhook/)
    assert.equal(mail.mails.length, 2)
  })

  it('do not count it as a failure of the receiver when the vault is away, and go out when it is back', async () => {
    await hook()
    const { secret } = told.vault
    Object.assign(told.vault, {
      secret: () => Promise.reject(new Problem('unavailable', 'reading the vault: it is away')),
    })
    await told.record(alertRaised('a1', ['pager']))
    await until('the first look', () => told.told.length > 0)
    Object.assign(told.vault, { secret })
    assert.equal(told.receiver('pager')?.failures, 0)
    told.look()
    await settled('pager', 1)
    assert.deepEqual(ids(), ['a1'])
    assert.equal(told.deliveries('pager')[0]?.attempts, 1)
  })

  it('wait while the mail server says no, and say what it answered without the address', async () => {
    await told.receive({ id: 'desk', kind: 'mail', address: 'desk@example.org' })
    mail.answers((to) => `450 4.2.1 <${to}> later`)
    await told.record(alertRaised('a1', ['desk']))
    await until('the first try', () => told.receiver('desk')?.failures === 1)
    mail.answers(() => '250 fine')
    await told.nextTry('desk')
    await settled('desk', 1)
    const events = await told.log.read('receiver-desk')
    assert.deepEqual(
      events.map(({ type }) => type),
      ['ReceiverSet', 'AlertDeliveryFailed', 'AlertDelivered'],
    )
    assert.match(JSON.stringify(events), /the mail server answered 450/)
    assert.doesNotMatch(JSON.stringify(events), /example\.org/)
  })

  it('have a test that is sent at once and recorded nowhere', async () => {
    const secret = await hook()
    const trying = createTryReceiver({ ...told, newId: () => 'one' })
    assert.deepEqual(await trying('pager').then(({ status, problem }) => [status, problem]), [204, null])
    assert.equal(got[0]?.id, 'test-one')
    webhookShapes['outcry.test'].parse(JSON.parse(got[0]?.body ?? ''))
    assert.ok(secret !== '')
    answer = status(404)
    assert.deepEqual(await trying('pager').then(({ status, problem }) => [status, problem]), [404, 'it answered 404'])
    assert.equal((await told.log.read('receiver-pager')).length, 1)
    await assert.rejects(trying('none'), { code: 'not-found' })
  })
})
