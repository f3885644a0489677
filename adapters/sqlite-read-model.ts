// The read model in one SQLite file of its own. Disposable: a file of another version, or a damaged one, is made anew.
import { createHash } from 'node:crypto'
import { closeSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { Problem } from '../events/problem.ts'
import { type Checkpoint, type ReadModel, type Row, readModelVersion } from '../projections/read-model.ts'
import { openSqlite, sqliteProblem } from './sqlite.ts'

type SqliteReadModel = ReadModel & {
  /** Takes a file that was built beside this one in its place, at once for every reader. */
  readonly adopt: (built: string) => void
}

type SqliteReadModelOptions = {
  /** Why what was kept is thrown away, in words; it comes back by folding the log. */
  readonly onDiscard?: (reason: string) => void
  /** `read`: one moment, whatever is saved beside it. `build`: a new file that nobody reads yet, durable once closed. */
  readonly mode?: 'serve' | 'read' | 'build'
}

const removeFile = (file: string) => {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true })
}

const schema = `CREATE TABLE IF NOT EXISTS projection (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE) STRICT;
  CREATE TABLE IF NOT EXISTS row (projection INTEGER NOT NULL, key TEXT NOT NULL, state TEXT NOT NULL,
    PRIMARY KEY (projection, key)) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS checkpoint (follower TEXT PRIMARY KEY, position TEXT NOT NULL, version INTEGER NOT NULL)
    STRICT, WITHOUT ROWID;
  PRAGMA user_version = ${readModelVersion}`

const openTables = (file: string, mode: 'serve' | 'read' | 'build') => {
  const db = openSqlite(file, {
    synchronous: mode === 'build' ? 'OFF' : 'NORMAL',
    readOnly: mode === 'read',
  })
  try {
    const found = Number(db.prepare('PRAGMA user_version').get()?.user_version)
    const empty = db.prepare('SELECT count(*) AS n FROM sqlite_schema').get()?.n === 0
    if (!empty && found !== readModelVersion)
      throw new Problem('damaged', `opening the read model: it is of version ${found}, not ${readModelVersion}`)
    if (mode === 'build') db.exec('PRAGMA journal_mode = OFF; PRAGMA locking_mode = EXCLUSIVE')
    if (mode === 'read') db.exec('BEGIN')
    else if (empty) db.exec(schema) // and no write else: a full disk must not keep it from being read
    return prepare(db)
  } catch (error) {
    db.close()
    throw sqliteProblem(error, 'opening the read model')
  }
}

const prepare = (db: DatabaseSync) => {
  const arrays = (sql: string): StatementSync => {
    const statement = db.prepare(sql)
    statement.setReturnArrays(true)
    return statement
  }
  const scan = (order: 'ASC' | 'DESC') =>
    arrays(
      `SELECT key, state FROM row WHERE projection = ? AND key >= ? AND key < ? ORDER BY projection, key ${order} LIMIT ?`,
    )
  return {
    db,
    ids: new Map(
      db
        .prepare('SELECT name, id FROM projection')
        .all()
        .map(({ name, id }) => [String(name), Number(id)]),
    ),
    name: db.prepare('INSERT INTO projection (name) VALUES (?)'),
    get: arrays('SELECT state FROM row WHERE projection = ? AND key = ?'),
    scan: scan('ASC'),
    scanBack: scan('DESC'),
    put: db.prepare('INSERT INTO row VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET state = excluded.state'),
    drop: db.prepare('DELETE FROM row WHERE projection = ? AND key = ?'),
    note: db.prepare('INSERT OR REPLACE INTO checkpoint VALUES (?, ?, ?)'),
    noted: db.prepare('SELECT position, version FROM checkpoint WHERE follower = ?'),
  }
}

/** @throws Problem `unavailable`; `damaged` in mode `read`, or when found while running: until `clear` or `adopt` */
export const openSqliteReadModel = (file: string, options: SqliteReadModelOptions = {}): SqliteReadModel => {
  const { onDiscard = () => {}, mode = 'serve' } = options
  const open = () => {
    try {
      return openTables(file, mode)
    } catch (error) {
      if (mode === 'read' || !(error instanceof Problem) || error.code !== 'damaged') throw error
      onDiscard(error.message)
      removeFile(file)
      return openTables(file, mode)
    }
  }
  if (mode === 'build') removeFile(file)
  let tables = open()
  let damage: Problem | undefined

  const guarded = <Answer>(operation: string, work: () => Answer): Answer => {
    if (damage !== undefined) throw damage
    try {
      return work()
    } catch (error) {
      const problem = sqliteProblem(error, `${operation} the read model`)
      if (problem instanceof Problem && problem.code === 'damaged') damage = problem
      throw problem
    }
  }
  const idOf = (projection: string) => tables.ids.get(projection) ?? -1
  const idFor = (projection: string) => {
    const known = tables.ids.get(projection)
    if (known !== undefined) return known
    const id = Number(tables.name.run(projection).lastInsertRowid)
    tables.ids.set(projection, id)
    return id
  }
  const close = () => {
    if (tables.db.isOpen) tables.db.close()
  }

  return {
    load: (projection, keys) =>
      guarded('reading', () => {
        const id = idOf(projection)
        const states = new Map<string, unknown>()
        for (const key of keys) {
          const row = tables.get.get(id, key) as unknown as [string] | undefined
          if (row !== undefined) states.set(key, JSON.parse(row[0]))
        }
        return states
      }),
    scan: (projection, { from, to, limit = -1, reverse = false }) =>
      guarded('reading', () => {
        const rows = (reverse ? tables.scanBack : tables.scan).all(idOf(projection), from, to, limit)
        return (rows as unknown as [string, string][]).map(([key, state]): Row => ({ key, state: JSON.parse(state) }))
      }),
    save: (changes, follower, { position, version }) =>
      guarded('saving', () => {
        try {
          tables.db.exec('BEGIN IMMEDIATE')
          for (const { projection, key, state } of changes)
            if (state === undefined) tables.drop.run(idFor(projection), key)
            else tables.put.run(idFor(projection), key, JSON.stringify(state))
          tables.note.run(follower, position, version)
          tables.db.exec('COMMIT')
        } catch (error) {
          close() // whatever the transaction did is forgotten with the connection
          tables = open()
          throw error
        }
      }),
    checkpoint: (follower) =>
      guarded('reading', () => {
        const row = tables.noted.get(follower)
        return row && ({ position: String(row.position), version: Number(row.version) } satisfies Checkpoint)
      }),
    digest: () =>
      guarded('reading', () => {
        const hash = createHash('sha256')
        const all = tables.db.prepare('SELECT key, state FROM row WHERE projection = ? ORDER BY key')
        for (const [name, id] of [...tables.ids].sort(([a], [b]) => (a < b ? -1 : 1)))
          for (const { key, state } of all.iterate(id)) hash.update(`${name}\0${key}\0${state}\n`)
        return hash.digest('hex')
      }),
    clear: () => {
      close()
      removeFile(file)
      tables = open()
      damage = undefined
    },
    adopt: (built) => {
      close()
      for (const end of ['-wal', '-shm']) rmSync(file + end, { force: true })
      renameSync(built, file)
      tables = open()
      damage = undefined
    },
    close: () => {
      close()
      if (mode !== 'build') return
      const handle = openSync(file, 'r')
      fsyncSync(handle)
      closeSync(handle)
    },
  }
}
