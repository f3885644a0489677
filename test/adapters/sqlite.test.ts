// Opening SQLite files: which releases are refused, and what its errors are called.
import assert from 'node:assert/strict'
import path from 'node:path'
import { assertSqliteVersion, isSyncFailure, openSqlite, sqliteProblem } from '../../adapters/sqlite.ts'
import { Problem } from '../../events/problem.ts'
import { remove, scratchFolder } from '../running.ts'

describe('opening SQLite', () => {
  let folder: string
  before(() => {
    folder = scratchFolder('sqlite')
  })
  after(() => remove(folder))

  it('refuses releases that can corrupt a file', () => {
    for (const good of ['3.51.3', '3.51.10', '3.52.1', '3.53.4', '4.0.0']) assertSqliteVersion(good)
    for (const bad of ['3.51.2', '3.50.9', '3.52.0', '3.9.99', '2.99.99', ''])
      assert.throws(() => assertSqliteVersion(bad), /can corrupt data; use a newer release of Node/, bad)
    assertSqliteVersion()
  })

  it('sets what durability needs', () => {
    const db = openSqlite(path.join(folder, 'some.db'))
    const setting = (name: string) => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0]
    assert.equal(setting('journal_mode'), 'wal')
    assert.equal(setting('synchronous'), 2) // FULL
    assert.equal(setting('page_size'), 4096)
    db.close()
  })

  it('says what can be done about an error, and leaves other errors alone', () => {
    const said = (errcode: number) => {
      const problem = sqliteProblem(Object.assign(new Error('words of SQLite'), { errcode }), 'testing')
      assert.ok(problem instanceof Problem)
      assert.match(problem.message, /^testing: /)
      return problem.code
    }
    assert.deepEqual([13, 8, 14, 778, 5, 11, 267, 26].map(said), [
      ...['unavailable', 'unavailable', 'unavailable', 'unavailable', 'unavailable'],
      ...['damaged', 'damaged', 'damaged'],
    ])
    const bug = new TypeError('x')
    assert.equal(sqliteProblem(bug, 'testing'), bug)
    assert.equal(isSyncFailure(Object.assign(new Error(), { errcode: 1034 })), true)
    assert.equal(isSyncFailure(Object.assign(new Error(), { errcode: 778 })), false)
  })

  it('refuses a folder that is not there', () => {
    assert.throws(() => openSqlite(path.join(folder, 'none', 'some.db')), /^Problem: opening some\.db: /)
  })
})
