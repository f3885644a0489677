// Group commit: who comes in one turn shares a transaction; who shares a failed one is told so.
import assert from 'node:assert/strict'
import path from 'node:path'
import type { DatabaseSync } from 'node:sqlite'
import { createGroupCommit } from '../../adapters/group-commit.ts'
import { openSqlite } from '../../adapters/sqlite.ts'
import { remove, scratchFolder } from '../running.ts'

describe('group commit', () => {
  let folder: string
  before(() => {
    folder = scratchFolder('group')
  })
  let db: DatabaseSync
  let commits: number
  beforeEach(() => {
    db = openSqlite(path.join(folder, 'group.db'))
    db.exec('DROP TABLE IF EXISTS one; CREATE TABLE one (n INTEGER PRIMARY KEY) STRICT')
    commits = 0
  })
  afterEach(() => db.close())
  after(() => remove(folder))
  const hooks = () => ({
    operation: 'testing',
    committed: () => {
      commits++
    },
  })
  const put = (n: number) => () => Number(db.prepare('INSERT INTO one VALUES (?)').run(n).lastInsertRowid)
  const kept = () => Number(db.prepare('SELECT count(*) AS n FROM one').get()?.n)

  it('answers each caller with its own answer, after one commit', async () => {
    const { run } = createGroupCommit(db, hooks())
    assert.deepEqual(await Promise.all([3, 1, 2].map((n) => run(put(n)))), [3, 1, 2])
    assert.equal(commits, 1)
  })

  it('commits what follows from a commit together too, and in the same turn', async () => {
    const [vault, log] = [createGroupCommit(db, hooks()), createGroupCommit(db, hooks())]
    let isNextTurn = false
    const both = async (n: number) => {
      await vault.run(put(n))
      setImmediate(() => {
        isNextTurn = true
      })
      await log.run(put(n + 10))
      return isNextTurn
    }
    assert.deepEqual(await Promise.all([1, 2, 3].map(both)), [false, false, false])
    assert.equal(commits, 2)
  })

  it('ends a transaction that takes too long and goes on with the next', async () => {
    const { run, idle } = createGroupCommit(db, hooks(), 0)
    const all = Promise.all([1, 2, 3].map((n) => run(put(n))))
    await idle()
    assert.equal(commits, 3)
    assert.deepEqual(await all, [1, 2, 3])
  })

  it('undoes the whole transaction for all who share it, and works on', async () => {
    let undone = 0
    const rolledBack = () => {
      undone++
    }
    const { run } = createGroupCommit(db, { ...hooks(), rolledBack })
    const failing = [run(put(1)), run(put(1)), run(put(2))]
    const outcomes = await Promise.allSettled(failing)
    assert.deepEqual(
      outcomes.map(({ status }) => status),
      ['rejected', 'rejected', 'fulfilled'],
    )
    assert.equal(undone, 1)
    assert.equal(kept(), 1)
  })

  it('acknowledges nothing any more after a failed fsync, and says so once', async () => {
    const fatal: Error[] = []
    const { run } = createGroupCommit(db, { ...hooks(), onFatal: (error) => fatal.push(error) })
    const fail = () => {
      throw Object.assign(new Error('disk I/O error'), { errcode: 1034 })
    }
    await assert.rejects(run(fail), /testing: the disk answers with an error \(SQLite 1034\)/)
    await assert.rejects(run(put(1)), /SQLite 1034/)
    assert.equal(fatal.length, 1)
    assert.equal(kept(), 0)
  })
})
