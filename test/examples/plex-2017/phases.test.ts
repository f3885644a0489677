// The demonstration, posted through the webhook, declares what `outcry phases` says of ticks that a script counted from its posts.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { isDeepStrictEqual } from 'node:util'
import type { Delivery } from '../../../examples/plex-2017/deliver.ts'
import { writeStory } from '../../../examples/plex-2017/write.ts'
import { adminKey, outcry, type Running, remove, root, scratchFolder, startServer, until } from '../../running.ts'

const api = '/api/v1/stories/plex-privacy'
/** A tick closes ten minutes after its end, by the newest post. */
const openMs = 10 * 60_000 + 5 * 60_000

type Post = { readonly at: string }
type Line = {
  readonly at: string
  readonly phase: string
  readonly onset?: string | null
  readonly peak?: string | null
}

const linesOf = <T>(ndjson: string): T[] =>
  ndjson
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
const asLines = (values: readonly unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('')

describe('the phases of the Plex 2017 re-enactment', () => {
  const folder = scratchFolder('plex-phases')
  let server: Running
  before(async () => {
    server = await startServer(folder, {
      env: { OUTCRY_CONFIG: path.join(root, 'examples/plex-2017/outcry.yaml') },
    })
  })
  after(async () => {
    await server.stop()
    remove(folder)
  })

  const post = async (channel: string, deliveries: readonly Delivery[]) => {
    const answer = await fetch(`${server.url}/webhooks/${channel}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/x-ndjson' },
      body: asLines(deliveries.map(({ post }) => post)),
    })
    assert.equal(answer.status, 202, await answer.text())
  }
  const allPosts = async () => {
    const posts: Post[] = []
    let cursor: string | null = ''
    do {
      const target: string = `${api}/posts?limit=200${cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
      const page: { posts: Post[]; next: string | null } = (await server.ask('GET', target)).body
      posts.push(...page.posts)
      cursor = page.next
    } while (cursor !== null)
    return posts
  }
  const script = async (posts: readonly Post[]) => {
    const counting = spawn(process.execPath, [path.join(root, 'test/examples/count-ticks.ts')])
    counting.stdin.end(asLines(posts))
    return await text(counting.stdout)
  }

  it('are those that the command finds in ticks counted by an independent script', async () => {
    const { quiet, live } = writeStory()
    const deliveries = [...quiet, ...live]
    const byChannel = Map.groupBy(deliveries, ({ channel }) => channel)
    await Promise.all([...byChannel].map(([channel, own]) => post(channel, own)))
    const gone = new Map(deliveries.map(({ post }) => [post.id, post.removed === true]))
    const there = [...gone.values()].filter((removed) => !removed).length
    await until(`${there} posts`, async () => {
      const { body } = await server.ask('GET', api)
      return (body as { posts: number }).posts === there || undefined
    })

    const posts = await allPosts()
    assert.equal(posts.length, there)
    const newestMs = Math.max(...posts.map(({ at }) => Date.parse(at)))
    const ticks = linesOf<Post>(await script(posts)).filter(({ at }) => Date.parse(at) + openMs <= newestMs)
    const found = await outcry(folder, ['phases'], { stdin: asLines(ticks) })
    assert.equal(found.status, 0, found.stderr)
    const expected = linesOf<Line>(found.stdout)
    const names = expected.map(({ phase }) => phase)
    assert.ok(names.includes('backlash'), names.join())

    const told = async () => ((await server.ask('GET', `${api}/phases`)).body as { changes: Line[] }).changes
    // A reason keeps its numbers of when it was declared.
    const plain = ({ at, phase, onset = null, peak = null }: Line) => [Date.parse(at), phase, onset, peak]
    await until(
      'the same phases',
      async () => isDeepStrictEqual((await told()).map(plain), expected.map(plain)) || undefined,
    ).catch(async () => assert.deepEqual((await told()).map(plain), expected.map(plain)))
    console.log(`      ${ticks.length} ticks: ${names.join(', ')}`)
  })

  it('are beside alerts that more people leave, within half a day of the announcement, once in the storm', async () => {
    type Raised = { readonly raisedAt: string; readonly trigger: string }
    const { alerts } = (await server.ask('GET', `${api}/backtest`)).body as {
      alerts: { isSet: boolean; sensitivity: string; raised: Raised[] }[]
    }
    const told = alerts.find(({ isSet }) => isSet)?.raised.filter(({ trigger }) => trigger === 'leaving') ?? []
    const announcedMs = Date.parse('2017-08-18T17:00:00Z')
    const hours = told.map(({ raisedAt }) => (Date.parse(raisedAt) - announcedMs) / 3_600_000)
    assert.ok(hours.length >= 1 && hours.length <= 2 && hours.every((one) => one > 0), hours.join())
    assert.ok((hours[0] ?? 0) <= 12, hours.join())
  })
})
