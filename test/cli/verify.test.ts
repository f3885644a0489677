// outcry verify on a data folder: whole, with an altered event, with its end cut off, with a wrong read model.
import assert from 'node:assert/strict'
import path from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { dataFiles } from '../../adapters/data-folder.ts'
import { openEmbedded } from '../../adapters/embedded.ts'
import { createKeepUp } from '../../projections/keep-up.ts'
import { firstWrite } from '../contracts/event-log.ts'
import { outcry, remove, scratchFolder, until } from '../running.ts'

describe('outcry verify', () => {
  let folder: string
  let files: ReturnType<typeof dataFiles>
  after(() => remove(folder))
  before(async () => {
    folder = scratchFolder('verify')
    files = dataFiles(folder)
    const { log, readModel, close } = await openEmbedded(folder, { now: Date.now })
    await log.append(Array.from({ length: 50 }, () => firstWrite()))
    const stop = new AbortController()
    const keepUp = createKeepUp({ log, readModel, onProblem: (words) => assert.fail(words) })
    const running = keepUp.run(stop.signal)
    await until('the fold', () => keepUp.version() === 50 || undefined)
    stop.abort()
    await running
    await close()
  })
  const change = (file: string, sql: string) => {
    const db = new DatabaseSync(file)
    db.exec(sql)
    db.close()
  }
  const verify = async () => {
    const { status, stdout, stderr } = await outcry(folder, ['verify'])
    return { status, stderr, found: JSON.parse(stdout) as Record<string, Record<string, unknown>> }
  }

  it('says what it checked and ends with 0 when all is well', async () => {
    const { status, stderr, found } = await verify()
    assert.deepEqual([status, stderr], [0, ''])
    assert.equal(found.log?.events, 50)
    assert.equal(found.log?.streams, 50)
    assert.deepEqual(found.log?.head, found.log?.anchor)
    assert.deepEqual(found.readModel, { version: 50, parked: 0, equal: true })
  })

  it('ends with 1 when the read model differs from a rebuild', async () => {
    change(files.readModel, `UPDATE row SET state = replace(state, '50', '51')`)
    const { status, stderr, found } = await verify()
    assert.equal(found.readModel?.equal, false)
    assert.deepEqual([status, stderr], [1, 'outcry: the read model differs from a rebuild; run "outcry rebuild"\n'])
  })

  it('names the first event that was altered', async () => {
    change(files.log, `UPDATE events SET data = replace(data, 'webhook', 'weblook') WHERE position IN (20, 31)`)
    const { status, stderr, found } = await verify()
    assert.deepEqual([found.log?.events, (found.log?.damage as { version: number } | undefined)?.version], [19, 20])
    assert.equal(status, 1)
    assert.match(stderr, /damaged at event 20: event 20 is not the one that was recorded; restore a backup/)
    change(files.log, `UPDATE events SET data = replace(data, 'weblook', 'webhook') WHERE position IN (20, 31)`)
  })

  it('names the first event that is missing at the end', async () => {
    change(files.log, 'DELETE FROM events WHERE position > 45')
    const { status, stderr } = await verify()
    assert.equal(status, 1)
    assert.match(stderr, /damaged at event 46: the log ends at event 45, but 50 were anchored/)
  })

  it('takes no arguments', async () => {
    const { status, stderr } = await outcry(folder, ['verify', path.sep])
    assert.equal(status, 2)
    assert.match(stderr, /usage: outcry verify/)
  })
})
