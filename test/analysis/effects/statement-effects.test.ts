import assert from 'node:assert/strict'
import { inHours } from '../../../analysis/effects/hours.ts'
import { effectsOf } from '../../../analysis/effects/statement-effects.ts'
import { backlash, hourMs, saidAt, saidMs } from './given-hours.ts'

const factor = { factor: 1, origin: 'shipped', moments: 0 } as const
const said = (id: string, hours = 0) => ({
  id,
  at: new Date(Date.parse(saidAt) + hours * hourMs).toISOString(),
  precision: 'minute' as const,
})
const nowAfter = (hours: number) => saidMs + hours * hourMs
const effects = (statements: readonly ReturnType<typeof said>[], nowMs: number, factorOf = factor) =>
  effectsOf(backlash(0.3), { statements, restartsMs: [], nowMs, factor: factorOf })

describe('the effects of the statements of a story', () => {
  it('are too early until thirteen hours have passed, and say from when on they are known', () => {
    const [early] = effects([said('a')], nowAfter(13) - 1)
    assert.deepEqual([early?.verdict, early?.knownFromMs, early?.change], ['too early', nowAfter(13), undefined])
    const [known] = effects([said('a')], nowAfter(13))
    assert.deepEqual([known?.verdict, known?.day.verdict], ['better', 'too early'])
    assert.equal(effects([said('a')], nowAfter(25))[0]?.day.verdict, 'better')
  })

  it('hold the difference in their interval, which a factor widens to both sides', () => {
    const [plain] = effects([said('a')], nowAfter(40))
    const [wide] = effects([said('a')], nowAfter(40), { ...factor, factor: 3 as 1 })
    const { change = 0, lower = 0, upper = 0 } = plain ?? {}
    assert.ok(lower < change && change < upper)
    assert.ok(Math.abs((wide?.upper ?? 0) - change - 3 * (upper - change)) < 1e-12)
    assert.equal(wide?.verdict, 'no visible effect')
  })

  it('name the other statements whose posts are counted too', () => {
    const found = effects([said('a'), said('b', 12), said('c', 40)], nowAfter(72))
    assert.deepEqual(
      found.map(({ alsoInWindows }) => alsoInWindows),
      [['b'], ['a'], []],
    )
  })

  it('say how fast criticism fades until the next statement only', () => {
    assert.equal(effects([said('a'), said('b', 20)], nowAfter(72))[0]?.halfLife, undefined)
    const [alone] = effects([said('a')], nowAfter(72))
    assert.ok(alone?.halfLife && alone.halfLife.sinceMs > saidMs)
  })

  it('are the same from five-minute counts, in any order', () => {
    const hours = backlash(0.3)
    const halves = hours.flatMap(({ atMs, negative, scored }) => [
      { atMs: atMs + 300_000, negative: 0, scored: Math.floor(scored / 2) },
      { atMs: atMs + 600_000, negative, scored: Math.ceil(scored / 2) },
    ])
    assert.deepEqual(inHours(halves.toReversed()), hours)
  })
})
