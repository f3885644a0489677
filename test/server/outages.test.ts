// The time that the real server was away: recorded once it is back as a gap, also when the read model is folded anew.
import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { openSqliteLogReader } from '../../adapters/sqlite-log-reader.ts'
import { start } from '../../events/event-log.ts'
import { remove, scratchFolder, startServer, until } from '../running.ts'

describe('the time the server was away', () => {
  let folder: string
  before(async () => {
    folder = scratchFolder('outages')
    await (await startServer(folder)).stop()
  })
  after(() => remove(folder))

  const gaps = async () => {
    const log = openSqliteLogReader(path.join(folder, 'log.db'))
    try {
      const batches = await Array.fromAsync(log.follow(start, new AbortController().signal))
      return batches.flatMap(({ events }) => events.flatMap((event) => (event.type === 'ChannelGap' ? event.data : [])))
    } finally {
      log.close()
    }
  }
  const awayFor = async (ms: number) => {
    const from = new Date(Date.now() - ms).toISOString()
    writeFileSync(path.join(folder, 'alive'), from)
    const before = (await gaps()).length
    const server = await startServer(folder)
    try {
      const gap = await until('the gap', async () => (await gaps())[before])
      assert.equal(gap.from, from)
      assert.equal(gap.id, 'feedback')
    } finally {
      await server.stop()
    }
  }

  it('is a gap of a channel that is posted to', () => awayFor(3_600_000))

  it('is one after an upgrade too, when the read model is folded anew', async () => {
    remove(path.join(folder, 'read.db'))
    await awayFor(7_200_000)
  })
})
