// How long a story, and a source, is learnt before anything is said of it.
import assert from 'node:assert/strict'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { learning } from '../../../analysis/phases/settings.ts'
import { postsOf, type SourceCounts, type Tick, tickMs } from '../../../analysis/phases/tick.ts'
import { changed, dayTicks, declaredIn, nobody, phasesIn, startMs, ticksOf } from './stream.ts'

const dayOf = (at: string | undefined) => (Date.parse(at ?? '') - startMs) / (dayTicks * tickMs)
const postsIn = (ticks: readonly Tick[]) =>
  ticks.flatMap(({ sources }) => Object.values(sources)).reduce((sum, counts) => sum + postsOf(counts), 0)

describe('a story', () => {
  it('is learnt for seven days, then calm; a storm in its first week opens nothing', () => {
    const [calm, ...others] = declaredIn(
      ticksOf({ seed: 1, days: 8, outbursts: [{ atDay: 4, times: 8, halfLifeHours: 6 }] }),
    )
    assert.deepEqual([calm?.phase, others], ['calm', []])
    assert.ok(Math.abs(dayOf(calm?.at) + 1 / dayTicks - learning.days) < 1e-9)
  })

  it('is learnt from its first post on, for longer until there are a hundred, and says for how long', () => {
    const ticks = ticksOf({ seed: 2, days: 60, postsPerHour: 0.15 })
    const [calm] = declaredIn(ticks)
    const end = Math.round(dayOf(calm?.at) * dayTicks) + 1
    const seen = ticks.slice(0, end)
    const days = Math.floor((end - ticks.findIndex((tick) => postsIn([tick]) > 0)) / dayTicks)
    assert.ok(days > learning.days)
    assert.deepEqual([postsIn(seen), postsIn(seen.slice(0, -1)) < learning.posts], [learning.posts, true])
    assert.match(calm?.reason ?? '', new RegExp(`^Learnt what is normal from ${days} days and 100 posts`))
  })

  it('says how much of what is needed has been learnt, and flags volume meanwhile', () => {
    const engine = createEngine()
    declaredIn(ticksOf({ seed: 3, days: 3.1, outbursts: [{ atDay: 2.8, times: 20, mix: [0, 0, 1] }] }), engine)
    const { phase, learnt, volumeFlag, usual, sources } = engine.gauge()
    assert.deepEqual([phase, learnt.days, learnt.neededDays, usual], ['learning', 3, learning.days, undefined])
    assert.ok(volumeFlag !== undefined && volumeFlag.sinceMs > startMs + 2.8 * dayTicks * tickMs)
    assert.ok(sources.length <= 3)
  })
})

describe('a source that comes later', () => {
  /** Angrier than the others, and as busy as all of them. */
  const blog: SourceCounts = { negative: 1, neutral: 0, positive: 0, duplicates: 0 }
  const withBlog = ticksOf({ seed: 4, days: 26 }).map(({ atMs, sources }, at) => ({
    atMs,
    sources: at < 9 * dayTicks ? sources : { ...sources, blog: at % 3 === 0 ? blog : nobody },
  }))

  it('is set aside as new for seven days, decides nothing, and is counted then', () => {
    const engine = createEngine()
    const why = withBlog.map((tick) => {
      engine.take(tick)
      return engine.gauge().setAside.find(({ source }) => source === 'blog')?.why ?? 'counted'
    })
    assert.deepEqual(
      why.slice(9 * dayTicks, 16 * dayTicks - 1).filter((one) => one !== 'new'),
      [],
    )
    assert.deepEqual(
      why.slice(16 * dayTicks).filter((one) => one !== 'counted'),
      [],
    )
    assert.deepEqual(engine.gauge().sources, ['blog', 'forum', 'reddit', 'x'])
    assert.deepEqual(phasesIn(withBlog), ['calm'])
  })

  it('is no new story when it is as angry as ever', () => {
    const engine = createEngine()
    declaredIn(withBlog, engine)
    const share = engine.save().sources.find(({ name }) => name === 'blog')?.baseline?.share ?? 0
    assert.ok(share > 0.9, `${share}`)
  })
})

describe('a silent source', () => {
  const ticks = changed(ticksOf({ seed: 5, days: 16 }), [10, 13], (counts, name) => (name === 'x' ? nobody : counts))
  const setAsideAfter = (days: number) => {
    const engine = createEngine()
    declaredIn(ticks.slice(0, Math.round(days * dayTicks)), engine)
    return engine.gauge().setAside
  }

  it('is named silent within hours, and counts again with its first post', () => {
    assert.deepEqual(setAsideAfter(9.9), [])
    assert.deepEqual(setAsideAfter(10.5), [{ source: 'x', why: 'silent' }])
    assert.deepEqual(setAsideAfter(12.99), [{ source: 'x', why: 'silent' }])
    assert.deepEqual(setAsideAfter(13.1), [])
  })

  it('keeps what is usual there', () => {
    const levelAfter = (days: number) => {
      const engine = createEngine()
      declaredIn(ticks.slice(0, days * dayTicks), engine)
      return engine.save().sources.find(({ name }) => name === 'x')?.baseline?.level ?? 0
    }
    assert.ok(levelAfter(13) > 0.93 * levelAfter(10))
  })

  it('ends no episode: nobody is angry where nobody is read', () => {
    const story = ticksOf({ seed: 6, days: 24, outbursts: [{ atDay: 14, times: 6, halfLifeHours: 200 }] })
    const cut = changed(story, [16, 24], () => nobody)
    const phases = phasesIn(cut)
    assert.ok(phases.includes('backlash') && !phases.includes('recovered'), `${phases}`)
  })
})
