// A cluster whose servers, workers and Redis are killed at random moments under load, over wires to the log that fail: nothing
// acknowledged is lost, nothing is doubled, every node says the same.
import assert from 'node:assert/strict'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { openCluster } from '../../adapters/cluster.ts'
import { openSqliteReadModel } from '../../adapters/sqlite-read-model.ts'
import { postStream } from '../../events/post.ts'
import { postRef } from '../../events/refs.ts'
import { follower } from '../../projections/keep-up.ts'
import { parkedOf } from '../../projections/parked.ts'
import { rebuild } from '../../projections/rebuild.ts'
import { adminKey, startCluster, type TestCluster, type WorkerProcess } from '../cluster.ts'
import { connectionTo } from '../kurrent-double.ts'
import { type Running, until } from '../running.ts'
import { openProxy } from '../tcp-proxy.ts'
import { isLong, seeded } from './seeded.ts'

const kills = isLong ? 30 : 8
const posts = isLong ? 50_000 : 3_000
const clients = 16
const settleMs = isLong ? 600_000 : 120_000
const { seed, random, integer } = seeded()

type Sent = { readonly id: string; readonly text: string; readonly at: string }
const words = ['great', 'terrible', 'the update', 'is', 'opt-out', 'gone', 'love', 'hate', 'privacy', 'fine']
const base = Date.UTC(2017, 7, 18)

const newPost = (id: string): Sent => ({
  id,
  text: Array.from({ length: integer(3, 30) }, () => words[integer(0, words.length)]).join(' '),
  at: new Date(base + integer(0, 3 * 86_400) * 1000).toISOString(),
})

type Wire = Awaited<ReturnType<typeof openProxy>>

/** A process with a wire of its own to the log, and whoever starts it again when it has ended. */
type Node<Process> = {
  readonly name: string
  readonly wire: Wire
  readonly running: () => Process | undefined
  readonly start: () => Promise<void>
  readonly kill: () => Promise<void>
  readonly stop: () => Promise<void>
}

