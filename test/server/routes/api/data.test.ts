// What is in force for texts, over real HTTP: as JSON and as a page.
import assert from 'node:assert/strict'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { itemOf } from '../../../contracts/vault.ts'

describe('data and deletion', () => {
  let server: ApiServer
  before(async () => {
    server = await startApi()
    const channels = [
      { id: 'feedback', kind: 'webhook', retentionDays: 30 },
      { id: 'x-plex', kind: 'x', query: 'plex' },
      { id: 'gone', kind: 'feed', url: 'https://forum.example/feed' },
    ]
    for (const body of channels) assert.equal((await server.ask('POST', '/api/v1/channels', { body })).status, 201)
    await server.ask('PATCH', '/api/v1/channels/gone', { body: { closed: true } })
    const nowMs = server.clock.ms
    await server.vault.put(
      [nowMs - 7_200_000, nowMs - 1, nowMs + 1_000].map((recheckAt, i) =>
        itemOf(`x${i}`, { channel: 'x-plex', recheckAt }),
      ),
    )
  })
  after(() => server.close())

  it('is told to machines as it is in force', async () => {
    const { status, body, headers } = await server.get('/api/v1/data')
    assert.equal(status, 200)
    assert.match(headers.get('cache-control') ?? '', /^public/)
    const [feedback, gone, x] = body.channels
    assert.deepEqual([feedback.id, feedback.keptSeconds, feedback.recheckEverySeconds], ['feedback', 30 * 86_400, null])
    assert.deepEqual([gone.id, gone.closed], ['gone', true])
    assert.deepEqual([x.keptSeconds, x.longestSeconds, x.recheckEverySeconds], [86_400, 86_400, 72_000])
    const oldestDueAt = new Date(server.clock.ms - 7_200_000).toISOString()
    assert.deepEqual({ ...x.rechecks, asked: '' }, { asked: '', watched: 3, overdue: 2, oldestDueAt })
    const others = body.otherKinds.map(({ kind }: { kind: string }) => kind)
    assert.deepEqual(others, ['discourse', 'reddit', 'mastodon', 'bluesky', 'hackernews', 'lemmy'])
  })

  it('is told to people, with the form, and every page leads there', async () => {
    const { text, status, headers } = await server.get('/data')
    assert.equal(status, 200)
    assert.match(text, /3 posts watched, 2 overdue, the longest by 2 hours/)
    assert.match(text, /x-plex/)
    assert.match(text, /action="\/data\/removals"/)
    assert.equal((await server.get('/data', { 'if-none-match': headers.get('etag') ?? '' })).status, 304)
    for (const path of ['/', '/method', '/data', '/data/removals', '/api'])
      assert.match((await server.get(path)).text, /<footer>.*<a href="\/data">/s, path)
  })
})
