// Alert rules at /admin: plain forms over the API, and what was raised lately.
import assert from 'node:assert/strict'
import { alertRulesStream } from '../../../../events/alert.ts'
import { alertRulesOf } from '../../../../events/alert-rules.ts'
import { type AdminServer, startAdmin } from '../../../admin-server.ts'
import { alertRaised, alertRule, storyOpened } from '../../../given.ts'
import { until } from '../../../running.ts'

describe('alert rules at the operator’s page', () => {
  let server: AdminServer
  let operator: Awaited<ReturnType<AdminServer['signIn']>>
  before(async () => {
    server = await startAdmin()
    operator = await server.signIn()
    await server.log.append([
      { stream: 'story-s', expected: 'none', events: [storyOpened('s')] },
      {
        stream: 'alert-a',
        expected: 'none',
        events: [
          alertRaised('a', [], { slug: 's', reason: 'Backlash, by these counts.', title: 'Plex: <b>Backlash</b>' }),
        ],
      },
    ])
    const head = await server.log.head()
    await until('the read model', () => server.keepUp.version() >= head || undefined)
  })
  after(() => server.close())

  const rules = async () => [...alertRulesOf(await server.log.read(alertRulesStream)).values()]
  const ticked = { 'on-phase-change': 'yes', 'on-statement': 'yes' }

  it('are added with what is ticked; an empty field gets its default', async () => {
    const { text } = await operator.get('/admin/alerts')
    assert.match(text, /name="on-phase-change" value="yes" checked/)
    assert.match(text, /name="on-new-topic" value="yes">/)
    const done = await operator.post('/admin/alerts', { do: 'add', id: 'team', stories: 's', cooldown: '', ...ticked })
    assert.deepEqual([done.status, done.headers.get('location')], [303, '/admin/alerts?said=ruled'])
    assert.deepEqual(await rules(), [alertRule({ stories: ['s'], on: ['phase-change', 'statement'] })])
    assert.match((await operator.get('/admin/alerts?said=ruled')).text, /phase-change, statement; s; no receiver/)
  })

  it('are refused with what was typed kept in the form', async () => {
    const wrong = await operator.post('/admin/alerts', {
      do: 'add',
      id: 'x',
      stories: 'none',
      severity: '7',
      ...ticked,
    })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /there is no story &quot;none&quot;/)
    assert.match(wrong.text, /name="severity" type="text" value="7"/)
    assert.match((await operator.post('/admin/alerts', { do: 'add', id: 'x' })).text, /on must hold at least one/)
  })

  it('are changed and removed', async () => {
    const quietHours = '22:00-07:00 Europe/Berlin'
    await operator.post('/admin/alerts/team', { do: 'change', quietHours, 'on-leaving': 'yes' })
    const [rule] = await rules()
    assert.deepEqual([rule?.on, rule?.stories, rule?.quietHours?.timeZone], [['leaving'], [], 'Europe/Berlin'])
    assert.match((await operator.get('/admin/alerts/team')).text, /value="22:00-07:00 Europe\/Berlin"/)
    await operator.post('/admin/alerts/team', { do: 'remove' })
    assert.deepEqual(await rules(), [])
    assert.equal((await operator.get('/admin/alerts/team')).status, 404)
  })

  it('stand beside what was raised lately', async () => {
    const { text } = await operator.get('/admin/alerts')
    assert.match(
      text,
      /<a href="\/stories\/s\?at&#x3D;[\d-]{10}T[\d:.]{12}Z"><bdi>Plex: &lt;b&gt;Backlash&lt;\/b&gt;<\/bdi><\/a>/,
    )
    assert.match(text, /Backlash, by these counts\./)
  })
})
