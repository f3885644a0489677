// Both read models keep the same promises, and come to the same bytes; the one in a file survives its file.
import assert from 'node:assert/strict'
import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { DatabaseSync } from 'node:sqlite'
import { createMemoryReadModel } from '../../adapters/memory-read-model.ts'
import { openSqliteReadModel } from '../../adapters/sqlite-read-model.ts'
import { readModelContract } from '../contracts/read-model.ts'
import { tempFolder } from '../temp-folder.ts'

const checkpoint = { position: '3', version: 3 }
const rows = Array.from({ length: 2_000 }, (_, i) => ({
  projection: 'posts',
  key: `s|${i}`,
  state: { i, text: 'x'.repeat(40) },
}))

describe('read models', () => {
  const file = tempFolder()
  let opened = 0
  readModelContract('in memory', createMemoryReadModel)
  readModelContract('in SQLite', () => openSqliteReadModel(file(`read-${opened++}.db`)))

  it('have the same digest in memory and in a file', () => {
    const [memory, sqlite] = [createMemoryReadModel(), openSqliteReadModel(file('read.db'))]
    for (const readModel of [memory, sqlite]) readModel.save(rows, 'projections', checkpoint)
    assert.equal(sqlite.digest(), memory.digest())
    sqlite.close()
  })
})

describe('the read model in SQLite', () => {
  const file = tempFolder()

  it('is there again when its file is opened again', () => {
    const first = openSqliteReadModel(file('read.db'))
    first.save(rows, 'projections', checkpoint)
    const digest = first.digest()
    first.close()
    const second = openSqliteReadModel(file('read.db'))
    assert.deepEqual(second.checkpoint('projections'), checkpoint)
    assert.equal(second.digest(), digest)
    second.close()
  })

  it('of another version is thrown away, with a word about it', () => {
    openSqliteReadModel(file('read.db')).close()
    const db = new DatabaseSync(file('read.db'))
    db.exec('PRAGMA user_version = 999')
    db.close()
    const said: string[] = []
    const readModel = openSqliteReadModel(file('read.db'), { onDiscard: (reason) => said.push(reason) })
    assert.match(said.join(), /version 999/)
    assert.equal(readModel.checkpoint('projections'), undefined)
    readModel.close()
  })

  it('that is no database is thrown away, with a word about it', () => {
    writeFileSync(file('read.db'), 'x'.repeat(10_000))
    const said: string[] = []
    const readModel = openSqliteReadModel(file('read.db'), { onDiscard: (reason) => said.push(reason) })
    assert.match(said.join(), /damaged/)
    readModel.save(rows, 'projections', checkpoint)
    readModel.close()
  })

  it('damaged in the middle says so to everyone until it is cleared', () => {
    const whole = openSqliteReadModel(file('read.db'))
    whole.save(rows, 'projections', checkpoint)
    whole.close()
    const handle = openSync(file('read.db'), 'r+')
    for (let page = 3; page < 40; page++) writeSync(handle, 'x'.repeat(4_096), page * 4_096)
    closeSync(handle)
    const readModel = openSqliteReadModel(file('read.db'))
    assert.throws(() => readModel.digest(), { code: 'damaged' })
    assert.throws(() => readModel.checkpoint('projections'), { code: 'damaged' })
    readModel.clear()
    assert.equal(readModel.checkpoint('projections'), undefined)
    readModel.close()
  })

  it('takes a file built beside it in its place', () => {
    const built = openSqliteReadModel(file('built.db'), { mode: 'build' })
    built.save(rows, 'projections', checkpoint)
    const digest = built.digest()
    built.close()
    const readModel = openSqliteReadModel(file('read.db'))
    readModel.save(rows.slice(0, 3), 'projections', { position: '1', version: 1 })
    readModel.adopt(file('built.db'))
    assert.deepEqual(readModel.checkpoint('projections'), checkpoint)
    assert.equal(readModel.digest(), digest)
    readModel.save([{ projection: 'posts', key: 's|0', state: undefined }], 'projections', checkpoint)
    readModel.close()
  })

  it('opened for reading sees one moment, whatever is saved beside it', () => {
    const writer = openSqliteReadModel(file('read.db'))
    writer.save(rows.slice(0, 10), 'projections', checkpoint)
    const reader = openSqliteReadModel(file('read.db'), { mode: 'read' })
    const before = reader.digest()
    writer.save(rows, 'projections', { position: '4', version: 4 })
    assert.equal(reader.digest(), before)
    assert.equal(reader.checkpoint('projections')?.version, 3)
    reader.close()
    writer.close()
  })
})
