// Looking again at what is kept, where a platform has no answer about one post, is behind with an edit, or wants a new login.
import assert from 'node:assert/strict'
import { remove, scratchFolder } from '../running.ts'
import { webDouble } from '../web-double.ts'
import { type Day, startDay } from './simulated-day.ts'

const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const fromMs = Date.UTC(2026, 7, 3)

describe('what is kept', () => {
  const server = webDouble()
  let folder = ''
  let day: Day
  beforeEach(async () => {
    folder = scratchFolder('stuck')
    day = await startDay(folder, server.host, fromMs)
  })
  afterEach(async () => {
    await day.stop()
    remove(folder)
  })
  const texts = async () => (await day.kept('net')).map(({ text }) => text)

  const statusOf = (n: number, text: string, edited?: string) => ({
    id: String(n),
    uri: `https://m.example/${n}`,
    created_at: new Date(fromMs - n * minuteMs).toISOString(),
    edited_at: edited ?? null,
    visibility: 'public',
    content: `<p>${text}</p>`,
    account: { acct: 'ada' },
  })
  const timeline = [1, 2, 3].map((n) => statusOf(n, `Words ${n}`))

  it('is looked at again although its platform has no answer about one of it, and an old listing undoes no edit', async () => {
    let isWell = false
    server.answers(({ url = '' }, response) => {
      const send = (value: unknown, status = 200) => response.writeHead(status).end(JSON.stringify(value))
      if (url.startsWith('/api/v1/timelines')) return void send(timeline) // a cache that never hears of edits
      if (url === '/api/v1/statuses/2') return void send({ error: 'Record not found' }, 404)
      if (url === '/api/v1/statuses/3') return void send(statusOf(3, 'Edited', new Date(fromMs + hourMs).toISOString()))
      if (isWell) send(statusOf(1, 'Words 1'))
      else send({ error: 'There was a problem' }, 500)
    })
    await day.put({ id: 'net', kind: 'mastodon', url: server.url, tag: 'plex', pollEvery: '1h' })
    await day.passTo(fromMs + minuteMs)
    assert.deepEqual(await texts(), ['Words 1', 'Words 2', 'Words 3'])
    await day.passTo(fromMs + dayMs, hourMs)
    await day.passTo(fromMs + dayMs + hourMs, 10 * minuteMs)
    assert.deepEqual(await texts(), ['Words 1', 'Edited'])
    const asked = () => server.asked.filter(({ url }) => url === '/api/v1/statuses/1').length
    const before = asked()
    assert.ok(before > 1 && before < 15, `${before} times, at most every five minutes`)
    isWell = true
    await day.passTo(fromMs + dayMs + 2 * hourMs, 10 * minuteMs)
    const well = asked()
    await day.passTo(fromMs + dayMs + 10 * hourMs, hourMs)
    assert.equal(asked(), well, 'and then not before the next day')
  })

  it('of Bluesky is read and looked at with a session, got anew when it is over, and never shown to another server', async () => {
    const did = 'did:plc:kvwvcn5iqfooopmyzvb4qzba'
    const at = new Date(fromMs - minuteMs).toISOString()
    const post = {
      uri: `at://${did}/app.bsky.feed.post/3kabc`,
      author: { did, handle: 'ada.example' },
      record: { text: 'Words', createdAt: at },
      indexedAt: at,
    }
    let sessions = 0
    let good = ''
    server.answers((request, response) => {
      const send = (value: unknown, status = 200) => response.writeHead(status).end(JSON.stringify(value))
      const { url = '', method, headers } = request
      if (url.startsWith('/other')) return void send(method === 'POST' ? { accessJwt: 'of-other' } : { posts: [] })
      if (method === 'POST') {
        good = `e30.${Buffer.from(JSON.stringify({ exp: fromMs / 1_000 + 3 * 86_400 })).toString('base64url')}.${++sessions}`
        return void send({ accessJwt: good })
      }
      if (headers.authorization === undefined) return void send({ error: 'AuthMissing' }, 403)
      if (headers.authorization !== `Bearer ${good}`) return void send({ error: 'ExpiredToken' }, 400)
      send({ posts: [post] })
    })
    const entry = { id: 'net', kind: 'bluesky', url: server.url, query: 'plex', pollEvery: '30m' } as const
    await day.put(entry)
    await day.passTo(fromMs + minuteMs)
    const failed = (await day.ofChannel('net')).at(-1)
    assert.ok(failed?.type === 'ChannelFailed')
    assert.match(failed.data.problem, /only members may search now\. Set token/)
    await day.put({ ...entry, token: 'ada.example:app-pass-word' })
    await day.passTo(fromMs + 20 * minuteMs)
    assert.deepEqual([await texts(), sessions], [['Words'], 1])
    good = 'nobody has it'
    await day.passTo(fromMs + hourMs)
    assert.equal(sessions, 2)
    await day.passTo(fromMs + 25 * hourMs, hourMs)
    assert.ok(
      server.asked.some(({ url, headers }) => url.includes('getPosts') && headers.authorization === `Bearer ${good}`),
    )
    assert.deepEqual(await texts(), ['Words'])
    await day.put({ ...entry, url: `${server.url}/other` })
    await day.passTo(fromMs + 26 * hourMs, hourMs)
    const others = server.asked.filter(({ url }) => url.startsWith('/other/xrpc/app.bsky'))
    assert.ok(others.length > 0)
    assert.ok(!JSON.stringify(await day.events()).includes('app-pass-word'))
    assert.ok(others.every(({ headers }) => headers.authorization === 'Bearer of-other'))
  })
})
