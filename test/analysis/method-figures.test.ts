// Figures that are published are of the model that is shipped.
import assert from 'node:assert/strict'
import { lanes } from '../../analysis/lanes.ts'
import { hourlyErrorOf, methodFigures } from '../../analysis/method-figures.ts'
import { defaultLane } from '../../events/story.ts'

describe('published figures', () => {
  it('are of the very model that new stories show: after a training run `npm run figures`', () => {
    const lane = lanes.find(({ id }) => id === defaultLane)
    assert.deepEqual([methodFigures?.lane, methodFigures?.model], [lane?.id, lane?.model])
  })

  it('add up: the confusion matrix holds every post of the sets never seen', () => {
    const unseen = methodFigures?.sets.filter((set) => set.unseen) ?? []
    const posts = unseen.reduce((sum, set) => sum + set.posts, 0)
    const confused = Object.values(methodFigures?.confusion ?? {}).flatMap((row) => Object.values(row))
    assert.ok(posts > 10_000)
    assert.equal(
      confused.reduce((sum, count) => sum + count, 0),
      posts,
    )
  })

  it('say how far the shares of a lane are off, of the word list by the library it is made of', () => {
    assert.equal(hourlyErrorOf('linear'), methodFigures?.hourly.without)
    assert.equal(hourlyErrorOf('afinn'), methodFigures?.hourly.peers.sentiment?.without)
    assert.equal(hourlyErrorOf('other'), undefined)
  })
})
