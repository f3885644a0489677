// Labelling at the operator's page over real HTTP: plain forms, nothing that sways, nobody's name.
import assert from 'node:assert/strict'
import { defaultLane } from '../../../../events/story.ts'
import { labelsOf } from '../../../../projections/labels.ts'
import { type AdminServer, startAdmin } from '../../../admin-server.ts'
import { finding, inStory } from '../../../given.ts'
import { post } from '../../../receiving.ts'
import { until } from '../../../running.ts'

const page = '/admin/labelling/plex'
const count = 6

describe('labelling at the operator’s page', () => {
  let server: AdminServer
  let operator: Awaited<ReturnType<AdminServer['signIn']>>
  beforeEach(async () => {
    server = await startAdmin()
    operator = await server.signIn()
    await operator.post('/admin/channels', { do: 'open', id: 'feedback', kind: 'webhook' })
    await operator.post('/admin/stories', { do: 'open', slug: 'plex', title: 'Plex' })
    for (let n = 0; n < count; n++) await receive(`${n}`)
    const head = await server.log.head()
    await until('the read model', () => server.keepUp.version() >= head)
  })
  afterEach(() => server.close())

  const receive = async (id: string) => {
    const content = { id, text: `text ${id} <b>`, title: `title ${id}`, author: `AUTHOR${id}` }
    await server.receivePosts('feedback', [{ ...post(id), content }])
    const [received] = await server.history(id)
    assert.ok(received?.type === 'PostReceived')
    const { version, content: _, ...origin } = received.data
    const found = finding('negative', [inStory('plex')])
    const data = { ...origin, ...found, version, lane: defaultLane, model: 'given', language: 'en' }
    await server.log.append([{ stream: received.stream, expected: 0, events: [{ type: 'PostAnalysed', data }] }])
  }
  const seen = async () => {
    const { text } = await operator.get(page)
    return { text, ref: /name="ref" value="([0-9a-f]{32})"/.exec(text)?.[1] ?? '' }
  }
  const press = async (button: string, ref: string) => {
    const answer = await operator.post(page, { do: button, ref })
    assert.equal(answer.status, 303, answer.text)
    return answer.headers.get('location')
  }
  const labels = () => labelsOf(server.readModel, 'plex', defaultLane).map(({ ref, label }) => [ref, label])

  it('is reached from a tab, story by story', async () => {
    const { text } = await operator.get('/admin')
    assert.match(text, /href="\/admin\/labelling"/)
    assert.match((await operator.get('/admin/labelling')).text, /href="\/admin\/labelling\/plex"/)
    assert.equal((await operator.get('/admin/labelling/none')).status, 404)
  })

  it('shows text, title, kind and source, and neither author nor what the model thinks', async () => {
    const { text } = await seen()
    assert.match(text, /<p dir="auto">text \d &lt;b&gt;<\/p>/)
    assert.match(text, /title \d/)
    assert.match(text, /post, webhook, /)
    assert.match(text, /0 of 200 labelled/)
    assert.match(text, /none: it needs 50 labels, 0 are there/)
    assert.ok(!text.includes('AUTHOR'))
    assert.doesNotMatch(text, /aria-pressed|linear|afinn/)
  })

  it('takes labels of posts drawn at random, until none is left', async () => {
    const refs = new Set<string>()
    for (let n = 0; n < count; n++) {
      const { ref } = await seen()
      refs.add(ref)
      assert.equal(await press('neutral', ref), `${page}?said=labelled`)
    }
    assert.equal(refs.size, count)
    assert.deepEqual(new Set(labels().map(([ref]) => ref)), refs)
    assert.ok(labelsOf(server.readModel, 'plex', defaultLane).every(({ sampled, by }) => sampled && by === 'admin'))
    const { text } = await seen()
    assert.match(text, /Nothing to label/)
    assert.match(text, /6 of 200 labelled/)
  })

  it('shows the same post until it is labelled or skipped', async () => {
    const { ref } = await seen()
    for (let n = 0; n < 10; n++) assert.equal((await seen()).ref, ref)
    assert.equal(await press('skip', ref), `${page}?said=skipped`)
    for (let n = 0; n < 10; n++) assert.notEqual((await seen()).ref, ref)
    assert.deepEqual(labels(), [])
  })

  it('goes back to the last one, to say otherwise, and then on where it was', async () => {
    const first = await seen()
    await press('negative', first.ref)
    const second = await seen()
    await press('back', second.ref)
    const back = await seen()
    assert.equal(back.ref, first.ref)
    assert.match(back.text, /value="negative" aria-keyshortcuts="1" aria-pressed="true"/)
    await press('positive', first.ref)
    assert.deepEqual(labels(), [[first.ref, 'positive']])
    assert.equal((await seen()).ref, second.ref)
    await press('back', second.ref)
    await press('skip', first.ref)
    assert.deepEqual(labels(), [[first.ref, 'positive']])
    assert.equal((await seen()).ref, second.ref)
  })

  it('tells two who label apart', async () => {
    const { key } = await server.keys.issue({ name: 'ann', scopes: ['edit'] })
    const ann = await server.signIn(key)
    const { ref } = await seen()
    await press('skip', ref)
    await press('negative', (await seen()).ref)
    assert.doesNotMatch((await ann.get(page)).text, /Back to the last one/)
    assert.match((await seen()).text, /Back to the last one/)
  })

  it('is not shown without signing in, and takes no ref that is none', async () => {
    const { text } = await server.ask('GET', page, {})
    assert.ok(!text.includes('text '))
    const answer = await operator.post(page, { do: 'negative', ref: '../x' })
    assert.equal(answer.status, 404)
  })

  it('forgets a text that was erased while it was shown', async () => {
    const { ref } = await seen()
    await server.vault.forget([ref])
    assert.notEqual((await seen()).ref, ref)
  })
})
