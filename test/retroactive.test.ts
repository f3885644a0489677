// What people change later holds for the past too: names, phrases, emerging phrases, lanes. A rebuild gives the same bytes after it.
import assert from 'node:assert/strict'
import { outcry, type Running, remove, scratchFolder, startServer, until } from './running.ts'

const hourMs = 3_600_000
const beginMs = Date.UTC(2017, 7, 10)
const subjects = ['server', 'movie', 'screen', 'remote', 'player', 'folder', 'poster', 'album', 'picture', 'season']

/** Four days of talk, and in the last five hours forty people who write of a telemetry switch. */
const posts = () => {
  const talk = Array.from({ length: 600 }, (_, i) => ({
    text: `my ${subjects[i % 10]} shows ${i % 3 === 0 ? 'a terrible' : 'the'} ${subjects[Math.floor(i / 10) % 10]}`,
    atMs: beginMs + i * 0.16 * hourMs,
  }))
  const storm = Array.from({ length: 60 }, (_, i) => ({
    text: `they hid ${subjects[i % 10]} telemetry switch ${i}`,
    atMs: beginMs + (96 + i / 12) * hourMs,
  }))
  return [...talk, ...storm].map(({ text, atMs }, i) => ({
    id: `${i}`,
    text,
    at: new Date(atMs).toISOString(),
    author: `author ${i}`,
  }))
}

type Bucket = { readonly posts: number; readonly negative: number; readonly neutral: number }
type Topic = { readonly slug: string | null; readonly name: string; readonly kind: string; readonly phrase?: string }

describe('what is changed later', () => {
  const folder = scratchFolder('retroactive')
  const api = '/api/v1/stories/plex'
  let server: Running
  before(async () => {
    server = await startServer(folder)
    const topics = [{ name: 'Telly', match: ['screen'] }]
    await server.ask('POST', '/api/v1/stories', { slug: 'plex', title: 'Plex', reactions: false, topics })
    for (let from = 0, all = posts(); from < all.length; from += 100)
      assert.equal((await server.ask('POST', '/webhooks/feedback', all.slice(from, from + 100))).status, 202)
    await until('every post', async () => (await sum('')).posts === 660 || undefined)
  })
  after(async () => {
    await server.stop()
    remove(folder)
  })

  const read = async <T>(target: string): Promise<T> => (await (await fetch(`${server.url}${target}`)).json()) as T
  const sum = async (query: string) => {
    const { buckets } = await read<{ buckets: Bucket[] }>(`${api}/timeline?interval=1d${query}`)
    const of = (name: keyof Bucket) => buckets.reduce((total, bucket) => total + bucket[name], 0)
    return { posts: of('posts'), negative: of('negative'), neutral: of('neutral') }
  }
  const topics = async () => (await read<{ topics: Topic[] }>(`${api}/topics`)).topics
  const change = async (body: object) => assert.equal((await server.ask('PATCH', api, body)).status, 200)
  /** The log checked, and the read model against one that is made anew. */
  const assertSameBytes = async () => {
    const { status, stdout, stderr } = await outcry(folder, ['verify'])
    assert.equal(status, 0, stderr)
    assert.equal(JSON.parse(stdout).readModel.equal, true)
  }

  it('is a topic’s name: its past stays', async () => {
    const before = await sum('&topic=telly')
    assert.ok(before.posts > 60)
    await change({ topics: [{ slug: 'telly', name: 'Television', match: ['screen'] }] })
    assert.deepEqual(await sum('&topic=Television'), before)
    assert.deepEqual(await sum('&topic=telly'), before)
  })

  it('is a phrase of a topic: it holds for the past', async () => {
    const before = (await sum('&topic=telly')).posts
    const expected = posts().filter(({ text }) => /screen|remote/.test(text)).length
    assert.ok(expected > before)
    await change({ topics: [{ slug: 'telly', name: 'Television', match: ['screen', 'remote'] }] })
    await until('the past', async () => (await sum('&topic=telly')).posts === expected || undefined)
    await assertSameBytes()
  })

  it('is what nobody had named: an emerging phrase becomes a topic by one call, over all the past', async () => {
    const emerging = await until('the phrase', async () =>
      (await topics()).find(({ kind, phrase }) => kind === 'emerging' && phrase?.includes('telemetry')),
    )
    const made = await server.ask('POST', `${api}/topics`, { phrase: emerging.phrase })
    assert.equal(made.status, 201)
    const { slug } = made.body as { slug: string }
    const expected = posts().filter(({ text }) => text.includes(emerging.phrase ?? '')).length
    assert.equal(expected, 60)
    await until('the past', async () => (await sum(`&topic=${slug}`)).posts === expected || undefined)
    assert.ok((await topics()).every(({ kind, phrase }) => kind !== 'emerging' || phrase !== emerging.phrase))
    await assertSameBytes()
  })

  it('is the lane: it analyses all of the past while the service goes on, and is shown when it has it', async () => {
    const before = await sum('')
    const { status, stdout, stderr } = await outcry(folder, [
      'reanalyse',
      '--story',
      'plex',
      '--lane',
      'afinn',
      '--show',
    ])
    assert.equal(status, 0, stderr)
    const [shown, other] = JSON.parse(stdout).lanes
    assert.deepEqual([shown.id, shown.state, other.id, other.filled], ['afinn', 'active', 'linear', true])
    assert.equal(other.agreement.posts, 660)
    const after = await sum('')
    assert.equal(after.posts, before.posts)
    assert.notDeepEqual(after, before)
    assert.deepEqual(await sum('&lane=linear'), before)
    assert.deepEqual(await sum('&lane=afinn'), after)
    const story = await read<{ lane: string; turns: { of: string; lane: string; before: string }[] }>(api)
    assert.deepEqual(
      [story.lane, story.turns.map(({ of, lane, before }) => [of, lane, before])],
      ['afinn', [['lane', 'afinn', 'linear']]],
    )
    await assertSameBytes()
  })

  it('is nothing of that when it is asked for again', async () => {
    const before = await read<{ version: number }>(`${api}/timeline`)
    const again = await outcry(folder, ['reanalyse', '--story', 'plex'])
    assert.equal(again.status, 0, again.stderr)
    const { version } = await read<{ version: number }>(`${api}/timeline`)
    // Nothing but that it was begun: every lane says the same again.
    assert.equal(version, before.version + 1)
  })
})
