// A story's own calibration: fitted on people's labels, applied to new posts and to the past, the same after a rebuild.
import assert from 'node:assert/strict'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import { fewestLabels } from '../../analysis/calibration/calibration.ts'
import { carryOut } from '../../events/carry-out.ts'
import { type Label, postStream } from '../../events/post.ts'
import { decideRelabelling, postOf } from '../../events/post-rules.ts'
import { createKeepUp } from '../../projections/keep-up.ts'
import { labelsOf } from '../../projections/labels.ts'
import { storyOf } from '../../projections/stories.ts'
import { timelineOf } from '../../projections/timeline.ts'
import { calibrationOf } from '../../workers/fit-calibration.ts'
import { until } from '../running.ts'
import { createInstallation } from './installation.ts'

const beginMs = Date.UTC(2017, 7, 18)
const model = 'afinn-sentiment-5.0.2'
const fast = { fitEveryMs: 20 }

/** As the lane says of `said`, labelled otherwise by people as often as told. */
const labelled = (n: number, said: Label, label: Label, sampled = true) => ({
  ref: String(n).padStart(32, '0'),
  at: new Date(beginMs + n * 60_000).toISOString(),
  labelledAt: new Date(beginMs + n * 1_000).toISOString(),
  version: n + 1,
  source: 'webhook',
  kind: 'post' as const,
  by: 'ann',
  model,
  said: { negative: 0, neutral: 0, positive: 0, [said]: 1 },
  label,
  sampled,
})
const many = (count: number, from: number, said: Label, label: Label, sampled = true) =>
  Array.from({ length: count }, (_, n) => labelled(from + n, said, label, sampled))

describe('a calibration', () => {
  it('is of the posts drawn at random alone, where they are enough', () => {
    const drawn = [...many(30, 0, 'neutral', 'negative'), ...many(30, 30, 'neutral', 'neutral')]
    const picked = many(200, 100, 'neutral', 'negative', false)
    const fit = calibrationOf([...picked, ...drawn], 'afinn')
    assert.deepEqual([fit?.n, fit?.sampled, fit?.model], [60, 60, model])
    assert.ok(Math.abs((fit?.share ?? 0) - 0.5) < 0.03, `${fit?.share}`)
    assert.deepEqual([fit?.from, fit?.to], [drawn[0]?.at, drawn[59]?.at])
  })

  it('takes picked ones too while too few were drawn, and says how many were', () => {
    const fit = calibrationOf(
      [...many(10, 0, 'neutral', 'negative'), ...many(50, 10, 'negative', 'negative', false)],
      'afinn',
    )
    assert.deepEqual([fit?.n, fit?.sampled], [60, 10])
  })

  it('is none of too few, and none of what another model said', () => {
    assert.equal(calibrationOf(many(fewestLabels - 1, 0, 'negative', 'negative'), 'afinn'), undefined)
    const other = many(80, 0, 'negative', 'negative').map((one) => ({ ...one, model: 'another' }))
    assert.equal(calibrationOf(other, 'afinn'), undefined)
  })
})