// Part of npm run durability.
if (isLong)
  describe('a cluster whose processes are killed', function () {
    this.timeout(isLong ? 3_600_000 : 300_000)
    let cluster: TestCluster
    const wires: Wire[] = []
    let isOver = false
    before(async function () {
      cluster = await startCluster(this)
    })
    after(async () => {
      isOver = true
      await cluster?.stop()
      for (const wire of wires) wire.close()
    })

    /** What a process said that could not start, or ended by itself. */
    const refusals: string[] = []
    const endings: string[] = []

    const supervised = async <Process extends Running | WorkerProcess>(
      name: string,
      begin: (name: string, env: { [name: string]: string }) => Promise<Process>,
    ): Promise<Node<Process>> => {
      const wire = await openProxy(cluster.port)
      wires.push(wire)
      let running: Process | undefined
      const start = async () => {
        while (!isOver)
          try {
            const begun = await begin(name, { KURRENTDB_URL: connectionTo(wire.port) })
            if (isOver) return await begun.kill()
            begun.process.once('exit', (status) => {
              if (running !== begun || isOver) return
              running = undefined
              endings.push(`${name} ended with ${status}: ${begun.output()}`)
              void start()
            })
            running = begun
            return
          } catch (error) {
            refusals.push(`${name}: ${(error as Error).message}`)
            await pause(200)
          }
      }
      const taken = () => {
        const process = running
        running = undefined
        return process
      }
      return {
        name,
        wire,
        running: () => running,
        start,
        kill: async () => taken()?.kill(),
        stop: async () => {
          const process = taken()
          assert.equal(await process?.stop(), 0, process?.output())
        },
      }
    }

    it(`${kills} times under load loses nothing it acknowledged and doubles nothing (SEED=${seed})`, async () => {
      const servers = [await supervised('server-a', cluster.server), await supervised('server-b', cluster.server)]
      const workers = [await supervised('worker-1', cluster.worker), await supervised('worker-2', cluster.worker)]
      const nodes = [...servers, ...workers]
      await Promise.all(nodes.map(({ start }) => start()))

      let next = 0
      let killed = 0
      let resent = 0
      const refused = { 429: 0, 503: 0 }
      const acknowledged = new Set<string>()
      /** Batches without an answer: unknown, to be sent again. */
      const unknown: (readonly Sent[])[] = []
      /** Each kill has its share of the posts, so that none happens at rest. */
      const share = posts / kills
      const allowed = () => Math.min(posts, Math.ceil(share * (killed + 1)))

      /** True when a server said that it has them. */
      const send = async (url: string, batch: readonly Sent[]): Promise<boolean> => {
        try {
          const answer = await fetch(`${url}/webhooks/feedback`, {
            method: 'POST',
            headers: { authorization: `Bearer ${adminKey}`, 'content-type': 'application/json' },
            body: JSON.stringify(batch),
          })
          const said = (await answer.json()) as { accepted: number; duplicate: number }
          if (answer.status === 429 || answer.status === 503) {
            assert.match(answer.headers.get('retry-after') ?? '', /^\d+$/)
            refused[answer.status]++
            await pause(50 + random() * 200)
            return false
          }
          assert.equal(answer.status, 202, JSON.stringify(said))
          assert.equal(said.accepted + said.duplicate, batch.length, JSON.stringify(said))
          return true
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error
          return false // the connection ended: nobody knows
        }
      }
      const client = async () => {
        while (acknowledged.size < posts && !isOver) {
          const server = servers[integer(0, 2)]?.running()
          const again = server && unknown.pop()
          const room = Math.min(integer(1, 51), allowed() - next)
          if (server === undefined || (again === undefined && room <= 0)) {
            await pause(5)
            continue
          }
          if (again) resent++
          const batch = again ?? Array.from({ length: room }, () => newPost(`p${next++}`))
          if (await send(server.url, batch)) for (const { id } of batch) acknowledged.add(id)
          else unknown.push(batch)
        }
      }

      const starting: Promise<void>[] = []
      const killRedis = async () => {
        await cluster.redis.kill()
        await pause(500 + random() * 2_500)
        await cluster.redis.start()
      }
      const killNode = async (node: (typeof nodes)[number]) => {
        await until(`${node.name} to be up`, () => node.running() !== undefined, settleMs)
        await node.kill()
        starting.push(pause(random() * 500).then(node.start))
      }
      /** Redis comes back last: what starts before it has to be started again. */
      const killAll = async () => {
        const killing = Promise.all(nodes.map(killNode))
        await Promise.all([killing, killRedis()])
      }
      const killer = async () => {
        const victims: (() => Promise<void>)[] = []
        while (killed < kills && !isOver) {
          if (victims.length === 0) victims.push(killRedis, killAll, ...nodes.map((node) => () => killNode(node)))
          const victim = victims.splice(integer(0, victims.length), 1)[0]
          const due = share * (killed + random())
          await until(`post ${Math.ceil(due)}`, () => next >= due, settleMs)
          await pause(random() * 200)
          await victim?.()
          killed++
        }
      }
      const troubles: ((wire: Wire) => void)[] = [
        ({ cut }) => cut(),
        ({ delay }) => delay(integer(20, 200)),
        ({ dropReplies }) => dropReplies(),
        ({ reset }) => reset(),
        ({ halfOpen }) => halfOpen(),
      ]
      const trouble = async () => {
        for (let count = integer(0, troubles.length); killed < kills && !isOver; count++) {
          const { wire } = nodes[integer(0, nodes.length)] as (typeof nodes)[number]
          troubles[count % troubles.length]?.(wire)
          await pause(100 + random() * 900)
          wire.heal()
          await pause(random() * 500)
        }
      }
      await Promise.all([killer(), trouble(), ...Array.from({ length: clients }, client)])
      await Promise.all(starting)
      console.log(
        `      ${acknowledged.size} posts acknowledged, ${resent} batches sent again (${refused[503]} answers 503, ${refused[429]} 429), ` +
          `${refusals.length} starts refused, ${endings.length} processes ended by themselves`,
      )
      assert.equal(next, posts)
      assert.equal(acknowledged.size, posts, 'every post was sent until it was acknowledged')
      assert.deepEqual(endings, [], 'no process ends because something is away')
      // Warnings may stand before it.
      for (const words of refusals) assert.match(words, /ended with 1: (?:.*\n)*outcry: |did not come within/)

      const { log: stored } = cluster.double
      const analysed = () => stored.filter(({ type }) => type === 'PostAnalysed').length
      await until('every analysis', () => analysed() >= posts, settleMs)
      for (const worker of workers) await worker.stop()

      const env = cluster.env()
      const names = {
        kurrent: connectionTo(cluster.port),
        redis: env.REDIS_URL,
        jobs: env.REDIS_URL,
        name: 'outcry',
        replicas: 0,
      }
      const here = { ...names, keysFolder: env.OUTCRY_KEYS, now: Date.now }
      const { log, vault, pepper, close } = await openCluster(path.join(cluster.folder, 'here'), here)
      try {
        const head = await log.head()
        const digests: string[] = []
        for (const { name } of servers) {
          const kept = openSqliteReadModel(path.join(cluster.folder, name, 'read.db'), { mode: 'read' })
          await until(`the end of the log at ${name}`, () => kept.checkpoint(follower)?.version === head, settleMs)
          digests.push(kept.digest())
          assert.deepEqual(parkedOf(kept), [])
          kept.close()
        }
        const built = openSqliteReadModel(path.join(cluster.folder, 'built.db'), { mode: 'build' })
        assert.equal((await rebuild({ log, readModel: built })).version, head)
        assert.deepEqual(digests, [built.digest(), built.digest()], 'both nodes and a rebuild say the same')
        built.close()
        for (const { running } of servers) {
          const { body } = (await running()?.ask('GET', '/api/v1/stories/feedback')) ?? {}
          assert.equal((body as { posts: number } | undefined)?.posts, posts)
        }

        const refs = [...acknowledged].map((id) => postRef(pepper, 'feedback', 'webhook', id))
        const content = await vault.get(refs)
        const streams = new Set(refs.map(postStream))
        for (const ref of refs) assert.ok(content.has(ref), 'every post has its content')
        for (const stream of streams) {
          const types = cluster.double.streams.get(stream)?.map(({ type }) => type)
          assert.deepEqual(types, ['PostReceived', 'PostAnalysed'])
        }
        const others = [...cluster.double.streams.keys()].filter(
          (name) => name.startsWith('post-') && !streams.has(name),
        )
        assert.deepEqual(others, [])
      } finally {
        await close()
      }
      for (const server of servers) await server.stop()
    })
  })
