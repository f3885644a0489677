// What was declared stays declared: only ticks so far decide, the same ones always the same, and a restart is not felt.
import assert from 'node:assert/strict'
import { createEngine } from '../../../analysis/phases/engine.ts'
import type { EngineState } from '../../../analysis/phases/state.ts'
import type { Tick } from '../../../analysis/phases/tick.ts'
import { createSeeded } from '../../../analysis/seeded.ts'
import { seriesNamed } from './shared-series.ts'
import { changed, dayTicks, declaredIn, nobody, startMs, ticksOf } from './stream.ts'

/** A story with all that an engine may meet: outages, a flood of copies, a source that comes late, hours not read. */
const eventful = (seed: number): readonly Tick[] => {
  const again = { atDay: 16, times: 5, halfLifeHours: 8 }
  const outbursts = [{ atDay: 13, times: 4, halfLifeHours: 12 }, again]
  const ticks = ticksOf({ seed, days: 24, outbursts })
  const silent = changed(ticks, [9, 9.5], (counts, name) => (name === 'x' ? nobody : counts))
  const copied = changed(silent, [11, 11.2], (counts, name) => (name === 'x' ? { ...counts, duplicates: 4 } : counts))
  const late = changed(copied, [0, 10], (counts, name) => (name === 'forum' ? undefined : counts))
  return changed(late, [18, 18.3], () => undefined)
}
const text = (ticks: readonly Tick[], engine = createEngine()) =>
  declaredIn(ticks, engine)
    .map((change) => `${JSON.stringify(change)}\n`)
    .join('')
const throughJson = (state: EngineState) => createEngine({ saved: JSON.parse(JSON.stringify(state)) as EngineState })

const streams: readonly (readonly [string, () => readonly Tick[] | undefined])[] = [
  ['an eventful story', () => eventful(3)],
  ['a bot flood of the shared series', () => seriesNamed('bot_flood__20__102')],
  ['an overlap of the shared series', () => seriesNamed('overlap__200__103')],
]

for (const [name, read] of streams) {
  const ticks = read()
  if (ticks === undefined) continue
  const whole = text(ticks)
  describe(`the engine on ${name}`, () => {
    it('has something to say', () => assert.match(whole, /"phase":"calm"/))

    it('declares of the first ticks the beginning of what it declares of all, wherever they end', () => {
      const random = createSeeded(11)
      const cuts = [1, 7 * dayTicks - 1, 7 * dayTicks, ticks.length - 1]
      for (let n = 0; n < 3; n++) cuts.push(Math.floor(random() * ticks.length))
      // And around every change.
      for (const line of whole.split('\n').filter(Boolean).slice(0, 3)) {
        const at = ticks.findIndex(({ atMs }) => atMs === Date.parse((JSON.parse(line) as { at: string }).at))
        cuts.push(at, at + 1)
      }
      for (const cut of cuts) {
        const endMs: number = ticks[cut]?.atMs ?? 0
        const until = whole
          .split('\n')
          .filter((line) => line !== '' && Date.parse((JSON.parse(line) as { at: string }).at) < endMs)
        assert.equal(text(ticks.slice(0, cut)), until.map((line) => `${line}\n`).join(''), `the first ${cut} ticks`)
      }
    })

    it('goes on from its saved state as if nothing had happened, whenever it is saved', () => {
      let engine = createEngine()
      const random = createSeeded(12)
      let said = ''
      for (const tick of ticks) {
        said += text([tick], engine)
        if (random() < 0.004) {
          const gauge = engine.gauge()
          engine = throughJson(engine.save())
          assert.deepEqual(engine.gauge(), gauge)
        }
      }
      assert.equal(said, whole)
    })

    it('does not care in which order the sources are named', () => {
      const turned = ticks.map(({ atMs, sources }) => ({
        atMs,
        sources: Object.fromEntries(Object.entries(sources).reverse()),
      }))
      assert.equal(text(turned), whole)
    })

    it('does not care for a source in which nobody ever wrote', () => {
      const more = ticks.map(({ atMs, sources }) => ({ atMs, sources: { aaa: nobody, ...sources, zzz: nobody } }))
      assert.equal(text(more.filter((_, at) => Object.keys(ticks[at]?.sources ?? {}).length > 0)), whole)
    })
  })
}

describe('an engine', () => {
  it('keeps its state to itself: what was saved does not change when it goes on', () => {
    const engine = createEngine()
    const [first, rest] = [eventful(4).slice(0, 4000), eventful(4).slice(4000)]
    declaredIn(first, engine)
    const saved = engine.save()
    const before = JSON.stringify(saved)
    declaredIn(rest, engine)
    declaredIn(rest, createEngine({ saved }))
    assert.equal(JSON.stringify(saved), before)
  })

  it('refuses time that goes back, says what to do, and goes on unharmed', () => {
    const engine = createEngine()
    const [first, second, third] = ticksOf({ seed: 1, days: 1 }) as readonly [Tick, Tick, Tick]
    engine.take(first)
    engine.take(second)
    const before = engine.save()
    for (const late of [first, second, { ...second, atMs: second.atMs + 1000 }])
      assert.throws(() => engine.take(late), {
        code: 'invalid',
        message: /^reading ticks: 2026-01-05T.*sort them by time$/,
      })
    assert.deepEqual(engine.save(), before)
    assert.deepEqual(engine.take(third), [])
    assert.equal(first.atMs, startMs)
  })
})
