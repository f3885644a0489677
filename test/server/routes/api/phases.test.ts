// Phases over the API: the one a story is in, its changes and revisions, and a person's word instead.
import assert from 'node:assert/strict'
import type { Gauge } from '../../../../analysis/phases/gauge.ts'
import { type ApiServer, startApi } from '../../../api-server.ts'
import { declared, finding, inStory, phaseChange, revised, statement } from '../../../given.ts'

const gauge: Gauge = {
  phase: 'backlash',
  toMs: Date.UTC(2017, 7, 19),
  evidence: 21.5,
  marks: { movement: 6, earlySigns: 12, backlash: 18 },
  learnt: { days: 9.5, posts: 1_200, neededDays: 7, neededPosts: 100 },
  usual: { postsPerHour: 20, negativesPerHour: 4.4, negativeShare: 0.22 },
  ratio3h: 3.7,
  onset: { atMs: Date.UTC(2017, 7, 18, 17), fromMs: Date.UTC(2017, 7, 18, 16), toMs: Date.UTC(2017, 7, 18, 18) },
  sources: ['forum'],
  setAside: [{ source: 'x', why: 'copies', copies: 0.83 }],
}

const onset = '2017-08-18T17:00:00.000Z'
const early = phaseChange('2017-08-18T18:00:00.000Z', 'early-signs', { onset })
const backlash = phaseChange('2017-08-18T19:00:00.000Z', 'backlash', { onset })

describe('phases over the API', () => {
  let server: ApiServer
  const gauges = new Map<string, Gauge>()
  before(async () => {
    server = await startApi({ gaugeOf: (slug) => gauges.get(slug) })
  })
  after(async () => {
    await server.close()
    assert.deepEqual(server.faults, [])
  })
  let made = 0
  let slug = ''
  beforeEach(async () => {
    slug = `story-${made++}`
    await server.ask('POST', '/api/v1/stories', { body: { slug, title: 'T' } })
  })
  const phases = async () => (await server.get(`/api/v1/stories/${slug}/phases`)).body
  const summary = async () =>
    (await server.get('/api/v1/stories')).body.stories.find((one: { slug: string }) => one.slug === slug)

  it('say that a story is learning, how much it has learnt, and what the engine knows', async () => {
    const { current, changes } = await phases()
    assert.deepEqual([current.phase, current.pagePhase, current.gauge, changes], ['learning', 'calm', null, []])
    assert.match(current.reason, /0 of 7 days, 0 of 100 posts/)
    gauges.set(slug, { ...gauge, phase: 'learning', learnt: { ...gauge.learnt, days: 3, posts: 40 } })
    const now = (await phases()).current
    assert.match(now.reason, /3 of 7 days, 40 of 100 posts/)
    assert.deepEqual(now.gauge.marks, gauge.marks)
    assert.deepEqual(now.gauge.onset, { at: onset, from: '2017-08-18T16:00:00.000Z', to: '2017-08-18T18:00:00.000Z' })
  })

  it('tell each change with its counts, and what was declared before', async () => {
    const moved = { ...backlash, at: '2017-08-18T18:45:00.000Z' }
    await server.record(declared(slug, early), declared(slug, backlash), revised(slug, moved.at, [moved]))
    gauges.set(slug, gauge)
    const { current, changes, revisions, stretches } = await phases()
    assert.deepEqual([current.phase, current.pagePhase, current.since], ['backlash', 'backlash', moved.at])
    assert.equal(current.reason, moved.reason)
    assert.deepEqual(
      changes.map((change: Record<string, unknown>) => [change.at, change.phase, change.onset, change.revised]),
      [
        [early.at, 'early-signs', onset, false],
        [moved.at, 'backlash', onset, true],
      ],
    )
    assert.deepEqual(changes[0].evidence, early.evidence)
    assert.deepEqual(
      revisions.map(({ at: _, ...revision }: { at: string }) => revision),
      [
        {
          from: moved.at,
          why: 'posts came late',
          replaced: [{ at: backlash.at, phase: 'backlash' }],
          changes: [{ at: moved.at, phase: 'backlash' }],
        },
      ],
    )
    assert.deepEqual(stretches.at(-1).phase, 'backlash')
    const { phase, pagePhase, since } = await summary()
    assert.deepEqual([phase, pagePhase, since], ['backlash', 'backlash', moved.at])
  })

  it('follow what the company says', async () => {
    await server.record(declared(slug, early), declared(slug, backlash))
    await server.receive('first', '2017-08-18T12:00:00Z', finding('neutral', [inStory(slug)]))
    await server.record(statement(slug, 'm1', '2017-08-18T20:00:00.000Z', 'reversal'))
    assert.equal((await phases()).current.pagePhase, 'reversal')
    assert.equal((await summary()).phase, 'backlash')
  })

  it('are what a person says until that is taken back, with what is counted beside it', async () => {
    await server.record(declared(slug, early), declared(slug, backlash))
    const said = { phase: 'calm', reason: 'A fair, not a backlash.' }
    const put = await server.ask('PUT', `/api/v1/stories/${slug}/phase`, { body: said })
    assert.equal(put.status, 200)
    const { current } = put.body
    assert.deepEqual([current.phase, current.pagePhase, current.reason], ['calm', 'calm', said.reason])
    assert.deepEqual(current.counted, { phase: 'backlash', reason: backlash.reason })
    assert.deepEqual([current.override.phase, current.since], ['calm', current.override.since])
    assert.equal((await summary()).phase, 'calm')

    const again = await server.log.head()
    await server.ask('PUT', `/api/v1/stories/${slug}/phase`, { body: said })
    assert.equal(await server.log.head(), again)

    const reason = 'It was one after all.'
    const gone = await server.ask('DELETE', `/api/v1/stories/${slug}/phase`, { body: { reason } })
    assert.deepEqual([gone.status, gone.body.current.phase, gone.body.current.override], [200, 'backlash', null])
    const none = await server.ask('DELETE', `/api/v1/stories/${slug}/phase`, { body: { reason } })
    assert.deepEqual([none.status, /nobody has set one/.test(none.body.detail)], [404, true])
  })

  it('are refused in words where they are none, or nobody says why', async () => {
    const put = (body: object) => server.ask('PUT', `/api/v1/stories/${slug}/phase`, { body })
    for (const [body, pointer, detail] of [
      [{ phase: 'angry', reason: 'R' }, '/phase', /must be one of learning, calm, early-signs/],
      [{ phase: 'calm', reason: ' ' }, '/reason', /must not be empty/],
      [{ phase: 'calm' }, '/reason', /is missing/],
    ] as const) {
      const { status, body: problem } = await put(body)
      assert.equal(status, 422)
      assert.deepEqual(
        problem.errors.map((fault: { pointer: string }) => fault.pointer),
        [pointer],
      )
      assert.match(problem.errors[0].detail, detail)
    }
    const unknown = await server.ask('PUT', '/api/v1/stories/none/phase', { body: { phase: 'calm', reason: 'R' } })
    assert.equal(unknown.status, 404)
  })
})
