// Erasing: what is gone, what stays, what is refused, and that a crash at any step is carried on from.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import type { ErasureRequest } from '../../events/erase-posts.ts'
import type { LaneFinding } from '../../events/post.ts'
import { postStream } from '../../events/post.ts'
import { Problem } from '../../events/problem.ts'
import { authorRef } from '../../events/refs.ts'
import { incoming, inFolder, inMemory, noonMs, onStores } from '../erasing.ts'
import { filesWith } from '../files-with.ts'
import { analysed, finding, inStory } from '../given.ts'
import { tempFolder } from '../temp-folder.ts'

type Installation = ReturnType<typeof onStores>
const eraseWholly = async ({ erasing }: Installation, request: ErasureRequest) =>
  (await erasing.erase(request)).completed
const outcomesOf = async (given: Installation, channel: string, ...posts: ReturnType<typeof incoming>[]) =>
  (await given.receive(channel, posts)).map(({ outcome }) => outcome)
const isProblem = (code: string) => (error: unknown) => error instanceof Problem && error.code === code

describe('erasing posts', () => {
  it('takes the text out of the vault, says so in the log, and gives a receipt', async () => {
    const given = inMemory()
    const ref = given.refOf('a')
    await given.receive('feedback', [incoming('a', 'words'), incoming('b', 'words')])
    const receipt = await eraseWholly(given, { ref })
    assert.equal((await given.vault.get([ref])).size, 0)
    assert.deepEqual(await given.typesOf(ref), ['PostReceived', 'PostErased'])
    assert.equal(receipt.completedAt, new Date(noonMs).toISOString())
    assert.deepEqual(given.erasing.receipt(receipt.id), receipt)
    assert.deepEqual(given.ledger.open(), [])
    assert.equal((await given.vault.get([given.refOf('b')])).size, 1)
  })

  it('takes back every count of the post', async () => {
    const given = inMemory()
    const ref = given.refOf('a')
    await given.receive('feedback', [incoming('a', 'words')])
    const found = finding('negative', [inStory('plex', 'opt-out')])
    const origin = {
      ref,
      channel: 'feedback',
      source: 'webhook',
      kind: 'post',
      at: '2017-08-18T12:00:00.000Z',
    } as const
    await given.log.append([{ stream: postStream(ref), expected: 0, events: [analysed(origin, found)] }])
    await eraseWholly(given, { ref })
    const last = (await given.log.read(postStream(ref))).at(-1)
    const subtracts: readonly LaneFinding[] = [{ lane: 'afinn', ...found }]
    assert.deepEqual(last?.data, { ...origin, reason: 'request', subtracts })
  })

  it('refuses the same post from then on, and all later posts of an erased author', async () => {
    const given = inMemory()
    const by = (id: string) => incoming(id, 'words', { content: { id, text: 'words', author: 'Ada' } })
    await given.receive('feedback', [by('a'), by('b'), incoming('c', 'words')])
    await eraseWholly(given, { author: 'Ada', source: 'webhook' })
    assert.deepEqual(await outcomesOf(given, 'feedback', by('a'), by('new'), incoming('c', 'words')), [
      'refused',
      'refused',
      'duplicate',
    ])
    assert.equal((await given.vault.get(['a', 'b', 'new'].map((id) => given.refOf(id)))).size, 0)
  })

  it('erases an author in every source when none is named', async () => {
    const given = inMemory()
    const by = (id: string, source: string) =>
      incoming(id, 'words', { source, content: { id, text: 'words', author: 'Ada' } })
    await given.receive('feedback', [by('a', 'reddit'), by('b', 'forum')])
    const receipt = await eraseWholly(given, { author: 'Ada' })
    assert.equal(receipt.refs.length, 2)
    assert.deepEqual(await outcomesOf(given, 'feedback', by('c', 'reddit'), by('d', 'forum'), by('e', 'mastodon')), [
      'refused',
      'refused',
      'refused',
    ])
  })

  it('asks for the channel where several hold that id', async () => {
    const given = inMemory()
    await given.receive('feedback', [incoming('a', 'words')])
    await given.receive('forum', [incoming('a', 'words')])
    await assert.rejects(given.erasing.erase({ source: 'webhook', id: 'a' }), isProblem('conflict'))
    await eraseWholly(given, { source: 'webhook', id: 'a', channel: 'forum' })
    assert.equal((await given.vault.get([given.refOf('a', 'forum')])).size, 0)
    assert.equal((await given.vault.get([given.refOf('a')])).size, 1)
  })

  it('finds a post by source and id alone where one channel holds it, its text forgotten or not', async () => {
    const given = inMemory()
    await given.receive('feedback', [incoming('a', 'words'), incoming('b', 'words')])
    await given.vault.forget([given.refOf('a')])
    assert.deepEqual((await eraseWholly(given, { source: 'webhook', id: 'a' })).refs, [given.refOf('a')])
  })

  it('erases all of a channel', async () => {
    const given = inMemory()
    await given.receive('feedback', [incoming('a', 'words'), incoming('b', 'words')])
    await given.receive('forum', [incoming('c', 'words')])
    assert.equal((await eraseWholly(given, { channel: 'feedback' })).refs.length, 2)
    assert.deepEqual(await given.typesOf(given.refOf('b')), ['PostReceived', 'PostErased'])
    assert.deepEqual(await given.typesOf(given.refOf('c', 'forum')), ['PostReceived'])
  })

  it('knows nothing of a post that is not there', async () => {
    const given = inMemory()
    await assert.rejects(given.erasing.erase({ ref: given.refOf('a') }), isProblem('not-found'))
    await assert.rejects(given.erasing.erase({ source: 'webhook', id: 'a' }), isProblem('not-found'))
  })

  it('refuses beforehand what it is told of by channel, source and id', async () => {
    const given = inMemory()
    await eraseWholly(given, { channel: 'feedback', source: 'webhook', id: 'a' })
    assert.deepEqual(await outcomesOf(given, 'feedback', incoming('a', 'words')), ['refused'])
  })

  it('does nothing twice', async () => {
    const given = inMemory()
    const ref = given.refOf('a')
    await given.receive('feedback', [incoming('a', 'words')])
    await Promise.all([eraseWholly(given, { ref }), eraseWholly(given, { ref })])
    await eraseWholly(given, { ref })
    assert.deepEqual(await given.typesOf(ref), ['PostReceived', 'PostErased'])
  })

  it('carries on after a failure at any step', async () => {
    for (const failing of ['supersede', 'read', 'append', 'forget', 'complete'] as const) {
      const given = inMemory()
      const ref = given.refOf('a')
      await given.receive('feedback', [incoming('a', 'words')])
      const breaks = <T extends object>(part: T): T =>
        new Proxy(part, {
          get: (target, name) =>
            name === failing ? () => Promise.reject(new Error('power cut')) : Reflect.get(target, name),
        })
      const { log, vault, ledger, pepper } = given
      const parts = { log: breaks(log), vault: breaks(vault), ledger: breaks(ledger) }
      const { erasing } = onStores(parts, pepper, () => noonMs)
      const { completed } = await erasing.erase({ channel: 'feedback', source: 'webhook', id: 'a' })
      await assert.rejects(completed, /power cut/, failing)
      assert.equal(given.ledger.open().length, 1, failing)
      assert.equal(await given.erasing.resume(), 1)
      assert.equal(await given.erasing.resume(), 0)
      assert.equal((await given.vault.get([ref])).size, 0)
      assert.deepEqual(await given.typesOf(ref), ['PostReceived', 'PostErased'])
    }
  })
})

