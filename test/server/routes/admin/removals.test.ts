// Removal requests at the operator's page: seen with their posts, granted in part or whole, declined; strangers' words stay words.
import assert from 'node:assert/strict'
import { type AdminServer, startAdmin } from '../../../admin-server.ts'
import { post } from '../../../receiving.ts'
import { until } from '../../../running.ts'

const xss = `"><script>alert(1)</script>'`
const url = 'https://forum.example/t/a-slug/12/3'

describe('removal requests at the operator’s page', () => {
  let server: AdminServer
  let operator: Awaited<ReturnType<AdminServer['signIn']>>
  beforeEach(async () => {
    server = await startAdmin()
    operator = await server.signIn()
    for (const [id, source] of [
      ['1', 'webhook'],
      ['2', 'forum'],
    ] as const)
      await server.receivePosts('feedback', [
        post(id, '', { source, content: { id, text: `words of ${id} ${xss}`, title: `title ${id}`, url } }),
      ])
  })
  afterEach(() => server.close())

  const caughtUp = async () => {
    const head = await server.log.head()
    await until('the read model', () => server.keepUp.version() >= head)
  }
  const ask = async (link: string, note?: string) => {
    const { id } = await server.removing.ask({ link, ...(note === undefined ? {} : { note }) })
    await caughtUp()
    return id
  }
  const [one, two] = [() => server.refOf('1'), () => server.refOf('2', 'feedback', 'forum')]
  const kept = async () => [...(await server.vault.get([one(), two()])).keys()]

  it('are counted on the first page and listed with link and note', async () => {
    const before = await operator.get('/admin')
    assert.doesNotMatch(before.text, /removal request</)
    await ask(url, `please ${xss}`)
    await ask(`https://forum.example/?${xss}`)
    assert.match((await operator.get('/admin')).text, /<a href="\/admin\/removals">2 removal requests<\/a>/)
    const { text } = await operator.get('/admin/removals')
    assert.match(text, /https:\/\/forum\.example\/t\/a-slug\/12\/3/)
    assert.match(text, /please &quot;&gt;&lt;script&gt;/)
    assert.doesNotMatch(text, /<script>alert/)
  })

  it('show their posts, all ticked, and erase what is still ticked', async () => {
    const id = await ask(url)
    const { text } = await operator.get(`/admin/removals/${id}`)
    for (const ref of [one(), two()]) assert.match(text, new RegExp(`name="post-${ref}" value="yes" checked`))
    assert.match(text, /words of 1 &quot;&gt;&lt;script&gt;/)
    assert.doesNotMatch(text, /<script>alert/)

    const none = await operator.post(`/admin/removals/${id}`, { do: 'grant', found: '2' })
    assert.equal(none.status, 422)
    assert.match(none.text, /none is ticked/)
    assert.equal((await kept()).length, 2)
    const done = await operator.post(`/admin/removals/${id}`, { do: 'grant', found: '2', [`post-${two()}`]: 'yes' })
    assert.deepEqual([done.status, done.headers.get('location')], [303, '/admin/removals?said=granted'])
    await until('the vault', async () => (await kept()).length === 1 || undefined)
    assert.deepEqual(await kept(), [one()])
    assert.match((await operator.get('/admin/removals?said=granted')).text, /None waits/)
    assert.equal((await operator.get(`/admin/removals/${id}`)).status, 409)
  })

  it('are declined with a reason, kept when it is refused', async () => {
    const id = await ask(url)
    const wrong = await operator.post(`/admin/removals/${id}`, { do: 'decline', reason: `see ${url}` })
    assert.equal(wrong.status, 422)
    assert.match(wrong.text, /must hold no link/)
    assert.match(wrong.text, /value="see https:\/\/forum\.example/)
    const done = await operator.post(`/admin/removals/${id}`, { do: 'decline', reason: 'It is a public statement.' })
    assert.deepEqual([done.status, done.headers.get('location')], [303, '/admin/removals?said=declined'])
    assert.equal((await kept()).length, 2)
  })

  it('are closed where nothing is found', async () => {
    const id = await ask('https://forum.example/nothing')
    assert.match((await operator.get(`/admin/removals/${id}`)).text, /No post of this link is kept here/)
    const done = await operator.post(`/admin/removals/${id}`, { do: 'grant', found: '0' })
    assert.equal(done.status, 303)
    assert.equal((await server.removing.state(id)).status, 'granted')
  })

  it('offer no link to follow where what was sent could do harm', async () => {
    const id = await ask(`https://forum.example/a${'b'.repeat(2_000)}`)
    const { text } = await operator.get(`/admin/removals/${id}`)
    assert.doesNotMatch(text, /href="https:\/\/forum\.example/)
    assert.match(text, /<bdi class="link">https:\/\/forum\.example/)
  })
})
