// Bit rot and lost tails: every altered, missing or cut-off event is found, at start or by verifying, and writes are then refused.
import assert from 'node:assert/strict'
import { randomBytes, randomInt } from 'node:crypto'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { openSqlite } from '../../adapters/sqlite.ts'
import { createSqliteEventLog } from '../../adapters/sqlite-event-log.ts'
import { verifyEventLog } from '../../adapters/verify-event-log.ts'
import { Problem } from '../../events/problem.ts'
import { firstWrite } from '../contracts/event-log.ts'
import { remove, scratchFolder } from '../running.ts'

describe('a damaged log', () => {
  let good: string
  let bad: string
  const inside = (folder: string, name: string) => path.join(folder, name)
  const events = 400
  /** What the whole log answers for every position. */
  let written: string
  let wal: Buffer
  let main: Buffer

  const logIn = (folder: string) =>
    createSqliteEventLog(openSqlite(inside(folder, 'log.db')), { now: Date.now, anchorFile: inside(folder, 'anchor') })
  const contentsOf = (folder: string) => {
    const db = new DatabaseSync(inside(folder, 'log.db'), { readOnly: true })
    try {
      return JSON.stringify(db.prepare('SELECT * FROM events ORDER BY position').all())
    } finally {
      db.close()
    }
  }
  const verify = () => verifyEventLog(inside(bad, 'log.db'), inside(bad, 'anchor'))
  /** The folder as it is after a kill, with these bytes instead. */
  const lay = (mainBytes: Buffer, walBytes?: Buffer) => {
    for (const end of ['-wal', '-shm']) remove(inside(bad, `log.db${end}`))
    writeFileSync(inside(bad, 'log.db'), mainBytes)
    if (walBytes) writeFileSync(inside(bad, 'log.db-wal'), walBytes)
    copyFileSync(inside(good, 'anchor'), inside(bad, 'anchor'))
  }
  const whole = () => lay(readFileSync(inside(good, 'log.db')))
  const change = (sql: string) => {
    const db = new DatabaseSync(inside(bad, 'log.db'))
    db.exec(sql)
    db.close()
  }

  before(async () => {
    good = scratchFolder('whole')
    bad = scratchFolder('damaged')
    const log = logIn(good)
    for (let i = 0; i < events / 20; i++) await log.append(Array.from({ length: 20 }, () => firstWrite()))
    wal = readFileSync(inside(good, 'log.db-wal'))
    main = readFileSync(inside(good, 'log.db'))
    await log.close()
    written = contentsOf(good)
  })
  after(() => {
    remove(good)
    remove(bad)
  })

  it('is not called damaged when it is whole', async () => {
    whole()
    const { damage, ...found } = verify()
    assert.equal(damage, undefined)
    assert.equal(found.events, events)
    assert.equal(found.streams, events)
    assert.deepEqual(found.head, found.anchor)
  })

  it('refuses writes but can be read when its end is cut off', async () => {
    whole()
    change('DELETE FROM events WHERE position > 390')
    const log = logIn(bad)
    assert.match(log.damage?.message ?? '', /ends at event 390, but 400 were anchored/)
    await assert.rejects(log.append([firstWrite()]), (error: Problem) => error.code === 'damaged')
    assert.equal(await log.head(), 390)
    for await (const batch of log.follow('start', AbortSignal.timeout(5_000))) {
      assert.equal(batch.events.length, 390)
      break
    }
    await log.close()
    assert.equal(verify().damage?.kind, 'cut-off')
    assert.equal(verify().damage?.version, 391)
  })

  it('is named with the first event that is altered, missing, moved or added', async () => {
    const flip = (column: string) => `UPDATE events SET ${column} WHERE position = 123`
    const damages: readonly (readonly [string, string])[] = [
      [flip(`data = replace(data, 'webhook', 'webhooK')`), 'altered'],
      [flip(`type = 'PostEdited'`), 'altered'],
      [flip('revision = 1'), 'altered'],
      [flip('recordedAt = recordedAt + 1'), 'altered'],
      [flip(`stream = x'${randomBytes(16).toString('hex')}'`), 'altered'],
      [flip(`hash = x'${randomBytes(32).toString('hex')}'`), 'altered'],
      [flip('recordedAt = 9007199254740991'), 'altered'],
      ['DELETE FROM events WHERE position = 123', 'missing'],
      [flip('before = 7'), 'out-of-order'],
      [`UPDATE heads SET revision = 3 WHERE position = 123`, 'index'],
      [`DELETE FROM heads WHERE position = 123`, 'index'],
    ]
    for (const [sql, kind] of damages) {
      whole()
      change(sql)
      const { damage } = verify()
      assert.deepEqual([damage?.kind, damage?.version], [kind, 123], `${sql}: ${damage?.detail}`)
    }
  })

  it('is found when somebody writes the chain anew', async () => {
    whole()
    change('DELETE FROM events; DELETE FROM heads; UPDATE merged SET position = 0')
    remove(inside(bad, 'anchor'))
    const forged = logIn(bad)
    await forged.append(Array.from({ length: events }, () => firstWrite()))
    await forged.close()
    copyFileSync(inside(good, 'anchor'), inside(bad, 'anchor'))
    assert.deepEqual([verify().damage?.kind, verify().damage?.version], ['altered', events])
    const log = logIn(bad)
    assert.match(log.damage?.message ?? '', /is not the one that was anchored/)
    await log.close()
  })

  it('is found when the anchor itself is damaged', async () => {
    whole()
    writeFileSync(inside(bad, 'anchor'), 'nonsense')
    assert.equal(verify().damage?.kind, 'anchor')
    const log = logIn(bad)
    await assert.rejects(log.append([firstWrite()]), (error: Problem) => error.code === 'damaged')
    await log.close()
  })

  /** Started and verified as a user would: what is said of it? */
  const judge = async (): Promise<'whole' | 'found'> => {
    try {
      const found = verify().damage !== undefined
      const log = logIn(bad)
      const refuses = log.damage !== undefined
      await log.close()
      if (found || refuses) return 'found'
    } catch (error) {
      if (error instanceof Problem) return 'found'
      throw error
    }
    return 'whole'
  }
  const flipped = (bytes: Buffer, from: number) => {
    const copy = Buffer.from(bytes)
    const at = randomInt(from, copy.length)
    const bit = randomInt(8)
    copy.writeUInt8(copy.readUInt8(at) ^ (1 << bit), at)
    return { copy, at, bit }
  }

  it('is found at every cut of the write-ahead log', async () => {
    for (let trial = 0; trial < 60; trial++) {
      const at = randomInt(32, wal.length)
      lay(main, wal.subarray(0, at))
      assert.equal(await judge(), 'found', `cut at ${at} of ${wal.length}`)
    }
  })

  it('is found at every bit flipped in the write-ahead log that costs an event', async () => {
    for (let trial = 0; trial < 60; trial++) {
      const { copy, at, bit } = flipped(wal, 0)
      lay(main, copy)
      if ((await judge()) === 'whole') assert.equal(contentsOf(bad), written, `bit ${bit} of byte ${at}`)
    }
  })

  it('is found at every bit flipped in the file that changes an event', async () => {
    const file = readFileSync(inside(good, 'log.db'))
    let harmless = 0
    for (let trial = 0; trial < 150; trial++) {
      const { copy, at, bit } = flipped(file, 0)
      lay(copy)
      if ((await judge()) === 'found') continue
      harmless++
      assert.equal(contentsOf(bad), written, `bit ${bit} of byte ${at}`)
    }
    assert.ok(harmless < 75, `${harmless} of 150 flips were in unused space`)
  })
})
