// Alerts from end to end: posts, the engine and the worker together; and the real server with a rule in outcry.yaml.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { alertsOf } from '../../../projections/alerts.ts'
import { limits } from '../../../settings.ts'
import { createRaiseAlerts } from '../../../workers/raise-alerts.ts'
import { channelOpened, ruleSet, storyOpened } from '../../given.ts'
import { remove, scratchFolder, startServer, until } from '../../running.ts'
import { webDouble } from '../../web-double.ts'
import { createWatching, hourMs, outburst, slug, startMs } from '../watching.ts'

describe('alerts of posts that come as they are made', () => {
  const folder = scratchFolder('live-alerts')
  after(() => remove(folder))

  it('are those of the phases that are declared, each within two seconds', async () => {
    const given = createWatching(path.join(folder, 'read.db'))
    const { log, readModel, clock } = given
    const stopping = new AbortController()
    await given.record(channelOpened('feedback'), storyOpened(slug), ruleSet({ on: ['phase-change', 'early-signs'] }))
    clock.ms = startMs + 9 * 24 * hourMs
    await given.add(outburst.filter(({ post }) => Date.parse(post.at) < clock.ms))
    const { keepUp, phases } = given.start()
    const alerts = createRaiseAlerts({
      log,
      readModel,
      keepUp,
      now: () => clock.ms,
      limits,
      onProblem: (words, error) => given.problems.push(`${words}: ${String(error)}`),
    })
    const running = alerts.run(stopping.signal)
    try {
      const raised = () => alertsOf(readModel, slug, { limit: 50 }).alerts.toReversed()
      for (let fromMs = clock.ms; fromMs < startMs + 10.5 * 24 * hourMs; fromMs = clock.ms) {
        clock.ms = fromMs + hourMs
        await given.add(outburst.filter(({ post }) => Date.parse(post.at) >= fromMs && Date.parse(post.at) < clock.ms))
        await until('the engine', () => (phases.gauge(slug)?.toMs ?? 0) >= clock.ms - 10 * 60_000 || undefined)
        const last = (await given.story()).phases.at(-1)
        if (last !== undefined && last.phase !== 'calm')
          await until(last.phase, () => raised().some(({ at }) => Date.parse(at) === Date.parse(last.at)) || undefined)
      }
      // Early signs and the backlash come five minutes apart: whoever sees both at once is told of the last.
      const declared = (await given.story()).phases.filter(({ phase }) => phase !== 'calm' && phase !== 'early-signs')
      assert.ok(declared.length >= 2, 'the story has phases')
      assert.deepEqual(
        raised().flatMap(({ at, withdrawn, trigger }) =>
          trigger === 'early-signs' ? [] : [[Date.parse(at), withdrawn]],
        ),
        declared.map(({ at }) => [Date.parse(at), undefined]),
      )
      const backlash = raised().find(({ title }) => title.endsWith(': Backlash'))
      assert.match(backlash?.reason ?? '', /^\d+ negative posts in .*, usually /)
      assert.deepEqual(backlash?.sources.map(({ name }) => name).sort(), ['forum', 'reddit'])
      assert.equal(backlash?.posts.length, 3)
      assert.deepEqual(given.problems, [])
    } finally {
      stopping.abort()
      await running
      await given.close()
    }
  })

  const remote = webDouble()

  it('come from the real server by a rule in its file: raised in two seconds, sent in five, once after a start anew', async () => {
    const file = `receivers: [{ id: pager, kind: webhook, url: "${remote.url}/hook", secret: "whsec_${Buffer.alloc(32, 5).toString('base64')}" }]
channels: [{ id: feedback, kind: webhook }]
stories: [{ slug: acme, title: T, company: Acme }]
alerts:
  - { id: team, to: [pager], on: [phase-change], severity: 9 }
`
    writeFileSync(path.join(folder, 'outcry.yaml'), file)
    const env = { OUTCRY_ALLOW_HOSTS: remote.host }
    remote.answers((_, response) => void response.writeHead(204).end())
    let server = await startServer(folder, { env })
    try {
      type Listed = { body: { alerts: { id: string; title: string; severity: number; reason: string }[] } }
      const listed = async () => ((await server.ask('GET', '/api/v1/stories/acme/alerts')) as Listed).body.alerts
      const post = { id: '1', text: 'Give it back.', at: new Date().toISOString() }
      assert.equal((await server.ask('POST', '/webhooks/feedback', post)).status, 202)
      await until('the post', async () => {
        const { body } = (await server.ask('GET', '/api/v1/stories/acme')) as { body: { posts: number } }
        return body.posts === 1 || undefined
      })
      const reason = 'It is in the press.'
      assert.equal((await server.ask('PUT', '/api/v1/stories/acme/phase', { phase: 'backlash', reason })).status, 200)
      const [alert] = await until('the alert', async () => {
        const alerts = await listed()
        return alerts.length > 0 ? alerts : undefined
      })
      assert.deepEqual(
        [alert?.title, alert?.severity, alert?.reason],
        ['Acme: Backlash', 9, 'Set by a person: It is in the press.'],
      )
      const sent = () => remote.asked.map(({ headers }) => headers['webhook-id'])
      await until('the webhook', () => sent().length > 0 || undefined)
      await server.kill()
      server = await startServer(folder, { env })
      await server.ask('PUT', '/api/v1/stories/acme/phase', { phase: 'recovered', reason: 'It is over.' })
      await until('the end', async () => (await listed()).length === 2 || undefined)
      assert.deepEqual(
        (await listed()).map(({ title }) => title),
        ['Acme: Recovered', 'Acme: Backlash'],
      )
      const ids = (await listed()).map(({ id }) => id).reverse()
      await until('the webhook again', () => sent().includes(ids[1]) || undefined)
      // What was sent and not yet recorded when it was killed comes again under the same id.
      assert.deepEqual([...new Set(sent())], ids)
    } finally {
      await server.stop()
    }
  })
})