describe('erasing posts on disk', () => {
  const folder = tempFolder()

  it('leaves no byte of text, name, address or id in any file, nor of the sealed row', async () => {
    const given = await inFolder(folder())
    const canaries = [
      'CANARYtextCANARY',
      'CANARYtitleCANARY',
      'CANARYauthorCANARY',
      'CANARYurlCANARY',
      'CANARYidCANARY',
    ]
    const [text = '', title = '', author = '', url = '', id = ''] = canaries
    const post = incoming(id, text, { content: { id, text, title, author, url: `https://example.org/${url}` } })
    const others = Array.from({ length: 400 }, (_, i) => incoming(`other ${i}`, `other words ${i}`))
    await given.receive('feedback', [...others.slice(0, 200), post, ...others.slice(200)])
    assert.deepEqual(filesWith(folder(), canaries), [], 'not even before: the vault is sealed')

    const ref = given.refOf(id)
    const db = new DatabaseSync(folder('content.db'), { readOnly: true })
    const row = db.prepare('SELECT author, sealed FROM content WHERE ref = ?').get(Buffer.from(ref, 'hex'))
    db.close()
    const sealed = Buffer.from(row?.sealed as Uint8Array)
    const parts = Array.from({ length: Math.floor(sealed.length / 32) }, (_, i) => sealed.subarray(i * 32, i * 32 + 32))
    assert.notDeepEqual(filesWith(folder(), parts), [])
    const salt = (await given.vault.get([ref])).get(ref)?.salt as Uint8Array

    await eraseWholly(given, { ref })
    assert.deepEqual(filesWith(folder(), [...parts, Buffer.from(salt), ...canaries]), [])
    const rawAuthor = authorRef(given.pepper, 'webhook', author)
    assert.deepEqual(filesWith(folder(), [Buffer.from(rawAuthor, 'hex')]), [], 'nor the hash of the author')
    await given.close()
    assert.deepEqual(filesWith(folder(), [...parts, ...canaries]), [])
  })

  it('erases a thousand posts at once while others come in, and stays so after a restart', async () => {
    const given = await inFolder(folder())
    const ids = Array.from({ length: 1_000 }, (_, i) => `post ${i}`)
    await given.receive(
      'feedback',
      ids.map((id) => incoming(id, `words of ${id}`)),
    )
    const erasures = ids.map((id) => eraseWholly(given, { ref: given.refOf(id) }))
    const arrivals = ids.map((id, i) =>
      given.receive('feedback', [incoming(`new ${i}`, 'new words'), incoming(id, 'edited')]),
    )
    const receipts = await Promise.all(erasures)
    await Promise.all(arrivals)
    assert.ok(receipts.every(({ completedAt }) => completedAt !== undefined))
    await given.close()

    const again = await inFolder(folder())
    assert.equal((await again.vault.get(ids.map((id) => again.refOf(id)))).size, 0)
    assert.equal((await again.vault.get(ids.map((_, i) => again.refOf(`new ${i}`)))).size, 1_000)
    for (const id of ids) assert.equal((await again.typesOf(again.refOf(id))).at(-1), 'PostErased')
    assert.deepEqual(await outcomesOf(again, 'feedback', incoming('post 5', 'back again')), ['refused'])
    await again.close()
  })

  it('carries an erasure on that a crash cut short after its ledger line', async () => {
    const given = await inFolder(folder())
    await given.receive('feedback', [incoming('a', 'words')])
    const erasure = { id: 'r', reason: 'request', requestedAt: '2017-08-18T12:00:00.000Z', authorRefs: [] } as const
    await given.ledger.enter({ ...erasure, refs: [given.refOf('a')] })
    await given.close()
    const again = await inFolder(folder())
    assert.equal(await again.erasing.resume(), 1)
    assert.deepEqual(await again.typesOf(again.refOf('a')), ['PostReceived', 'PostErased'])
    assert.ok(again.erasing.receipt('r')?.completedAt)
    await again.close()
  })
})
