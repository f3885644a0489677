// What somebody who labels has before them, per key and story.
import assert from 'node:assert/strict'
import { createLabellingMemories } from '../../server/labelling-memory.ts'

describe('the memory of who labels', () => {
  const some = { shown: 'a', skipped: ['b'], back: true }

  it('is one for each key and story', () => {
    const of = createLabellingMemories()
    of('ann').set('plex', some)
    assert.deepEqual(of('ann').of('plex'), some)
    for (const [key, story] of [
      ['bob', 'plex'],
      ['ann', 'other'],
    ] as const)
      assert.deepEqual(of(key).of(story), { skipped: [], back: false })
  })

  it('forgets the oldest of too many', () => {
    const of = createLabellingMemories()
    for (let n = 0; n <= 1_000; n++) of('ann').set(`story-${n}`, some)
    assert.deepEqual(of('ann').of('story-0'), { skipped: [], back: false })
    assert.deepEqual(of('ann').of('story-1'), some)
  })
})