describe('people’s labels', () => {
  let at: ReturnType<typeof createInstallation>
  let stopped: AbortController
  let following: Promise<void>
  beforeEach(async () => {
    at = createInstallation()
    stopped = new AbortController()
    const keepUp = createKeepUp({ log: at.log, readModel: at.readModel, onProblem: (words) => at.told.push({ words }) })
    following = keepUp.run(stopped.signal)
    await at.openStory('plex', { match: ['plex'] })
  })
  afterEach(async () => {
    await at.close()
    stopped.abort()
    await following
    assert.deepEqual(at.told, [])
  })

  const posts = 120
  const words = ['I hate plex', 'plex again', 'I love plex']
  const send = (from = 0, count = posts) =>
    Promise.all(
      Array.from({ length: count }, (_, i) =>
        at.send(`${from + i}`, `${words[i % 3]} ${from + i}`, { atMs: beginMs + (from + i) * 60_000 }),
      ),
    )
  const relabel = (id: number, label: Label, sampled = true) =>
    carryOut(at.log, postStream(at.ref(`${id}`)), postOf, (state) =>
      decideRelabelling(state, at.ref(`${id}`), { label, by: 'ann', ...(sampled ? { sampled } : {}) }),
    )
  /** Negative is right, but every other neutral post is negative too. */
  const truth = (id: number): Label =>
    id % 3 === 0 ? 'negative' : id % 3 === 2 ? 'positive' : id % 2 === 0 ? 'negative' : 'neutral'
  const fits = async () => (await at.all()).filter((event) => event.type === 'CalibrationFitted')
  const timeline = (readModel = at.readModel) =>
    timelineOf(readModel, {
      story: 'plex',
      lane: 'afinn',
      interval: '1h',
      fromMs: beginMs,
      toMs: beginMs + 2 * 3_600_000,
      nowMs: Date.now(),
    })
  const calibrated = (want: number) =>
    until(
      'the calibrated past',
      () => timeline().reduce((sum, bucket) => sum + (bucket.calibrated?.n ?? 0), 0) === want || undefined,
    )

  it('become a fit from 50 on, applied to the past: its buckets have calibrated shares, the counts stay', async () => {
    const workers = at.work({ changes: fast })
    await send()
    await at.settled(workers)
    for (let id = 0; id < fewestLabels - 1; id++) await relabel(id, truth(id))
    await at.settled(workers)
    assert.equal((await fits()).length, 0)
    await relabel(fewestLabels - 1, truth(fewestLabels - 1))
    await calibrated(posts)
    await at.settled(workers)
    const [first] = await fits()
    assert.equal(first?.data.past, true)
    assert.equal(storyOf(at.readModel, 'plex')?.calibrations?.afinn?.n, fewestLabels)
    const [, later] = timeline()
    // None of the second hour is labelled: a third says negative, people call half of it so.
    assert.deepEqual([later?.negative, later?.neutral, later?.positive], [20, 20, 20])
    assert.ok(Math.abs((later?.calibrated?.negativeShare ?? 0) - 0.5) < 0.08, `${later?.calibrated?.negativeShare}`)
  })

  it('are fitted once for the same labels, over restarts too', async () => {
    const first = at.work({ changes: fast })
    await send()
    await at.settled(first)
    for (let id = 0; id < 60; id++) await relabel(id, truth(id))
    await calibrated(posts)
    await at.settled(first)
    await first.close()
    const [before, head] = [(await fits()).length, await at.log.head()]
    const second = at.work({ changes: fast })
    await at.settled(second)
    await relabel(60, 'positive') // so that there is something to wait for
    await until('another fit', async () => (await fits()).length === before + 1 || undefined)
    const fitted = (await fits()).at(-1)
    assert.equal(fitted?.data.n, 61)
    assert.ok((fitted?.version ?? 0) > head)
  })

  it('given while no worker ran are fitted at the next start', async () => {
    const first = at.work({ changes: { fitEveryMs: 60_000 } })
    await send()
    await at.settled(first)
    for (let id = 0; id < 50; id++) await relabel(id, truth(id))
    await at.settled(first)
    await first.close()
    assert.equal((await fits()).length, 0)
    at.work({ changes: fast })
    await until('the fit', async () => (await fits()).length === 1 || undefined)
  })

  it('reach the past again only when the share moves by more than two points', async () => {
    const workers = at.work({ changes: fast })
    await send()
    await at.settled(workers)
    for (let id = 0; id < 60; id++) await relabel(id, truth(id))
    await calibrated(posts)
    await until('60 labels', async () => (await fits()).at(-1)?.data.n === 60 || undefined)
    await at.settled(workers)
    await relabel(60, truth(60))
    await until('one more', async () => (await fits()).at(-1)?.data.n === 61 || undefined)
    assert.equal((await fits()).at(-1)?.data.past, false)
    for (let id = 61; id < 90; id++) await relabel(id, 'negative')
    await until('many more', async () => (await fits()).at(-1)?.data.n === 90 || undefined)
    assert.ok((await fits()).slice(-2).some(({ data }) => data.past))
    await at.settled(workers)
  })

  it('give the same read model after a rebuild, and a post that comes later is calibrated at once', async () => {
    const workers = at.work({ changes: fast })
    await send()
    await at.settled(workers)
    for (let id = 0; id < 55; id++) await relabel(id, truth(id))
    await calibrated(posts)
    await at.settled(workers)
    await send(1_000, 1)
    await at.settled(workers)
    const { counted } = await at.state('1000')
    assert.notEqual(counted[0]?.found.stories[0]?.calibrated, undefined)
    await workers.close()
    const head = await at.log.head()
    await until('the read model', () => (at.readModel.checkpoint('analyse-posts')?.version ?? 0) >= head)
    const anew = createMemoryReadModel()
    const stop = new AbortController()
    const keepUp = createKeepUp({ log: at.log, readModel: anew, onProblem: assert.fail })
    const done = keepUp.run(stop.signal)
    await until('the rebuild', () => keepUp.version() >= head)
    stop.abort()
    await done
    assert.deepEqual(timeline(anew), timeline())
    assert.deepEqual(labelsOf(anew, 'plex', 'afinn'), labelsOf(at.readModel, 'plex', 'afinn'))
    assert.equal(anew.digest(), at.readModel.digest())
  })

  it('are fitted for lanes that analyse beside the one shown, each on what it says', async () => {
    await at.record({ type: 'StoryChanged', data: { slug: 'plex', shadows: ['linear'] } })
    const workers = at.work({ changes: fast })
    await send()
    await at.settled(workers)
    for (let id = 0; id < 60; id++) await relabel(id, truth(id))
    await until('both fits', async () => new Set((await fits()).map(({ data }) => data.lane)).size === 2 || undefined)
    await at.settled(workers)
    const models = Object.values(storyOf(at.readModel, 'plex')?.calibrations ?? {}).map((one) => one.model)
    assert.equal(new Set(models).size, 2)
  })

  it('of a post that goes are taken out of the next fit', async () => {
    const workers = at.work({ changes: fast })
    await send()
    await at.settled(workers)
    for (let id = 0; id < 60; id++) await relabel(id, truth(id))
    await until('60 labels', async () => (await fits()).at(-1)?.data.n === 60 || undefined)
    await at.send('3', undefined)
    await until('59 labels', async () => (await fits()).at(-1)?.data.n === 59 || undefined)
    await at.settled(workers)
  })
})
