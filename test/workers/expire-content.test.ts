// The job expire-content: what is dropped from the vault without anybody asking, and what never is.
import assert from 'node:assert/strict'
import { DatabaseSync } from 'node:sqlite'
import { createExpireContent } from '../../workers/expire-content.ts'
import { itemOf } from '../contracts/vault.ts'
import { dayMs, incoming, inFolder, inMemory, noonMs } from '../erasing.ts'
import { filesWith } from '../files-with.ts'
import { tempFolder } from '../temp-folder.ts'

const hourMs = 3_600_000
const worldAt = () => {
  const clock = { ms: noonMs }
  const now = () => clock.ms
  return { clock, now, expiring: { now, orphanAfterMs: hourMs, erasuresMs: 60_000 } }
}

describe('expiring content', () => {
  it('forgets a text when its time is over, and keeps the post', async () => {
    const { clock, now, expiring } = worldAt()
    const given = inMemory(now)
    const expire = createExpireContent({ ...given, ...expiring })
    await given.receive('feedback', [incoming('a', 'words')])
    clock.ms += 89 * dayMs
    assert.deepEqual(await expire(), { erasures: 0, orphans: 0, rows: 0 })
    clock.ms += dayMs
    assert.deepEqual(await expire(), { erasures: 0, orphans: 0, rows: 1 })
    assert.deepEqual(await given.typesOf(given.refOf('a')), ['PostReceived'])
  })

  it('drops rows whose event never came, once they are an hour old', async () => {
    const { clock, now, expiring } = worldAt()
    const given = inMemory(now)
    const expire = createExpireContent({ ...given, ...expiring })
    await given.receive('feedback', [incoming('a', 'words')])
    const orphan = itemOf('orphan', { ref: given.refOf('orphan') })
    const unfinishedEdit = itemOf('a', { ref: given.refOf('a'), version: 2 })
    await given.vault.put([orphan, unfinishedEdit])
    assert.equal((await expire()).orphans, 0)
    clock.ms += hourMs + 1
    assert.equal((await expire()).orphans, 2)
    assert.equal((await expire()).orphans, 0)
    const kept = await given.vault.get([orphan.ref, unfinishedEdit.ref])
    assert.deepEqual([...kept.keys()], [unfinishedEdit.ref])
    assert.equal(kept.get(unfinishedEdit.ref)?.content.text, 'words')
  })

  it('drops the old wording that a crash left beside the new one', async () => {
    const { clock, now, expiring } = worldAt()
    const given = inMemory(now)
    await given.receive('feedback', [incoming('a', 'one')])
    await given.receive('feedback', [incoming('a', 'two')])
    await given.vault.put([itemOf('a', { ref: given.refOf('a'), version: 1 })])
    clock.ms += hourMs + 1
    assert.equal((await createExpireContent({ ...given, ...expiring })()).orphans, 1)
    assert.equal((await given.vault.get([given.refOf('a')])).get(given.refOf('a'))?.content.text, 'two')
  })

  it('carries open erasures on', async () => {
    const { now, expiring } = worldAt()
    const given = inMemory(now)
    await given.receive('feedback', [incoming('a', 'words')])
    await given.ledger.enter({
      id: 'r',
      reason: 'request',
      requestedAt: '2017-08-18T12:00:00.000Z',
      refs: [given.refOf('a')],
      authorRefs: [],
    })
    assert.equal((await createExpireContent({ ...given, ...expiring })()).erasures, 1)
    assert.deepEqual(await given.typesOf(given.refOf('a')), ['PostReceived', 'PostErased'])
  })
})

describe('an erasure that cannot be completed', () => {
  const sweptWhile = async (resume: () => Promise<number>) => {
    const { clock, now, expiring } = worldAt()
    const given = inMemory(now)
    await given.receive('feedback', [incoming('a', 'words'), incoming('b', 'more')])
    clock.ms += 90 * dayMs
    let swept = 0
    const vault = {
      ...given.vault,
      sweep: async (at: number) => {
        swept = await given.vault.sweep(at)
        return swept
      },
    }
    const run = createExpireContent({ ...given, ...expiring, vault, erasing: { resume }, erasuresMs: 1 })()
    return { run, swept: () => swept }
  }

  it('is not waited for', async () => {
    const { run } = await sweptWhile(() => new Promise(() => {}))
    assert.deepEqual(await run, { erasures: 0, orphans: 0, rows: 2 })
  })

  it('keeps nothing else from its end', async () => {
    const { run, swept } = await sweptWhile(() => Promise.reject(new Error('a replica is away')))
    await assert.rejects(run, /replica/)
    assert.equal(swept(), 2)
  })
})

describe('expiring content on disk', () => {
  const folder = tempFolder()

  it('leaves no byte of an old wording or an expired text in any file', async () => {
    const { clock, now, expiring } = worldAt()
    const given = await inFolder(folder(), now)
    const expire = createExpireContent({ ...given, ...expiring })
    const sealedNow = () => {
      const db = new DatabaseSync(folder('content.db'), { readOnly: true })
      const rows = db.prepare('SELECT sealed FROM content').all()
      db.close()
      return rows.map(({ sealed }) => Buffer.from(sealed as Uint8Array).subarray(0, 40))
    }
    await given.receive('feedback', [incoming('a', 'one'), incoming('b', 'stays')])
    const first = sealedNow()
    await given.receive('feedback', [incoming('a', 'two')])
    const second = sealedNow()
    const gone = first.filter((old) => !second.some((one) => one.equals(old)))
    assert.equal(gone.length, 1)
    await expire()
    assert.deepEqual(filesWith(folder(), gone), [])
    assert.deepEqual(filesWith(folder(), second), ['content.db'])
    clock.ms += 91 * dayMs
    assert.equal((await expire()).rows, 2)
    assert.deepEqual(filesWith(folder(), second), [])
    await given.close()
  })
})
