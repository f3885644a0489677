// The event log in KurrentDB: the promises of the port, over the real client. KURRENTDB_URL names a real server; without it a
// stand-in answers.
import { randomBytes } from 'node:crypto'
import { openKurrentEventLog } from '../../adapters/kurrent-event-log.ts'
import { eventLogContract } from '../contracts/event-log.ts'
import { connectionTo, createKurrentDouble } from '../kurrent-double.ts'

const { KURRENTDB_URL: url } = process.env

describe(`the event log in KurrentDB (${url ? 'the server at KURRENTDB_URL' : 'a stand-in'})`, function () {
  this.timeout(60_000)

  describe('as every event log', () => {
    eventLogContract(async () => {
      const double = createKurrentDouble()
      const connectionString = url ?? connectionTo(await double.start())
      const streamPrefix = url ? `test-${randomBytes(6).toString('hex')}-` : ''
      const log = await openKurrentEventLog({ connectionString, now: Date.now, streamPrefix })
      return {
        log,
        close: async () => {
          await log.close()
          double.stop()
        },
      }
    })
  })
})
