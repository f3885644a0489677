// What other bars would have declared over the past of a story.
import assert from 'node:assert/strict'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { marksFor } from '../../../analysis/phases/settings.ts'
import type { PhaseChange } from '../../../events/phase.ts'
import { rebuild } from '../../../projections/rebuild.ts'
import { type Story, storyOf } from '../../../projections/stories.ts'
import { alarmsOf, backtest } from '../../../workers/phases/backtest.ts'
import { channelOpened, phaseChange, storyOpened } from '../../given.ts'
import { tempFolder } from '../../temp-folder.ts'
import { createWatching, engineSays, hourMs, lastAt, outburst, slug, startMs } from '../watching.ts'

const change = (phase: PhaseChange['phase']) => phaseChange('2026-01-05T00:00:00Z', phase)

describe('a test of bars', () => {
  const file = tempFolder()

  it('declares over the posts of a story what the engine does, and fewer alarms with a higher bar', async () => {
    const given = createWatching(file('read.db'))
    await given.record(channelOpened('feedback'), storyOpened(slug))
    await given.add(outburst)
    await rebuild({ log: given.log, readModel: given.readModel })
    const story = storyOf(given.readModel, slug) as Story
    const at = (bar?: number) =>
      backtest(given.readModel, story, (from) => createEngine({ ...from, marks: marksFor(bar) }), given.clock.ms)
    const { changes, fromMs, toMs, learntMs } = await at()
    assert.deepEqual(changes, engineSays(outburst, lastAt(outburst)))
    assert.deepEqual([fromMs, learntMs], [startMs, startMs + 7 * 24 * hourMs])
    assert.ok(toMs <= lastAt(outburst) - 10 * 60_000)
    const [usual, high] = [alarmsOf(changes), alarmsOf((await at(50)).changes)]
    assert.equal(usual.backlash.length, 1)
    const firstAt = ({ earlySigns }: typeof usual) => earlySigns[0]?.at ?? '9999'
    assert.ok(firstAt(high) > firstAt(usual), 'a higher bar is reached later, or never')
    await given.close()
  })

  it('counts an alarm of each tier once an episode', () => {
    const two = [
      'calm',
      'early-signs',
      'calm',
      'early-signs',
      'backlash',
      'cooling',
      'second-wave',
      'recovered',
    ] as const
    const { earlySigns, backlash } = alarmsOf(two.map(change))
    assert.deepEqual([earlySigns.length, backlash.length], [2, 1])
    assert.deepEqual(alarmsOf([]), { earlySigns: [], backlash: [] })
  })
})
