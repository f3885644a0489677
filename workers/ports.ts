// What an installation is made of, whatever its size: everything above adapters/ takes its parts from here.
import type { KeyObject } from 'node:crypto'
import type { EventLog } from '../events/event-log.ts'
import type { Ledger } from '../events/ledger.ts'
import type { Vault } from '../events/vault.ts'
import type { ReadModel } from '../projections/read-model.ts'
import type { JobQueue } from './jobs.ts'

export type Ports = {
  readonly log: EventLog
  readonly vault: Vault
  readonly ledger: Ledger
  readonly readModel: ReadModel
  readonly jobs: JobQueue
  /** Key of the refs, see events/refs.ts. */
  readonly pepper: KeyObject
  /** Milliseconds since 1970. */
  readonly now: () => number
}
