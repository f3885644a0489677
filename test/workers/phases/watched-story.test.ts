// What is told of a story that is watched, and why it differs from what was told before.
import assert from 'node:assert/strict'
import { createEngine } from '../../../analysis/phases/engine.ts'
import { rebuild } from '../../../projections/rebuild.ts'
import { closedUntil } from '../../../workers/phases/story-course.ts'
import { watchStory } from '../../../workers/phases/watched-story.ts'
import { channelOpened, storyOpened } from '../../given.ts'
import { tempFolder } from '../../temp-folder.ts'
import { createWatching, hourMs, lastAt, outburst, slug, startMs, weekMs } from '../watching.ts'

describe('a story that is watched', () => {
  const file = tempFolder()
  const toMs = closedUntil(lastAt(outburst))

  it('says why it differs until that is told, whatever changes meanwhile', async () => {
    const given = createWatching(file('read.db'))
    await given.record(channelOpened('feedback'), storyOpened(slug))
    await given.add(outburst)
    await rebuild({ log: given.log, readModel: given.readModel })
    const story = watchStory(given.readModel, { slug, lane: 'afinn' }, createEngine)
    const goOn = () => {
      if (story.isBehind(toMs)) story.goBack(toMs)
      while (!story.step(toMs));
      return story.said()
    }
    const postKey = `${slug}|afinn|${new Date(startMs + weekMs).toISOString()}|gone`
    assert.equal(story.said(), undefined)
    const first = goOn()
    assert.equal(first?.why, 'computed again from all posts')
    assert.ok((first?.lines.length ?? 0) > 1)

    story.changed([startMs + weekMs], [postKey])
    assert.equal(story.said(), first, 'as it was when it was last there')
    story.told(first?.key ?? '')
    const second = goOn()
    assert.equal(second?.why, 'posts were removed')

    story.because('lane linear is shown')
    story.changed([startMs + weekMs], [])
    assert.equal(goOn()?.why, 'lane linear is shown; posts were removed')
    story.told('something else')
    story.changed([startMs + weekMs], [])
    assert.equal(goOn()?.why, 'lane linear is shown; posts were removed')
    story.told(story.said()?.key ?? '')
    story.changed([startMs + weekMs], [])
    assert.equal(goOn()?.why, 'computed again from all posts')
    await given.close()
  })

  it('goes back when its last posts are gone, and says nothing while it is held back', async () => {
    const given = createWatching(file('read.db'))
    await given.record(channelOpened('feedback'), storyOpened(slug))
    await given.add(outburst)
    await rebuild({ log: given.log, readModel: given.readModel })
    const story = watchStory(given.readModel, { slug, lane: 'afinn' }, createEngine)
    while (!story.step(toMs));
    const before = startMs + 9 * 24 * hourMs
    assert.ok((story.gauge()?.toMs ?? 0) > before)
    assert.equal(story.isBehind(before), true)
    story.goBack(before)
    while (!story.step(before));
    assert.equal(story.gauge()?.toMs, before)
    assert.equal(story.said()?.why, 'posts were removed')
    story.holdBack()
    assert.equal(story.said(), undefined)
    assert.equal(story.gauge()?.toMs, before)
    await given.close()
  })
})
