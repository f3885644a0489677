// The event log in SQLite: the promises of the port, and what is its own: durability, damage, a full disk.
import assert from 'node:assert/strict'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqlite } from '../../adapters/sqlite.ts'
import { createSqliteEventLog } from '../../adapters/sqlite-event-log.ts'
import type { Problem } from '../../events/problem.ts'
import { eventLogContract, firstWrite, take } from '../contracts/event-log.ts'
import { remove, scratchFolder } from '../running.ts'

describe('the event log in SQLite', () => {
  let folder: string
  beforeEach(() => {
    folder = scratchFolder('log')
  })
  afterEach(() => remove(folder))
  const file = () => path.join(folder, 'log.db')
  const logOf = (db: DatabaseSync) =>
    createSqliteEventLog(db, { now: Date.now, anchorFile: path.join(folder, 'anchor') })
  const open = () => logOf(openSqlite(file()))
  const direct = <T>(work: (db: DatabaseSync) => T): T => {
    const db = new DatabaseSync(file())
    try {
      return work(db)
    } finally {
      db.close()
    }
  }

  describe('as every event log', () => {
    eventLogContract(async () => {
      const log = open()
      return { log, close: log.close }
    })
  })

  it('is the same after it was closed and opened again', async () => {
    const writes = Array.from({ length: 300 }, () => firstWrite())
    const before = open()
    const outcomes = await before.append(writes)
    const { events } = await take(before, 300)
    await before.close()
    const after = open()
    assert.equal(await after.head(), 300)
    assert.deepEqual((await take(after, 300)).events, events)
    assert.deepEqual(await after.append(writes), outcomes)
    assert.deepEqual(after.anchorPoint(), before.anchorPoint())
    await after.close()
  })

  it('finds streams again after a process died without closing', async () => {
    const writes = Array.from({ length: 300 }, () => firstWrite())
    const dead = open()
    const other = path.join(folder, 'after')
    mkdirSync(other)
    await dead.append(writes)
    // A copy taken while it is open: what a killed process leaves.
    for (const name of ['log.db', 'log.db-wal', 'anchor'])
      if (existsSync(path.join(folder, name))) copyFileSync(path.join(folder, name), path.join(other, name))
    const after = createSqliteEventLog(openSqlite(path.join(other, 'log.db')), {
      now: Date.now,
      anchorFile: path.join(other, 'anchor'),
    })
    assert.equal(after.damage, undefined)
    assert.deepEqual(
      (await after.append(writes)).map(({ outcome }) => outcome),
      writes.map(() => 'appended'),
    )
    assert.equal(await after.head(), 300)
    await after.close()
    await dead.close()
  })

  it('shares one transaction among the calls of one turn', async () => {
    const log = open()
    await log.append([firstWrite()])
    const sizeBefore = readFileSync(`${file()}-wal`).length
    await Promise.all(Array.from({ length: 50 }, () => log.append([firstWrite()])))
    const pages = (readFileSync(`${file()}-wal`).length - sizeBefore) / 4096
    assert.ok(pages < 25, `${pages} pages were written for 50 posts`)
    await log.close()
  })

  it('refuses to follow from beyond its end', async () => {
    const log = open()
    const follow = log.follow('12', new AbortController().signal)[Symbol.asyncIterator]()
    await assert.rejects(follow.next(), (error: Problem) => error.code === 'conflict')
    await log.close()
  })

  it('skips events of a newer program and counts them', async () => {
    const log = open()
    await log.append([firstWrite(), firstWrite(), firstWrite()])
    await log.close()
    direct((db) => db.exec(`UPDATE events SET type = 'PostDreamt' WHERE position = 2`))
    remove(path.join(folder, 'anchor'))
    const after = open()
    const { events } = await take(after, 2)
    assert.deepEqual(
      events.map(({ version }) => version),
      [1, 3],
    )
    assert.equal(after.unknownEvents(), 1)
    await after.close()
  })

  it('refuses a file of a newer layout', () => {
    direct((db) => db.exec('PRAGMA user_version = 99'))
    assert.throws(open, /newer Outcry wrote it \(layout 99/)
  })

  it('refuses a file that is no database', () => {
    writeFileSync(file(), 'x'.repeat(9_000))
    assert.throws(open, (error: Problem) => error.code === 'damaged')
  })

  it('keeps nothing of a write that the full disk refuses, says so, and goes on when there is room', async () => {
    const db = openSqlite(file())
    const log = logOf(db)
    await log.append([firstWrite()])
    const writes = Array.from({ length: 90 }, () => firstWrite())
    const pages = Number(db.prepare('PRAGMA page_count').get()?.page_count)
    db.exec(`PRAGMA max_page_count = ${pages + 2}`)
    for (let tries = 0; tries < 3; tries++)
      await assert.rejects(log.append(writes), (error: Problem) => {
        assert.equal(error.code, 'unavailable')
        assert.match(error.message, /^appending to log\.db: the disk is full/)
        return error.retryAfterSeconds === 5
      })
    assert.equal(await log.head(), 1)
    db.exec('PRAGMA max_page_count = 4294967294')
    assert.ok((await log.append(writes)).every(({ outcome }) => outcome === 'appended'))
    assert.equal((await take(log, 91)).events.length, 91)
    await log.close()
  })
})
