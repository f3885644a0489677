// Net sentiment as it is in calm: of the days before an episode, and of none that is not calm.
import assert from 'node:assert/strict'
import { storyOf } from '../../projections/stories.ts'
import { normalNet } from '../../server/normal-net.ts'
import type { PhaseFacts } from '../../views/facts.ts'
import { analysed, finding, inStory, origin, phaseChange, received, storyOpened } from '../given.ts'
import { shown } from '../projections/shown.ts'

const hourMs = 3_600_000
const startMs = Date.UTC(2017, 7, 10)
const onsetMs = Date.UTC(2017, 7, 18)
const nowMs = Date.UTC(2017, 7, 19)

/** One an hour: calm posts are mostly positive, those of the episode all negative. */
const posts = Array.from({ length: (nowMs - startMs) / hourMs }, (_, i) => {
  const atMs = startMs + i * hourMs
  const post = origin(i, { at: new Date(atMs).toISOString() })
  const label = atMs >= onsetMs ? 'negative' : i % 4 === 0 ? 'neutral' : 'positive'
  return [received(post), analysed(post, finding(label, [inStory('s')]))]
}).flat()
const readModel = shown(storyOpened('s'), ...posts)
const story = storyOf(readModel, 's')
const change = { ...phaseChange(new Date(startMs).toISOString(), 'calm'), declaredAt: '', version: 1, isRevised: false }
const net = (stretches: PhaseFacts['stretches'], changes: PhaseFacts['changes'] = [change]) => {
  assert.ok(story !== undefined)
  return normalNet(readModel, story, { changes, revisions: [], stretches, gauge: undefined }, nowMs)
}

describe('the normal net sentiment', () => {
  const calm = { phase: 'calm', fromMs: startMs, toMs: onsetMs } as const

  it('is that of the calm days before the episode', () => {
    assert.equal(net([calm, { phase: 'backlash', fromMs: onsetMs, episode: 0 }]), 0.75)
  })

  it('is that of the last two weeks where all is calm', () => {
    assert.equal(net([{ phase: 'calm', fromMs: startMs }]), 0.56)
  })

  it('is not known while the story learns, nor of fewer than thirty posts', () => {
    assert.equal(net([{ phase: 'calm', fromMs: startMs }], []), null)
    assert.equal(
      net([
        { ...calm, fromMs: onsetMs - 20 * hourMs },
        { phase: 'backlash', fromMs: onsetMs, episode: 0 },
      ]),
      null,
    )
  })
})
