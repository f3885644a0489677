// What many begin to say becomes an event of the story, once; not what one person says, nor what the story has a topic for.
import assert from 'node:assert/strict'
import { until } from '../running.ts'
import { createInstallation } from './installation.ts'

const hourMs = 3_600_000
const beginMs = Date.UTC(2017, 7, 10)
const chatter = ['server', 'movie', 'screen', 'remote', 'player', 'folder', 'poster', 'album', 'picture', 'season']

describe('phrases that many begin to say', () => {
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

  /** Two days of talk, and then six hours in which `authors` say the phrase forty times. */
  const talk = async (authors: number) => {
    let n = 0
    const say = (text: string, atMs: number, author: string) => {
      const id = `${n++}`
      return at.send(id, text, { atMs, content: { id, text, author } })
    }
    for (let i = 0; i < 300; i++) {
      const [a, b] = [chatter[i % 10], chatter[Math.floor(i / 10) % 10]]
      await say(`my ${a} shows the ${b} ${i}`, beginMs + i * 0.16 * hourMs, `a${i}`)
    }
    for (let i = 0; i < 40; i++) {
      await say(`what a ${chatter[i % 10]} deadline folks ${i}`, beginMs + (48 + i / 10) * hourMs, `c${i}`)
      await say(`they ${chatter[i % 10]} a telemetry switch ${i}`, beginMs + (48 + i / 10) * hourMs, `b${i % authors}`)
    }
  }
  const emerged = async () =>
    (await at.all()).flatMap((event) => (event.type === 'PhraseEmerged' ? [event.data.phrase] : []))
  const work = () => at.work({ changes: { phrasesEveryMs: 20 } })

  it('are told once, though looked for often', async () => {
    await talk(40)
    const workers = work()
    await at.settled(workers)
    await until('the phrase', async () => (await emerged()).includes('telemetry switch') || undefined)
    const first = await emerged()
    await at.send('x', 'one more post about the telemetry switch', { atMs: beginMs + 52.1 * hourMs })
    await at.settled(workers)
    assert.deepEqual(await emerged(), first)
  })

  it('are not those of one person, nor those of a topic', async () => {
    await talk(1)
    const workers = work()
    await at.settled(workers)
    await until('what others say', async () => (await emerged()).some((one) => one.includes('deadline')) || undefined)
    assert.deepEqual(
      (await emerged()).filter((phrase) => phrase.includes('telemetry')),
      [],
    )
  })

  it('are known again after a start', async () => {
    await talk(40)
    const before = at.work({ changes: { phrasesEveryMs: 1_000_000 } })
    await at.settled(before)
    await before.close()
    const workers = work()
    await at.send('x', 'one more post', { atMs: beginMs + 52.1 * hourMs })
    await at.settled(workers)
    await until('the phrase', async () => (await emerged()).includes('telemetry switch') || undefined)
  })
})
