// Every wording of every post is analysed once, whatever happens meanwhile.
import assert from 'node:assert/strict'
import { createLocalJobQueue } from '../../adapters/local-job-queue.ts'
import type { EventLog } from '../../events/event-log.ts'
import { decideErasure } from '../../events/post-rules.ts'
import type { JobQueue } from '../../workers/jobs.ts'
import { until } from '../running.ts'
import { createInstallation } from './installation.ts'

describe('analysing posts', () => {
  let at: ReturnType<typeof createInstallation>
  beforeEach(async () => {
    at = createInstallation()
    await at.openStory('all', { topics: [{ slug: 'opt-out', name: 'Opt-out', match: ['opt out'] }] })
    await at.project()
  })
  afterEach(async () => {
    await at.close()
    assert.deepEqual(at.told, [])
  })

  const types = async (id: string) => (await at.history(id)).map(({ type }) => type)
  const label = async (id: string) => (await at.state(id)).counted[0]?.found.sentiment.label
  const analyses = async () => (await at.all()).filter(({ type }) => type === 'PostAnalysed').length

  it('adds what was found to a post’s history', async () => {
    const workers = at.work()
    await at.send('1', 'I hate that the opt-out is gone')
    await at.settled(workers)
    const [, analysed] = await at.history('1')
    assert.equal(analysed?.type, 'PostAnalysed')
    const { ref, channel, sentiment, stories, lane, model, version, language } = analysed.data
    assert.deepEqual(
      { ref, channel, lane, model, version, language, label: sentiment.label },
      {
        ref: at.ref('1'),
        channel: 'feedback',
        lane: 'afinn',
        model: 'afinn-sentiment-5.0.2',
        version: 1,
        language: 'und',
        label: 'negative',
      },
    )
    assert.deepEqual(
      stories.map(({ slug, topics }) => ({ slug, topics })),
      [{ slug: 'all', topics: ['opt-out'] }],
    )
    assert.ok(!('replaces' in analysed.data) && !('receivedAt' in analysed.data))
  })

  it('lets receiving go first while posts pour in, and comes to all of them', async () => {
    let received = 0
    const pouring = () => {
      received += 1_000_000
      return received
    }
    const workers = at.work({ received: pouring, changes: { analysisFloodMs: 300 } })
    await at.send('1', 'I hate this')
    await at.settled(workers)
    await at.send('2', 'I love this')
    const began = performance.now()
    await at.settled(workers)
    assert.ok(performance.now() - began > 100, 'it did not wait')
    assert.equal(await analyses(), 2)
  })

  it('analyses an edit of an analysed post again, and says what it replaces', async () => {
    const workers = at.work()
    await at.send('1', 'I hate this')
    await at.settled(workers)
    await at.send('1', 'I love this')
    await at.settled(workers)
    assert.deepEqual(await types('1'), ['PostReceived', 'PostAnalysed', 'PostEdited', 'PostAnalysed'])
    const last = (await at.history('1')).at(-1)
    assert.ok(last?.type === 'PostAnalysed')
    assert.deepEqual([last.data.version, last.data.sentiment.label], [2, 'positive'])
    assert.equal(last.data.replaces?.sentiment.label, 'negative')
  })

  it('analyses a post that was edited before once, in its last wording', async () => {
    await at.send('1', 'I hate this')
    await at.send('1', 'I love this')
    await at.settled(at.work())
    assert.deepEqual(await types('1'), ['PostReceived', 'PostEdited', 'PostAnalysed'])
    assert.equal(await label('1'), 'positive')
  })

  it('lets an edit during the analysis win', async () => {
    const { log, asked, letGo } = at.slowLog()
    const workers = at.work({ ports: { log } })
    await at.send('1', 'I hate this')
    await asked
    await at.send('1', 'I love this')
    letGo()
    await at.settled(workers)
    assert.deepEqual(await types('1'), ['PostReceived', 'PostEdited', 'PostAnalysed'])
    assert.equal(await label('1'), 'positive')
  })

  it('adds nothing to a post that was removed or erased before or during its analysis', async () => {
    const erase = async (id: string) => {
      const history = await at.history(id)
      await at.vault.forget([at.ref(id)])
      const expected = history.at(-1)?.revision ?? 'none'
      const events = decideErasure(await at.state(id), 'request')
      await at.log.append([{ stream: history[0]?.stream ?? '', expected, events }])
    }
    for (const id of ['removed before', 'erased before']) await at.send(id, 'I hate this')
    await at.send('removed before', undefined)
    await erase('erased before')
    const { log, asked, letGo } = at.slowLog()
    const workers = at.work({ ports: { log } })
    for (const id of ['removed', 'erased']) await at.send(id, 'I hate this')
    await asked
    await at.send('removed', undefined)
    await erase('erased')
    letGo()
    await at.settled(workers)
    for (const id of ['removed before', 'removed']) assert.deepEqual(await types(id), ['PostReceived', 'PostRemoved'])
    for (const id of ['erased before', 'erased']) assert.deepEqual(await types(id), ['PostReceived', 'PostErased'])
  })

  it('analyses a restored post anew, without replacing anything', async () => {
    const workers = at.work()
    await at.send('1', 'I hate this')
    await at.settled(workers)
    await at.send('1', undefined)
    await at.settled(workers)
    await at.send('1', 'I love this', { removed: false })
    await at.settled(workers)
    const history = await at.history('1')
    assert.deepEqual(
      history.map(({ type }) => type),
      ['PostReceived', 'PostAnalysed', 'PostRemoved', 'PostRestored', 'PostAnalysed'],
    )
    assert.ok(!('replaces' in (history.at(-1)?.data ?? {})))
  })

  it('counts a post whose text was forgotten before, unscored', async () => {
    await at.send('1', 'I hate this')
    await at.vault.forget([at.ref('1')])
    await at.settled(at.work())
    const found = (await at.state('1')).counted[0]?.found
    assert.deepEqual(found?.sentiment, { label: 'unscored', reason: 'forgotten' })
    assert.deepEqual(
      found?.stories.map(({ slug, topics }) => ({ slug, topics })),
      [{ slug: 'all', topics: [] }],
    )
  })

  it('leaves an edit on its way to its own event', async () => {
    await at.send('1', 'I hate this')
    const kept = (await at.vault.get([at.ref('1')])).get(at.ref('1'))
    assert.ok(kept)
    const { salt, content } = kept
    const row = { ref: at.ref('1'), version: 2, channel: 'feedback', source: 'webhook', salt, expiresAt: 2e12 }
    await at.vault.put([{ ...row, content: { ...content, text: 'I love this' } }])
    const workers = at.work({ changes: { analysisAgainMs: 20 } })
    await at.send('2', 'I love this')
    await until('the other post', async () => (await label('2')) === 'positive' || undefined)
    assert.deepEqual(await types('1'), ['PostReceived'])
    await at.vault.discard([{ ref: at.ref('1'), version: 2 }])
    await at.settled(workers)
    assert.equal(await label('1'), 'negative')
  })

  it('fills a queue again that lost its jobs', async () => {
    const real = createLocalJobQueue({ onProblem: assert.fail })
    let lost = 0
    const jobs: JobQueue = {
      ...real,
      enqueue: async (name, data) => {
        if (name === 'analyse-posts' && lost++ < 2) return
        await real.enqueue(name, data)
      },
    }
    const workers = at.work({ jobs, changes: { analysisAgainMs: 20 } })
    await at.send('1', 'I hate this')
    await at.settled(workers)
    assert.deepEqual(await types('1'), ['PostReceived', 'PostAnalysed'])
    assert.ok(lost > 2)
  })

  it('enqueues nothing when it reads an analysed log again', async () => {
    const first = at.work()
    await at.sendMany(Array.from({ length: 2_500 }, (_, n) => `post number ${n} is good`))
    await at.settled(first)
    await first.close()
    at.readModel.clear()
    const real = createLocalJobQueue({ onProblem: assert.fail })
    const jobs: JobQueue = {
      ...real,
      enqueue: async (name, data) => {
        assert.notEqual(name, 'analyse-posts')
        await real.enqueue(name, data)
      },
    }
    const head = await at.log.head()
    await at.settled(at.work({ jobs }))
    assert.equal(await at.log.head(), head)
  })

  it('analyses each post exactly once over restarts in the middle', async () => {
    const posts = 3_000
    await at.sendMany(Array.from({ length: posts }, (_, n) => `post number ${n} is bad`))
    for (let restart = 1; restart <= 3; restart++) {
      const real = createLocalJobQueue({ onProblem: assert.fail })
      let batches = 0
      const enqueue: JobQueue['enqueue'] = async (name, data) => {
        if (name !== 'analyse-posts' || batches++ < 4) await real.enqueue(name, data) // the rest is lost with the process
      }
      const workers = at.work({ jobs: { ...real, enqueue } })
      await until('a part of it', async () => (await analyses()) === restart * 800 || undefined)
      await workers.close()
    }
    assert.ok((await analyses()) < posts)
    await at.settled(at.work())
    assert.equal(await analyses(), posts)
    assert.equal((await at.history('2999')).length, 2)
  })

  it('goes on after the log was away', async () => {
    let times = 0
    const log: EventLog = {
      ...at.log,
      append: async (writes) => {
        if (times++ < 2) throw new Error('away')
        return at.log.append(writes)
      },
    }
    const workers = at.work({ ports: { log } })
    await at.send('1', 'I hate this')
    await at.settled(workers)
    assert.deepEqual(await types('1'), ['PostReceived', 'PostAnalysed'])
  })

  it('begins again when following the log fails', async () => {
    let followings = 0
    const log: EventLog = {
      ...at.log,
      follow: async function* (from, signal) {
        const isFirst = followings++ === 0
        let pages = 0
        for await (const page of at.log.follow(from, signal)) {
          if (isFirst && pages++ === 1) throw new Error('away')
          yield page
        }
      },
    }
    const workers = at.work({ ports: { log } })
    for (const id of ['1', '2', '3']) {
      await at.send(id, 'I hate this')
      await at.settled(workers)
    }
    assert.equal(await analyses(), 3)
    assert.deepEqual(
      at.told.splice(0).map(({ words }) => words),
      ['following posts to analyse failed; it is begun again'],
    )
  })
})
