// What of a story's past may be held to be usual: calm hours, in which the channels of the last hour were read.
import assert from 'node:assert/strict'
import { hourMs } from '../../../analysis/alerts/standing-out.ts'
import { channelsRead } from '../../../projections/coverage.ts'
import { createUsual } from '../../../workers/alerts/story-past.ts'
import { channelGap, channelOpened, channelRead, storyOpened } from '../../given.ts'
import { shown } from '../../projections/shown.ts'

const day = Date.UTC(2026, 10, 26)
const time = (hours: number) => new Date(day + hours * hourMs).toISOString()
const everything = () => ({ some: [], most: [] })
/** Of the first hours of the day those that are usual at a moment. */
const usualAt = (usual: ReturnType<typeof createUsual>, hour: number) => {
  const isUsual = usual(day + hour * hourMs)
  return Array.from({ length: hour }, (_, i) => i).filter((i) => isUsual(day / hourMs + i))
}

describe('what is usual in a story', () => {
  it('leaves out a backlash from its onset until it is over, once it is declared', () => {
    const changes = [
      { at: time(4), phase: 'early-signs', onset: time(3.5), declaredAt: time(4.25) },
      { at: time(5), phase: 'backlash', onset: time(3.5), declaredAt: time(5.25) },
      { at: time(7), phase: 'recovered', declaredAt: time(7.25) },
    ] as const
    const usual = createUsual(changes, everything)
    assert.deepEqual(usualAt(usual, 4), [0, 1, 2, 3])
    assert.deepEqual(usualAt(usual, 6), [0, 1, 2])
    assert.deepEqual(usualAt(usual, 9), [0, 1, 2, 7, 8])
  })

  it('is a past that was read as the last hour was: no outage, and nothing from before a channel was there', () => {
    const readModel = shown(
      storyOpened('s'),
      channelOpened('forum', 'feed'),
      channelOpened('late', 'feed'),
      channelRead('forum', time(0), time(3)),
      channelGap('forum', time(3), time(5)),
      channelRead('forum', time(5), time(12)),
      channelRead('late', time(8), time(9.9)),
    )
    const usual = createUsual([], channelsRead(readModel, 's', day + 12 * hourMs))
    assert.deepEqual(usualAt(usual, 8), [0, 1, 2, 5, 6, 7])
    assert.deepEqual(usualAt(usual, 10), [8, 9])
    assert.deepEqual(usualAt(usual, 12), [0, 1, 2, 5, 6, 7, 8, 9, 10, 11])
  })
})
