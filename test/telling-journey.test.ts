// A change of phase reaches everybody who does not stand on the page: a webhook, a mail, three feeds, badge, summary and panel, in seconds;
// and whoever asks again and again with what he knows is told "nothing new" until there is.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { Webhook } from 'standardwebhooks'
import { startServer, until } from './running.ts'
import { smtpDouble } from './smtp-double.ts'
import { tempFolder } from './temp-folder.ts'
import { webDouble } from './web-double.ts'

const secret = `whsec_${Buffer.alloc(32, 5).toString('base64')}`
const withinMs = 5_000

describe('people are told', () => {
  const place = tempFolder()
  const mail = smtpDouble()
  const web = webDouble()

  it('of a change within five seconds, wherever they are', async () => {
    const file = place('outcry.yaml')
    writeFileSync(
      file,
      `channels: [{ id: feedback, kind: webhook }]
stories: [{ slug: acme, title: Acme prices, company: Acme }]
receivers:
  - { id: pager, kind: webhook, url: "${web.url}/hook", secret: ${secret} }
  - { id: desk, kind: mail, address: desk@example.org }
alerts:
  - { id: team, on: [phase-change], to: [pager, desk], cooldown: 0m }
`,
    )
    const bodies: { id: string; title: string }[] = []
    web.answers((request, response) => {
      let body = ''
      request.on('data', (bytes) => {
        body += bytes
      })
      request.on('end', () => {
        const { data } = new Webhook(secret).verify(body, request.headers as Record<string, string>) as {
          data: { title: string }
        }
        bodies.push({ id: String(request.headers['webhook-id']), title: data.title })
        response.writeHead(204).end()
      })
    })
    const env = {
      OUTCRY_CONFIG: file,
      OUTCRY_ALLOW_HOSTS: web.host,
      SMTP_URL: mail.url,
      SMTP_FROM: 'Outcry <alerts@outcry.example>',
    }
    const server = await startServer(place('data'), { env })
    try {
      const post = { id: '1', text: 'Give it back.', at: new Date().toISOString() }
      assert.equal((await server.ask('POST', '/webhooks/feedback', post)).status, 202)
      const get = async (name: string, headers: Record<string, string> = {}) => {
        const answer = await fetch(`${server.url}/stories/acme/${name}`, { headers })
        return { status: answer.status, etag: answer.headers.get('etag') ?? '', text: await answer.text() }
      }
      /** A reader that asks with what it knows, as feed readers do. */
      const reader = () => {
        let known = ''
        return async () => {
          const { status, etag, text } = await get('feed.atom', { 'if-none-match': known })
          known = status === 200 ? etag : known
          return status === 200 ? text : undefined
        }
      }
      await until('the post', async () => (await get('summary.json')).text.includes('"total":1') || undefined)
      const ask = reader()
      await ask()
      const told: (string | undefined)[] = []
      for (const [phase, shown] of [
        ['backlash', 'Backlash'],
        ['recovered', 'Recovery'],
      ] as const) {
        const began = performance.now()
        const leftMs = () => Math.max(1, withinMs - (performance.now() - began))
        const reason = `A person says ${phase}.`
        assert.equal((await server.ask('PUT', '/api/v1/stories/acme/phase', { phase, reason })).status, 200)
        const has = (name: string, word: string) =>
          until(`${word} in ${name}`, async () => (await get(name)).text.includes(word) || undefined, leftMs())
        const count = told.length + 1
        const deliveries = [
          until('the webhook', () => bodies.length === count || undefined, leftMs()),
          until('the mail', () => mail.mails.length === count || undefined, leftMs()),
        ]
        await Promise.all([
          ...deliveries,
          ...['feed.atom', 'feed.rss', 'feed.json'].map((name) => has(name, reason)),
          ...['badge.svg', 'badge.json', 'embed'].map((name) => has(name, shown)),
          has('summary.json', `"label":"${shown}"`),
        ])
        told.push(await until('the reader', ask, leftMs()))
      }
      assert.equal(await ask(), undefined, 'nothing new, so nothing sent')
      assert.match(told[1] ?? '', /A person says recovered/, 'a reader of the first day learns the end')
      assert.deepEqual(
        bodies.map(({ title }) => title),
        ['Acme: Backlash', 'Acme: Recovered'],
      )
      assert.notEqual(bodies[0]?.id, bodies[1]?.id)
      assert.deepEqual(
        mail.mails.map(({ to, headers }) => [to, /^Subject: (.*)$/m.exec(headers)?.[1]]),
        [
          ['desk@example.org', 'Acme: Backlash'],
          ['desk@example.org', 'Acme: Recovered'],
        ],
      )
    } finally {
      assert.equal(await server.stop(), 0, server.output())
    }
  })
})
