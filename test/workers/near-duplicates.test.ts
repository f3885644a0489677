// Copies of a text are counted apart, reposts as amplification; what is known of a text goes with it, and comes back with a start.
import assert from 'node:assert/strict'
import { createInstallation } from './installation.ts'

const outcry = 'I have paid for a lifetime pass and now they take the opt-out away from every one of us, shame on them'
const copied = `${outcry} all`
const other = 'This is what happens when the server restarts at noon and nobody tells the people who were watching'

describe('near-duplicates among posts', () => {
  let at: ReturnType<typeof createInstallation>
  beforeEach(async () => {
    at = createInstallation()
    await at.openStory('plex')
    await at.project()
  })
  afterEach(async () => {
    await at.close()
    assert.deepEqual(at.told, [])
  })
  const found = async (id: string) => {
    const [counted] = (await at.state(id)).counted
    return { duplicateOf: counted?.found.duplicateOf, amplifies: counted?.found.amplifies }
  }
  const post = { duplicateOf: undefined, amplifies: undefined }

  it('names the first one, and leaves short words of many alone', async () => {
    const workers = at.work()
    for (const [id, text] of Object.entries({ a: outcry, b: copied, c: other, d: 'thanks', e: 'thanks' }))
      await at.send(id, text)
    await at.settled(workers)
    assert.deepEqual(await found('b'), { ...post, duplicateOf: at.ref('a') })
    for (const id of ['a', 'c', 'd', 'e']) assert.deepEqual(await found(id), post, id)
  })

  it('makes the next copy a post when the first is erased, removed or reworded', async () => {
    const workers = at.work()
    for (const id of ['a', 'b', 'c']) await at.send(id, outcry)
    await at.settled(workers)
    assert.deepEqual(await found('c'), { ...post, duplicateOf: at.ref('a') })
    await at.send('a', undefined)
    await at.settled(workers)
    assert.deepEqual([await found('b'), await found('c')], [post, { ...post, duplicateOf: at.ref('b') }])
    await at.send('b', other)
    await at.settled(workers)
    assert.deepEqual([await found('b'), await found('c')], [post, post])
  })

  it('knows after a start what it knew before', async () => {
    const before = at.work()
    await at.send('a', outcry)
    await at.settled(before)
    await before.close()
    const workers = at.work()
    await at.send('b', outcry)
    await at.settled(workers)
    assert.deepEqual(await found('b'), { ...post, duplicateOf: at.ref('a') })
  })

  it('says the same of them when the story changes', async () => {
    const workers = at.work()
    await at.send('a', outcry)
    await at.send('b', copied)
    await at.settled(workers)
    const topic = { slug: 'pass', name: 'Pass', match: ['lifetime pass'] }
    await at.record({ type: 'StoryChanged', data: { slug: 'plex', topics: [topic] } })
    await at.settled(workers)
    const [counted] = (await at.state('b')).counted
    assert.deepEqual(counted?.found.stories[0]?.topics, ['pass'])
    assert.equal(counted?.found.duplicateOf, at.ref('a'))
  })

  it('counts what the platform calls a repost as amplification, and old-style retweets of a post that is here', async () => {
    const workers = at.work()
    await at.send('a', outcry, { source: 'webhook' })
    await at.send('b', outcry, { source: 'webhook', repostOf: 'a' })
    await at.send('t', outcry.replace('lifetime', 'yearly'), { source: 'x' })
    await at.send('r', `RT @somebody: ${outcry}`, { source: 'x' })
    await at.settled(workers)
    assert.deepEqual(await found('b'), { ...post, amplifies: at.ref('a') })
    const all = (await at.all()).filter(({ type }) => type === 'PostAnalysed')
    const retweet = all.find(({ data }) => 'amplifies' in data && data.source === 'x')
    assert.ok(retweet !== undefined)
  })
})
