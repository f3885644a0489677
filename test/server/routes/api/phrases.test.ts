// Emerging phrases through the API: told among the topics, made one, dismissed.
import assert from 'node:assert/strict'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { emerged, finding, inStory } from '../../../given.ts'
import { atMs } from '../../../receiving.ts'

const at = (ms: number) => new Date(ms).toISOString()
const sinceMs = atMs - 3_600_000
const told = { title: 'Unlock Fee', since: at(sinceMs), at: at(atMs), documents: 12, negative: 8, positive: 2 }

describe('emerging phrases, through the API', () => {
  const api = '/api/v1/stories/plex'
  let server: ApiServer
  beforeEach(async () => {
    server = await startApi()
    const topics = [{ name: 'Price', match: ['price'] }]
    await server.ask('POST', '/api/v1/channels', { body: { id: 'feedback', kind: 'webhook' } })
    await server.ask('POST', '/api/v1/stories', { body: { slug: 'plex', title: 'Plex', topics, reactions: false } })
    await server.record(emerged('plex', 'unlock fee', told))
  })
  afterEach(async () => {
    await server.close()
    assert.deepEqual(server.faults, [])
  })
  const topics = async (query = '') => (await server.get(`${api}/topics${query}`)).body.topics
  const emerging = async () => (await topics()).filter(({ kind }: { kind: string }) => kind === 'emerging')

  it('are rows after the topics, with what was counted when they were found', async () => {
    for (let n = 0; n < 48; n++)
      await server.receive(`p${n}`, at(sinceMs + 1_000), finding('neutral', [inStory('plex')]))
    const all = await topics()
    assert.deepEqual([all[0].kind, all[0].slug], ['rule', 'price'])
    const fee = all.at(-1)
    const { counts, g2, ratio, ...row } = fee
    assert.deepEqual(row, {
      slug: null,
      name: 'Unlock Fee',
      kind: 'emerging',
      posts: 12,
      net: -0.5,
      share: 0.25,
      trend: 'rising',
      phrase: 'unlock fee',
      since: at(sinceMs),
      at: at(atMs),
      authors: 9,
    })
    assert.deepEqual([counts.negative, counts.neutral, counts.positive, g2, ratio], [8, 2, 2, 40.5, 12])
  })

  it('are not told of a range that is past, nor once they are over', async () => {
    const before = await topics(`?to=${at(atMs - 1)}`)
    assert.ok(before.every(({ kind }: { kind: string }) => kind !== 'emerging'))
    server.clock.ms = atMs + 49 * 3_600_000
    assert.deepEqual(await emerging(), [])
  })

  it('become a topic with one call, named by their title, and the definition changes', async () => {
    const { status, body, headers } = await server.ask('POST', `${api}/topics`, { body: { phrase: 'unlock fee' } })
    assert.equal(status, 201)
    assert.equal(headers.get('location'), `${api}/topics`)
    assert.deepEqual([body.slug, body.name, body.kind], ['unlock-fee', 'Unlock Fee', 'rule'])
    assert.deepEqual(await emerging(), [])
    const story = (await server.get(api)).body
    const rules = story.topics.filter(({ kind }: { kind: string }) => kind === 'rule')
    assert.deepEqual(rules.map(({ slug, match }: { slug: string; match: string[] }) => [slug, match]).sort(), [
      ['price', ['price']],
      ['unlock-fee', ['unlock fee']],
    ])
  })

  it('become one only once', async () => {
    const promote = () => server.ask('POST', `${api}/topics`, { body: { phrase: 'unlock fee' } })
    assert.equal((await promote()).status, 201)
    assert.equal((await promote()).status, 409)
  })

  it('that never emerged are not found; a topic of one’s own needs none', async () => {
    assert.equal((await server.ask('POST', `${api}/topics`, { body: { phrase: 'no such' } })).status, 404)
    assert.equal((await server.ask('DELETE', `${api}/phrases/no%20such`)).status, 404)
    const own = await server.ask('POST', `${api}/topics`, { body: { name: 'Trust', match: ['trust'] } })
    assert.deepEqual([own.status, own.body.slug], [201, 'trust'])
    const taken = await server.ask('POST', `${api}/topics`, { body: { name: 'Other', match: ['Trust!'] } })
    assert.equal(taken.status, 409)
  })

  it('are taken with a phrase or with name and match, not half of either', async () => {
    for (const body of [{}, { name: 'T' }, { match: ['t'] }, { phrase: 'unlock fee', match: ['t'] }, { phrase: '' }])
      assert.equal((await server.ask('POST', `${api}/topics`, { body })).status, 422, JSON.stringify(body))
  })

  it('are gone for 30 days once dismissed, and back after it when they are told anew', async () => {
    assert.equal((await server.ask('DELETE', `${api}/phrases/unlock%20fee`)).status, 204)
    assert.deepEqual(await emerging(), [])
    const dayMs = 24 * 3_600_000
    server.clock.ms = atMs + 29 * dayMs
    await server.record(emerged('plex', 'unlock fee', { ...told, at: at(server.clock.ms) }))
    assert.deepEqual(await emerging(), [])
    server.clock.ms = atMs + 30 * dayMs
    assert.equal((await emerging()).length, 1)
  })
})
