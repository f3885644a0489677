// A channel opened in the middle of a backlash: its forum is read back thirty days, and the story names its phase within two minutes.
import assert from 'node:assert/strict'
import { seeded } from './durability/seeded.ts'
import { type Running, remove, scratchFolder, startServer, until } from './running.ts'
import { webDouble } from './web-double.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const pageSize = 50

type Forum = readonly { readonly id: number; readonly atMs: number; readonly text: string }[]

const plain =
  'album router kitchen library server evening folder remote receiver weekend update subtitle account garage office cabin attic cellar cable screen phone player stream channel disk memory network season episode guide'.split(
    ' ',
  )
const glad = ['thanks', 'love', 'great', 'works']
const furious = ['terrible', 'awful', 'hate', 'disgusting', 'shameful', 'worst']

const { random, integer } = seeded(2017)
const draw = <T>(list: readonly T[]): T => list[integer(0, list.length)] as T
/** Every text is another one: near-doubles would count once. */
const textOf = (isAngry: boolean): string => {
  const words = Array.from({ length: 9 }, () => draw(plain))
  const isBad = random() < (isAngry ? 0.8 : 0.15)
  const mood = isBad ? [draw(furious), draw(furious)] : random() < 0.4 ? [draw(glad)] : []
  return [...words, ...mood].join(' ')
}

/** Four posts an hour for thirty days; ten hours ago the backlash began, sixty an hour. Evenly spread: what is measured is no chance. */
const forumOf = (nowMs: number): Forum => {
  const times: { atMs: number; isAngry: boolean }[] = []
  for (let atMs = nowMs - 30 * dayMs; atMs < nowMs; atMs += hourMs / 4) times.push({ atMs, isAngry: false })
  for (let atMs = nowMs - 10 * hourMs; atMs < nowMs; atMs += hourMs / 60) times.push({ atMs, isAngry: true })
  return times
    .sort((a, b) => a.atMs - b.atMs)
    .map(({ atMs, isAngry }, i) => ({ id: i + 1, atMs, text: textOf(isAngry) }))
}

describe('a channel opened in the middle of a backlash', () => {
  const remote = webDouble()
  const folder = scratchFolder('cold-start')
  let server: Running | undefined
  after(async () => {
    await server?.kill()
    remove(folder)
  })

  it('has read its forum and says that it is one within two minutes', async () => {
    const forum = forumOf(Date.now())
    remote.answers(({ url = '' }, response) => {
      const before = Number(new URL(url, remote.url).searchParams.get('before') ?? Number.POSITIVE_INFINITY)
      const page = forum
        .slice(Math.max(0, Math.min(forum.length, before - 1) - pageSize), Math.min(forum.length, before - 1))
        .reverse()
      const latest_posts = page.map(({ id, atMs, text }) => ({
        id,
        topic_id: Math.ceil(id / 9),
        post_number: 1 + ((id - 1) % 9),
        username: `user${id % 211}`,
        created_at: new Date(atMs).toISOString(),
        version: 1,
        topic_title: `Thread ${Math.ceil(id / 9)}`,
        cooked: `<p>${text}</p>`,
      }))
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ latest_posts }))
    })
    const running = await startServer(folder, { env: { OUTCRY_ALLOW_HOSTS: remote.host } })
    server = running
    const began = performance.now()
    const forumEntry = { id: 'forum', kind: 'discourse', url: remote.url }
    assert.equal((await running.ask('POST', '/api/v1/channels', forumEntry)).status, 201)
    const story = { slug: 'plex', title: 'The opt-out', company: 'Plex', channels: ['forum'] }
    assert.equal((await running.ask('POST', '/api/v1/stories', story)).status, 201)
    const seen = new Set<string>()
    // The changes of its past are declared one after the other: any of them may be seen on the way.
    await until(
      'the backlash',
      async () => {
        const { body } = await running.ask('GET', '/api/v1/stories/plex')
        const { phase, posts } = body as { phase: string; posts: number }
        seen.add(phase)
        return (phase === 'backlash' && posts === forum.length) || undefined
      },
      120_000,
    )
    console.log(
      `      ${forum.length} posts read back and the backlash named in ${((performance.now() - began) / 1000).toFixed(1)} s; on the way: ${[...seen].join(', ')}`,
    )
    const { body } = await running.ask('GET', '/api/v1/stories/plex/phases')
    const { changes } = body as { changes: { phase: string; onset: string }[] }
    const onset = changes.find((change) => change.phase === 'backlash')?.onset ?? ''
    assert.ok(
      Math.abs(Date.parse(onset) - (Date.now() - 10 * hourMs)) < 2 * hourMs,
      `began ten hours ago, not at ${onset}`,
    )
    const from = new Date(Date.now() - 29 * dayMs).toISOString()
    const line = await running.ask('GET', `/api/v1/stories/plex/timeline?interval=1d&from=${from}`)
    const { buckets } = line.body as { buckets: { posts: number; noData: boolean }[] }
    assert.ok(
      buckets.every(({ posts, noData }) => posts > 0 && !noData),
      'no day of the past is missing',
    )
  })
})
