// Phases as they are watched and declared: of imports and live posts alike, and what becomes of them when the past changes.
import assert from 'node:assert/strict'
import path from 'node:path'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import { createEngine } from '../../analysis/phases/engine.ts'
import { phasesOf } from '../../projections/phases.ts'
import { rebuild } from '../../projections/rebuild.ts'
import type { CreateEngine } from '../../workers/phases/course.ts'
import { analysed, channelGap, channelOpened, finding, inStory, origin, received, storyOpened } from '../given.ts'
import { remove, scratchFolder, until } from '../running.ts'
import {
  createWatching,
  engineSays,
  hourMs,
  lastAt,
  outburst,
  type Post,
  postsBetween,
  slug,
  startMs,
  weekMs,
} from './watching.ts'

const endMs = lastAt(outburst)
const postsUntil = (posts: readonly Post[], ms: number) => posts.filter(({ post }) => Date.parse(post.at) < ms)

describe('the phases of a story', () => {
  const folder = scratchFolder('phases')
  let given: ReturnType<typeof createWatching>
  let made = 0
  beforeEach(async () => {
    given = createWatching(path.join(folder, `read-${made++}.db`))
    await given.record(channelOpened('feedback'), storyOpened(slug))
  })
  afterEach(async () => {
    await given.close()
    assert.deepEqual(given.problems, [])
  })
  after(() => remove(folder))

  const lines = engineSays(outburst, endMs)

  it('of an import are those of the engine over all its ticks, each declared once', async () => {
    assert.ok(lines.length >= 2, 'the story has phases')
    await given.add(outburst)
    const { phases } = given.start()
    await given.declared(lines)
    assert.deepEqual(
      (await given.appended()).map(({ type }) => type),
      lines.map(() => 'PhaseDeclared'),
    )
    assert.equal(phases.gauge(slug)?.phase, lines.at(-1)?.phase)
    assert.deepEqual(
      phasesOf(given.readModel, slug).changes.map(({ isRevised }) => isRevised),
      lines.map(() => false),
    )
  })

  it('of posts that come as they are made are the same', async () => {
    given.clock.ms = startMs
    const { phases } = given.start()
    for (let fromMs = startMs, ms = startMs + weekMs; fromMs < endMs; fromMs = ms, ms += 6 * hourMs) {
      given.clock.ms = fromMs
      await given.add(postsUntil(outburst, ms).filter(({ post }) => Date.parse(post.at) >= fromMs))
      given.clock.ms = ms
      await until(`ticks until ${ms}`, () => (phases.gauge(slug)?.toMs ?? 0) >= ms - 10 * 60_000 || undefined)
    }
    await given.declared(lines)
    assert.ok((await given.appended()).every(({ type }) => type === 'PhaseDeclared'))
  })

  it('go on by the clock when nobody writes any more', async () => {
    const calm = startMs + 9 * 24 * hourMs + 9 * hourMs
    const angry = postsUntil(outburst, calm)
    given.clock.ms = calm
    await given.add(angry)
    given.start()
    await given.declared(engineSays(angry, calm))
    given.clock.ms = calm + 12 * hourMs
    const after = engineSays(angry, given.clock.ms)
    assert.ok(after.length > engineSays(angry, calm).length, 'silence says something')
    await given.declared(after)
  })

  it('are revised when posts come late, and what stood before is remembered', async () => {
    await given.add(outburst)
    given.start()
    await given.declared(lines)
    const late = postsBetween(8 * 24, 8 * 24 + 3, { perHour: 200, negative: 0.9, first: 50_000 })
    await given.add(late)
    const now = engineSays([...outburst, ...late], endMs)
    assert.notDeepEqual(now, lines)
    await given.declared(now)
    const revision = (await given.appended()).find(({ type }) => type === 'PhaseRevised')
    assert.equal(revision?.type === 'PhaseRevised' && revision.data.why, 'posts came late or were edited')
    await until('the read model', () => phasesOf(given.readModel, slug).revisions.length > 0 || undefined)
    const { changes, revisions } = phasesOf(given.readModel, slug)
    assert.ok(changes.some(({ isRevised }) => isRevised))
    assert.ok(revisions.every(({ changes }) => changes.length > 0))
  })

  it('are taken back when the posts are removed that they were declared for', async () => {
    await given.add(outburst)
    given.start()
    await given.declared(lines)
    const angry = outburst.filter(
      ({ post, label }) => label === 'negative' && Date.parse(post.at) >= startMs + 9 * 24 * hourMs,
    )
    await given.remove(angry)
    await given.declared(
      engineSays(
        outburst.filter((post) => !angry.includes(post)),
        endMs,
      ),
    )
    const why = (await given.appended()).flatMap((event) => (event.type === 'PhaseRevised' ? [event.data.why] : []))
    assert.deepEqual([...new Set(why)], ['posts were removed'])
  })

  it('are the same after a stop in the middle, and nothing is said twice', async () => {
    const middle = startMs + 9 * 24 * hourMs + 5 * hourMs
    await given.add(postsUntil(outburst, middle))
    given.start()
    await given.declared(engineSays(postsUntil(outburst, middle), lastAt(postsUntil(outburst, middle))))
    await given.stop()
    await given.add(outburst.filter(({ post }) => Date.parse(post.at) >= middle))
    given.start()
    await given.declared(lines)
    await given.stop()
    const { ran } = given.start()
    await until('the job of a third start', () => ran.jobs > 0 || undefined)
    assert.equal((await given.appended()).length, lines.length)
  })

  it('are declared even when jobs are lost', async () => {
    await given.add(outburst)
    const { lost } = given.start({ lose: 3 })
    await given.declared(lines)
    assert.ok(lost() > 3)
  })

  it('do not wait for a story that cannot be followed', async () => {
    await given.close()
    const broken: CreateEngine = (from) => {
      const engine = createEngine(from)
      const take: typeof engine.take = (tick) => {
        if (tick.sources.broken !== undefined) throw new Error('no engine can take this')
        return engine.take(tick)
      }
      return { ...engine, take }
    }
    given = createWatching(path.join(folder, `read-${made++}.db`), broken)
    const bad = [0, hourMs].map((ms, i) =>
      origin(90_000 + i, { at: new Date(startMs + ms).toISOString(), source: 'broken' }),
    )
    await given.record(channelOpened('feedback'), storyOpened('a'), storyOpened(slug))
    for (const post of bad) await given.record(received(post), analysed(post, finding('neutral', [inStory('a')])))
    await given.add(outburst)
    given.start()
    await given.declared(lines)
    assert.deepEqual(given.problems.splice(0), ['following the phases of story "a" failed; it is begun anew'])
  })

  it('wait while the past of the story is analysed by other rules', async () => {
    given.reanalysed.is = true
    await given.add(postsUntil(outburst, startMs + weekMs))
    const { keepUp } = given.start()
    await given.add(outburst.filter(({ post }) => Date.parse(post.at) >= startMs + weekMs))
    const head = await given.log.head()
    await until('the read model', () => keepUp.version() >= head || undefined)
    assert.deepEqual((await given.story()).phases, [])
    given.reanalysed.is = false
    await given.declared(lines)
  })

  it('are not declared once the story is closed, and are when it is opened again', async () => {
    await given.record({ type: 'StoryClosed', data: { slug } })
    await given.add(outburst)
    const { phases } = given.start()
    await until('the gauge', () => phases.gauge(slug) !== undefined || undefined)
    assert.deepEqual((await given.story()).phases, [])
    await given.record(storyOpened(slug))
    await given.declared(lines)
  })

  it('are those of the lane that is shown', async () => {
    await given.add(outburst)
    given.start()
    await given.declared(lines)
    await given.record({ type: 'LaneActivated', data: { slug, lane: 'linear', before: 'afinn' } })
    await given.declared([], 'what a lane without posts says')
    const [revision] = (await given.appended()).slice(-1)
    assert.equal(revision?.type === 'PhaseRevised' && revision.data.why, 'lane linear is shown')
  })

  it('are revised when it becomes known that nobody read the sources', async () => {
    const fromMs = startMs + 9 * 24 * hourMs + 11 * hourMs
    const posts = [
      ...postsUntil(outburst, startMs + 9 * 24 * hourMs + 10 * hourMs),
      ...outburst.filter(({ post }) => Date.parse(post.at) >= fromMs + 20 * hourMs),
    ]
    await given.add(posts)
    given.start()
    await given.declared(engineSays(posts, endMs))
    await given.record(
      channelGap('feedback', new Date(fromMs - hourMs).toISOString(), new Date(fromMs + 20 * hourMs).toISOString()),
    )
    const isRead = (ms: number) => ms < fromMs - hourMs || ms >= fromMs + 20 * hourMs
    assert.notDeepEqual(engineSays(posts, endMs, isRead), engineSays(posts, endMs))
    await given.declared(engineSays(posts, endMs, isRead))
    const [revision] = (await given.appended()).slice(-1)
    assert.equal(revision?.type === 'PhaseRevised' && revision.data.why, 'it became known when sources were read')
  })

  it('come back with the same bytes when the read model is folded anew', async () => {
    await given.add(outburst)
    const { keepUp } = given.start()
    await given.declared(lines)
    const head = await given.log.head()
    await until('the read model', () => keepUp.version() >= head || undefined)
    const anew = createMemoryReadModel()
    await rebuild({ log: given.log, readModel: anew })
    assert.equal(anew.digest(), given.readModel.digest())
  })
})
