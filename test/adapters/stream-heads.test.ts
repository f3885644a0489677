// Where streams end: the same answer whether it waits in memory, lies in the table, or was read again after a kill.
import assert from 'node:assert/strict'
import { randomBytes, randomInt } from 'node:crypto'
import path from 'node:path'
import { prepareLayout, streamKey } from '../../adapters/event-rows.ts'
import { openSqlite } from '../../adapters/sqlite.ts'
import { createStreamHeads, type Head } from '../../adapters/stream-heads.ts'
import { remove, scratchFolder } from '../running.ts'

describe('the ends of streams', () => {
  let folder: string
  before(() => {
    folder = scratchFolder('heads')
  })
  after(() => remove(folder))

  it('are those of every event, over commits, undone transactions, merges and new starts', () => {
    const db = openSqlite(path.join(folder, 'log.db'), { synchronous: 'OFF' })
    prepareLayout(db)
    const insert = db.prepare('INSERT INTO events VALUES (?, ?, ?, NULL, ?, 0, ?, zeroblob(32))')
    const names = ['keys', 'story-one', ...Array.from({ length: 600 }, () => `post-${randomBytes(16).toString('hex')}`)]
    const expected = new Map<string, Head>()
    const merged = () => Number(db.prepare('SELECT count(*) AS n FROM heads').get()?.n)
    let position = 0
    let heads = createStreamHeads(db, 100)
    for (let round = 0; round < 400; round++) {
      const added = new Map<string, Head>()
      const before = position
      const [mergesAll, known] = [round === 300, expected.size]
      if (mergesAll) assert.ok(merged() > 0, 'three hundred commits put no stream into the table')
      db.exec('BEGIN IMMEDIATE')
      for (let i = randomInt(1, 20); i > 0; i--) {
        const stream = names[randomInt(names.length)] as string
        const last = added.get(stream) ?? expected.get(stream)
        assert.deepEqual(heads.of(stream), last)
        const head = { position: ++position, revision: (last?.revision ?? -1) + 1 }
        insert.run(head.position, streamKey(stream), head.revision, 'KeyRevoked', '{}')
        heads.set(stream, head)
        added.set(stream, head)
      }
      heads.merge(before, mergesAll)
      if (!mergesAll && randomInt(5) === 0) {
        db.exec('ROLLBACK')
        heads.rolledBack()
        position = before
      } else {
        db.exec('COMMIT')
        heads.committed()
        for (const [stream, head] of added) expected.set(stream, head)
      }
      if (mergesAll) assert.equal(merged(), known)
      if (randomInt(20) === 0) heads = createStreamHeads(db, 100)
    }
    for (const stream of names) assert.deepEqual(heads.of(stream), expected.get(stream))
    db.exec('BEGIN IMMEDIATE')
    heads.merge(position, true)
    db.exec('COMMIT')
    heads.committed()
    assert.equal(db.prepare('SELECT position FROM merged').get()?.position, position)
    assert.equal(merged(), expected.size)
    db.close()
  })
})
