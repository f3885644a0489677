// The gauge: evidence against its marks, what is learned, which sources count.
import assert from 'node:assert/strict'
import { gaugeTexts, sourcesText } from '../../views/gauge.ts'
import { storyView } from '../../views/story.ts'
import { nowMs } from './given-facts.ts'
import { givenGauge, givenPhases, normal } from './given-phases.ts'

const gauge = (more: object) => gaugeTexts(givenPhases({ changes: [normal], gauge: givenGauge(more) }))

describe('the gauge', () => {
  it('is a meter up to a third above the last mark, said in words as well', () => {
    const texts = gauge({ evidence: 9.4 })
    assert.deepEqual([texts.gauged, texts.gaugeNow, texts.gaugeMax, texts.gaugeWidth], [true, '9', '24', 'width:39.2%'])
    assert.deepEqual(texts.gaugeMarks, [
      { style: 'left:25%', text: '6' },
      { style: 'left:50%', text: '12' },
      { style: 'left:75%', text: '18' },
    ])
    assert.equal(
      texts.gaugeText,
      'Evidence that negative posts are more than usual: 9. Movement shows from 6, early signs need 12, a backlash 18.',
    )
  })

  it('stays full above its end, and says the number all the same', () => {
    const { gaugeNow, gaugeWidth, gaugeText } = gauge({ evidence: 71 })
    assert.deepEqual([gaugeNow, gaugeWidth], ['24', 'width:100%'])
    assert.match(gaugeText, /usual: 71\./)
  })

  it('shows learning as learning, and a rise of volume as volume', () => {
    const learnt = { days: 3, posts: 40, neededDays: 7, neededPosts: 100 }
    const texts = gauge({ phase: 'learning', learnt, volumeFlag: { sinceMs: nowMs - 3_600_000 } })
    assert.equal(texts.gauged, false)
    assert.match(texts.gaugeText, /learning what is normal here: 3 of 7 days, 40 of 100 posts/)
    assert.equal(
      texts.flag,
      'Volume only: more posts than usual in the hour from Tue 22 Aug, 17:05 UTC. It says nothing about mood.',
    )
    assert.equal(gauge({ phase: 'learning', learnt }).flagged, false)
  })

  it('is not there in a view of the past', () => {
    const texts = gaugeTexts(givenPhases({ changes: [normal] }))
    assert.deepEqual([texts.gauged, texts.gaugeText, texts.gaugeSources], [false, '', ''])
  })

  it('names sources that count and those set aside', () => {
    assert.equal(
      sourcesText(
        ['reddit', 'forum', 'x'],
        [
          { source: 'twitter', why: 'copies', copies: 0.83 },
          { source: 'blog', why: 'silent' },
        ],
      ),
      'Counted: Reddit, forum and X. Set aside: Twitter, 83% copies; blog, silent.',
    )
    const counts = [40, 10, 10, 0] as const
    const well = { state: 'ok', lastReadMs: nowMs, lastPostMs: null, sinceMs: null, problem: null } as const
    const source = { counts, ...well, worse: [], channels: 1, opensOnly: false }
    const { sources } = storyView(
      givenPhases({
        sources: [
          { ...source, source: 'twitter' },
          { ...source, source: 'blog' },
          { ...source, source: 'failing', state: 'failing', problem: 'closed' },
        ],
        gauge: givenGauge({
          setAside: [
            { source: 'twitter', why: 'copies', copies: 0.83 },
            { source: 'blog', why: 'silent' },
            { source: 'failing', why: 'silent' },
          ],
        }),
      }),
    )
    assert.deepEqual(
      sources.map(({ state, look }) => [state, look]),
      [
        ['Silent; read 18:05', 'st late'],
        ['Failing: closed', 'st late'],
        ['Read 18:05; set aside: 83% copies', 'st late'],
      ],
    )
  })

  it('tells that phases were computed again', () => {
    const revision = {
      at: '2017-08-20T08:00:00.000Z',
      from: '2017-08-19T00:00:00.000Z',
      why: 'posts came late',
      replaced: [],
      changes: [],
    }
    const texts = gaugeTexts(givenPhases({ changes: [normal], revisions: [revision, revision] }))
    assert.equal(
      texts.gaugeSources,
      'Phases were computed again 2 times, last on Sun 20 Aug, 08:00 UTC: posts came late.',
    )
  })
})
