// What the engine keeps of a story stays small, at every stage and however long the story is.
import assert from 'node:assert/strict'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { dayTicks, ticksOf } from './stream.ts'

const bytesPerNumber = 8
const bytesOf = (value: unknown): number =>
  typeof value === 'number'
    ? bytesPerNumber
    : value instanceof Object
      ? Object.values(value).reduce((sum: number, part) => sum + bytesOf(part), 0)
      : 0

describe('what the engine keeps', () => {
  it('is at most 10 kB for three sources: while it learns, in calm, in an episode and after it', () => {
    const engine = createEngine()
    const seen = new Map<string, number>()
    for (const [at, tick] of ticksOf({ seed: 1, days: 30, outbursts: [{ atDay: 14, times: 4 }] }).entries()) {
      engine.take(tick)
      if (at % (dayTicks / 4) !== 0) continue
      const { phase } = engine.gauge()
      seen.set(phase, Math.max(seen.get(phase) ?? 0, bytesOf(engine.save())))
    }
    for (const phase of ['learning', 'calm', 'backlash', 'cooling', 'recovered'])
      assert.ok((seen.get(phase) ?? 0) > 0, `${phase} was not seen`)
    for (const [phase, bytes] of seen) assert.ok(bytes <= 10_000, `${phase}: ${bytes} bytes`)
  })

  it('does not grow while a story is learnt for longer than a week', () => {
    const engine = createEngine()
    const sizes: number[] = []
    for (const [at, tick] of ticksOf({ seed: 2, days: 21, postsPerHour: 0.1 }).entries()) {
      engine.take(tick)
      if (at % dayTicks === 0) sizes.push(bytesOf(engine.save()))
    }
    assert.equal(engine.gauge().phase, 'learning')
    assert.ok(Math.max(...sizes) <= 10_000, `${Math.max(...sizes)} bytes`)
  })
})
