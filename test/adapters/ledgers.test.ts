// The erasures ledger in a file and in memory: one contract, and what a crash or a damaged line does to the file.
import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openFileLedger } from '../../adapters/file-ledger.ts'
import { createMemoryLedger } from '../../adapters/memory-ledger.ts'
import { Problem } from '../../events/problem.ts'
import { erasureOf, ledgerContract } from '../contracts/ledger.ts'
import { refOf } from '../contracts/vault.ts'

describe('the erasures ledger in memory', () => {
  ledgerContract(async () => createMemoryLedger())
})

describe('the erasures ledger in a file', () => {
  let folder: string
  let file: string
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'outcry-ledger-'))
    file = path.join(folder, 'erasures.log')
  })
  afterEach(() => rm(folder, { recursive: true }))

  ledgerContract(() => openFileLedger(file))

  const fill = async () => {
    const ledger = await openFileLedger(file)
    await ledger.enter(erasureOf('a'))
    await ledger.enter(erasureOf('b'))
    await ledger.complete('a', { completedAt: '2017-08-20T10:00:01.000Z' })
    await ledger.close()
  }

  it('remembers over a restart what is erased and what is open', async () => {
    await fill()
    const ledger = await openFileLedger(file)
    assert.ok(ledger.isErased(refOf('a')) && ledger.isErased(refOf('b')))
    assert.deepEqual(
      ledger.open().map(({ id }) => id),
      ['b'],
    )
    await ledger.close()
  })

  it('shares one line among what comes at the same time', async () => {
    const ledger = await openFileLedger(file)
    await Promise.all(Array.from({ length: 1_000 }, (_, i) => ledger.enter(erasureOf(`${i}`))))
    await ledger.close()
    const lines = (await readFile(file, 'utf8')).trimEnd().split('\n')
    assert.ok(lines.length < 10, `${lines.length} lines`)
  })

  it('passes over a last line that a crash cut anywhere, and writes on after it', async () => {
    await fill()
    const bytes = await readFile(file)
    const lastLine = bytes.lastIndexOf(10, bytes.length - 2) + 1
    for (let cut = lastLine; cut < bytes.length; cut += 7) {
      await writeFile(file, bytes.subarray(0, cut))
      const ledger = await openFileLedger(file)
      assert.equal(ledger.open().length, 2, 'the completion was cut off')
      await ledger.enter(erasureOf('c'))
      await ledger.close()
      const again = await openFileLedger(file)
      assert.equal(again.open().length, 3)
      await again.close()
    }
  })

  it('passes over a last line with a hole in it', async () => {
    await fill()
    await appendFile(file, Buffer.from('[{"entered":\0\0\0\0\0\0}]\n'))
    const ledger = await openFileLedger(file)
    assert.equal(ledger.open().length, 1)
    await ledger.close()
  })

  it('refuses to open when an earlier line cannot be read', async () => {
    await fill()
    const bytes = await readFile(file)
    bytes[10] = 0
    await writeFile(file, bytes)
    await assert.rejects(openFileLedger(file), (error) => error instanceof Problem && error.code === 'damaged')
    await truncate(file, 0)
  })
})
