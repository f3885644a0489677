// The anchor: written whole, never ahead of the log, never more than its interval behind.
import assert from 'node:assert/strict'
import { existsSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { keepAnchor, readAnchor } from '../../adapters/anchor.ts'
import type { Problem } from '../../events/problem.ts'
import { remove, scratchFolder, until } from '../running.ts'

const hash = (digit: string) => digit.repeat(64)

describe('the anchor', () => {
  let folder: string
  let file: string
  before(() => {
    folder = scratchFolder('anchor')
    file = path.join(folder, 'anchor')
  })
  after(() => remove(folder))

  it('is nothing where no file is', () => {
    assert.equal(readAnchor(file), undefined)
  })

  it('follows the head of the log within its interval', async () => {
    let head = { position: 1, hash: hash('a') }
    const anchor = keepAnchor(file, () => head, 100)
    anchor.moved()
    assert.equal(existsSync(file), false)
    const seen = await until('the anchor', () => readAnchor(file))
    assert.deepEqual(seen, head)
    head = { position: 2, hash: hash('b') }
    anchor.moved()
    await until('the next anchor', () => readAnchor(file)?.position === 2 || undefined)
    await anchor.close()
  })

  it('is written a last time when it is closed', async () => {
    const head = { position: 7, hash: hash('c') }
    const anchor = keepAnchor(file, () => head, 60_000)
    anchor.moved()
    await anchor.close()
    assert.deepEqual(readAnchor(file), head)
  })

  it('says that it is damaged rather than being taken for another one', () => {
    for (const text of ['', '7', `7 ${hash('c')}`, `7 ${hash('C')}\n`, `-7 ${hash('c')}\n`, `7 ${hash('c')}\n\n`]) {
      writeFileSync(file, text)
      assert.throws(
        () => readAnchor(file),
        (error: Problem) => error.code === 'damaged',
        JSON.stringify(text),
      )
    }
  })
})
