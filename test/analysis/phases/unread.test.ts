// What was not read: no zero, no fall, no rise, and nothing that a name could turn into a number.
import assert from 'node:assert/strict'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { forgetAfterDays } from '../../../analysis/phases/settings.ts'
import { type Tick, tickMs } from '../../../analysis/phases/tick.ts'
import { changed, dayTicks, declaredIn, nobody, ticksOf } from './stream.ts'

const numbersOf = (value: unknown): readonly number[] =>
  typeof value === 'number' ? [value] : value instanceof Object ? Object.values(value).flatMap(numbersOf) : []
const readAll = (ticks: readonly Tick[]) => {
  const engine = createEngine()
  const changes = declaredIn(ticks, engine)
  return { changes, state: engine.save() }
}

describe('ticks that were not read', () => {
  const calm = ticksOf({ seed: 5, days: 16 })

  it('are the same whether they are empty or left out', () => {
    const story = ticksOf({ seed: 6, days: 26, outbursts: [{ atDay: 12, times: 5, halfLifeHours: 10 }] })
    const empty = changed(story, [18, 22], () => undefined)
    const leftOut = empty.filter(({ sources }) => Object.keys(sources).length > 0)
    assert.ok(leftOut.length < empty.length)
    assert.deepEqual(readAll(leftOut), readAll(empty))
  })

  it('are the same after the longest of absences, when all is learnt anew', () => {
    const whole = ticksOf({ seed: 7, days: 20, outbursts: [{ atDay: 9, times: 6, halfLifeHours: 4 }] })
    const end = readAll(whole).changes.find(({ phase }) => phase === 'recovered')?.at ?? ''
    const story = whole.filter(({ atMs }) => atMs <= Date.parse(end))
    const awayMs = (forgetAfterDays + 5) * dayTicks * tickMs
    const endMs = (story.at(-1) as Tick).atMs
    const again = calm.map(({ atMs, sources }) => ({ atMs: atMs + 20 * dayTicks * tickMs + awayMs, sources }))
    const away = ((again[0] as Tick).atMs - endMs) / tickMs
    const empty = Array.from({ length: away - 1 }, (_, at) => ({ atMs: endMs + (at + 1) * tickMs, sources: {} }))
    const leftOut = readAll([...story, ...again])
    assert.deepEqual(leftOut.changes, readAll([...story, ...empty, ...again]).changes)
    const learntMs = Date.parse(leftOut.changes.at(-1)?.at ?? '') - (again[0] as Tick).atMs
    assert.deepEqual([leftOut.changes.at(-1)?.phase, learntMs], ['calm', (7 * dayTicks - 1) * tickMs])
    assert.match(leftOut.changes.at(-1)?.reason ?? '', /^Learnt/)
  })

  it('end what was still open when nobody has written for so long: what is normal is no longer known', () => {
    const story = ticksOf({ seed: 7, days: 11, outbursts: [{ atDay: 9, times: 6, halfLifeHours: 400 }] })
    const endMs = (story.at(-1) as Tick).atMs
    const silence = (forgetAfterDays + 1) * dayTicks
    const empty = Array.from({ length: silence }, (_, at) => ({ atMs: endMs + (at + 1) * tickMs, sources: {} }))
    const before = readAll(story).changes
    assert.ok(['backlash', 'cooling', 'second-wave'].includes(before.at(-1)?.phase ?? ''))
    const after = readAll([...story, ...empty]).changes.slice(before.length)
    assert.deepEqual(
      after.map(({ phase, reason }) => [phase, reason]),
      [['calm', `No post for ${forgetAfterDays} days: what is normal is learnt anew.`]],
    )
  })

  it('teach a baseline nothing, where zeros teach it that nobody writes', () => {
    const level = (ticks: readonly Tick[]) => {
      const { sources } = readAll(ticks).state
      return sources.find(({ name }) => name === 'reddit')?.baseline?.level ?? 0
    }
    const read = level(calm)
    const gaps = level(changed(calm, [9, 12], () => undefined))
    assert.ok(Math.abs(gaps / read - 1) < 0.1, `${gaps} against ${read}`)
    // In the week that is learnt, too.
    const unread = level(changed(calm.slice(0, 10 * dayTicks), [2, 4], () => undefined))
    const zeros = level(changed(calm.slice(0, 10 * dayTicks), [2, 4], () => nobody))
    assert.ok(Math.abs(unread / read - 1) < 0.15, `${unread} against ${read}`)
    assert.ok(zeros < 0.8 * unread)
  })

  it('raise no volume flag when reading begins again', () => {
    const engine = createEngine()
    const flags: number[] = []
    const steady = Array.from({ length: 8 * dayTicks }, (_, at) => ({
      atMs: at * tickMs + Date.parse('2026-01-05T00:00:00Z'),
      sources: at > dayTicks / 2 && at < 7 * dayTicks ? {} : { forum: { ...nobody, neutral: 3 + (at % 2) } },
    }))
    for (const tick of steady) {
      engine.take(tick)
      if (engine.gauge().volumeFlag !== undefined) flags.push(tick.atMs)
    }
    assert.deepEqual(flags, [])
  })

  it('are ticks of a source that is called like something every object has, too', () => {
    const renamed = changed(calm, [0, 16], (counts) => counts).map(({ atMs, sources }, at) => {
      const { forum, ...others } = sources
      return { atMs, sources: at % 7 === 0 || forum === undefined ? others : { ...others, constructor: forum } }
    }) as readonly Tick[]
    const { state } = readAll(renamed)
    assert.deepEqual(
      state.sources.map(({ name }) => name),
      ['constructor', 'reddit', 'x'],
    )
    assert.ok(numbersOf(state).every(Number.isFinite))
  })
})
