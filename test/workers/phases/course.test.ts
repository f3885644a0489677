// The engine on its way over the ticks of a story: which ticks it is given, and what happens when one of the past changes.
import assert from 'node:assert/strict'
import { forgetAfterDays } from '../../../analysis/phases/settings.ts'
import { type SourceCounts, type Tick, tickMs } from '../../../analysis/phases/tick.ts'
import { createSeeded } from '../../../analysis/seeded.ts'
import { type CountedTicks, type Course, createCourse } from '../../../workers/phases/course.ts'
import { recordingEngine } from './recording-engine.ts'

const startMs = Date.UTC(2026, 0, 5)
const dayMs = 24 * 3_600_000
const at = (tick: number) => startMs + tick * tickMs
const counts = (negative: number, more: Partial<SourceCounts> = {}): SourceCounts => ({
  negative,
  neutral: 0,
  positive: 0,
  duplicates: 0,
  ...more,
})
type Given = { readonly [tick: number]: { readonly [source: string]: SourceCounts } }
const countedOf = (given: Given): CountedTicks =>
  new Map(Object.entries(given).map(([tick, sources]) => [at(Number(tick)), new Map(Object.entries(sources))]))
const always = () => true

/** What the engine is given between two ticks, each as `tick: sources`. */
const ticksOf = (given: Given, toTick: number, isRead: (source: string, atMs: number) => boolean = always) => {
  const ticks: Tick[] = []
  const course = createCourse(recordingEngine((tick) => ticks.push(tick)))
  course.take(countedOf(given), isRead, at(0), at(toTick))
  return ticks.map(({ atMs, sources }) => [(atMs - startMs) / tickMs, sources] as const)
}

describe('the ticks of a story', () => {
  it('begin with the first that has posts, and are all there from then on', () => {
    assert.deepEqual(ticksOf({ 2: { forum: counts(1) }, 4: { forum: counts(0, { positive: 2 }) } }, 6), [
      [2, { forum: counts(1) }],
      [3, { forum: counts(0) }],
      [4, { forum: counts(0, { positive: 2 }) }],
      [5, { forum: counts(0) }],
    ])
  })

  it('have a source from its first post on', () => {
    assert.deepEqual(ticksOf({ 0: { forum: counts(1) }, 1: { reddit: counts(2) } }, 3), [
      [0, { forum: counts(1) }],
      [1, { forum: counts(0), reddit: counts(2) }],
      [2, { forum: counts(0), reddit: counts(0) }],
    ])
  })

  it('leave out what was not read, unless it has posts all the same', () => {
    const given = { 0: { forum: counts(1), reddit: counts(1) }, 2: { forum: counts(3) } }
    const isRead = (source: string, atMs: number) => source === 'reddit' && atMs < at(2)
    assert.deepEqual(ticksOf(given, 5, isRead), [
      [0, { forum: counts(1), reddit: counts(1) }],
      [1, { reddit: counts(0) }],
      [2, { forum: counts(3) }],
    ])
  })

  it('sum the sources beyond twenty, by when each had its first post', () => {
    const many = Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`s${i}`, counts(1)]))
    const [first, second] = ticksOf({ 0: many, 1: { a: counts(4), b: counts(5, { duplicates: 2 }) } }, 2)
    assert.equal(Object.keys(first?.[1] ?? {}).length, 20)
    assert.deepEqual(second?.[1].other, counts(9, { duplicates: 2 }))
    assert.equal(Object.keys(second?.[1] ?? {}).length, 21)
  })

  it('end after sixty days without a post; then all is learnt anew', () => {
    const forgotten = forgetAfterDays * 288
    const [again, end] = [forgotten + 500, forgotten + 502]
    const ticks: number[] = []
    const course = createCourse(recordingEngine(({ atMs }) => ticks.push((atMs - startMs) / tickMs)))
    const given = { 0: { forum: counts(1) }, [again]: { reddit: counts(1) } }
    course.take(countedOf(given), always, at(0), at(forgotten + 100))
    // The engine is given the five minutes in which it forgets.
    assert.equal(ticks.at(-1), forgotten + 1)
    assert.equal(course.rests(), true)
    course.take(countedOf(given), always, at(again), at(end))
    assert.deepEqual(ticks.slice(-2), [again, again + 1])
    assert.deepEqual(
      course.lines().map(({ reason }) => reason),
      ['1 negative posts, 1 ticks', '1 negative posts, 1 ticks'],
    )
  })
})

describe('a tick that changed', () => {
  const random = createSeeded(7)
  const days = 50
  const given: Record<number, { [source: string]: SourceCounts }> = {}
  for (let tick = 3; tick < days * 288; tick += 1 + Math.floor(random() * 40))
    given[tick] = { [random() < 0.5 ? 'forum' : 'reddit']: counts(Math.floor(random() * 2)) }
  const end = days * 288
  const anew = (of: Given, toTick = end): Course => {
    const course = createCourse(recordingEngine())
    course.take(countedOf(of), always, at(0), at(toTick))
    return course
  }

  it('gives what the whole way with it would have given, wherever it lies', () => {
    for (const tick of [0, 2, 3, 287, 288, 289, 20 * 288 + 5, 35 * 288, end - 1]) {
      const late = { ...given, [tick]: { blog: counts(1) } }
      const course = anew(given)
      course.backTo(at(tick))
      course.take(countedOf(late), always, course.nextMs() ?? at(0), at(end))
      assert.deepEqual(course.lines(), anew(late).lines(), `tick ${tick}`)
      assert.deepEqual(course.gauge(), anew(late).gauge())
    }
  })

  it('takes ticks of its own day again, of a month; further back, of its week', () => {
    const [longAgo, lately] = [12, 40].map((day) => {
      const course = anew(given)
      course.backTo(startMs + day * dayMs + 5 * 3_600_000)
      return ((course.nextMs() ?? 0) - startMs) / dayMs
    })
    assert.equal(lately, 40)
    assert.ok(longAgo !== undefined && longAgo > 12 - 7 && longAgo <= 12, String(longAgo))
  })

  it('is not known of before the way is gone: cut anywhere, it begins the same', () => {
    const whole = anew(given).lines()
    for (const tick of [10, 288, 4_000, 9_999]) {
      const part = anew(given, tick).lines()
      assert.deepEqual(part, whole.slice(0, part.length))
    }
  })
})
