// The analysis thread: in order, by the rules of the moment, and back again when it dies.
import assert from 'node:assert/strict'
import { Worker } from 'node:worker_threads'
import type { RecentSubject } from '../../analysis/recent.ts'
import { storyRules } from '../../analysis/topics.ts'
import { createAnalyser } from '../../workers/analyser.ts'

const subject = (text: string): RecentSubject => ({
  ref: text,
  version: 1,
  at: '2017-08-18T12:00:00Z',
  channel: 'feedback',
  source: 'webhook',
  kind: 'post',
  receivedAt: 1,
  content: { text },
})
const story = (slug: string, match: readonly string[]) =>
  storyRules(slug, { title: '', company: '', about: '', channels: [], match, topics: [], demonstration: false })
const thread = new URL('../../workers/analysis-thread.ts', import.meta.url)

describe('the analyser', () => {
  it('reads batches in order, each by the stories set before', async () => {
    const analyser = createAnalyser({ onProblem: assert.fail })
    const before = analyser.read([subject('plex is bad')])
    analyser.setStories([story('plex', ['plex'])])
    const after = analyser.read([subject('good'), subject('plex is bad')])
    const said = async (readings: typeof before) =>
      (await readings).map(({ found: [one] }) => [
        one?.sentiment.label,
        ...(one?.stories ?? []).map(({ slug }) => slug),
      ])
    assert.deepEqual(await said(before), [['negative']])
    assert.deepEqual(await said(after), [['positive'], ['negative', 'plex']])
    await analyser.close()
  })

  it('starts a thread that died again, and tries its batches again by the same rules', async () => {
    const told: string[] = []
    const threads: Worker[] = []
    const start = () => {
      const worker =
        threads.length === 0 ? new Worker('setTimeout(() => { throw 1 })', { eval: true }) : new Worker(thread)
      threads.push(worker)
      return worker
    }
    const analyser = createAnalyser({ onProblem: (words) => told.push(words), start })
    analyser.setStories([story('plex', [])])
    const readings = await Promise.all([analyser.read([subject('good')]), analyser.read([subject('bad')])])
    assert.deepEqual(
      readings.flat().map(({ found: [one] }) => [one?.sentiment.label, one?.stories[0]?.slug]),
      [
        ['positive', 'plex'],
        ['negative', 'plex'],
      ],
    )
    await threads[1]?.terminate()
    assert.equal((await analyser.read([subject('good')])).length, 1)
    assert.equal(threads.length, 3)
    assert.deepEqual(told, ['the analysis thread failed; it is started again'])
    await analyser.close()
  })

  it('gives a batch up that the thread dies of at every try', async () => {
    let threads = 0
    const start = () => {
      threads++
      return new Worker('process.exit(3)', { eval: true })
    }
    const analyser = createAnalyser({ onProblem: () => {}, start })
    await assert.rejects(analyser.read([subject('good')]), { code: 'unavailable', message: /died at each of 3 tries/ })
    assert.equal(threads, 3)
    await analyser.close()
  })

  it('rejects what waits when it is closed', async () => {
    const analyser = createAnalyser({ onProblem: assert.fail })
    const waiting = assert.rejects(analyser.read([subject('good')]), { code: 'unavailable' })
    await analyser.close()
    await waiting
    await assert.rejects(analyser.read([subject('good')]), { code: 'unavailable' })
  })
})
