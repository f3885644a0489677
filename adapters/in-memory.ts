// An installation in memory: all that a data folder would hold, gone with the process.
import { createSecretKey } from 'node:crypto'
import { createLocalJobQueue } from './local-job-queue.ts'
import { createMemoryEventLog } from './memory-event-log.ts'
import { createMemoryLedger } from './memory-ledger.ts'
import { createMemoryReadModel } from './memory-read-model.ts'
import { createMemoryVault } from './memory-vault.ts'

type InMemoryOptions = {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** What an operator should know of, in words, without content. */
  readonly onWarning: (words: string, error?: unknown) => void
}

/** Refs hide nothing here, for the texts lie beside them: one key for all makes the same file give the same refs. */
const pepper = createSecretKey(Buffer.alloc(32))

export const openInMemory = ({ now, onWarning }: InMemoryOptions) => {
  const jobs = createLocalJobQueue({ onProblem: onWarning })
  const readModel = createMemoryReadModel()
  const vault = createMemoryVault({ now })
  return {
    log: createMemoryEventLog({ now }),
    vault,
    ledger: createMemoryLedger(),
    readModel,
    jobs,
    pepper,
    now,
    close: async () => {
      await jobs.close()
      readModel.close()
      await vault.close()
    },
  }
}
