// Two nodes of a cluster take posts over one Redis: no event without its content when it is killed, and what one erases the other refuses.
import assert from 'node:assert/strict'
import path from 'node:path'
import { openKeyFiles } from '../../adapters/key-files.ts'
import { createMemoryEventLog } from '../../adapters/memory-event-log.ts'
import { createMemoryLedger } from '../../adapters/memory-ledger.ts'
import { openRedisLedger } from '../../adapters/redis-ledger.ts'
import { openRedisVault } from '../../adapters/redis-vault.ts'
import { createErasePosts } from '../../events/erase-posts.ts'
import { postStream } from '../../events/post.ts'
import { createReceivePosts } from '../../events/receive-posts.ts'
import { commitment, postRef } from '../../events/refs.ts'
import { isLong } from '../durability/seeded.ts'
import { post, receiving } from '../receiving.ts'
import { type RedisServer, startRedis } from '../redis-server.ts'
import { until } from '../running.ts'

describe('two nodes over one Redis', () => {
  let redis: RedisServer
  before(async function () {
    redis = await startRedis(this)
  })
  after(() => redis?.stop())

  const now = Date.now
  const log = createMemoryEventLog({ now }) // one for both, as a cluster has
  const atMs = now()
  const openNode = async () => {
    const keys = openKeyFiles(path.join(redis.folder, 'keys'), true)
    const at = { url: redis.url, prefix: 'outcry' }
    const vault = await openRedisVault(keys, { ...at, now, mayBegin: true })
    const ledger = await openRedisLedger(createMemoryLedger(), { ...at, lagMs: 500 })
    const parts = { ...receiving(), log, vault, ledger, pepper: keys.pepper, now }
    const close = () => Promise.all([vault.close(), ledger.close()])
    return { ...parts, receivePosts: createReceivePosts(parts), erasing: createErasePosts(parts), close }
  }

  // Part of npm run durability.
  if (isLong)
    it('have the content of every post that the log has, over kills, and each post once', async () => {
      const nodes = await Promise.all([openNode(), openNode()])
      const ids = Array.from({ length: 300 }, (_, i) => `post ${i}`)
      let done = 0
      let refused = 0
      /** Both nodes are told of every post, and again where there was no answer. */
      const deliver = async (node: (typeof nodes)[number], id: string) => {
        for (;;)
          try {
            const [outcome] = await node.receivePosts('feedback', [post(id, `text of ${id}`, { atMs })])
            done++
            return assert.match(outcome?.outcome ?? '', /^(accepted|duplicate)$/)
          } catch (error) {
            assert.match((error as { code: string }).code, /^(unavailable|busy)$/)
            refused++
            await new Promise((resolve) => setTimeout(resolve, 50))
          }
      }
      const deliveries = nodes.map(async (node) => {
        for (let i = 0; i < ids.length; i += 5) await Promise.all(ids.slice(i, i + 5).map((id) => deliver(node, id)))
      })
      for (const share of [0.2, 0.6]) {
        await until('some posts', () => done > share * ids.length || undefined)
        await redis.kill()
        await redis.start()
      }
      await Promise.all(deliveries)
      assert.ok(refused > 0)
      const [node] = nodes
      const refs = ids.map((id) => postRef(node.pepper, 'feedback', 'webhook', id))
      const kept = await node.vault.get(refs)
      for (const ref of refs) {
        const [first, ...more] = await log.read(postStream(ref))
        const row = kept.get(ref)
        assert.ok(row !== undefined && first?.type === 'PostReceived')
        assert.deepEqual(more, [])
        assert.equal(first.data.content, commitment(row.salt, row.content))
      }
      await Promise.all(nodes.map(({ close }) => close()))
    })

  it('refuse on both what was erased on one, the next posts of an author too', async () => {
    const [one, other] = await Promise.all([openNode(), openNode()])
    const by = (id: string) => post(id, 'words', { atMs, content: { id, text: 'words', author: 'somebody' } })
    const outcomes = async (node: typeof one, id: string) =>
      (await node.receivePosts('feedback', [by(id)])).map(({ outcome }) => outcome)
    assert.deepEqual(await outcomes(one, 'first'), ['accepted'])
    const { completed } = await one.erasing.erase({ author: 'somebody', source: 'webhook' })
    assert.deepEqual(await outcomes(other, 'first'), ['refused'])
    assert.deepEqual(await outcomes(other, 'second'), ['refused'])
    const receipt = await completed
    await until('the receipt on the other', () => other.erasing.receipt(receipt.id)?.completedAt)
    assert.equal((await other.vault.get(receipt.refs)).size, 0)
    await Promise.all([one.close(), other.close()])
  })
})
