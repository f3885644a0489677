// The real server, killed at random moments under load: nothing acknowledged is lost, nothing is doubled, the counts are right.
import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { openEmbedded } from '../../adapters/embedded.ts'
import { postStream } from '../../events/post.ts'
import { postRef } from '../../events/refs.ts'
import { adminKey, outcry, type Running, remove, scratchFolder, startServer, until } from '../running.ts'
import { isLong, seeded } from './seeded.ts'

const kills = isLong ? 200 : 10
const clients = 16
const { seed, random, integer } = seeded()

type Sent = { readonly id: string; readonly text: string; readonly at: string }
const words = ['great', 'terrible', 'the update', 'is', 'opt-out', 'gone', 'love', 'hate', 'privacy', 'fine']
const base = Date.UTC(2017, 7, 18)

describe('a server that is killed', function () {
  if (isLong) this.timeout(1_800_000)
  let folder: string
  before(() => {
    folder = scratchFolder('kill')
  })
  let server: Running
  after(async () => {
    await server?.kill()
    remove(folder)
  })

  it(`${kills} times under load loses nothing it acknowledged and doubles nothing (SEED=${seed})`, async () => {
    server = await startServer(folder)
    let next = 0
    let killed = 0
    let resent = 0
    let slowestStartMs = 0
    let down = false
    const acknowledged = new Set<string>()
    /** Batches without an answer: unknown, to be sent again. */
    const unknown: (readonly Sent[])[] = []

    const batch = (): readonly Sent[] =>
      Array.from({ length: integer(1, 51) }, () => ({
        id: `p${next++}`,
        text: Array.from({ length: integer(3, 30) }, () => words[integer(0, words.length)]).join(' '),
        at: new Date(base + integer(0, 3 * 86_400) * 1000).toISOString(),
      }))
    const bodyOf = (posts: readonly Sent[]): readonly [type: string, body: string] => {
      const form = integer(0, 3)
      if (form === 0) return ['application/x-ndjson', posts.map((post) => `${JSON.stringify(post)}\n`).join('')]
      return ['application/json', JSON.stringify(form === 1 ? posts : { posts })]
    }
    /** True when the server said that it has them. */
    const send = async (posts: readonly Sent[]): Promise<boolean> => {
      const [type, body] = bodyOf(posts)
      try {
        const answer = await fetch(`${server.url}/webhooks/feedback`, {
          method: 'POST',
          headers: { authorization: `Bearer ${adminKey}`, 'content-type': type },
          body,
        })
        const said = (await answer.json()) as { accepted: number; duplicate: number }
        if (answer.status === 429 || answer.status === 503) return false
        assert.equal(answer.status, 202, JSON.stringify(said))
        assert.equal(said.accepted + said.duplicate, posts.length, JSON.stringify(said))
        return true
      } catch (error) {
        if (error instanceof assert.AssertionError) throw error
        return false // the connection ended: nobody knows
      }
    }
    const client = async () => {
      for (;;) {
        if (down) {
          await pause(5)
          continue
        }
        const again = unknown.pop()
        if (again === undefined && killed >= kills) return
        if (again) resent++
        const posts = again ?? batch()
        if (await send(posts)) for (const { id } of posts) acknowledged.add(id)
        else unknown.push(posts)
      }
    }
    const killer = async () => {
      while (killed < kills) {
        await pause(20 + random() * 400)
        down = true
        await server.kill()
        server = await startServer(folder)
        slowestStartMs = Math.max(slowestStartMs, server.readyMs)
        killed++
        down = false
      }
    }
    await Promise.all([killer(), ...Array.from({ length: clients }, client)])
    console.log(
      `      ${acknowledged.size} posts acknowledged, ${resent} batches sent again, slowest start ${Math.round(slowestStartMs)} ms`,
    )
    assert.equal(acknowledged.size, next, 'every post was sent until it was acknowledged')

    const story = await until('every post counted', async () => {
      const { body } = await server.ask('GET', '/api/v1/stories/feedback')
      return (body as { posts: number }).posts >= next ? (body as { posts: number }) : undefined
    })
    assert.equal(story.posts, next)
    assert.equal(await server.stop(), 0, server.output())

    const verified = await outcry(folder, ['verify'])
    assert.equal(verified.status, 0, verified.stderr)
    const found = JSON.parse(verified.stdout) as { readModel: { equal: boolean; parked: number } }
    assert.deepEqual([found.readModel.equal, found.readModel.parked], [true, 0])

    const { log, vault, pepper, close } = await openEmbedded(folder, { now: Date.now })
    const refs = [...acknowledged].map((id) => postRef(pepper, 'feedback', 'webhook', id))
    const content = await vault.get(refs)
    for (const ref of refs) {
      const types = (await log.read(postStream(ref))).map(({ type }) => type)
      assert.deepEqual(types, ['PostReceived', 'PostAnalysed'])
      assert.ok(content.has(ref), 'every post has its content')
    }
    await close()
  })
})
