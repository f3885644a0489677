// The vault in SQLite and in memory: one contract, and what of a text lies on the disk before and after it is forgotten.
import assert from 'node:assert/strict'
import { mkdtemp, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { epochOf, openKeyFiles } from '../../adapters/key-files.ts'
import { createMemoryVault } from '../../adapters/memory-vault.ts'
import { openSqlite } from '../../adapters/sqlite.ts'
import { createSqliteVault } from '../../adapters/sqlite-vault.ts'
import { Problem } from '../../events/problem.ts'
import type { Vault } from '../../events/vault.ts'
import { itemOf, refOf, vaultContract } from '../contracts/vault.ts'
import { filesWith } from '../files-with.ts'

const day = 24 * 3_600_000
const november = Date.UTC(2026, 10, 15)

describe('the vault in memory', () => {
  vaultContract(async () => {
    let nowMs = 1_000
    return {
      vault: createMemoryVault({ now: () => nowMs }),
      setNow: (ms) => {
        nowMs = ms
      },
    }
  })
})

describe('the vault in SQLite', () => {
  let folder: string
  let nowMs = 1_000
  let vault: Vault
  const now = () => nowMs
  const keys = () => openKeyFiles(path.join(folder, 'keys'), true)
  const open = () => createSqliteVault(openSqlite(path.join(folder, 'content.db')), keys(), { now })
  const textOf = async (name: string) => (await vault.get([refOf(name)])).get(refOf(name))?.content.text
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'outcry-vault-'))
    nowMs = 1_000
  })
  afterEach(() => rm(folder, { recursive: true }))

  vaultContract(async () => ({
    vault: open(),
    setNow: (ms) => {
      nowMs = ms
    },
  }))

  it('writes nothing in clear', async () => {
    vault = open()
    const content = {
      id: 'CANARY-CANARY-id',
      text: 'CANARY-CANARY-text',
      author: 'CANARY-CANARY-author',
      url: 'https://CANARY-CANARY.example/',
    }
    await vault.put([itemOf('a', { content })])
    await vault.keepSecret('channel', 'CANARY-CANARY-secret')
    assert.deepEqual(filesWith(folder, ['CANARY-CANARY']), [])
    await vault.close()
    assert.deepEqual(filesWith(folder, ['CANARY-CANARY']), [])
  })

  it('leaves no sealed byte of a post on disk once it has forgotten it', async () => {
    vault = open()
    await vault.put(Array.from({ length: 300 }, (_, i) => itemOf(`post ${i}`)))
    const db = new DatabaseSync(path.join(folder, 'content.db'), { readOnly: true })
    const sealedOf = (name: string) => {
      const row = db.prepare('SELECT sealed FROM content WHERE ref = ?').get(Buffer.from(refOf(name), 'hex'))
      return Buffer.from(row?.sealed as Uint8Array).subarray(0, 24)
    }
    const [erased, kept] = [sealedOf('post 7'), sealedOf('post 8')]
    db.close()
    assert.notDeepEqual(filesWith(folder, [erased]), [], 'it was there')
    await vault.forget([refOf('post 7')])
    assert.deepEqual(filesWith(folder, [erased]), [])
    assert.notDeepEqual(filesWith(folder, [kept]), [])
    assert.equal((await stat(path.join(folder, 'content.db-wal'))).size, 0)
    assert.equal(await textOf('post 8'), 'text of post 8')
    await vault.close()
  })

  it('waits with its answer while a reader elsewhere keeps deleted bytes on disk', async () => {
    vault = open()
    await vault.put([itemOf('a')])
    const reader = new DatabaseSync(path.join(folder, 'content.db'), { readOnly: true })
    reader.exec('BEGIN')
    reader.prepare('SELECT count(*) FROM content').get()
    let answered = false
    const forgotten = vault.forget([refOf('a')]).then(() => {
      answered = true
    })
    await vault.put([itemOf('b')]) // the next commit was not kept from going on
    assert.equal(answered, false)
    reader.exec('COMMIT')
    await forgotten
    reader.close()
    await vault.close()
  })

  it('has everything after a start without a proper end', async () => {
    vault = open()
    await vault.put(Array.from({ length: 500 }, (_, i) => itemOf(`post ${i}`)))
    const again = open() // the first one never closed: its waiting keys are read from the rows
    assert.equal((await again.refsOfAuthor(refOf('an author'))).length, 500)
    assert.deepEqual(await again.put([itemOf('post 3')]), ['already'])
    await again.close()
    await vault.close()
  })

  it('finds every post when keys have moved to the table while others still wait', async () => {
    vault = open()
    const names = Array.from({ length: 40_000 }, (_, i) => `post ${i}`) // more keys than wait in memory
    for (let i = 0; i < names.length; i += 1_000)
      await vault.put(names.slice(i, i + 1_000).map((name) => itemOf(name, { authorRef: refOf(`author of ${name}`) })))
    assert.equal((await vault.get(names.map(refOf))).size, names.length)
    await vault.forget([refOf('post 0'), refOf('post 39999')])
    const survivor = open()
    assert.equal((await survivor.get(names.map(refOf))).size, names.length - 2)
    assert.deepEqual(await survivor.refsOfAuthor(refOf('author of post 0')), [])
    assert.deepEqual(await survivor.refsOfAuthor(refOf('author of post 1')), [refOf('post 1')])
    await survivor.close()
    await vault.close()
  })

  it('keeps reading live rows over a change of month, and loses what a destroyed key sealed', async () => {
    nowMs = november
    vault = open()
    await vault.put([itemOf('old', { expiresAt: nowMs + 400 * day })])
    nowMs += 30 * day
    await vault.put([itemOf('new')])
    assert.equal(await textOf('old'), 'text of old')
    assert.equal(await textOf('new'), 'text of new')
    await vault.close()
    keys().destroyEpoch(epochOf(november))
    vault = open()
    assert.equal(await textOf('old'), undefined)
    assert.equal(await textOf('new'), 'text of new')
    assert.equal(await vault.sweep(nowMs), 0, 'its key may come back from a backup')
    assert.equal(await vault.sweep(november + 400 * day), 1, 'it goes in its time')
    await vault.close()
  })

  it('destroys the key of a month 35 days after the last row of it went', async () => {
    nowMs = november
    vault = open()
    await vault.put([itemOf('old', { expiresAt: nowMs + 60 * day })])
    const sweepAt = async (ms: number) => {
      nowMs = ms
      await vault.sweep(ms)
      return keys().epochs()
    }
    assert.deepEqual(await sweepAt(november + 40 * day), [202611])
    assert.deepEqual(await sweepAt(november + 61 * day), [202611])
    assert.deepEqual(await sweepAt(november + 61 * day + 34 * day), [202611])
    assert.deepEqual(await sweepAt(november + 61 * day + 35 * day), [])
    await vault.close()
  })

  it('says that nothing was kept when the disk is full, and goes on when there is room', async () => {
    const db = openSqlite(path.join(folder, 'content.db'))
    vault = createSqliteVault(db, keys(), { now })
    await vault.put([itemOf('a')])
    const pages = Number(db.prepare('PRAGMA page_count').get()?.page_count)
    db.exec(`PRAGMA max_page_count = ${pages + 2}`)
    const items = ['b', 'c', 'd'].map((name) => itemOf(name, { content: { id: name, text: 'x'.repeat(60_000) } }))
    for (let tries = 0; tries < 2; tries++)
      await assert.rejects(vault.put(items), (error) => error instanceof Problem && error.code === 'unavailable')
    assert.equal((await vault.get(items.map(({ ref }) => ref))).size, 0)
    db.exec('PRAGMA max_page_count = 4294967294')
    assert.deepEqual(await vault.put(items), ['kept', 'kept', 'kept'])
    assert.equal((await vault.get(items.map(({ ref }) => ref))).size, 3)
    await vault.close()
  })
})

describe('the key files', () => {
  let folder: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'outcry-keys-'))
  })
  afterEach(() => rm(folder, { recursive: true }))

  it('are made once, for the owner alone', async () => {
    const first = openKeyFiles(path.join(folder, 'keys'), true)
    first.forEpoch(202611)
    const again = openKeyFiles(path.join(folder, 'keys'), false)
    assert.ok(first.pepper.equals(again.pepper))
    assert.ok(first.forEpoch(202611).equals(again.forEpoch(202611)))
    assert.equal((await stat(path.join(folder, 'keys'))).mode & 0o777, 0o700)
    for (const name of ['pepper', 'secrets', 'epoch-202611'])
      assert.equal((await stat(path.join(folder, 'keys', name))).mode & 0o777, 0o600)
  })

  it('are not made anew beside a log that has posts', () => {
    assert.throws(
      () => openKeyFiles(path.join(folder, 'keys'), false),
      (error) => error instanceof Problem && error.code === 'damaged',
    )
  })
})
