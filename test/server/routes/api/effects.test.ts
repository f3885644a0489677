// What the API tells of the posts before and after a statement: counted from the read model, over real HTTP.
import assert from 'node:assert/strict'
import { statementKinds } from '../../../../events/story.ts'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { finding, inStory } from '../../../given.ts'

const api = '/api/v1/stories/plex/statements'
const hourMs = 3_600_000
const saidMs = Date.UTC(2017, 7, 19, 12)
const iso = (hours: number) => new Date(saidMs + hours * hourMs).toISOString()
const reversal = { at: iso(0.3), kind: 'reversal', title: 'The opt-out stays' }

describe('the effect of a statement, in the API', () => {
  let server: ApiServer
  const record = async (body: object) => (await server.ask('POST', api, { body })).body
  const effectOf = async (id: string) => {
    const { body } = await server.get(api)
    return body.statements.find((one: { id: string }) => one.id === id).effect
  }
  before(async () => {
    server = await startApi()
    await server.ask('POST', '/api/v1/channels', { body: { id: 'feedback', kind: 'webhook' } })
    await server.ask('POST', '/api/v1/stories', { body: { slug: 'plex', title: 'Plex' } })
    // Six an hour: all but one negative before 12:00, all but five from 13:00 on.
    for (let hour = -14; hour < 16; hour++)
      for (let i = 0; i < 6; i++) {
        const isNegative = hour < 1 ? i > 0 : i > 4
        const found = finding(isNegative ? 'negative' : 'positive', [inStory('plex')])
        await server.receive(`${hour}-${i}`, iso(hour + i / 10), found)
      }
  })
  after(async () => {
    assert.deepEqual(server.faults, [])
    await server.close()
  })

  it('is too early until its windows are full, and known from then on', async () => {
    server.clock.ms = saidMs + 12.9 * hourMs
    const { id, effect } = await record(reversal)
    assert.deepEqual(
      [effect.verdict, effect.knownFrom, effect.negativeShareChange, effect.posts, effect.share],
      ['too early', iso(13), null, { before: null, after: null }, { before: null, after: null }],
    )
    server.clock.ms = saidMs + 15 * hourMs
    const known = await effectOf(id)
    assert.equal(known.verdict, 'better')
    assert.equal(known.negativeShareChange, -0.6667)
    assert.deepEqual(
      [known.posts, known.share],
      [
        { before: 72, after: 72 },
        { before: 0.8333, after: 0.1667 },
      ],
    )
    assert.ok(known.lower < -0.6667 && known.upper > -0.6667 && known.upper < 0)
    assert.deepEqual(
      [known.hours, known.interval, known.factor, known.day.verdict, known.halfLife, known.alsoInWindows],
      [12, 0.95, { value: 1, origin: 'shipped', moments: 0 }, 'too early', null, []],
    )
    assert.deepEqual([known.volume.negative, known.volume.upper < 1], [12, true])
    const { body } = await server.get('/api/v1/stories/plex')
    assert.deepEqual(body.statements[0].effect, known)
  })

  it('changes with a post that comes late, and with one that is taken back', async () => {
    const { id } = await record(reversal)
    const ref = await server.receive('late', iso(-5.2), finding('negative', [inStory('plex')]))
    assert.equal((await effectOf(id)).posts.before, 73)
    await server.ask('DELETE', `/api/v1/posts/${ref}`)
    await server.caughtUp()
    assert.equal((await effectOf(id)).posts.before, 72)
  })

  it('is measured from when posts first spoke of it, where its own hour is not known', async () => {
    const body = { at: '2017-08-19', kind: 'apology', title: 'We are sorry' }
    const day = await record(body)
    assert.deepEqual([day.precision, day.heardAt, day.effect.verdict], ['day', null, 'too early'])
    const heard = await record({ ...body, heardAt: iso(0.5) })
    assert.deepEqual([heard.id, heard.heardAt, heard.effect.verdict], [day.id, iso(0.5), 'better'])
    assert.deepEqual(heard.effect.alsoInWindows, [(await record(reversal)).id])
    const wrong = await server.ask('POST', api, { body: { ...body, heardAt: '2017-08-19' } })
    assert.deepEqual([wrong.status, wrong.body.errors[0].pointer], [422, '/heardAt'])
    assert.equal((await server.ask('POST', api, { body: { ...body, heardAt: '2017-08-18T00:00:00Z' } })).status, 422)
  })

  it('is said of every kind of statement, and too few posts say nothing', async () => {
    for (const [i, kind] of statementKinds.entries()) {
      const { effect } = await record({ at: iso(-200 - i), kind, title: kind })
      assert.deepEqual([effect.verdict, effect.posts], ['too few posts', { before: 0, after: 0 }], kind)
    }
  })
})
