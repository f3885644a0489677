// The event log in memory keeps the promises of the port.
import { createMemoryEventLog } from '../../adapters/memory-event-log.ts'
import { eventLogContract } from '../contracts/event-log.ts'

describe('the event log in memory', () => {
  eventLogContract(async () => ({ log: createMemoryEventLog({ now: Date.now }), close: async () => {} }))
})
