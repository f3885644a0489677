// Changed rules reach the past: what differs is appended with what it replaces, and nothing else.
import assert from 'node:assert/strict'
import type { EventLog } from '../../events/event-log.ts'
import type { StoryDefinition } from '../../events/story.ts'
import type { Vault } from '../../events/vault.ts'
import { until } from '../running.ts'
import { createInstallation } from './installation.ts'

describe('a changed story', () => {
  let at: ReturnType<typeof createInstallation>
  const optOut = { slug: 'opt-out', name: 'Opt-out', match: ['opt out'] }
  const policy = { slug: 'policy', name: 'Policy', match: ['policy'] }
  beforeEach(async () => {
    at = createInstallation()
    await at.openStory('plex', { channels: ['feedback'], match: ['plex'], topics: [optOut] })
    await at.project()
  })
  afterEach(async () => {
    await at.close()
    assert.deepEqual(at.told, [])
  })

  const change = (changes: Partial<StoryDefinition>, slug = 'plex') =>
    at.record({ type: 'StoryChanged', data: { slug, ...changes } })
  const stories = async (id: string) =>
    (await at.state(id)).counted.flatMap(({ found }) => found.stories.map(({ slug, topics }) => [slug, ...topics]))
  const analyses = async () => (await at.all()).filter(({ type }) => type === 'PostAnalysed')

  it('has its past analysed again, with what each analysis replaces', async () => {
    const workers = at.work()
    await at.send('1', 'plex: bad policy')
    await at.send('2', 'plex, opt-out')
    await at.send('3', 'something else')
    await at.settled(workers)
    await change({ topics: [optOut, policy] })
    await at.settled(workers)
    assert.deepEqual(await stories('1'), [['plex', 'policy']])
    assert.deepEqual(await stories('2'), [['plex', 'opt-out']])
    const all = await analyses()
    assert.equal(all.length, 4)
    const last = all.at(-1)
    assert.ok(last?.type === 'PostAnalysed' && last.data.ref === at.ref('1'))
    assert.deepEqual(
      last.data.replaces?.stories.map(({ slug, topics }) => [slug, ...topics]),
      [['plex']],
    )
    await change({ match: ['opt out'] })
    await at.settled(workers)
    assert.deepEqual([await stories('1'), await stories('2')], [[], [['plex', 'opt-out']]])
  })

  it('is not analysed again for another title', async () => {
    const workers = at.work()
    await at.send('1', 'plex')
    await at.settled(workers)
    await change({ title: 'Another title', about: 'about' })
    await at.settled(workers)
    assert.equal((await analyses()).length, 1)
    assert.equal(at.readModel.checkpoint('reanalyse-story|plex|4'), undefined)
  })

  it('gets its past when it is new, over its channels only', async () => {
    const workers = at.work()
    await at.send('1', 'plex')
    await at.send('1', 'plex', { channel: 'forum' })
    await at.settled(workers)
    await at.openStory('new', { channels: ['forum'] })
    await at.settled(workers)
    assert.deepEqual(await stories('1'), [['plex']])
    assert.equal((await analyses()).length, 3)
    await change({ channels: ['feedback'] }, 'new')
    await at.settled(workers)
    assert.deepEqual(await stories('1'), [['new'], ['plex']].reverse())
  })

  it('keeps what was said of posts whose text is forgotten', async () => {
    const workers = at.work()
    await at.send('1', 'plex: I hate this policy')
    await at.settled(workers)
    await at.vault.forget([at.ref('1')])
    await change({ match: ['other'], topics: [] })
    await at.settled(workers)
    assert.deepEqual(await stories('1'), [['plex']])
    assert.equal((await at.state('1')).counted[0]?.found.sentiment.label, 'negative')
  })

  it('keeps the posts of before when it is closed, and gets those of after when it is opened again', async () => {
    const workers = at.work()
    await at.send('1', 'plex before')
    await at.settled(workers)
    await at.record({ type: 'StoryClosed', data: { slug: 'plex' } })
    await at.settled(workers)
    await at.send('2', 'plex after')
    await at.send('1', 'plex before, edited: opt-out')
    await at.settled(workers)
    assert.deepEqual(await stories('1'), [['plex', 'opt-out']])
    assert.deepEqual(await stories('2'), [])
    const definition = { title: 'T', company: '', about: '', demonstration: false }
    const rules = { channels: ['feedback'], match: ['plex'], topics: [optOut] }
    await at.record({ type: 'StoryOpened', data: { slug: 'plex', ...definition, ...rules } })
    await at.settled(workers)
    assert.deepEqual(await stories('2'), [['plex']])
  })

  it('takes its rules over a restart', async () => {
    await at.send('1', 'plex: policy')
    const first = at.work()
    await at.settled(first)
    await first.close()
    await at.project()
    const second = at.work()
    await at.settled(second)
    await at.send('2', 'plex, opt-out')
    await at.settled(second)
    assert.deepEqual(await stories('2'), [['plex', 'opt-out']])
    assert.equal((await analyses()).length, 2)
  })

  it('goes on after a restart in the middle, and adds nothing twice', async () => {
    const posts = 2_500
    const first = at.work()
    await at.sendMany(Array.from({ length: posts }, (_, n) => `plex ${n} policy`))
    await at.settled(first)
    await first.close()
    await change({ topics: [policy] })
    await at.project()
    const asked = Promise.withResolvers<void>()
    let appends = 0
    const log: EventLog = {
      ...at.log,
      append: async (writes) => {
        if (++appends === 12) asked.resolve()
        return at.log.append(writes)
      },
    }
    const second = at.work({ ports: { log } })
    await asked.promise
    await second.close()
    const before = (await analyses()).length
    assert.ok(before > posts && before < 2 * posts, `${before} analyses`)
    assert.ok((at.readModel.checkpoint(`reanalyse-story|plex|${2 * posts + 2}`)?.version ?? 0) > 0)
    const third = at.work()
    await at.send('later', 'plex policy')
    await at.settled(third)
    assert.equal((await analyses()).length, 2 * posts + 1)
    assert.deepEqual(await stories('2499'), [['plex', 'policy']])
  })

  it('is overtaken by its next change', async () => {
    const workers = at.work()
    await at.sendMany(Array.from({ length: 1_000 }, (_, n) => `plex ${n} policy`))
    await at.settled(workers)
    await change({ match: ['nothing'] })
    await change({ match: [] })
    await change({ match: ['policy'], topics: [policy] })
    await at.settled(workers)
    assert.deepEqual(await stories('999'), [['plex', 'policy']])
    const events = (await analyses()).filter(({ data }) => 'ref' in data && data.ref === at.ref('999'))
    assert.ok(events.length <= 3)
  })

  it('reaches posts that were being analysed by the rules of before', async () => {
    const { log, asked, letGo } = at.slowLog()
    const workers = at.work({ ports: { log } })
    await at.send('1', 'plex policy')
    await asked
    await change({ topics: [policy] })
    await until('the new rules', async () => (await analyses()).length === 1 || undefined)
    letGo()
    await at.settled(workers)
    assert.deepEqual(await stories('1'), [['plex', 'policy']])
    assert.equal((await analyses()).length, 1)
  })

  it('reads the past once for all stories over the same channels, when the read model is lost', async () => {
    await at.openStory('wide')
    await at.openStory('narrow', { channels: ['feedback'] })
    const first = at.work()
    await at.sendMany(Array.from({ length: 1_200 }, (_, n) => `plex ${n}`))
    await at.settled(first)
    await first.close()
    at.readModel.clear()
    let looked = 0
    const vault: Vault = {
      ...at.vault,
      get: async (refs) => {
        looked += refs.length
        return at.vault.get(refs)
      },
    }
    const head = await at.log.head()
    await at.settled(at.work({ ports: { vault } }))
    assert.equal(await at.log.head(), head)
    // 'plex' is over 'feedback' and does 'narrow' too; 'wide' is over all channels.
    assert.ok(looked <= 2_400, `${looked} posts were read`)
  })
})
